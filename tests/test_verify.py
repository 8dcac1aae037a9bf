"""The comparison of the routes must see every kind of difference."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from miller import miller_core
from miller.report import MOST_DIFFERENCES, Difference, IndexStats
from miller.verify import compare_routes

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """\
import os
from lamps import report as say


class Lamp:
    def switch(self):
        report(os.name)


def report(x):
    pass
"""


@pytest.fixture
def routes(tmp_path: Path) -> tuple[Any, Any]:
    (tmp_path / "a.py").write_text(SOURCE)
    (tmp_path / "b.py").write_text(SOURCE)
    paths, root = ["a.py", "b.py", "gone.py"], str(tmp_path)
    batch = miller_core.extract_files_to_arrow(paths, root)
    tables = {name: getattr(batch, name) for name in miller_core.tables()}
    return miller_core.extract_files_batch_with_io(paths, root), SimpleNamespace(**tables)


def test_equal_rows_have_no_difference(routes: tuple[Any, Any]) -> None:
    results, batch = routes
    assert all(getattr(batch, name).num_rows for name in miller_core.tables())
    assert list(compare_routes(results, batch)) == []


@pytest.mark.parametrize("table", miller_core.tables())
@pytest.mark.parametrize("last", [False, True])
def test_every_column_is_compared(routes: tuple[Any, Any], table: str, *, last: bool) -> None:
    results, batch = routes
    rows: pa.RecordBatch = getattr(batch, table)
    row = rows.num_rows - 1 if last else 0
    for index, field in enumerate(rows.schema):
        values = rows.column(index).to_pylist()
        original = values[row]
        for value in other_values(original, field):
            values[row] = value
            changed = rows.set_column(index, field, pa.array(values, field.type))
            setattr(batch, table, changed)
            found = list(compare_routes(results, batch))
            key = rows.column(0)[row].as_py()
            if index:
                assert found == [Difference(table, key, field.name, original, value)]
            else:
                assert found[:2] == [
                    Difference(table, key, field.name, key, "(no such row)"),
                    Difference(table, value, field.name, "(no such row)", value),
                ]
        setattr(batch, table, rows)


def other_values(value: Any, field: pa.Field) -> list[Any]:
    if value is None:
        return ["", "x"]
    if pa.types.is_string(field.type):
        return [f"{value}x", None] if field.nullable else [f"{value}x"]
    return [value / 2] if pa.types.is_float32(field.type) else [value + 1]


def test_missing_and_further_rows(routes: tuple[Any, Any]) -> None:
    results, batch = routes
    rows = batch.symbols
    batch.symbols = rows.slice(1)
    first = rows.column(0)[0].as_py()
    found = list(compare_routes(results, batch))
    assert Difference("symbols", first, "id", first, "(no such row)") in found
    batch.symbols = rows
    found = list(compare_routes(results[:1], batch))
    assert {difference.object_value for difference in found} >= {"(no such row)"}


def test_order_and_repetition(routes: tuple[Any, Any]) -> None:
    results, batch = routes
    rows = batch.identifiers
    batch.identifiers = rows.take(pc.sort_indices(rows, [("id", "descending")]))
    assert [difference.column for difference in compare_routes(results, batch)] == ["(order)"]
    repeated = pa.Table.from_batches([rows, rows.slice(0, 1)]).combine_chunks().to_batches()[0]
    batch.identifiers = repeated
    found = list(compare_routes(results, batch))
    assert [difference.column for difference in found] == ["(number of rows)"]


def test_report_keeps_the_first_differences_and_counts_all() -> None:
    stats = IndexStats(route="verify")
    for number in range(MOST_DIFFERENCES + 5):
        stats.add_difference(Difference("symbols", str(number), "name", "a", "b"))
    assert len(stats.differences) == MOST_DIFFERENCES
    assert stats.differences_found == MOST_DIFFERENCES + 5
    assert stats.exit_status() == 1
