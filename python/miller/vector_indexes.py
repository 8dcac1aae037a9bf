"""The indexes of a LanceDB table: for full text search, for near vectors, and of kinds.

Rows that came after an index was built are found by scanning them.
"""

from __future__ import annotations

from typing import Any

from lancedb.index import FTS, Bitmap, IvfRq, IvfSq

_ENOUGH_FOR_BITS = 256


def text_index() -> FTS:
    """Give the settings of the full text index.

    The text is split and lower-case already; stems and stop words are LanceDB's part.
    """
    return FTS(with_position=False, stem=True, remove_stop_words=True)


def kind_index() -> Bitmap:
    """Give the settings of the index of kinds.

    Searches leave imports out, a third of all symbols. To look at the kind of each takes 6 ms where
    there are 120,000; the index is built in 50 ms.
    """
    return Bitmap()


def vector_index(dimension: int) -> IvfRq | IvfSq:
    """Give the settings of the vector index, in which vectors lie in groups of near ones.

    Two bits are kept for each of their numbers, in all a tenth of what the table takes. Of few
    numbers that says too little, and it has to be a multiple of eight: then it is a byte for each.
    Among 130,000 symbols and 60 questions, these find about 0.8 of the 200 nearest, and 0.96 when
    more are compared in full; one bit 0.6 and 0.8. It is built in 2 s, of one bit in 0.7 s.
    """
    if dimension >= _ENOUGH_FOR_BITS and dimension % 8 == 0:
        return IvfRq(distance_type="cosine", num_bits=2)
    return IvfSq(distance_type="cosine")


def rows_outside(table: Any, column: str) -> int | None:
    """Give the rows that the index of a column does not have; `None` where there is no index."""
    for index in table.list_indices():
        if column in index.columns:
            return int(index.num_unindexed_rows or 0)
    return None
