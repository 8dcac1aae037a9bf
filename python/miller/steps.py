"""The points between the steps of a write, by name.

A process can end at any of them, and the index has to survive it. Tests put a function in the
place of `watcher` that ends the process at a point. Outside of tests there is no watcher: a point
is then a comparison with `None`, a few times a flush.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

POINTS = (
    # The index as a whole.
    "all vectors marked",
    "index emptied",
    "workspace recorded",
    "begin recorded",
    "stamps renewed",
    "files written",
    "run recorded",
    # Files that are gone.
    "vectors of deleted files removed",
    "deleted files committed",
    # A flush.
    "bulk load begun",
    "flush begun",
    "old vectors removed",
    "vectors written",
    "rows written",
    "flush committed",
    "bulk load ends",
    "references resolved",
    "index built",
    "bulk load ended",
    # The vector store as a whole.
    "vector folder made",
    "part of the vectors made",
    "vector folder filled",
    "vector folder marked",
    "vector folder recorded",
    "version restored",
    "vectors given up",
    "lack of vectors recorded",
    # Vectors that an earlier run could not make.
    "way for vectors of the outbox made",
    "vectors of the outbox written",
    "vectors of the outbox committed",
    # The upkeep of the vectors.
    "pieces joined",
    "joined pieces recorded",
    "text index built",
    "text index recorded",
    "vector index built",
    "vector index recorded",
    "fragments joined",
    "joined version recorded",
    "old versions removed",
    # A repair.
    "free pages left out",
)

watcher: Callable[[str], None] | None = None


def reached(point: str) -> None:
    """Say that the run has come to a point."""
    if watcher is not None:
        watcher(point)
