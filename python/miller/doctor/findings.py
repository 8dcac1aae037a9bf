"""What a doctor finds, in words for people."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any

_MOST_NAMED = 5


class Repair(Enum):
    """What mends a finding. The values are for machines; `ADVICE` has the words for people."""

    REBUILD = "rebuild"
    SET_ASIDE = "set aside and rebuild"
    OPEN = "build indexes"
    EXTRACT = "extract again"
    RESOLVE = "resolve references"
    RUN = "index"
    RESTORE = "restore vectors"
    VECTORS = "rebuild vectors"
    COMPACT = "compact"
    SHRINK = "shrink SQLite"
    LEFTOVERS = "remove left-overs"


ADVICE = {
    Repair.REBUILD: "builds the index anew from the workspace",
    Repair.SET_ASIDE: "moves the file aside and builds the index anew from the workspace",
    Repair.OPEN: "builds the missing indexes",
    Repair.EXTRACT: "reads these files again and replaces their rows in both stores",
    Repair.RESOLVE: "or `miller index` finds what the uses mean that this concerns",
    Repair.RUN: "or `miller index` brings the index up to date",
    Repair.RESTORE: "or `miller index` puts the version back that the index counts on",
    Repair.VECTORS: "makes all vectors anew from the rows in SQLite",
    Repair.COMPACT: "joins the pieces, builds the full text index and removes old versions",
    Repair.SHRINK: "writes the SQLite file anew without them",
    Repair.LEFTOVERS: "removes them",
}


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be."""

    check: str
    """What was looked at: `sqlite`, `rows`, `vectors`, `tree` or `disk`."""
    problem: str
    """What is wrong, and what comes of it."""
    repair: Repair | None
    """What `--fix` does about it; `None` when a person has to."""
    advice: str = ""
    """What a person can do, where no repair does."""
    names: list[str] = field(default_factory=list)
    """The files, folders or ids that are concerned: all of them."""

    @property
    def what_to_do(self) -> str:
        """What to do, in words."""
        if self.repair is None:
            return self.advice
        return f"`miller doctor --fix` {ADVICE[self.repair]}"

    def to_dict(self) -> dict[str, Any]:
        """Give everything in values that JSON has."""
        repair = None if self.repair is None else self.repair.value
        return {**asdict(self), "advice": self.what_to_do, "repair": repair}


def some(names: list[str]) -> str:
    """Name the first few."""
    more = len(names) - _MOST_NAMED
    named = ", ".join(names[:_MOST_NAMED])
    return f"{named} and {more} more" if more > 0 else named
