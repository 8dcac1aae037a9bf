"""Rows that wait to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from miller import ArrowIndexingBuffer, IndexingBuffer, miller_core

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "class Lamp:\n    def switch(self):\n        report()\n\n\ndef report():\n    pass\n"


@pytest.fixture
def workspace(tmp_path: Path) -> str:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(SOURCE)
    return str(tmp_path)


def test_arrow_buffer_gives_tables_in_the_schema(workspace: str) -> None:
    buffer = ArrowIndexingBuffer()
    tables = {name: getattr(buffer, name)() for name in miller_core.tables()}
    for name, table in tables.items():
        assert table.schema.equals(miller_core.table_schema(name))
        assert len(table) == 0
    for path in ("a.py", "b.py"):
        buffer.add_batch(miller_core.extract_files_to_arrow([path], workspace))
    whole = miller_core.extract_files_to_arrow(["a.py", "b.py"], workspace)
    for name in miller_core.tables():
        assert getattr(buffer, name)().equals(pa.Table.from_batches([getattr(whole, name)]))
    assert buffer.num_rows == sum(whole.num_rows().values())


def test_arrow_buffer_is_bounded_by_rows_and_bytes(workspace: str) -> None:
    batch = miller_core.extract_files_to_arrow(["a.py"], workspace)
    rows = sum(batch.num_rows().values())
    by_rows = ArrowIndexingBuffer(max_rows=rows + 1)
    by_rows.add_batch(batch)
    assert not by_rows.should_flush()
    by_rows.add_batch(batch)
    assert by_rows.should_flush()
    by_rows.clear()
    assert not by_rows.should_flush()
    assert by_rows.num_rows == 0
    assert len(by_rows.symbols()) == 0
    by_bytes = ArrowIndexingBuffer(max_rows=1_000_000, max_bytes=1)
    by_bytes.add_batch(batch)
    assert by_bytes.should_flush()


def test_symbols_weigh_what_is_written_with_them(workspace: str) -> None:
    """In generated headers nearly each row is a symbol, and a vector is larger than its row."""
    batch = miller_core.extract_files_to_arrow(["a.py"], workspace)
    each = 1_000_000
    weight = batch.symbols.num_rows * each
    buffer = ArrowIndexingBuffer(1_000_000, max_bytes=2 * weight, bytes_a_symbol=each)
    buffer.add_batch(batch)
    assert not buffer.should_flush()
    buffer.add_batch(batch)
    assert buffer.should_flush()
    buffer.clear()
    assert not buffer.should_flush()


def test_object_buffer_holds_the_same_rows(workspace: str) -> None:
    arrow, objects = ArrowIndexingBuffer(), IndexingBuffer()
    arrow.add_batch(miller_core.extract_files_to_arrow(["a.py", "b.py"], workspace))
    for result in miller_core.extract_files_batch_with_io(["a.py", "b.py"], workspace):
        objects.add_result(result)
    for name in miller_core.tables():
        columns = miller_core.table_schema(name).names
        rows = getattr(objects, name)()
        expected = getattr(arrow, name)().to_pylist()
        assert [{column: getattr(row, column) for column in columns} for row in rows] == expected
    assert objects.num_rows == arrow.num_rows


def test_object_buffer_is_bounded_by_symbols_and_bytes(workspace: str) -> None:
    (result,) = miller_core.extract_files_batch_with_io(["a.py"], workspace)
    symbols = len(result.results.symbols)
    by_symbols = IndexingBuffer(max_symbols=symbols + 1)
    by_symbols.add_result(result)
    assert not by_symbols.should_flush()
    by_symbols.add_result(result)
    assert by_symbols.should_flush()
    by_symbols.clear()
    assert by_symbols.num_rows == 0
    by_bytes = IndexingBuffer(max_symbols=1_000, max_bytes=len(SOURCE))
    by_bytes.add_result(result)
    assert by_bytes.should_flush()


@pytest.mark.parametrize("buffer", [ArrowIndexingBuffer, IndexingBuffer])
def test_bounds_must_be_positive(buffer: type[ArrowIndexingBuffer]) -> None:
    with pytest.raises(ValueError, match="expected a bound of at least 1, found 0"):
        buffer(0)
