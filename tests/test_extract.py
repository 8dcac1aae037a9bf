"""Extraction as Python sees it: batches, objects, streams, and what becomes of bad files."""

from __future__ import annotations

import gc
import threading
import time
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from miller import miller_core
from miller.errors import ExtractionError, MillerError

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = '''\
import os


class Lamp:
    """Gives light."""

    def switch(self, on: bool) -> None:
        self.on = on
        report(on)


def report(state: bool) -> None:
    print(os.getpid(), state)
'''
FILES = ["lamp.py", "gone.py", "empty.py", "notes.xyz", "../outside.py"]


@pytest.fixture
def workspace(tmp_path: Path) -> str:
    root = tmp_path / "workspace"
    root.mkdir()
    (tmp_path / "outside.py").write_text("SECRET = 1\n")
    (root / "lamp.py").write_text(SOURCE)
    (root / "empty.py").write_text("")
    (root / "notes.xyz").write_text("just text\n")
    return str(root)


def test_batches_are_pyarrow_record_batches_in_the_schema(workspace: str) -> None:
    batch = miller_core.extract_files_to_arrow(FILES, workspace)
    for table in miller_core.tables():
        rows = getattr(batch, table)
        assert type(rows) is pa.RecordBatch
        assert rows.schema.equals(miller_core.table_schema(table), check_metadata=True)
        assert rows.num_rows == batch.num_rows()[table]
    assert batch.symbols["name"].to_pylist()[:2] == ["Lamp", "switch"] or "Lamp" in (
        batch.symbols["name"].to_pylist()
    )


def test_batches_share_memory_with_the_extension(workspace: str) -> None:
    batch = miller_core.extract_files_to_arrow(FILES, workspace)
    first, second = batch.symbols, batch.symbols
    for left, right in zip(first.columns, second.columns, strict=True):
        addresses = [
            [buffer.address for buffer in column.buffers() if buffer is not None]
            for column in (left, right)
        ]
        assert addresses[0] == addresses[1]


def test_rows_outlive_their_batch(workspace: str) -> None:
    symbols = miller_core.extract_files_to_arrow(FILES, workspace).symbols
    gc.collect()
    assert "Lamp" in symbols["name"].to_pylist()


def test_every_path_has_one_file_row_in_order(workspace: str) -> None:
    batch = miller_core.extract_files_to_arrow(FILES, workspace)
    assert batch.file_data["path"].to_pylist() == FILES
    statuses = dict(zip(FILES, batch.file_data["status"].to_pylist(), strict=True))
    assert statuses["gone.py"] == "failed"
    assert statuses["../outside.py"] == "failed"
    assert statuses["lamp.py"] == "ok"
    assert "SECRET" not in str(batch.file_data["content"].to_pylist())
    assert {path for path, status, _ in batch.errors if status == "failed"} == {
        "gone.py",
        "../outside.py",
    }


def test_objects_hold_the_same_rows_as_batches(workspace: str) -> None:
    batch = miller_core.extract_files_to_arrow(FILES, workspace)
    results = miller_core.extract_files_batch_with_io(FILES, workspace)
    for table in miller_core.tables():
        rows = (
            results
            if table == "file_data"
            else [row for result in results for row in getattr(result.results, table)]
        )
        expected = getattr(batch, table).to_pylist()
        columns = miller_core.table_schema(table).names
        assert [{name: getattr(row, name) for name in columns} for row in rows] == expected


def test_results_say_what_failed(workspace: str) -> None:
    lamp, gone, *_ = miller_core.extract_files_batch_with_io(FILES, workspace)
    assert lamp.is_success
    assert lamp.error is None
    assert not gone.is_success
    assert gone.error == gone.detail
    assert gone.results.symbols == []


def test_rows_show_their_values(workspace: str) -> None:
    lamp = miller_core.extract_files_batch_with_io(["lamp.py"], workspace)[0]
    symbol = next(symbol for symbol in lamp.results.symbols if symbol.name == "Lamp")
    assert repr(symbol).startswith(f"Symbol(id='{symbol.id}', name='Lamp', kind='class', ")
    with pytest.raises(AttributeError):
        symbol.name = "Torch"  # type: ignore[misc]


def test_symbol_has_the_same_search_text_as_its_row(workspace: str) -> None:
    batch = miller_core.extract_files_to_arrow(["lamp.py"], workspace)
    results = miller_core.extract_files_batch_with_io(["lamp.py"], workspace)
    from_objects = [symbol.search_text() for symbol in results[0].results.symbols]
    assert from_objects == miller_core.search_text(batch.symbols).to_pylist()


def test_text_in_memory(workspace: str) -> None:
    on_disk = miller_core.extract_files_batch_with_io(["lamp.py"], workspace)[0].results
    in_memory = miller_core.extract_file(SOURCE, "python", "lamp.py")
    assert list(map(repr, in_memory.symbols)) == list(map(repr, on_disk.symbols))
    assert list(map(repr, in_memory.identifiers)) == list(map(repr, on_disk.identifiers))


def test_unknown_language_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="unknown language: `cobol`"):
        miller_core.extract_file("", "cobol", "a.cob")


def test_missing_workspace_is_an_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError) as caught:
        miller_core.extract_files_to_arrow(["a.py"], str(tmp_path / "none"))
    assert isinstance(caught.value, MillerError)
    assert caught.value.hint


def test_stream_gives_all_files_in_order(workspace: str) -> None:
    paths = FILES * 20
    whole = miller_core.extract_files_to_arrow(paths, workspace)
    chunks = list(miller_core.extract_stream(paths, workspace, max_bytes=len(SOURCE)))
    assert len(chunks) > 10
    for table in miller_core.tables():
        joined = pa.Table.from_batches([getattr(chunk, table) for chunk in chunks])
        assert joined.equals(pa.Table.from_batches([getattr(whole, table)]))


def test_number_of_threads_changes_nothing(workspace: str) -> None:
    paths = FILES * 20
    one = miller_core.extract_files_to_arrow(paths, workspace, threads=1)
    three = miller_core.extract_files_to_arrow(paths, workspace, threads=3)
    assert one.symbols.equals(three.symbols)
    assert one.file_data.equals(three.file_data)


def test_stream_can_be_left_early(workspace: str) -> None:
    stream = miller_core.extract_stream(FILES * 100, workspace, max_bytes=1)
    next(stream)
    del stream
    gc.collect()


def test_other_threads_run_during_extraction(workspace: str) -> None:
    """The lock of the interpreter is released: a counter goes on while files are extracted."""
    ticks = 0
    finished = threading.Event()

    def count() -> None:
        nonlocal ticks
        while not finished.is_set():
            ticks += 1
            time.sleep(0.0005)

    counter = threading.Thread(target=count)
    counter.start()
    try:
        started = ticks
        miller_core.extract_files_to_arrow(["lamp.py"] * 3_000, workspace, threads=1)
        during = ticks - started
    finally:
        finished.set()
        counter.join()
    assert during >= 3


def test_names_of_languages() -> None:
    assert miller_core.detect_language("a/b.py") == "python"
    assert miller_core.detect_language("a/b.unknown") == "text"
    languages = miller_core.supported_languages()
    assert languages == sorted(languages)
    assert "python" in languages


def test_hash_is_blake3() -> None:
    empty = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
    assert miller_core.hash_content("") == empty
