from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

import miller
from miller import miller_core
from miller.index.table_rows import ROWS, SymbolRow

if TYPE_CHECKING:
    from pathlib import Path

VIEWS = ["files", "symbols", "identifiers", "relationships", "pending_relationships"]


def _as_stored(workspace: Path, view: str) -> list[dict[str, object]]:
    with miller.SQLiteStore(workspace / ".miller/index.db", read_only=True) as store:
        rows: list[dict[str, object]] = store.read_table(view).to_pylist()
    return rows


def _sorted(rows: list[dict[str, object]]) -> list[str]:
    return sorted(map(repr, rows))


@pytest.mark.parametrize("view", VIEWS)
def test_table_has_all_rows_in_the_schema_of_the_contract(
    index: miller.Index, workspace: Path, view: str
) -> None:
    rows = getattr(index, view)()

    stored = _as_stored(workspace, view)
    assert stored
    assert _sorted(rows.table.to_pylist()) == _sorted(stored)
    table = "file_data" if view == "files" else view
    assert rows.schema.equals(miller_core.table_schema(table))
    assert rows.schema.field(0).metadata[b"description"]
    assert [row._asdict() for row in rows] == rows.table.to_pylist()


@pytest.mark.parametrize("view", VIEWS)
def test_batches_are_the_table_in_parts(
    index: miller.Index, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = getattr(index, view)().table
    monkeypatch.setattr("miller.index.tables._PART_BYTES", 1)

    parts = list(index.batches(view))

    assert len(parts) == len(set(whole["path" if view == "files" else "file_path"].to_pylist()))
    assert pa.Table.from_batches(parts, whole.schema).combine_chunks() == whole.combine_chunks()


def test_rows_are_typed(index: miller.Index) -> None:
    (lamp,) = index.symbols(name="Lamp", kind="class")

    assert isinstance(lamp, SymbolRow)
    assert (lamp.file_path, lamp.start_line, lamp.doc_comment) == ("shop/lamp.py", 4, None)


def test_typed_rows_have_the_columns_of_the_tables() -> None:
    for view, row in ROWS.items():
        schema = miller_core.table_schema("file_data" if view == "files" else view)
        assert list(row._fields) == schema.names


def test_rows_are_a_sequence(index: miller.Index) -> None:
    rows = index.symbols(language="python")
    everything = list(rows)

    assert len(rows) == len(everything) > 5
    assert (rows[0], rows[-1], rows[2]) == (everything[0], everything[-1], everything[2])
    assert list(rows[1:4]) == everything[1:4]
    assert list(rows[::-2]) == everything[::-2]
    assert everything[3] in rows
    with pytest.raises(IndexError):
        rows[len(rows)]


@pytest.mark.parametrize(
    ("wanted", "paths"),
    [
        ({"path": "shop"}, ["shop/lamp.py", "shop/light.py"]),
        ({"path": "*.ts"}, ["web/page.ts"]),
        ({"language": "typescript"}, ["web/page.ts"]),
        ({"language": ["typescript", "python"], "path": "shop/lamp.py"}, ["shop/lamp.py"]),
        ({"name": "report", "kind": "function"}, ["shop/light.py", "web/page.ts"]),
        ({"name": "report", "path": "web"}, ["web/page.ts"]),
        ({"name": "' OR 1=1 --"}, []),
        ({"kind": []}, []),
    ],
    ids=str,
)
def test_symbols_are_those_asked_for(
    index: miller.Index, wanted: dict[str, str], paths: list[str]
) -> None:
    assert sorted({symbol.file_path for symbol in index.symbols(**wanted)}) == paths


def test_pattern_that_cannot_be_read_is_told(index: miller.Index) -> None:
    with pytest.raises(ValueError, match="cannot read the path pattern"):
        index.symbols(path="[z-a]")


def test_sql_only_reads(index: miller.Index) -> None:
    (row,) = index.sql("SELECT count(*) AS n, 'x' AS word FROM symbols WHERE name = ?", ["Lamp"])
    assert row == {"n": 2, "word": "x"}

    for query in ("DELETE FROM file_rows", "DROP TABLE words", "ATTACH '/tmp/x' AS other"):
        with pytest.raises(ValueError, match=r"only reads|not a query|cannot"):
            index.sql(query)


def test_snapshot_is_of_one_commit_and_index_of_the_newest(tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("def one(): ...\n")
    scanner = miller.WorkspaceScanner(tmp_path, embedder="none")
    scanner.index_workspace()

    with miller.open(tmp_path) as index, index.snapshot() as commit:
        assert len(commit.symbols(kind="function")) == 1
        source.write_text("def one(): ...\ndef two(): ...\n")
        scanner.index_workspace()

        assert len(commit.symbols(kind="function")) == 1
        assert len(index.symbols(kind="function")) == 2


def test_many_threads_ask_at_once(index: miller.Index) -> None:
    expected = index.symbols().table
    found: list[bool] = []

    def ask() -> None:
        found.extend(index.symbols().table == expected for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 120


def test_index_without_files_has_empty_tables(tmp_path: Path) -> None:
    miller.WorkspaceScanner(tmp_path, embedder="none").index_workspace()

    with miller.open(tmp_path) as index:
        for view in VIEWS:
            rows = getattr(index, view)()
            assert list(rows) == []
            table = "file_data" if view == "files" else view
            assert rows.schema.equals(miller_core.table_schema(table))


def test_workspace_without_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(miller.MillerError, match="there is no index") as raised:
        miller.open(tmp_path)
    assert raised.value.hint == "run `miller index` first"
