"""The budgets, what is measured against them, and the verdict. Knows nothing of how to measure."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from perf.corpus import SIZES

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from miller.measure import Figures
    from perf.series import Record

FILE = Path(__file__).with_name("budgets.toml")
_FIELDS = {"limit", "size", "why"}


@dataclass(frozen=True)
class Budget:
    """A bound on one figure: what is measured must not be more."""

    name: str
    limit: float
    why: str
    size: str | None = None
    """The workspace that counts; all of them when there is none."""


@dataclass(frozen=True)
class Verdict:
    """A budget beside what was measured."""

    budget: Budget
    measured: float
    where: str
    """The run that was measured, in words."""

    @property
    def kept(self) -> bool:
        """Whether the figure is within its budget."""
        return self.measured <= self.budget.limit

    def __str__(self) -> str:
        word = "within" if self.kept else "OVER"
        return (
            f"{self.budget.name}: {self.measured:,.4g} is {word} {self.budget.limit:,.4g}"
            f" ({self.where})"
        )


def read_budgets(file: Path = FILE) -> dict[str, Budget]:
    """Read the budgets. Raises `ValueError` for one that would bind nothing."""
    entries: dict[str, dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))
    for name, entry in entries.items():
        if name not in FIGURES:
            raise ValueError(f"{file.name}: no figure is called `{name}`: {', '.join(FIGURES)}")
        if unknown := entry.keys() - _FIELDS:
            raise ValueError(f"{file.name}: `{name}` has unknown keys: {', '.join(unknown)}")
        if missing_keys := {"limit", "why"} - entry.keys():
            needs = f"`{name}` needs `limit` and `why`"
            raise ValueError(f"{file.name}: {needs}; missing: {', '.join(sorted(missing_keys))}")
        if entry.get("size") not in {None, *SIZES}:
            raise ValueError(f"{file.name}: `{name}`: no workspace is called `{entry['size']}`")
        if isinstance(entry["limit"], bool) or not entry["limit"] >= 0:
            raise ValueError(f"{file.name}: the limit of `{name}` is no number of at least 0")
    if missing := FIGURES.keys() - entries.keys():
        raise ValueError(f"{file.name}: without a budget: {', '.join(sorted(missing))}")
    return {name: Budget(name=name, **entry) for name, entry in entries.items()}


def judge(budgets: Mapping[str, Budget], records: Iterable[Record]) -> list[Verdict]:
    """Give the verdict on each budget that the runs say something of."""
    runs = list(records)
    verdicts: list[Verdict] = []
    for budget in budgets.values():
        told = [run for run in runs if budget.size in {None, run.workspace.name}]
        found = FIGURES[budget.name](told)
        if found is not None:
            verdicts.append(Verdict(budget, *found))
    return verdicts


# The figures -------------------------------------------------------------------------------------

# A figure is its value and where it was seen; nothing when no run tells it.
Found = tuple[float, str]


def _highest(runs: Iterable[Record], value: Callable[[Record], float]) -> Found | None:
    found = [(value(run), str(run)) for run in runs]
    return max(found, default=None)


def _arrow(runs: Iterable[Record], embedder: str, *modes: str) -> list[Record]:
    return [
        run
        for run in runs
        if run.route == "arrow" and run.embedder == embedder and run.mode in modes
    ]


def _objects_of_flush(run: Record) -> int:
    return max(flush.peak_blocks for flush in run.figures.flushes)


def _objects_beside_lancedb(run: Record) -> int:
    """Those in use at LanceDB's peak and not its own; more if the flush peaks elsewhere."""
    return max(
        flush.peak_blocks - flush.stages["vectors"].peak_blocks for flush in run.figures.flushes
    )


def _objects_of_lancedb(run: Record) -> int:
    return max(flush.stages["vectors"].peak_blocks for flush in run.figures.flushes)


def objects_per_flush(runs: list[Record]) -> Found | None:
    """Give the Python blocks in use at the peak of a flush, extraction to SQLite."""
    return _highest(_arrow(runs, "none", "blocks", "flushes"), _objects_of_flush)


def objects_beside_lancedb(runs: list[Record]) -> Found | None:
    """Give the same with vectors, LanceDB's own left out."""
    return _highest(_arrow(runs, "static", "blocks", "flushes"), _objects_beside_lancedb)


def lancedb_objects(runs: list[Record]) -> Found | None:
    """Give the Python blocks in use at the peak of what LanceDB does in a flush."""
    return _highest(_arrow(runs, "static", "blocks", "flushes"), _objects_of_lancedb)


def objects_slope(runs: list[Record]) -> Found | None:
    """Give the blocks that the flush with the most rows takes beyond the one with the fewest."""
    return _slope(runs, _objects_of_flush)


def _slope(runs: list[Record], value: Callable[[Record], int]) -> Found | None:
    slopes: list[Found] = []
    for embedder in ("none", "static"):
        counted = _arrow(runs, embedder, "blocks")
        counted.sort(key=lambda run: run.figures.num_rows)
        if len({run.figures.num_rows for run in counted}) > 1:
            few, many = counted[0], counted[-1]
            slopes.append((value(many) - value(few), f"{few} → {many}"))
    return max(slopes, default=None)


def _made_in_flush(run: Record) -> int:
    return max(flush.allocated for flush in run.figures.flushes)


def objects_made(runs: list[Record]) -> Found | None:
    """Give the Python blocks allocated in a flush of one chunk, however soon let go of."""
    counted = _arrow(runs, "none", "blocks") + _arrow(runs, "static", "blocks")
    return _highest(counted, _made_in_flush)


def objects_made_slope(runs: list[Record]) -> Found | None:
    """Give the blocks allocated in the flush with the most rows beyond the one with the fewest."""
    return _slope(runs, _made_in_flush)


def collections(runs: list[Record]) -> Found | None:
    """Give the runs of Python's garbage collector on the Arrow route, of all generations."""
    # Instruments make no objects that the collector counts, but only the usual way is a user's.
    usual = _arrow(runs, "none", "usual", "flushes", "blocks")
    usual += _arrow(runs, "static", "usual", "flushes", "blocks")
    return _highest(usual, lambda run: sum(run.figures.collections))


def traced_bytes(runs: list[Record]) -> Found | None:
    """Give Python's memory at the peak of a flush, the embedding left out."""
    traced = _arrow(runs, "none", "bytes") + _arrow(runs, "static", "bytes")
    return _highest(traced, lambda run: max(flush.peak_bytes for flush in run.figures.flushes))


def _ratio(
    runs: list[Record], value: Callable[[Figures], float], mode: str = "usual"
) -> Found | None:
    """Give Arrow over object at the largest size that both have, by the medians of the runs."""
    of_mode = [run for run in runs if run.mode == mode and run.embedder == "none"]
    by_route: dict[str, dict[str, list[Record]]] = {"arrow": {}, "object": {}}
    for run in of_mode:
        by_route[run.route].setdefault(run.workspace.name, []).append(run)
    both = by_route["arrow"].keys() & by_route["object"].keys()
    if not both:
        return None
    largest = max(both, key=lambda name: by_route["arrow"][name][0].workspace.identifiers)
    arrow, objects = (by_route[route][largest] for route in ("arrow", "object"))
    measured = [median(value(run.figures) for run in route) for route in (arrow, objects)]
    return measured[0] / measured[1], f"{largest}, medians of {len(arrow)} and {len(objects)} runs"


def processor_ratio(runs: list[Record]) -> Found | None:
    """Give the processor seconds of the Arrow route over those of the object route."""
    return _ratio(runs, lambda figures: figures.processor_seconds["total"])


def processor_ratio_of_routes(runs: list[Record]) -> Found | None:
    """Give the same ratio of what the routes do each in its own way: all but the extraction."""

    def of_route(figures: Figures) -> float:
        return sum(figures.processor_seconds[stage] for stage in ("cross", "buffer", "store"))

    return _ratio(runs, of_route, "stages")


def memory_ratio(runs: list[Record]) -> Found | None:
    """Give the growth of the peak memory on the Arrow route over that on the object route."""
    return _ratio(runs, lambda figures: figures.memory_growth)


FIGURES: dict[str, Callable[[list[Record]], Found | None]] = {
    "objects_per_flush": objects_per_flush,
    "objects_beside_lancedb": objects_beside_lancedb,
    "lancedb_objects": lancedb_objects,
    "objects_slope": objects_slope,
    "objects_made": objects_made,
    "objects_made_slope": objects_made_slope,
    "collections": collections,
    "traced_bytes": traced_bytes,
    "processor_ratio_of_routes": processor_ratio_of_routes,
    "processor_ratio": processor_ratio,
    "processor_ratio_small": processor_ratio,
    "memory_ratio": memory_ratio,
    "memory_ratio_small": memory_ratio,
}
"""What can have a budget, by name."""
