"""The rows of both routes in one form, and the comparison in which every proof here ends.

A table of rows is a `pyarrow.Table` in the schema of the contract. Rows that come as Python objects
are put into that form value by value, after a check that each value has the type that its column
promises. The comparison looks at every value of every column of every row, in order; floats are
equal when their bits are.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa

from miller import miller_core

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from miller.miller_core import BatchFileResult, ExtractionResults, PyArrowBatch

TABLES: list[str] = miller_core.tables()
TABLES_OF_A_FILE = [table for table in TABLES if table != "file_data"]
SCHEMAS: dict[str, pa.Schema] = {table: miller_core.table_schema(table) for table in TABLES}

Rows: TypeAlias = "dict[str, pa.Table]"

_PYTHON_TYPES = {pa.string(): str, pa.uint32(): int, pa.float32(): float}
_MOST_NAMED = 5
_STRETCH = 256


# Rows in one form --------------------------------------------------------------------------------


def rows_of_objects(table: str, objects: Iterable[Any]) -> pa.Table:
    """Give row objects as a table. A value that its column does not promise is an error."""
    objects = list(objects)
    columns = []
    for field in SCHEMAS[table]:
        values = [getattr(row, field.name) for row in objects]
        for value in values:
            assert _is_promised(value, field), f"{table}.{field.name} holds {value!r}"
        columns.append(pa.array(values, field.type))
    return pa.Table.from_arrays(columns, schema=SCHEMAS[table])


def rows_of_results(results: Sequence[BatchFileResult]) -> Rows:
    """Give what the object route extracted from files."""
    return {
        table: rows_of_objects(
            table,
            results
            if table == "file_data"
            else [row for result in results for row in getattr(result.results, table)],
        )
        for table in TABLES
    }


def rows_of_text(extracted: ExtractionResults) -> Rows:
    """Give what was extracted from a text at hand: the tables but for the files'."""
    return {table: rows_of_objects(table, getattr(extracted, table)) for table in TABLES_OF_A_FILE}


def rows_of_batches(batches: Iterable[PyArrowBatch]) -> Rows:
    """Give what the Arrow route extracted from files, chunk after chunk."""
    batches = list(batches)
    return {
        table: pa.Table.from_batches([getattr(batch, table) for batch in batches], SCHEMAS[table])
        for table in TABLES
    }


def joined(parts: Iterable[Rows]) -> Rows:
    """Give the rows of all parts, part after part."""
    parts = list(parts)
    return {
        table: pa.concat_tables([SCHEMAS[table].empty_table(), *(part[table] for part in parts)])
        for table in TABLES
    }


def _is_promised(value: object, field: pa.Field) -> bool:
    if value is None:
        return bool(field.nullable)
    if type(value) is not _PYTHON_TYPES[field.type]:
        return False
    # A wider float than the column's would lose its last bits on the way into the column.
    return not isinstance(value, float) or float(np.float32(value)) == value


# Comparison --------------------------------------------------------------------------------------


def assert_same_rows(expected: Rows, found: Rows) -> None:
    """See that both have the same tables, columns and rows, value for value and in order."""
    assert list(expected) == list(found)
    for table, rows in expected.items():
        assert rows.schema.equals(found[table].schema), f"{table} has other columns"
        if not _same_bits(rows, found[table]):
            raise AssertionError("\n".join(_first_differences(table, rows, found[table])))


def assert_rows_in_all_tables(rows: Rows) -> None:
    """See that a proof is not about empty tables."""
    empty = [table for table, content in rows.items() if not content.num_rows]
    assert not empty, f"no rows in {', '.join(empty)}"


def _same_bits(expected: pa.Table, found: pa.Table) -> bool:
    if expected.num_rows != found.num_rows:
        return False
    pairs = zip(expected.columns, found.columns, strict=True)
    return all(_bits(column).equals(_bits(other)) for column, other in pairs)


def _bits(column: pa.ChunkedArray) -> pa.Array:
    """Give a column with its floats as integers: 0.0 equals -0.0, but their bits differ."""
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks)
    if pa.types.is_float32(array.type):
        return array.view(pa.int32())
    if pa.types.is_fixed_size_list(array.type):
        assert array.null_count == 0
        components = array.flatten()
        assert len(components) == len(array) * array.type.list_size
        return components.view(pa.int32())
    return array


def _first_differences(table: str, expected: pa.Table, found: pa.Table) -> Iterator[str]:
    """Say how many rows there are on each side and where the first ones differ."""
    yield f"{table}: {expected.num_rows} rows expected, {found.num_rows} found"
    for position in islice(_differing_rows(expected, found), _MOST_NAMED):
        one, other = expected.slice(position, 1), found.slice(position, 1)
        yield f"row {position}:"
        if not one.num_rows or not other.num_rows:
            yield f"  expected {one.to_pylist()}"
            yield f"  found    {other.to_pylist()}"
            continue
        for name in expected.column_names:
            if not _same_bits(one.select([name]), other.select([name])):
                yield f"  {name}: expected {one[name][0]!r}, found {other[name][0]!r}"


def _differing_rows(expected: pa.Table, found: pa.Table) -> Iterator[int]:
    """Give the positions at which rows differ. Stretches that are equal are passed at once."""
    rows = max(expected.num_rows, found.num_rows)
    for start in range(0, rows, _STRETCH):
        if _same_bits(expected.slice(start, _STRETCH), found.slice(start, _STRETCH)):
            continue
        for position in range(start, min(rows, start + _STRETCH)):
            if not _same_bits(expected.slice(position, 1), found.slice(position, 1)):
                yield position
