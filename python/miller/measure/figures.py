"""What a measured run tells."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class StageCost:
    """What one stage cost, all its turns together or those of one flush."""

    allocated: int = 0
    """Memory blocks that Python allocated."""
    peak_blocks: int = 0
    """The most blocks in use beyond those at the stage's beginning, in any of its turns."""
    peak_bytes: int = 0
    """The most memory of Python's beyond that at the stage's beginning, by `tracemalloc`."""
    collections: int = 0
    """Runs of the garbage collector."""

    def add(self, turn: StageCost) -> None:
        """Count one more turn."""
        self.allocated += turn.allocated
        self.peak_blocks = max(self.peak_blocks, turn.peak_blocks)
        self.peak_bytes = max(self.peak_bytes, turn.peak_bytes)
        self.collections += turn.collections


@dataclass
class Flush:
    """A flush: the extraction of its chunks, their way into the buffer, and their writing."""

    rows: int = 0
    """Rows written."""
    allocated: int = 0
    """Memory blocks that Python allocated."""
    peak_blocks: int = 0
    """The most blocks in use beyond those at the beginning."""
    peak_bytes: int = 0
    """The most memory of Python's beyond that at the beginning, but for the embedding's."""
    stages: dict[str, StageCost] = field(default_factory=dict)
    """The cost by stage."""


@dataclass
class Figures:
    """The figures of one run in a process of its own. Imports are not part of the run."""

    route: str
    ahead: bool
    instrument: str
    files: int
    source_bytes: int
    rows: dict[str, int]
    """Rows written, by table."""
    seconds: dict[str, float]
    """Seconds on the clock by stage, and `total`."""
    processor_seconds: dict[str, float]
    """Processor seconds of the whole process by stage, and `total`."""
    peak_memory: int
    """The most memory that the process had resident, in bytes."""
    memory_before: int
    """The memory resident when the run began."""
    blocks_allocated: int
    """Memory blocks that Python allocated during the run."""
    blocks_at_peak: int
    """The most blocks of Python's in use beyond those at the beginning."""
    collections: list[int]
    """Runs of Python's garbage collector, by generation."""
    flushes: list[Flush]
    """The flushes, in order."""
    sizes: dict[str, int]
    """Bytes on disk by store: `sqlite`, `vectors`."""
    problems: dict[str, int]
    """Numbers of files by status other than `ok`, of fallbacks and of differences."""

    @property
    def memory_growth(self) -> int:
        """The memory that the run added at its peak, in bytes."""
        return self.peak_memory - self.memory_before

    @property
    def num_rows(self) -> int:
        """The rows of all tables."""
        return sum(self.rows.values())

    def to_dict(self) -> dict[str, Any]:
        """Give everything in values that JSON has."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Figures:
        """Read what `to_dict` gave."""
        flushes = [
            Flush(
                **{**flush, "stages": {n: StageCost(**cost) for n, cost in flush["stages"].items()}}
            )
            for flush in values["flushes"]
        ]
        return cls(**{**values, "flushes": flushes})
