"""The runs of one kind put together: a line of the table, a point of a chart."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from miller.measure.units import full, short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from miller.measure import Figures
    from perf.corpus import Workspace
    from perf.series import Record

STAGES = {
    "scan": "scan",
    "extract": "extract",
    "cross": "cross",
    "buffer": "buffer",
    "embed": "embed",
    "vectors": "LanceDB",
    "store": "SQLite",
}
"""What people call the stages."""


@dataclass
class Summary:
    """What the runs of a route over a workspace tell; nothing where there was no such run."""

    workspace: Workspace
    route: str
    embedder: str
    by_mode: dict[str, list[Figures]]

    def usual(self, value: Callable[[Figures], float]) -> float | None:
        """Give the median over the runs as a user has them."""
        runs = self.by_mode.get("usual")
        return median(value(figures) for figures in runs) if runs else None

    @property
    def processor_seconds(self) -> float | None:
        """Processor seconds of a run."""
        return self.usual(lambda figures: figures.processor_seconds["total"])

    @property
    def seconds(self) -> float | None:
        """Seconds on the clock of a run."""
        return self.usual(lambda figures: figures.seconds["total"])

    @property
    def memory_growth(self) -> float | None:
        """Bytes that the peak memory grew by."""
        return self.usual(lambda figures: figures.memory_growth)

    @property
    def collections(self) -> list[int] | None:
        """Runs of the collector, by generation."""
        runs = self.by_mode.get("usual")
        return runs[0].collections if runs else None

    @property
    def objects(self) -> float | None:
        """Python blocks in use at the peak of the one flush."""
        runs = self.by_mode.get("blocks")
        return max(flush.peak_blocks for flush in runs[0].flushes) if runs else None

    @property
    def allocated(self) -> float | None:
        """Python blocks allocated in the one flush."""
        runs = self.by_mode.get("blocks")
        return sum(flush.allocated for flush in runs[0].flushes) if runs else None

    @property
    def traced(self) -> float | None:
        """Python's memory at the peak of the one flush, the embedding left out."""
        runs = self.by_mode.get("bytes")
        return max(flush.peak_bytes for flush in runs[0].flushes) if runs else None

    def of_stages(self, *, processor: bool) -> dict[str, float] | None:
        """Give seconds by stage, each stage by itself; `other` is what belongs to none."""
        runs = self.by_mode.get("stages")
        if not runs:
            return None
        spent = runs[0].processor_seconds if processor else runs[0].seconds
        stages = {words: spent.get(stage, 0.0) for stage, words in STAGES.items()}
        return {**stages, "other": max(spent["total"] - sum(stages.values()), 0.0)}


def summaries(records: Iterable[Record]) -> list[Summary]:
    """Put runs together, ordered by vectors, size and route."""
    found: dict[tuple[str, int, str], Summary] = {}
    for record in records:
        workspace = record.workspace
        key = (record.embedder, workspace.identifiers, record.route)
        summary = found.setdefault(key, Summary(workspace, record.route, record.embedder, {}))
        summary.by_mode.setdefault(record.mode, []).append(record.figures)
    order = {"object": 0, "arrow": 1}
    return [found[key] for key in sorted(found, key=lambda key: (*key[:2], order[key[2]]))]


COLUMNS = (
    "size",
    "vectors",
    "route",
    "rows",
    "CPU",
    "clock",
    "memory",
    "objects at peak",
    "objects made",
    "Python's memory",
    "collector",
)
TEXT_COLUMNS = 3


def cells(summary: Summary) -> list[str]:
    """Give a line of the table."""

    def said(value: Any, unit: Any = "count") -> str:
        return "" if value is None else full(value) if unit == "count" else short(value, unit)

    return [
        summary.workspace.name,
        "no" if summary.embedder == "none" else "yes",
        summary.route,
        said(summary.workspace.rows),
        said(summary.processor_seconds, "seconds"),
        said(summary.seconds, "seconds"),
        said(summary.memory_growth, "bytes"),
        said(summary.objects),
        said(summary.allocated),
        said(summary.traced, "bytes"),
        "/".join(str(runs) for runs in summary.collections or ()),
    ]


def as_text(lines: Sequence[Sequence[str]]) -> list[str]:
    """Give a table as text, the numbers to the right."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column < TEXT_COLUMNS else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
