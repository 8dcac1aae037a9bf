"""The indexes of a LanceDB table: for full text search, and for near vectors.

Rows that came after an index was built are found by scanning them.
"""

from __future__ import annotations

from typing import Any

from lancedb.index import FTS, IvfRq

# Vectors lie in groups of near ones, with one bit for each of their numbers. So many groups are
# looked into, at least, and so many times the vectors that are asked for compared in full.
GROUPS_LOOKED_INTO = 50
COMPARED_IN_FULL = 5


def text_index() -> FTS:
    """Give the settings of the full text index.

    The text is split and lower-case already; stems and stop words are LanceDB's part.
    """
    return FTS(with_position=False, stem=True, remove_stop_words=True)


def vector_index() -> IvfRq:
    """Give the settings of the vector index, whose number of groups follows the number of rows."""
    return IvfRq(distance_type="cosine")


def rows_outside(table: Any, column: str) -> int | None:
    """Give the rows that the index of a column does not have; `None` where there is no index."""
    for index in table.list_indices():
        if column in index.columns:
            return int(index.num_unindexed_rows or 0)
    return None
