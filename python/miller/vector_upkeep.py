"""Keeping searches quick and the disk free, at a cost that follows what is new.

Every run leaves a piece and two versions behind. Three things are done about it, each when it is
worth it, after the run is committed: whoever searches finds its rows already.

- Pieces are joined with each other. The large parts that a first run leaves are no pieces.
- The index of full text, or that of vectors, is built anew when scanning the rows outside of it
  holds a search up.
- The table is written anew when what nobody needs on disk is more than the table itself.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from miller import memory, readers, steps
from miller.state import COMPACTED_AT, VERSION

if TYPE_CHECKING:
    from miller.miller_core import SQLiteStore
    from miller.vector_store import VectorStore

# A look at pieces and disk takes 0.05 s in a million rows.
_VERSIONS_BEFORE_A_LOOK = 24

# Each piece is a file more that a search opens.
_MOST_PIECES = 32

# Scanning a row takes 7 µs of each search, indexing it 11 µs: with a million rows, 0.15 s of a
# search against 11 s at the end of a run.
_MOST_ROWS_OUTSIDE = 20_000
# From here on, a look into the index takes less than half the time of one at all vectors.
_ROWS_WORTH_A_VECTOR_INDEX = 100_000
# Lance (lancedb 0.40) builds it with 220 MB of memory for 300,000 rows and 330 for 975,000: for
# more, a run would come to take more than 600. A look at all vectors takes no more for more.
_MOST_ROWS_OF_A_VECTOR_INDEX = 800_000
_ROWS_OUTSIDE_AT_LEAST = 1_000
_SHARE_OUTSIDE = 0.05

# In multiples of what the table takes.
_MUCH_WASTE = 1.0
_TIME_BETWEEN_COMPACTING = readers.KEPT_FOR_READERS


class Upkeep:
    """What is done for the vectors of an index at the end of a run."""

    def __init__(self, vectors: VectorStore, index: SQLiteStore) -> None:
        self._vectors = vectors
        self._index = index
        state = index.get_state()
        self._on_record = readers.versions_on_record(state)
        self._looked_at = max((version for version, _ in self._on_record), default=0)
        self._compacted_at = float(state.get(COMPACTED_AT) or 0)

    def do_what_is_due(self) -> None:
        """Do what is worth it. Each step is a commit of its own."""
        if self._vectors.version - self._looked_at >= _VERSIONS_BEFORE_A_LOOK:
            if self._is_wasteful():
                self.compact()
                return
            self._join_pieces()
        if self._is_text_index_due():
            memory.give_back()
            self._vectors.build_text_index()
            steps.reached("text index built")
            self._record_index()
            steps.reached("text index recorded")
        if self._is_vector_index_due():
            memory.give_back()
            self._vectors.build_vector_index()
            steps.reached("vector index built")
            self._record_index()
            steps.reached("vector index recorded")

    def compact(self) -> None:
        """Write the table anew and remove older versions, whatever there is of them."""
        memory.give_back()
        now = time.time()
        self._vectors.compact(lambda version: self._record(version, compacted_at=now))

    def _join_pieces(self) -> None:
        pieces = self._vectors.pieces()
        if len(pieces) >= _MOST_PIECES:
            self._vectors.join(pieces)
            steps.reached("pieces joined")
        self._record(self._vectors.version)
        steps.reached("joined pieces recorded")

    def _is_text_index_due(self) -> bool:
        outside, rows = self._vectors.rows_outside_text_index, len(self._vectors)
        if outside is None:
            return rows > 0
        most = max(_ROWS_OUTSIDE_AT_LEAST, int(rows * _SHARE_OUTSIDE))
        return outside > min(most, _MOST_ROWS_OUTSIDE)

    def _is_vector_index_due(self) -> bool:
        rows = len(self._vectors)
        if not _ROWS_WORTH_A_VECTOR_INDEX <= rows <= _MOST_ROWS_OF_A_VECTOR_INDEX:
            return False
        outside = self._vectors.rows_outside_vector_index
        return outside is None or outside > max(_MOST_ROWS_OUTSIDE, int(rows * _SHARE_OUTSIDE))

    def _is_wasteful(self) -> bool:
        # Older versions stay for their readers for a while. To write the table anew in that time
        # would free nothing. A clock that was put back must not hold this up.
        since = time.time() - self._compacted_at
        is_recent = 0 <= since < _TIME_BETWEEN_COMPACTING.total_seconds()
        return not is_recent and self._vectors.waste > _MUCH_WASTE

    def _record_index(self) -> None:
        # Not among the versions that tell where upkeep left off: where each save of a long file
        # builds an index, nothing would be joined or freed ever after.
        self._index.set_state({VERSION: str(self._vectors.version)})

    def _record(self, version: int, *, compacted_at: float | None = None) -> int | None:
        """Put a version on record; give the oldest one that readers may be pinned to."""
        self._on_record.append((version, time.time()))
        state = {VERSION: str(version), **readers.entry_of(self._on_record)}
        if compacted_at is not None:
            state[COMPACTED_AT] = str(compacted_at)
        self._index.set_state(state)
        return readers.oldest_in_use(self._on_record)
