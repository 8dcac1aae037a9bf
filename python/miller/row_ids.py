"""The ids of all symbols in memory, by the numbers that Lance has for rows.

Lance finds rows, and gathers their columns page by page. Where a process searches again and again,
the one column that a search needs is cheaper to have at hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

# An id and its row's number take 44 bytes: 35 MB for so many.
MOST_ROWS = 800_000


class RowIds:
    """The ids of the rows of one version of a table."""

    def __init__(self, table: pa.Table) -> None:
        """Take a table with the columns `id` and `_rowid` of all rows."""
        numbers = _numbers(table)
        # Fragments need not come in the order of their numbers.
        order = np.argsort(numbers, kind="stable")
        self._numbers = numbers[order]
        self._field = table.schema.field("id")
        self._ids = table["id"].combine_chunks().take(pa.array(order))

    def instead_of_rows(self, table: pa.Table) -> pa.Table:
        """Give a table with a column `id` first, in the place of `_rowid`."""
        places = np.searchsorted(self._numbers, _numbers(table))
        ids = self._ids.take(pa.array(places))
        return table.drop_columns(["_rowid"]).add_column(0, self._field, ids)


def _numbers(table: pa.Table) -> NDArray[np.uint64]:
    numbers: NDArray[np.uint64] = table["_rowid"].to_numpy()
    return numbers
