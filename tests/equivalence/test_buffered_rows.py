"""What the buffers hand to the stores: lists of objects on one route, tables on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from equivalence.fixtures import all_fixtures
from equivalence.rows import (
    TABLES,
    Rows,
    assert_rows_in_all_tables,
    assert_same_rows,
    joined,
    rows_of_objects,
    rows_of_results,
)
from equivalence.workspaces import embedder
from miller import ArrowIndexingBuffer, IndexingBuffer, WorkspaceScanner, miller_core, pipeline

if TYPE_CHECKING:
    from pathlib import Path

PATHS = list(all_fixtures())
# Rows and bytes that a buffer holds before it wants to be flushed: one file, some, all.
BOUNDS = [
    (1, 1 << 30),
    (40, 1 << 30),
    (900, 1 << 30),
    (1 << 30, 1),
    (1 << 30, 60_000),
    (1 << 30,) * 2,
]


def rows_of_list_buffer(buffer: IndexingBuffer) -> Rows:
    return {table: rows_of_objects(table, getattr(buffer, table)()) for table in TABLES}


def rows_of_table_buffer(buffer: ArrowIndexingBuffer) -> Rows:
    return {table: getattr(buffer, table)() for table in TABLES}


def assert_flushes_hold_whole_files(flushes: list[Rows]) -> None:
    """See that no rows are in another flush than their file."""
    for flush in flushes:
        paths = flush["file_data"]["path"].to_pylist()
        for table in ("symbols", "identifiers", "relationships", "pending_relationships"):
            assert set(flush[table]["file_path"].to_pylist()) <= set(paths)


# Buffers by themselves ---------------------------------------------------------------------------


@pytest.mark.parametrize(("max_rows", "max_bytes"), BOUNDS)
def test_flushes_of_both_buffers_hold_the_same_rows(
    fixture_workspace: Path, max_rows: int, max_bytes: int
) -> None:
    root = str(fixture_workspace)
    results = miller_core.extract_files_batch_with_io(PATHS, root)
    expected = rows_of_results(results)
    assert_rows_in_all_tables(expected)
    list_buffer = IndexingBuffer(max_rows, max_bytes=max_bytes)
    of_lists = []
    for result in results:
        list_buffer.add_result(result)
        if list_buffer.should_flush():
            of_lists.append(rows_of_list_buffer(list_buffer))
            list_buffer.clear()
    of_lists.append(rows_of_list_buffer(list_buffer))
    table_buffer = ArrowIndexingBuffer(max_rows, max_bytes=max_bytes)
    of_tables = []
    for batch in miller_core.extract_stream(PATHS, root, max_bytes=1):
        table_buffer.add_batch(batch)
        if table_buffer.should_flush():
            of_tables.append(rows_of_table_buffer(table_buffer))
            table_buffer.clear()
    of_tables.append(rows_of_table_buffer(table_buffer))
    for flushes in (of_lists, of_tables):
        assert_same_rows(expected, joined(flushes))
        assert_flushes_hold_whole_files(flushes)


def test_both_buffers_count_the_same_rows(fixture_workspace: Path) -> None:
    root = str(fixture_workspace)
    list_buffer, table_buffer = IndexingBuffer(), ArrowIndexingBuffer()
    for path in PATHS:
        (result,) = miller_core.extract_files_batch_with_io([path], root)
        list_buffer.add_result(result)
        table_buffer.add_batch(miller_core.extract_files_to_arrow([path], root))
        assert list_buffer.num_rows == table_buffer.num_rows
    assert_same_rows(rows_of_list_buffer(list_buffer), rows_of_table_buffer(table_buffer))
    list_buffer.clear()
    table_buffer.clear()
    assert list_buffer.num_rows == table_buffer.num_rows == 0
    assert_same_rows(rows_of_list_buffer(list_buffer), rows_of_table_buffer(table_buffer))


# Buffers in a run --------------------------------------------------------------------------------


def record_flushes(monkeypatch: pytest.MonkeyPatch) -> list[Rows]:
    """Keep what the buffers of a run hold whenever they are emptied, that is, after each flush."""
    flushes: list[Rows] = []

    class RecordingListBuffer(IndexingBuffer):
        def clear(self) -> None:
            if hasattr(self, "_results") and self.num_rows:
                flushes.append(rows_of_list_buffer(self))
            super().clear()

    class RecordingTableBuffer(ArrowIndexingBuffer):
        def clear(self) -> None:
            if hasattr(self, "_tables") and self.num_rows:
                flushes.append(rows_of_table_buffer(self))
            super().clear()

    monkeypatch.setattr(pipeline, "IndexingBuffer", RecordingListBuffer)
    monkeypatch.setattr(pipeline, "ArrowIndexingBuffer", RecordingTableBuffer)
    return flushes


@pytest.mark.parametrize(
    "settings",
    [
        {"chunk_size": 1, "flush_rows": 1},
        {"chunk_size": 10_000, "flush_rows": 500},
        {"chunk_size": 10_000, "flush_size": 30_000},
        {},
    ],
    ids=str,
)
def test_a_run_hands_the_same_rows_to_the_stores(
    fixture_workspace: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, Any],
) -> None:
    flushes = record_flushes(monkeypatch)
    handed: dict[str, Rows] = {}
    for route in ("object", "arrow", "verify"):
        flushes.clear()
        scanner = WorkspaceScanner(
            fixture_workspace,
            index_dir=tmp_path / route,
            route=route,
            embedder=embedder(),
            settings=settings,
        )
        assert scanner.index_workspace().files_indexed == len(PATHS)
        assert_flushes_hold_whole_files(flushes)
        assert (len(flushes) > 1) == bool(settings)
        handed[route] = joined(flushes)
    assert_rows_in_all_tables(handed["object"])
    assert_same_rows(handed["object"], handed["arrow"])
    assert_same_rows(handed["object"], handed["verify"])
