"""The indexes of a LanceDB table: for full text search, and for near vectors.

Rows that came after an index was built are found by scanning them.
"""

from __future__ import annotations

from typing import Any

from lancedb.index import FTS, IvfRq, IvfSq

# So many groups of near vectors are looked into, at least.
GROUPS_LOOKED_INTO = 50

# So many times the vectors that are asked for are compared in full, and so many at least: where
# vectors have 40 meanings, thirty compared for ten that are asked for hold only three quarters.
_TIMES_COMPARED = 3
_COMPARED_AT_LEAST = 300

_ENOUGH_FOR_BITS = 256


def text_index() -> FTS:
    """Give the settings of the full text index.

    The text is split and lower-case already; stems and stop words are LanceDB's part.
    """
    return FTS(with_position=False, stem=True, remove_stop_words=True)


def vector_index(dimension: int) -> IvfRq | IvfSq:
    """Give the settings of the vector index, in which vectors lie in groups of near ones.

    One bit is kept for each of their numbers, in all a twentieth of what the table takes. Of few
    numbers that says too little, and it has to be a multiple of eight: then it is a byte for each.
    """
    of = IvfRq if dimension >= _ENOUGH_FOR_BITS and dimension % 8 == 0 else IvfSq
    return of(distance_type="cosine")


def times_compared(limit: int) -> int:
    """Give how many vectors to compare in full, in multiples of those that are asked for."""
    return max(_TIMES_COMPARED, -(-_COMPARED_AT_LEAST // max(limit, 1)))


def rows_outside(table: Any, column: str) -> int | None:
    """Give the rows that the index of a column does not have; `None` where there is no index."""
    for index in table.list_indices():
        if column in index.columns:
            return int(index.num_unindexed_rows or 0)
    return None
