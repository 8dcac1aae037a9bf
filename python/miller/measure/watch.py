"""Looking at a run from inside: Python's allocations, garbage collections and memory by stage."""

from __future__ import annotations

import gc
import tracemalloc
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from miller.measure.figures import Flush, StageCost
from miller.miller_core import AllocationCounter
from miller.report import IndexStats

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOTAL = "total"
# The first thing that is done for a flush.
_FIRST = "extract"
# A model may take what memory it likes.
_UNTRACED = "embed"


@dataclass
class _Span:
    """A stretch of the run whose allocations are wanted."""

    allocated: int
    live: int
    highest: int


class BlockWatch:
    """The blocks that Python allocates in stretches of the run, which may lie in one another.

    The counter has one peak; whoever begins a new one must not lose the highest of the others.
    """

    def __init__(self) -> None:
        self._counter = AllocationCounter()
        self._open: list[_Span] = []

    def begin(self) -> _Span:
        """Begin a stretch."""
        self._keep_peak()
        span = _Span(self._counter.allocated, self._counter.live, self._counter.live)
        self._open.append(span)
        return span

    def end(self, span: _Span) -> tuple[int, int]:
        """End a stretch: blocks allocated, and the most in use beyond those at its beginning."""
        self._keep_peak()
        self._open.remove(span)
        return self._counter.allocated - span.allocated, span.highest - span.live

    def _keep_peak(self) -> None:
        peak = self._counter.peak
        for span in self._open:
            span.highest = max(span.highest, peak)
        self._counter.reset_peak()


class CollectionWatch:
    """Runs of the garbage collector, by generation."""

    def __init__(self) -> None:
        self.runs = [0, 0, 0]

    def begin(self) -> None:
        """Begin to look."""
        gc.callbacks.append(self._called)

    def end(self) -> None:
        """Stop looking."""
        gc.callbacks.remove(self._called)

    @property
    def total(self) -> int:
        """Runs of all generations."""
        return sum(self.runs)

    def _called(self, phase: str, details: dict[str, int]) -> None:
        if phase == "stop":
            self.runs[details["generation"]] += 1


@dataclass
class WatchedStats(IndexStats):
    """Figures of a run that also keep what each flush and each of its stages cost."""

    def __post_init__(self) -> None:
        self.flush_costs: list[Flush] = []
        self._blocks: BlockWatch | None = None
        self._collections = CollectionWatch()
        self._current = Flush()
        self._run_span: _Span | None = None
        self._flush_span: _Span | None = None
        self._bytes_before: int | None = None

    def begin(self, *, count_blocks: bool) -> None:
        """Begin to look."""
        self._collections.begin()
        if count_blocks:
            self._blocks = BlockWatch()
            self._run_span = self._blocks.begin()

    def end(self) -> tuple[int, int, list[int]]:
        """Stop looking: blocks allocated, the most in use, collections by generation."""
        self._collections.end()
        if self._blocks is None or self._run_span is None:
            return 0, 0, self._collections.runs
        return *self._blocks.end(self._run_span), self._collections.runs

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Watch a stage beside timing it."""
        with super().timed(stage):
            if stage == _TOTAL:
                yield
                return
            cost = StageCost()
            if stage == _FIRST:
                self._begin_flush()
            with self._watched(stage, cost):
                yield
            self._current.stages.setdefault(stage, StageCost()).add(cost)

    @contextmanager
    def flush(self) -> Iterator[None]:
        """Close the figures of a flush when it is done."""
        before = sum(self.rows.values())
        # A chunk that filled the buffer more than once: nothing was extracted for this flush.
        self._begin_flush()
        with super().flush():
            yield
        self._keep_traced_peak()
        self._bytes_before = None
        done, self._current = self._current, Flush()
        done.rows = sum(self.rows.values()) - before
        if self._blocks is not None and self._flush_span is not None:
            done.allocated, done.peak_blocks = self._blocks.end(self._flush_span)
            self._flush_span = None
        self.flush_costs.append(done)

    def _begin_flush(self) -> None:
        if self._blocks is not None and self._flush_span is None:
            self._flush_span = self._blocks.begin()
        if tracemalloc.is_tracing() and self._bytes_before is None:
            self._bytes_before = tracemalloc.get_traced_memory()[0]
            tracemalloc.reset_peak()

    def _keep_traced_peak(self) -> None:
        """Count the peak since the last look for the flush, and begin a new one."""
        if self._bytes_before is not None:
            grown = tracemalloc.get_traced_memory()[1] - self._bytes_before
            self._current.peak_bytes = max(self._current.peak_bytes, grown)
            tracemalloc.reset_peak()

    @contextmanager
    def _watched(self, stage: str, cost: StageCost) -> Iterator[None]:
        self._keep_traced_peak()
        collections = self._collections.total
        span = None if self._blocks is None else self._blocks.begin()
        tracing = tracemalloc.is_tracing()
        bytes_before = tracemalloc.get_traced_memory()[0]
        if tracing:
            tracemalloc.reset_peak()
        try:
            yield
        finally:
            if tracing:
                cost.peak_bytes = max(tracemalloc.get_traced_memory()[1] - bytes_before, 0)
                if stage == _UNTRACED:
                    tracemalloc.reset_peak()
                self._keep_traced_peak()
            if self._blocks is not None and span is not None:
                cost.allocated, cost.peak_blocks = self._blocks.end(span)
            cost.collections = self._collections.total - collections


def resident_memory() -> tuple[int, int]:
    """Give the resident memory of this process in bytes: now, and at its peak.

    The peak that `getrusage` tells is no use here: on Linux a process inherits it from its parent.
    """
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        import resource  # noqa: PLC0415 -- where there is no /proc, as on macOS: bytes there

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak, peak
    fields = dict(line.split(":", 1) for line in lines)
    return _kibibytes(fields["VmRSS"]), _kibibytes(fields["VmHWM"])


def _kibibytes(field: str) -> int:
    return int(field.split(maxsplit=1)[0]) << 10
