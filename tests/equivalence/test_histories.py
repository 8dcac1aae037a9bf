"""Whatever happened to a workspace, by whichever routes: the rows are those of a fresh index."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import upkeep
from equivalence.amount import examples
from equivalence.edits import Delete, Edit, InsertLine, Move, Swap, Touch, Write, backdate, edits
from equivalence.fixtures import all_fixtures
from equivalence.rows import assert_rows_in_all_tables, assert_same_rows
from equivalence.workspaces import ROUTES, assert_same_index, index, stored_rows, write
from miller import vector_upkeep

if TYPE_CHECKING:
    from equivalence.rows import Rows

# One named change -------------------------------------------------------------------------------

CHANGES: dict[str, list[Edit]] = {
    "nothing": [],
    "new text": [Write("python/fixture.py", all_fixtures()["python/fixture.py"][2_000:])],
    "text of the same length": [
        Write("go/fixture.go", all_fixtures()["go/fixture.go"].replace(b"return", b"retorn"))
    ],
    "inserted line": [InsertLine("rust/fixture.rs", 0)],
    "line inserted further down": [InsertLine("java/fixture.java", 0.5)],
    "new file": [Write("new/file.cpp", all_fixtures()["cpp/fixture.cpp"])],
    "deleted file": [Delete("tsx/fixture.tsx")],
    "deleted folder": [Delete("javascript")],
    "renamed file": [Move("c/fixture.c", "c/renamed.c")],
    "renamed to another language": [Move("c/fixture.c", "c/renamed.cpp")],
    "renamed folder": [Move("csharp", "sharp/c")],
    "two files exchanged": [Swap("typescript/fixture.ts", "javascript/fixture.js")],
    "touched file": [Touch("python/fixture.py")],
    "emptied file": [Write("go/fixture.go", b"")],
    "file became binary": [Write("go/fixture.go", b"\x00" * 50)],
    "file became folder": [
        Write("python/fixture.py/inside.py", all_fixtures()["python/fixture.py"])
    ],
    "folder became file": [Write("javascript", all_fixtures()["javascript/fixture.js"])],
    "folder became script": [Write("javascript", b"#!/usr/bin/env node\nfunction f() { g(); }\n")],
    "ignored folder": [Write(".ignore", b"java/\n")],
    "ignored files of one language": [Write(".gitignore", b"*.js\n*.ts\n")],
    "everything ignored": [Write(".millerignore", b"*\n")],
}

TURNS = [("object", "arrow"), ("arrow", "object"), ("arrow", "arrow"), ("verify", "verify")]


def write_old(root: Path, files: dict[str, bytes]) -> None:
    """Write files that were there long before the first run."""
    write(root, files)
    for path in files:
        backdate(root / path)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write_old(tmp_path / "workspace", all_fixtures())
    return tmp_path / "workspace"


@pytest.fixture(scope="module")
def rows_of_all_fixtures(fixture_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    folder = tmp_path_factory.mktemp("first")
    index(fixture_workspace, folder, "object")
    rows = stored_rows(folder)
    assert_rows_in_all_tables(rows)
    return rows


@pytest.mark.parametrize("turn", TURNS, ids=" then ".join)
@pytest.mark.parametrize("change", CHANGES)
def test_change_leads_to_the_rows_of_a_fresh_index(
    workspace: Path, tmp_path: Path, rows_of_all_fixtures: Rows, change: str, turn: tuple[str, str]
) -> None:
    first, second = turn
    index(workspace, tmp_path / "index", first)
    for edit in CHANGES[change]:
        edit.apply(workspace)
    index(workspace, tmp_path / "index", second)
    index(workspace, tmp_path / "fresh", "object")
    rows = assert_same_index(tmp_path / "fresh", tmp_path / "index")
    if change in {"nothing", "touched file"}:
        assert_same_rows(rows_of_all_fixtures, rows)
    else:
        with pytest.raises(AssertionError):
            assert_same_rows(rows_of_all_fixtures, rows)


@pytest.mark.parametrize("route", ROUTES)
def test_change_and_change_back(
    workspace: Path, tmp_path: Path, rows_of_all_fixtures: Rows, route: str
) -> None:
    """File to folder and back, ignored and no longer: the rows come back as they were."""
    index(workspace, tmp_path / "index", "object")
    for change in ("file became folder", "folder became file", "everything ignored"):
        for edit in CHANGES[change]:
            edit.apply(workspace)
        index(workspace, tmp_path / "index", route)
    for path in ("python/fixture.py", "javascript", ".millerignore"):
        Delete(path).apply(workspace)
    write(workspace, all_fixtures())
    index(workspace, tmp_path / "index", route)
    assert_same_rows(rows_of_all_fixtures, stored_rows(tmp_path / "index"))


# Rows that stay, with other values ---------------------------------------------------------------

BEFORE = {
    "A.java": b"""\
/** Gives light. */
class A {
    /** Old. */
    private int f(int a) { return a; }
    int g;
}
""",
    "b.rs": b"struct B;\nimpl B { fn f() {} }\n",
    "c.h": b"struct c { int d; };\n",
    "d.py": "# Zürich\ndef e(): pass\n".encode("latin-1"),
    "f.py": b"\x00" * 50,
}
AFTER = {
    "A.java": b"""\
// Further down.

class A { /** New. */ public long f(int a,
  int b) { return b; }
    /** Has a comment now. */ private int g; }
""",
    "b.rs": b"  impl B {\n  fn f() {}\n}\n",
    "c.h": b"struct c { int d; };\nclass e { c d; };\n",
    "d.py": b"def e(): pass\n",
    "f.py": b"def e(): pass\n",
}
PART_OF_THE_KEY = {
    "symbols": {"id", "name", "kind", "file_path", "qualified_name"},
    "file_data": {"path"},
}


@pytest.mark.parametrize("turn", TURNS, ids=" then ".join)
def test_a_row_that_stays_takes_all_its_new_values(tmp_path: Path, turn: tuple[str, str]) -> None:
    """Symbols and files are updated in place; each column but the key changes in some row."""
    root, folder = tmp_path / "workspace", tmp_path / "index"
    found = []
    for route, files in zip((*turn, turn[0]), (BEFORE, AFTER, BEFORE), strict=True):
        write(root, files)
        index(root, folder, route)
        with tempfile.TemporaryDirectory() as fresh:
            index(root, Path(fresh), "object")
            found.append(assert_same_index(Path(fresh), folder))
    for table, key in PART_OF_THE_KEY.items():
        before, after = (
            {row[rows[table].column_names[0]]: row for row in rows[table].to_pylist()}
            for rows in found[:2]
        )
        changed = {
            column
            for one in before.keys() & after.keys()
            for column, value in before[one].items()
            if value != after[one][column]
        }
        assert changed == set(found[0][table].column_names) - key


# Any history -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """Some edits, and the run that follows them."""

    edits: list[Edit]
    route: str
    exclude: tuple[str, ...]
    chunk_size: int
    flush_rows: int
    threads: int

    def index(self, root: Path, index_dir: Path) -> None:
        """Bring an index up to date as the step says."""
        index(
            root,
            index_dir,
            self.route,
            exclude=self.exclude,
            chunk_size=self.chunk_size,
            flush_rows=self.flush_rows,
            threads=self.threads,
        )


STEPS = st.builds(
    Step,
    edits=st.lists(edits(), max_size=4),
    route=st.sampled_from(ROUTES),
    exclude=st.sampled_from([(), (), ("*.rs",), ("c",)]),
    chunk_size=st.sampled_from([1, 3_000, 1 << 20]),
    flush_rows=st.sampled_from([1, 100, 150_000]),
    threads=st.integers(1, 4),
)


AT_FIRST = {
    "a.py": all_fixtures()["python/fixture.py"][:3_000],
    "b.rs": all_fixtures()["rust/fixture.rs"][:3_000],
    "c/d.go": b"package d\n\nfunc F() { G() }\n",
    "c/f.ts": b"import { g } from 'g';\nexport class F extends g.G {}\n",
    "G.cs": b"class G { void F() { F(); } }\n",
    "h i.js": b"",
    "latin.py": "# Zürich\ndef e(): pass\n".encode("latin-1"),
    "it's.cs": b"class It { void Is() { } }\n",
    "ß/j.cpp": b"struct J { int k; };\nint f(J j) { return j.k; }\n",
}


def assert_as_fresh(root: Path, index_dir: Path, step: Step) -> Rows:
    """Compare an index with a new one, which the object route builds in one chunk and flush."""
    with tempfile.TemporaryDirectory() as fresh:
        index(root, Path(fresh), "object", exclude=step.exclude)
        return assert_same_index(Path(fresh), index_dir)


def live_through(steps: list[Step], *, compare_each: bool) -> None:
    # The vectors are compacted often: that is part of a long history.
    compacting = mock.patch.multiple(vector_upkeep, **upkeep.OFTEN)
    with tempfile.TemporaryDirectory() as name, compacting:
        root, index_dir = Path(name, "workspace"), Path(name, "index")
        write_old(root, AT_FIRST)
        for number, step in enumerate(steps, 1):
            for edit in step.edits:
                edit.apply(root)
            step.index(root, index_dir)
            if compare_each or number == len(steps):
                rows = assert_as_fresh(root, index_dir, step)
                event(f"files at the end: {rows['file_data'].num_rows}")


@examples(40)
@given(steps=st.lists(STEPS, min_size=4, max_size=10))
def test_any_history_ends_in_the_rows_of_a_fresh_index(steps: list[Step]) -> None:
    live_through(steps, compare_each=False)


@examples(25)
@given(steps=st.lists(STEPS, min_size=1, max_size=3))
def test_any_short_history_has_the_rows_of_a_fresh_index_at_each_step(steps: list[Step]) -> None:
    live_through(steps, compare_each=True)
