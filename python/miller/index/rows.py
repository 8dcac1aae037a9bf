"""Rows of an answer: an Arrow table for what works on columns, typed rows for a loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd
    import polars as pl
    import pyarrow as pa

Row_co = TypeVar("Row_co", covariant=True)

# Rows that are Python objects at a time, in a loop.
_AT_A_TIME = 1_024


class Rows(Generic[Row_co]):
    """Rows of one commit of an index.

    It is an Arrow stream (`__arrow_c_stream__`), so polars, DuckDB, pyarrow and others take it as
    it is, without copying; `table` is the `pyarrow.Table` itself. Indexed or in a loop, it gives
    typed rows, made as they are asked for.
    """

    # Not a `Sequence`: polars would take that for a list of rows, and read it row by row.

    def __init__(self, table: pa.Table, make: Callable[[Mapping[str, Any]], Row_co]) -> None:
        self.table = table
        self._make = make

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)

    @property
    def schema(self) -> pa.Schema:
        """The names and types of the columns."""
        return self.table.schema

    def to_pandas(self) -> pd.DataFrame:
        """Give a data frame of pandas whose columns are those of Arrow, not copies of them."""
        import pandas as pd  # noqa: PLC0415 -- nothing else needs it

        return self.table.to_pandas(types_mapper=pd.ArrowDtype)

    def to_polars(self) -> pl.DataFrame:
        """Give a data frame of polars."""
        import polars as pl  # noqa: PLC0415 -- nothing else needs it

        return pl.DataFrame(self.table)

    def __len__(self) -> int:
        rows: int = self.table.num_rows
        return rows

    def __iter__(self) -> Iterator[Row_co]:
        for batch in self.table.to_batches(_AT_A_TIME):
            yield from map(self._make, batch.to_pylist())

    @overload
    def __getitem__(self, place: int) -> Row_co: ...
    @overload
    def __getitem__(self, place: slice) -> Rows[Row_co]: ...
    def __getitem__(self, place: int | slice) -> Row_co | Rows[Row_co]:
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            if step == 1:
                return Rows(self.table.slice(start, max(stop - start, 0)), self._make)
            return Rows(self.table.take(list(range(start, stop, step))), self._make)
        # A range knows what negative numbers mean, and which are out of it.
        (row,) = self.table.slice(range(len(self))[place], 1).to_pylist()
        return self._make(row)

    def __repr__(self) -> str:
        return f"Rows({len(self):,} of {', '.join(self.table.column_names)})"
