"""What a run has done, for people and machines."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# More of them tell nothing new, and a run over a large workspace must not drown in them.
MOST_DIFFERENCES = 100


STAGES = ("scan", "extract", "cross", "buffer", "compare", "embed", "vectors", "store", "resolve")
"""What a run does, in its order.

- `scan` finds the files, `extract` parses them.
- `cross` brings rows into Python. On the object route it makes the objects; their fields are read
  where they are needed.
- `buffer` holds rows until there are enough, `compare` compares the routes.
- `embed` makes vectors, `vectors` writes LanceDB, `store` writes SQLite.
- `resolve` finds what uses mean that their own file leaves open.
"""

LEFT_OUT = ("skipped", "failed")
"""The status of files that the index knows and has nothing of: they do not count as indexed."""


@dataclass(frozen=True)
class Difference:
    """A value that the two routes do not agree on. `key` is the row's id, or the file's path."""

    table: str
    key: str
    column: str
    object_value: Any
    arrow_value: Any


@dataclass(frozen=True)
class Fallback:
    """Files that went through objects because Arrow failed."""

    paths: list[str]
    reason: str


@dataclass
class IndexStats:
    """What a run has done."""

    route: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    """Options of this run and earlier ones that later runs go by: `miller.remembered_options`."""
    files_found: int = 0
    files_indexed: int = 0
    """Files whose content has been read into the index. `skipped` and `failed` count the others."""
    files_unchanged: int = 0
    """Files that are as the index has them on record, those that it has nothing of among them."""
    files_touched: int = 0
    """Files with the content on record and another time of modification."""
    files_deleted: int = 0
    bytes_indexed: int = 0
    """The bytes of the files that were indexed."""
    rows: dict[str, int] = field(default_factory=dict)
    """Rows written, by table."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Seconds by stage: see `STAGES`; and `total`.

    On the Arrow route, extraction runs beside the other stages: `extract` is the wait for it.
    """
    processor_seconds: dict[str, float] = field(default_factory=dict)
    """Processor seconds of the whole process while a stage ran, by stage.

    On the Arrow route, the extraction beside a stage counts in it; see `ahead` in
    `WorkspaceScanner.index_workspace`.
    """
    references_resolved: int = 0
    """Uses that mean what another file defines, in the files that were looked at for it."""
    flushes: int = 0
    """How often a full buffer was written to the stores."""
    skipped: dict[str, int] = field(default_factory=dict)
    """Files left out by the scan or the extraction, by reason."""
    too_large: list[str] = field(default_factory=list)
    """The files that the scan left out for their size; `skipped` counts them."""
    failed: list[tuple[str, str]] = field(default_factory=list)
    """Path and reason of each file that could not be read."""
    partial: list[tuple[str, str]] = field(default_factory=list)
    """Path and reason of each file of which some rows are missing or guessed."""
    fallbacks: list[Fallback] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    """The first differences between the routes; `differences_found` counts all."""
    differences_found: int = 0
    built_anew: str | None = None
    """What was found in the place of an index, if it was no longer one and was built anew."""
    vectors_rebuilt: str | None = None
    """Why all vectors were made anew, if they were."""
    vectors_made_up: int = 0
    """Files whose vectors an earlier run could not make, and this one has made."""
    vectors_outstanding: int = 0
    """Files whose vectors are still to be made, because the model has failed. A later run does.

    They are the files of the outbox, which `miller stats`, `search` and `doctor` count, too.
    """
    vectors_of_other_model: str | None = None
    """How the model of the vectors differs from that of the settings, which has failed."""
    vectors_outstanding_reason: str | None = None
    """How the model has failed, when vectors are outstanding or of another model."""

    @property
    def vectors_are_incomplete(self) -> bool:
        """Whether a later run has vectors to make."""
        return bool(self.vectors_outstanding) or self.vectors_of_other_model is not None

    @property
    def rows_per_second(self) -> float:
        """Rows written in a second of the whole run."""
        seconds = self.seconds.get("total", 0.0)
        return sum(self.rows.values()) / seconds if seconds else 0.0

    def add_difference(self, difference: Difference) -> None:
        """Count a difference and keep it if it is among the first."""
        self.differences_found += 1
        if len(self.differences) < MOST_DIFFERENCES:
            self.differences.append(difference)

    def add_file(self, path: str, status: str, detail: str) -> None:
        """Note a file whose status is not `ok`."""
        if status == "failed":
            self.failed.append((path, detail))
        elif status == "partial":
            self.partial.append((path, detail))
        elif status == "skipped":
            # `binary: NUL byte at offset 4`: what comes behind the colon is about the one file.
            self.add_skipped(detail.partition(":")[0])

    def add_skipped(self, reason: str, files: int = 1) -> None:
        """Count files that were left out."""
        self.skipped[reason] = self.skipped.get(reason, 0) + files

    def add_rows(self, counts: dict[str, int]) -> None:
        """Count rows that were written."""
        for table, count in counts.items():
            self.rows[table] = self.rows.get(table, 0) + count

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time of the block to a stage."""
        started, worked = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            _add(self.seconds, stage, time.perf_counter() - started)
            _add(self.processor_seconds, stage, time.process_time() - worked)

    def move_time(self, before: str, after: str, seconds: float) -> None:
        """Count some of the time of one stage in another: work of one thread within a call."""
        for spent in (self.seconds, self.processor_seconds):
            moved = min(seconds, spent.get(before, 0.0))
            _add(spent, before, -moved)
            _add(spent, after, moved)

    @contextmanager
    def flush(self) -> Iterator[None]:
        """Count a flush, which the block does. A subclass may look at what it takes."""
        self.flushes += 1
        yield

    def exit_status(self, *, strict: bool = False) -> int:
        """Give 1 when routes differ, vectors are incomplete or, if `strict`, a file failed."""
        incomplete = bool(self.differences_found) or self.vectors_are_incomplete
        return int(incomplete or (strict and bool(self.failed)))

    def to_dict(self) -> dict[str, Any]:
        """Give everything in values that JSON has."""
        return {**asdict(self), "rows_per_second": round(self.rows_per_second, 1)}


def counted(number: int, one: str, many: str | None = None) -> str:
    """Give a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _add(seconds: dict[str, float], stage: str, spent: float) -> None:
    seconds[stage] = seconds.get(stage, 0.0) + spent
