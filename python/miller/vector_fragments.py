"""The fragments of a LanceDB table: each write adds one, and LanceDB's own joining takes them all.

The functions work on an open table; `VectorStore` says what went wrong when one fails.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# A row's number is that of its fragment, and its place there in the lower bits.
_ROW_ID = "_rowid"
_ROW_BITS = 32
_ROWS_OF_A_BATCH = 65_536

# A fragment with as many rows, some 5 MB, is no piece. A flush of the usual size brings more.
_ROWS_OF_A_LARGE_PART = 4_096

# What is read and written at a time when pieces are joined.
_ROWS_OF_A_GROUP = 16_384


def small_fragments(table: Any) -> dict[int, int]:
    """Give the small fragments and the rows that each has."""
    rows: Counter[int] = Counter()
    query = table.search().with_row_id(with_row_id=True).select([_ROW_ID])
    for batch in query.to_batches(_ROWS_OF_A_BATCH):
        fragments = pc.shift_right(batch[_ROW_ID], pa.scalar(_ROW_BITS, pa.uint64()))
        for found in fragments.value_counts().to_pylist():
            rows[found["values"]] += found["counts"]
    return {fragment: count for fragment, count in rows.items() if count < _ROWS_OF_A_LARGE_PART}


def join(table: Any, pieces: Mapping[int, int], columns: Sequence[str]) -> None:
    """Put the rows of fragments together, some ten thousand at a time, and leave all others."""
    group: list[int] = []
    rows = 0
    for fragment, count in sorted(pieces.items()):
        if rows + count > _ROWS_OF_A_GROUP:
            _join_group(table, group, columns)
            group, rows = [], 0
        group.append(fragment)
        rows += count
    _join_group(table, group, columns)


def _join_group(table: Any, fragments: Sequence[int], columns: Sequence[str]) -> None:
    if len(fragments) > 1:
        ranges = ((number << _ROW_BITS, (number + 1) << _ROW_BITS) for number in fragments)
        condition = " OR ".join(
            f"({_ROW_ID} >= {start} AND {_ROW_ID} < {end})" for start, end in ranges
        )
        rows = table.search().where(condition).select(list(columns)).to_arrow()
        table.delete(condition)
        table.add(rows)


def waste(table: Any, folder: Path) -> float:
    """Give what is on disk and no row of this version needs, in multiples of what they need."""
    stats = table.stats()
    if not stats["num_rows"]:
        return 0.0
    fragments = stats["fragment_stats"]
    # The mean is of the rows that were written; rows that were deleted since are in the files.
    written = max(fragments["num_fragments"] * fragments["lengths"]["mean"], 1)
    needed = stats["total_bytes"] * min(1.0, stats["num_rows"] / written)
    sizes = (path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return float(sum(sizes) / max(needed, 1) - 1)
