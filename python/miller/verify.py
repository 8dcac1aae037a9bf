"""Comparing what the two routes say about the same files, row by row and column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from miller import miller_core
from miller.report import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miller.miller_core import BatchFileResult, PyArrowBatch

_MISSING = "(no such row)"


def compare_routes(results: list[BatchFileResult], batch: PyArrowBatch) -> Iterator[Difference]:
    """Give every difference between the rows of the same files."""
    for table in miller_core.tables():
        columns: list[str] = miller_core.table_schema(table).names
        rows = results if table == "file_data" else _rows_of(results, table)
        from_objects = [tuple(getattr(row, column) for column in columns) for row in rows]
        arrays = [column.to_pylist() for column in getattr(batch, table).columns]
        from_arrow = list(zip(*arrays, strict=True))
        if from_objects != from_arrow:
            yield from row_differences(table, columns, from_objects, from_arrow)


def _rows_of(results: list[BatchFileResult], table: str) -> list[Any]:
    return [row for result in results for row in getattr(result.results, table)]


def row_differences(
    table: str,
    columns: list[str],
    from_objects: list[tuple[Any, ...]],
    from_arrow: list[tuple[Any, ...]],
) -> Iterator[Difference]:
    """Compare two lists of rows; the first column is the key."""
    by_key = {row[0]: row for row in from_arrow}
    key_column = columns[0]
    for row in from_objects:
        other = by_key.pop(row[0], None)
        if other is None:
            yield Difference(table, row[0], key_column, row[0], _MISSING)
            continue
        for column, value, other_value in zip(columns, row, other, strict=True):
            if value != other_value:
                yield Difference(table, row[0], column, value, other_value)
    for key in by_key:
        yield Difference(table, key, key_column, _MISSING, key)
    yield from _order_differences(table, from_objects, from_arrow)


def _order_differences(
    table: str, from_objects: list[tuple[Any, ...]], from_arrow: list[tuple[Any, ...]]
) -> Iterator[Difference]:
    """Rows of the same keys in another order, or one key several times."""
    ours = [row[0] for row in from_objects]
    theirs = [row[0] for row in from_arrow]
    if len(ours) != len(theirs):
        yield Difference(table, "(all)", "(number of rows)", len(ours), len(theirs))
        return
    for position, (our_key, their_key) in enumerate(zip(ours, theirs, strict=True)):
        if our_key != their_key:
            yield Difference(table, f"(row {position})", "(order)", our_key, their_key)
            return
