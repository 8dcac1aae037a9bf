"""The SQLite store through its binding: Arrow in, pyarrow out, errors as exceptions."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from miller import miller_core
from miller.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOURCE = '''\
"""A module."""


class Greeter:
    """Greets."""

    def greet(self, name):
        return self.word + name


def main():
    print(Greeter().greet("x"))
'''
NASTY = ["it's.py", 'say "hi".py', "new\nline.py", "größe.py", "a.py"]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    root.mkdir()
    for name in NASTY:
        (root / name).write_text(SOURCE)
    return root


@pytest.fixture
def store(tmp_path: Path) -> Iterator[miller_core.SQLiteStore]:
    with miller_core.SQLiteStore(tmp_path / "index.db") as store:
        yield store


def extract(workspace: Path, paths: list[str] | None = None) -> Any:
    return miller_core.extract_files_to_arrow(sorted(paths or NASTY), str(workspace))


def replace(store: Any, batch: Any, stamps: Any = None, state: Any = None) -> dict[str, int]:
    counts: dict[str, int] = store.replace_files(
        batch.file_data,
        batch.symbols,
        batch.identifiers,
        batch.relationships,
        batch.pending_relationships,
        stamps,
        state,
    )
    return counts


def test_rows_come_back_as_they_were_written(store: Any, workspace: Path) -> None:
    batch = extract(workspace)
    assert batch.symbols.num_rows > 0
    counts = replace(store, batch)
    assert counts == store.counts()
    assert counts["identifiers"] == batch.identifiers.num_rows
    for table in miller_core.tables():
        assert store.read_table(table).equals(getattr(batch, table)), table


def test_tables_are_taken_as_well_as_batches(store: Any, workspace: Path) -> None:
    batch = extract(workspace)
    halves = pa.Table.from_batches([batch.symbols.slice(0, 3), batch.symbols.slice(3)])
    assert store.add_files_from_arrow(batch.file_data) == len(NASTY)
    assert store.add_symbols_from_arrow(halves) == batch.symbols.num_rows
    assert store.add_identifiers_from_arrow(batch.identifiers) == batch.identifiers.num_rows
    edges = pa.table(batch.relationships)
    assert store.add_relationships_from_arrow(edges) == edges.num_rows
    pending = batch.pending_relationships
    assert store.add_pending_relationships_from_arrow(pending) == pending.num_rows
    assert store.read_table("symbols").equals(batch.symbols)


def test_an_empty_table_is_taken_and_checked(store: Any) -> None:
    empty = miller_core.table_schema("symbols").empty_table()
    assert store.add_symbols_from_arrow(empty) == 0
    with pytest.raises(ValueError, match="column `id` of `identifiers`"):
        store.add_identifiers_from_arrow(pa.table({"x": pa.array([], pa.string())}))


def test_a_wrong_schema_is_a_value_error(store: Any, workspace: Path) -> None:
    batch = extract(workspace)
    store.add_files_from_arrow(batch.file_data)
    index = batch.symbols.schema.get_field_index("start_line")
    signed = batch.symbols.set_column(
        index, "start_line", batch.symbols.column(index).cast(pa.int64())
    )
    with pytest.raises(ValueError, match=r"column `start_line` .*expected UInt32.*found Int64"):
        store.add_symbols_from_arrow(signed)
    assert store.counts()["symbols"] == 0


def test_an_unknown_file_or_symbol_is_a_store_error(store: Any, workspace: Path) -> None:
    batch = extract(workspace, ["a.py"])
    with pytest.raises(StoreError, match=r"unknown file: a\.py") as caught:
        store.add_symbols_from_arrow(batch.symbols)
    assert caught.value.hint
    store.add_files_from_arrow(batch.file_data)
    with pytest.raises(StoreError, match="is an unknown symbol"):
        store.add_identifiers_from_arrow(batch.identifiers)
    assert store.counts()["identifiers"] == 0


def test_stamps_and_state_belong_to_the_transaction(store: Any, workspace: Path) -> None:
    batch = extract(workspace)
    for name in NASTY:
        os.utime(workspace / name, (1e9, 1e9))  # a file written just now has no stamp yet
    discovery = miller_core.discover_files(str(workspace))
    stamps = discovery.stamps(discovery.files.column("path"))
    replace(store, batch, stamps, {"vector_version": "3"})
    assert store.get_state()["vector_version"] == "3"
    known = store.known_files()
    assert known.schema.names == ["path", "size", "stamp", "hash", "status"]
    assert known.column("path").to_pylist() == sorted(NASTY, key=str.encode)
    assert known.column("stamp").equals(stamps.column("stamp"))
    assert known.column("hash").equals(batch.file_data.column("hash"))
    changes = discovery.changes(known)
    assert (len(changes.changed), len(changes.deleted), changes.unchanged) == (0, 0, len(NASTY))

    assert store.renew_stamps(["a.py"], {"a.py": 7, "other": 8}) == 1
    assert 7 in store.known_files().column("stamp").to_pylist()
    with pytest.raises(ValueError, match="no stamp is given for: b"):
        store.renew_stamps(["b"], {"a.py": 7})
    assert store.delete_files(["a.py", "never.py"], {"vector_version": "4"}) == 1
    assert store.get_state()["vector_version"] == "4"
    assert store.counts()["files"] == len(NASTY) - 1


def test_filters(store: Any, workspace: Path) -> None:
    batch = extract(workspace)
    replace(store, batch)
    found = store.read_table("symbols", name="greet", file_path="it's.py")
    assert found.column("file_path").to_pylist() == ["it's.py"]
    identifier = found.column("id")[0].as_py()
    assert store.read_table("symbols", ids=[identifier]).equals(found)
    assert store.read_table("symbols", kind="class").num_rows == len(NASTY)
    assert store.read_table("identifiers", limit=2).num_rows == 2
    with pytest.raises(ValueError, match="no such table: `nothing`"):
        store.read_table("nothing")


def test_queries(store: Any, workspace: Path) -> None:
    replace(store, extract(workspace))
    answer = store.query(
        "SELECT name, count(*) AS uses, ? AS real, ? AS raw FROM identifiers"
        " WHERE file_path = ? GROUP BY name ORDER BY name",
        [1.5, b"\0", "it's.py"],
    )
    assert answer.schema.types == [pa.string(), pa.int64(), pa.float64(), pa.binary()]
    assert "greet" in answer.column("name").to_pylist()
    with pytest.raises(ValueError, match="only reads"):
        store.query("DELETE FROM file_rows")
    with pytest.raises(ValueError, match="the query failed"):
        store.query("SELECT nothing")
    with pytest.raises(TypeError, match="found: list"):
        store.query("SELECT ?", [[]])


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = miller_core.SQLiteStore(tmp_path / "index.db")
    store.close()
    store.close()
    with pytest.raises(StoreError, match="the index is closed"):
        store.counts()


@pytest.mark.parametrize("options", [{}, {"read_only": True}, {"one_commit": True}])
def test_readers_keep_as_many_pages_as_writers(tmp_path: Path, options: dict[str, bool]) -> None:
    # With the 2 MB of SQLite itself, each search reads again what the one before it has read.
    path = tmp_path / "index.db"
    miller_core.SQLiteStore(path).close()
    with miller_core.SQLiteStore(path, **options) as store:
        kept = store.query("SELECT cache_size FROM pragma_cache_size")
    assert kept["cache_size"].to_pylist() == [-32_768]


def test_a_store_for_reading(tmp_path: Path, workspace: Path) -> None:
    path = tmp_path / "index.db"
    with pytest.raises(StoreError, match="cannot open the index"):
        miller_core.SQLiteStore(path, read_only=True)
    with miller_core.SQLiteStore(path) as store:
        replace(store, extract(workspace))
    with miller_core.SQLiteStore(path, read_only=True) as store:
        assert store.counts()["files"] == len(NASTY)
        with pytest.raises(StoreError, match="read-only"):
            store.delete_files(["a.py"])


def in_outbox(store: Any) -> list[str]:
    # Left: a file that is gone would show.
    sql = "SELECT path FROM vectors_outstanding LEFT JOIN file_rows USING (file_id) ORDER BY 1"
    paths: list[str] = store.query(sql)["path"].to_pylist()
    return paths


def test_the_outbox(store: Any, workspace: Path) -> None:
    batch = extract(workspace)
    rows = (
        batch.file_data,
        batch.symbols,
        batch.identifiers,
        batch.relationships,
        batch.pending_relationships,
    )
    some = ["a.py", "new\nline.py"]
    for paths in (some, pa.array(some), pa.chunked_array([some[:1], some[1:]])):
        store.replace_files(*rows, vectors_outstanding=paths)
        assert in_outbox(store) == some
        store.replace_files(*rows, vectors_outstanding=["it's.py"])
        assert in_outbox(store) == ["it's.py"]
    replace(store, batch)
    assert in_outbox(store) == []

    assert store.vectors_lost(None, {"vector_folder": ""}) == len(NASTY)
    assert in_outbox(store) == sorted(NASTY)
    assert store.vectors_lost(pa.array(["a.py", "it's.py", "unknown.py"]), {}) == 2
    assert in_outbox(store) == ["a.py", "it's.py"]
    assert store.vectors_made(["a.py", "größe.py"], {"vector_version": "3"}) == 1
    assert in_outbox(store) == ["it's.py"]
    assert store.get_state()["vector_version"] == "3"
    with pytest.raises(ValueError, match="the store's own"):
        store.vectors_made(None, {"schema_fingerprint": "x"})
    assert in_outbox(store) == ["it's.py"]
    assert store.delete_files(["it's.py"]) == 1
    assert in_outbox(store) == []
    store.vectors_lost(None, {})
    assert store.vectors_made(None, {}) == len(NASTY) - 1


def test_a_bulk_load(store: Any, workspace: Path) -> None:
    batch = extract(workspace)
    assert store.begin_bulk_load()
    replace(store, batch)
    store.end_bulk_load()
    assert not store.begin_bulk_load()
    names = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
    # That of the files that are to be resolved is always there.
    expected = {"files_to_resolve", *miller_core.sqlite_layout().indexes}
    assert set(store.query(names)["name"].to_pylist()) == expected


def test_a_file_that_is_no_index(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    path.write_text("text " * 1000)
    with pytest.raises(StoreError, match="not an index of Miller") as caught:
        miller_core.SQLiteStore(path)
    assert str(path) in str(caught.value)


def test_threads_take_turns(store: Any, workspace: Path) -> None:
    batches = [extract(workspace, [name]) for name in NASTY]
    errors: list[BaseException] = []

    def work(batch: Any) -> None:
        try:
            for _ in range(20):
                replace(store, batch)
        except BaseException as error:  # noqa: BLE001 -- handed to the test
            errors.append(error)

    threads = [threading.Thread(target=work, args=(batch,)) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert store.counts()["files"] == len(NASTY)


def test_the_guard(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    with miller_core.SQLiteStore(path):
        with pytest.raises(StoreError, match="miller-store holds the index") as caught:
            miller_core.claim_index_file(path, "Python sqlite3")
        assert "close it there first" in str(caught.value.hint)
        miller_core.claim_index_file(path, "miller-store").release()
    with miller_core.claim_index_file(path, "Python sqlite3") as claim:
        with pytest.raises(StoreError, match="Python sqlite3 holds the index"):
            miller_core.SQLiteStore(path)
        claim.release()
        claim.release()
    miller_core.SQLiteStore(path).close()
