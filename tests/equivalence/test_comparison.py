"""The comparison itself: it must see every difference, or nothing else here is a proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from equivalence.rows import (
    SCHEMAS,
    TABLES,
    Rows,
    assert_rows_in_all_tables,
    assert_same_rows,
    rows_of_batches,
    rows_of_objects,
)
from miller import miller_core

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = [(table, field.name) for table in TABLES for field in SCHEMAS[table]]


@pytest.fixture(scope="module")
def rows(fixture_workspace: Path) -> Rows:
    paths = sorted(
        str(file.relative_to(fixture_workspace)) for file in fixture_workspace.rglob("fixture*")
    )
    rows = rows_of_batches([miller_core.extract_files_to_arrow(paths, str(fixture_workspace))])
    assert_rows_in_all_tables(rows)
    return rows


def other(value: Any, kind: pa.DataType) -> Any:
    """Give another value of the same type: as near as can be."""
    if pa.types.is_string(kind):
        return "" if value is None else f"{value} "
    if pa.types.is_float32(kind):
        return -0.0 if value == 0.0 else value / 2
    return value + 1


def with_value(table: pa.Table, row: int, column: str, value: Any) -> pa.Table:
    values = table[column].to_pylist()
    values[row] = value
    field = table.schema.field(column)
    return table.set_column(
        table.schema.get_field_index(column), field, pa.array(values, field.type)
    )


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_one_changed_value_is_seen(rows: Rows, table: str, column: str) -> None:
    content = rows[table]
    for row in (0, content.num_rows - 1):
        value = other(content[column][row].as_py(), content.schema.field(column).type)
        changed = with_value(content, row, column, value)
        with pytest.raises(AssertionError, match=f"row {row}:\n  {column}: expected"):
            assert_same_rows(rows, {**rows, table: changed})


@pytest.mark.parametrize("table", TABLES)
def test_missing_doubled_and_swapped_rows_are_seen(rows: Rows, table: str) -> None:
    content = rows[table]
    last = content.num_rows - 1
    swapped = content.take([1, 0, *range(2, last + 1)])
    doubled = pa.concat_tables([content, content.slice(last)])
    for changed in (content.slice(1), content.slice(0, last), swapped, doubled):
        with pytest.raises(AssertionError, match=f"{table}: "):
            assert_same_rows(rows, {**rows, table: changed})


def test_null_is_not_the_empty_text_and_zero_has_a_sign() -> None:
    nulls = pa.table({"text": pa.array([None], pa.string())})
    empty = pa.table({"text": pa.array([""], pa.string())})
    zero = pa.table({"number": pa.array([0.0], pa.float32())})
    negative = pa.table({"number": pa.array([-0.0], pa.float32())})
    assert zero.equals(negative)
    for one, another in ((nulls, empty), (zero, negative)):
        assert_same_rows({"table": one}, {"table": one})
        with pytest.raises(AssertionError, match="row 0"):
            assert_same_rows({"table": one}, {"table": another})


def test_vectors_are_compared_by_their_bits() -> None:
    def vectors(*components: float) -> Rows:
        array = pa.FixedSizeListArray.from_arrays(pa.array(components, pa.float32()), 2)
        return {"vectors": pa.table({"vector": array})}

    assert_same_rows(vectors(0.25, 0.5, 0.0, 1.0), vectors(0.25, 0.5, 0.0, 1.0))
    for components in ((0.25, 0.5, -0.0, 1.0), (0.25, 0.50000006, 0.0, 1.0), (0.25, 0.5)):
        with pytest.raises(AssertionError, match="vectors: "):
            assert_same_rows(vectors(0.25, 0.5, 0.0, 1.0), vectors(*components))


def test_columns_and_tables_are_compared(rows: Rows) -> None:
    fewer = {table: rows[table] for table in TABLES[1:]}
    renamed = rows["symbols"].rename_columns([*rows["symbols"].column_names[:-1], "other"])
    for changed in (fewer, {**rows, "symbols": renamed}):
        with pytest.raises(AssertionError):
            assert_same_rows(rows, changed)


def test_objects_must_hold_the_types_of_their_columns() -> None:
    class Edge:
        id = from_symbol_id = to_symbol_id = kind = file_path = "x"
        line_number: Any = 1
        confidence: Any = 0.5

    assert rows_of_objects("relationships", [Edge()]).num_rows == 1
    for column, value in (
        ("line_number", 1.0),
        ("line_number", True),
        ("confidence", 1),
        ("confidence", 0.8),  # has no equal among floats of 32 bits
        ("kind", None),
        ("kind", b"x"),
    ):
        edge = Edge()
        setattr(edge, column, value)
        with pytest.raises(AssertionError, match=column):
            rows_of_objects("relationships", [edge])
