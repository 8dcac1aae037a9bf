"""The object route's store: the same rows and the same promises as the Arrow route's."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from miller import miller_core
from miller.errors import StoreError
from miller.object_rows import stored_confidence
from miller.object_store import ObjectStore

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = '''\
import os


class Shape:
    """A shape."""

    def area(self):
        return self.width() * 2


class Square(Shape):
    def width(self):
        return os.cpu_count()


def total(shapes):
    return sum(shape.area() for shape in shapes) + Square().area()
'''
NAMES = ["it's.py", "new\nline.py", "größe.py", "b/c.py"]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    (root / "b").mkdir(parents=True)
    for name in NAMES:
        (root / name).write_text(SOURCE + f"\n\ndef only_in_{len(name)}():\n    total([])\n")
    (root / "nul.py").write_text('text = "nul \0 inside"\n')
    return root


def uid(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def symbol(path: str, name: str, parent: str | None = None) -> Any:
    return SimpleNamespace(
        id=uid(path + name),
        name=name,
        kind="function",
        language="python",
        file_path=path,
        start_line=1,
        end_line=2,
        signature=None,
        doc_comment="nul\0",
        parent_id=parent,
        code_context=None,
        start_column=0,
        end_column=1,
        start_byte=0,
        end_byte=9,
        visibility=None,
        qualified_name=name,
    )


def identifier(path: str, name: str, target: str | None, containing: str | None) -> Any:
    front = miller_core.hash_content(path)[:16]
    return SimpleNamespace(
        id=f"{front}{4:08x}{4 + len(name):08x}",
        name=name,
        kind="call",
        language="python",
        file_path=path,
        start_line=1,
        start_column=4,
        end_line=1,
        end_column=4 + len(name),
        containing_symbol_id=containing,
        target_symbol_id=target,
        confidence=0.8999999761581421,
        start_byte=4,
        end_byte=4 + len(name),
        qualifier=None,
    )


def edge(path: str, start: str, end: str) -> Any:
    return SimpleNamespace(
        id=uid(path + start + end),
        from_symbol_id=start,
        to_symbol_id=end,
        kind="calls",
        file_path=path,
        line_number=3,
        confidence=1.0,
    )


def result(path: str, **rows: list[Any]) -> Any:
    tables = ("symbols", "identifiers", "relationships", "pending_relationships")
    return SimpleNamespace(
        path=path,
        content=f"# {path}\n",
        language="python",
        hash=miller_core.hash_content(path),
        size=len(path),
        status="ok",
        detail=None,
        results=SimpleNamespace(**{table: rows.get(table, []) for table in tables}),
    )


def two_files() -> tuple[Any, Any]:
    """`b.py` calls, uses and extends what `a.py` defines."""
    callee, caller = uid("a.py" + "callee"), uid("b.py" + "caller")
    return (
        result("a.py", symbols=[symbol("a.py", "callee"), symbol("a.py", "other")]),
        result(
            "b.py",
            symbols=[symbol("b.py", "caller"), symbol("b.py", "member", callee)],
            identifiers=[identifier("b.py", "callee", callee, caller)],
            relationships=[edge("b.py", caller, callee)],
        ),
    )


def everything(path: Path) -> dict[str, Any]:
    """Read all tables through the other library, which needs this one to have let go."""
    with miller_core.SQLiteStore(path, read_only=True) as store:
        assert store.query("SELECT * FROM pragma_foreign_key_check").num_rows == 0
        return {table: store.read_table(table).to_pylist() for table in miller_core.tables()}


def test_both_routes_write_the_same_rows(tmp_path: Path, workspace: Path) -> None:
    paths = [*NAMES, "nul.py", "missing.py"]
    results = miller_core.extract_files_batch_with_io(paths, str(workspace))
    batch = miller_core.extract_files_to_arrow(paths, str(workspace))
    stamps = {path: number for number, path in enumerate(paths)}
    with ObjectStore(tmp_path / "object.db") as store:
        counts = store.replace_files(results, stamps, {"key": "value"})
        assert counts == store.counts()
        known = store.known_files()
        state = store.get_state()
    with miller_core.SQLiteStore(tmp_path / "arrow.db") as other:
        expected = other.replace_files(
            batch.file_data,
            batch.symbols,
            batch.identifiers,
            batch.relationships,
            batch.pending_relationships,
            stamps,
            {"key": "value"},
        )
        assert counts == expected
        assert known.equals(other.known_files())
        assert state == other.get_state()
    assert counts["identifiers"] > 0
    assert counts["relationships"] > 0
    assert everything(tmp_path / "object.db") == everything(tmp_path / "arrow.db")


def test_both_routes_write_the_same_physical_rows(tmp_path: Path, workspace: Path) -> None:
    results = miller_core.extract_files_batch_with_io(NAMES, str(workspace))
    batch = miller_core.extract_files_to_arrow(NAMES, str(workspace))
    with ObjectStore(tmp_path / "object.db") as store:
        store.replace_files(results)
        store.replace_files(results)
    with miller_core.SQLiteStore(tmp_path / "arrow.db") as other:
        for _ in range(2):
            other.replace_files(
                batch.file_data,
                batch.symbols,
                batch.identifiers,
                batch.relationships,
                batch.pending_relationships,
            )
    assert_same_physical_rows(tmp_path / "object.db", tmp_path / "arrow.db")


def assert_same_physical_rows(of_objects: Path, of_arrow: Path) -> None:
    tables = (
        "file_rows",
        "contents",
        "symbol_rows",
        "identifier_rows",
        "relationship_rows",
        "pending_relationship_rows",
        "lookups",
        "former_facts",
    )
    with (
        closing(sqlite3.connect(of_objects)) as left,
        closing(sqlite3.connect(of_arrow)) as right,
    ):
        schema = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
        assert left.execute(schema).fetchall() == right.execute(schema).fetchall()
        for table in tables:
            # Words are numbered as they come, which is not the same order on both routes.
            columns = [
                name
                for _, name, *_ in left.execute(f"PRAGMA table_info({table})")
                if name == "file_id" or not name.endswith("_id")
            ]
            query = f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1, 2"  # noqa: S608 -- names of ours
            assert left.execute(query).fetchall() == right.execute(query).fetchall(), table


def test_an_index_can_change_hands(tmp_path: Path, workspace: Path) -> None:
    path = tmp_path / "index.db"
    results = miller_core.extract_files_batch_with_io(NAMES, str(workspace))
    with miller_core.SQLiteStore(path) as store:
        store.set_state({"key": "value"})
    with ObjectStore(path) as other:
        assert other.get_state()["key"] == "value"
        other.replace_files(results)
    with miller_core.SQLiteStore(path) as store:
        assert store.delete_files(NAMES[:2]) == 2
    with ObjectStore(path) as other:
        assert other.counts()["files"] == len(NAMES) - 2


def test_what_other_files_say_survives(tmp_path: Path) -> None:
    first, second = two_files()
    path = tmp_path / "index.db"
    with ObjectStore(path) as store:
        store.replace_files([first, second])
    before = everything(path)
    with ObjectStore(path) as store:
        store.replace_files([first])
    assert everything(path) == before


def test_what_is_said_about_a_symbol_that_is_gone(tmp_path: Path) -> None:
    first, second = two_files()
    path = tmp_path / "index.db"
    with ObjectStore(path) as store:
        store.replace_files([first, second])
        first.results.symbols.pop(0)
        store.replace_files([first])
    rows = everything(path)
    assert [row["name"] for row in rows["symbols"]] == ["other", "caller", "member"]
    assert rows["symbols"][2]["parent_id"] is None
    assert rows["identifiers"][0]["target_symbol_id"] is None
    assert rows["identifiers"][0]["containing_symbol_id"] == uid("b.py" + "caller")
    assert rows["relationships"] == []
    (pending,) = rows["pending_relationships"]
    assert pending["id"] == second.results.relationships[0].id
    assert (pending["to_name"], pending["to_qualifier"]) == ("callee", None)


def pending_edge(path: str, start: str, name: str, kind: str) -> Any:
    return SimpleNamespace(
        id=uid(path + start + name),
        from_symbol_id=start,
        to_name=name,
        to_qualifier="a",
        kind=kind,
        file_path=path,
        line_number=1,
        confidence=1.0,
    )


IMPORTED, CALLER = uid("b.py" + "callee"), uid("b.py" + "caller")

# What the resolution across files does with a use, an import and a call in `b.py`, made by hand.
RESOLVE = """
UPDATE file_rows SET resolved = 1;
UPDATE identifier_rows SET own_target_key = target_key, resolved_confidence = 0.8,
  target_key = (SELECT symbol_key FROM symbol_rows AS s JOIN file_rows USING (file_id)
    JOIN words ON word_id = s.name_id WHERE word = 'callee' AND path = 'a.py')
WHERE target_key IS NOT NULL;
INSERT INTO relationship_rows(file_id, seq, uid, from_key, to_key, kind_id, line_number)
SELECT p.file_id, (1 << 32) + p.seq, p.uid, p.from_key, symbol_key, p.kind_id, p.line_number
FROM pending_relationship_rows AS p, symbol_rows AS s
JOIN file_rows AS f ON f.file_id = s.file_id JOIN words ON word_id = s.name_id
WHERE word = 'callee' AND path = 'a.py';
INSERT INTO lookups(key, file_id) SELECT 7, file_id FROM file_rows;
"""


def resolved(path: Path) -> tuple[Any, Any]:
    """Write `a.py`, which defines, and `b.py`, which imports and calls it; resolve by hand."""
    first = two_files()[0]
    second = result(
        "b.py",
        symbols=[symbol("b.py", "callee"), symbol("b.py", "caller")],
        identifiers=[identifier("b.py", "callee", IMPORTED, CALLER)],
        pending_relationships=[
            pending_edge("b.py", IMPORTED, "callee", "imports"),
            pending_edge("b.py", CALLER, "callee", "calls"),
        ],
    )
    with ObjectStore(path) as store:
        store.replace_files([first, second])
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(RESOLVE)
    return first, second


def physical(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_what_was_resolved_is_seen_and_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    resolved(path)
    rows = everything(path)
    assert rows["identifiers"][0]["target_symbol_id"] == uid("a.py" + "callee")
    assert rows["identifiers"][0]["confidence"] == pytest.approx(0.8)
    assert [row["kind"] for row in rows["relationships"]] == ["imports", "calls"]
    assert rows["pending_relationships"] == []
    with ObjectStore(path) as store:
        counts = store.counts()
    assert (counts["relationships"], counts["pending_relationships"]) == (2, 0)
    with miller_core.SQLiteStore(path, read_only=True) as other:
        assert other.counts() == counts
        (use,) = other.read_table("identifiers", as_extracted=True).to_pylist()
        assert use["target_symbol_id"] == IMPORTED
        assert use["confidence"] == pytest.approx(0.9)
        assert other.read_table("relationships", as_extracted=True).num_rows == 0
        assert other.read_table("pending_relationships", as_extracted=True).num_rows == 2


@pytest.mark.parametrize("deleted", [False, True])
def test_what_was_resolved_goes_with_the_symbol(tmp_path: Path, *, deleted: bool) -> None:
    path = tmp_path / "index.db"
    first, _ = resolved(path)
    with ObjectStore(path) as store:
        if deleted:
            store.delete_files(["a.py"])
        else:
            first.results.symbols.pop(0)
            store.replace_files([first])
    rows = everything(path)
    assert rows["identifiers"][0]["target_symbol_id"] == IMPORTED
    assert rows["identifiers"][0]["confidence"] == pytest.approx(0.9)
    assert rows["relationships"] == []
    assert [row["kind"] for row in rows["pending_relationships"]] == ["imports", "calls"]
    state = "SELECT own_target_key, resolved_confidence FROM identifier_rows"
    assert physical(path, state) == [(None, None)]
    assert physical(path, "SELECT path FROM file_rows JOIN lookups USING (file_id)") == [("b.py",)]


def test_what_was_known_of_a_file_is_kept_once(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    _, second = resolved(path)
    facts = physical(
        path, "SELECT path, name, prefix, fact FROM facts JOIN file_rows USING (file_id)"
    )
    former = "SELECT path, name, prefix, fact FROM former_facts ORDER BY path, name"
    with ObjectStore(path) as store:
        store.replace_files([second])
    expected = sorted(fact for fact in facts if fact[0] == "b.py")
    assert sorted(physical(path, former)) == [("b.py", "", "python", ""), *expected]
    assert [fact[3] for fact in expected] == [
        f"imports {IMPORTED} callee a",
        f"s {IMPORTED} python -  1",
        f"s {CALLER} python -  1",
    ]
    assert physical(path, "SELECT path FROM file_rows WHERE resolved = 0") == [("b.py",)]
    with ObjectStore(path) as store:
        second.results.symbols.clear()
        second.results.identifiers.clear()
        second.results.pending_relationships.clear()
        store.replace_files([second])
        store.delete_files(["b.py"])
    assert sorted(physical(path, former)) == [("b.py", "", "python", ""), *expected]


def test_both_routes_take_back_what_was_resolved(tmp_path: Path, workspace: Path) -> None:
    """The same edits of an index that was resolved by hand leave the same physical rows."""
    for name in ("object.db", "arrow.db"):
        resolved(tmp_path / name)
    with ObjectStore(tmp_path / "object.db") as store:
        store.replace_files(miller_core.extract_files_batch_with_io(["b/c.py"], str(workspace)))
        store.delete_files(["a.py"])
    with miller_core.SQLiteStore(tmp_path / "arrow.db") as other:
        batch = miller_core.extract_files_to_arrow(["b/c.py"], str(workspace))
        other.replace_files(
            batch.file_data,
            batch.symbols,
            batch.identifiers,
            batch.relationships,
            batch.pending_relationships,
        )
        other.delete_files(["a.py"])
    assert_same_physical_rows(tmp_path / "object.db", tmp_path / "arrow.db")


def test_deleting_both_ends(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    with ObjectStore(path) as store:
        store.replace_files(two_files())
        assert store.delete_files(["b.py", "a.py", "a.py", "never.py"], {"key": "value"}) == 2
        assert set(store.counts().values()) == {0}
        assert store.get_state()["key"] == "value"
    assert not any(everything(path).values())


def in_outbox(path: Path) -> list[str]:
    with miller_core.SQLiteStore(path, read_only=True) as store:
        # Left: a file that is gone would show.
        sql = "SELECT path FROM vectors_outstanding LEFT JOIN file_rows USING (file_id) ORDER BY 1"
        paths: list[str] = store.query(sql)["path"].to_pylist()
    return paths


def test_the_outbox_has_the_files_that_are_named(tmp_path: Path) -> None:
    index, files = tmp_path / "index.db", two_files()
    with ObjectStore(index) as store:
        store.replace_files(files, vectors_outstanding={"a.py", "b.py", "unknown.py"})
    assert in_outbox(index) == ["a.py", "b.py"]
    with ObjectStore(index) as store:
        store.replace_files(files, vectors_outstanding=["b.py"])
    assert in_outbox(index) == ["b.py"]
    with ObjectStore(index) as store:
        store.replace_files(files[:1], vectors_outstanding=["a.py"])
    assert in_outbox(index) == ["a.py", "b.py"]
    with ObjectStore(index) as store:
        store.delete_files(["a.py"])
    assert in_outbox(index) == ["b.py"]
    with ObjectStore(index) as store:
        store.replace_files(files)
    assert in_outbox(index) == []


def test_a_failure_changes_nothing(tmp_path: Path) -> None:
    first, second = two_files()
    path = tmp_path / "index.db"
    with ObjectStore(path) as store:
        store.replace_files([first, second])
        before = store.counts()
        first.results.symbols[0].name = "a name that nobody has used"
        first.results.identifiers.append(identifier("a.py", "x", uid("nobody"), None))
        with pytest.raises(StoreError, match="`target_symbol_id` is an unknown symbol") as caught:
            store.replace_files([first], state={"key": "value"})
        assert caught.value.hint
        assert store.counts() == before
        assert "key" not in store.get_state()
        first.results.identifiers.clear()
        store.replace_files([first])
    names = [row["name"] for row in everything(path)["symbols"]]
    assert names[0] == "a name that nobody has used"


def test_what_is_refused(tmp_path: Path) -> None:
    first, second = two_files()
    with ObjectStore(tmp_path / "index.db") as store:
        with pytest.raises(StoreError, match=r"`file_data` has this row already: a\.py"):
            store.replace_files([first, first])
        store.replace_files([first, second])
        thief = result("c.py", symbols=[symbol("c.py", "mine"), symbol("a.py", "callee")])
        with pytest.raises(StoreError, match="already: " + uid("a.py" + "callee")):
            store.replace_files([thief])
        twice = result("c.py", symbols=[symbol("c.py", "mine"), symbol("c.py", "mine")])
        with pytest.raises(StoreError, match="already: " + uid("c.py" + "mine")):
            store.replace_files([twice])
        wrong = identifier("a.py", "x", None, None)
        wrong.id = uid("wrong")
        with pytest.raises(ValueError, match="made of path, start and end"):
            store.replace_files([result("a.py", identifiers=[wrong])])
        with pytest.raises(ValueError, match="the store's own"):
            store.set_state({miller_core.sqlite_layout().fingerprint_key: "x"})
        with pytest.raises(StoreError, match=r"unknown file: c\.py"):
            store.renew_stamps(["c.py"], {"c.py": 1})
        assert store.renew_stamps(["a.py"], {"a.py": 5, "c.py": 1}) == 1
        assert store.known_files().column("stamp").to_pylist() == [5, 0]


def test_a_bulk_load_ends_when_a_file_is_replaced(tmp_path: Path) -> None:
    first, second = two_files()
    path = tmp_path / "index.db"
    layout = miller_core.sqlite_layout()

    def indexes() -> int:
        with closing(sqlite3.connect(path)) as other:
            # That of the files that are to be resolved is always there.
            query = (
                "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
                " AND name <> 'files_to_resolve'"
            )
            return int(other.execute(query).fetchone()[0])

    with ObjectStore(path) as store:
        assert indexes() == len(layout.indexes)
        assert store.begin_bulk_load()
        store.replace_files([first])
        assert indexes() == 0
        store.replace_files([first, second])
        assert indexes() == len(layout.indexes)
        assert not store.begin_bulk_load()
    with closing(sqlite3.connect(path)) as other:
        other.execute("DROP INDEX symbols_by_name")
    ObjectStore(path).close()
    assert indexes() == len(layout.indexes)


def test_foreign_keys_are_enforced_outside_a_bulk_load(tmp_path: Path) -> None:
    def enforced(store: ObjectStore) -> bool:
        return bool(store._connection.execute("PRAGMA foreign_keys").fetchone()[0])  # noqa: SLF001

    first, second = two_files()
    path = tmp_path / "index.db"
    with ObjectStore(path) as store:
        assert enforced(store)
        assert store.begin_bulk_load()
        assert not enforced(store)
        store.end_bulk_load()
        assert enforced(store)
        assert store.begin_bulk_load()
        store.replace_files([first, second])
        assert not enforced(store)
        # What refers to a file goes with it by its foreign key.
        store.delete_files([first.path])
        assert enforced(store)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA foreign_key_check").fetchall() == []
        assert other.execute("SELECT count(*) FROM contents").fetchone() == (1,)


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    path.write_text("text " * 1000)
    with pytest.raises(StoreError, match="not a database"):
        ObjectStore(path)
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE mine(x)")
    with pytest.raises(StoreError, match="not an index of Miller"):
        ObjectStore(path)
    path = tmp_path / "old.db"
    ObjectStore(path).close()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE state SET value = 'another'")
    with pytest.raises(StoreError, match="another layout") as caught:
        ObjectStore(path)
    assert "build it again" in str(caught.value.hint)
    # A failed opening gives the file back.
    miller_core.claim_index_file(path, "miller-store").release()


def test_two_libraries_never_hold_one_file(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    with ObjectStore(path), pytest.raises(StoreError, match="Python sqlite3 holds the index"):
        miller_core.SQLiteStore(path)
    with (
        miller_core.SQLiteStore(path),
        pytest.raises(StoreError, match="miller-store holds the index"),
    ):
        ObjectStore(path)
    ObjectStore(path).close()


def test_confidences_are_stored_as_they_are_written() -> None:
    assert stored_confidence(1.0) is None
    assert stored_confidence(0.8999999761581421) == 0.9
    assert stored_confidence(0.0) == 0.0
    with pytest.raises(ValueError, match="from 0 to 1"):
        stored_confidence(float("nan"))
