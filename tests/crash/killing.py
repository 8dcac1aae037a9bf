"""Runs that are killed, and what has to be true of an index before, between and after them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from end_to_end.conftest import index
from miller import SQLiteStore, VectorStore, miller_core, outbox, readers, unfinished_run
from miller.digests import index_digests
from miller.errors import StoreError
from miller.index_folder import IndexFolder
from miller.state import DIMENSION, FOLDER, VERSION

CHILD = Path(__file__).with_name("child.py")

# A flush every few files.
SMALL_FLUSHES = {"MILLER_FLUSH_ROWS": "500", "MILLER_CHUNK_SIZE": "4KiB"}


@dataclass(frozen=True)
class Run:
    """How a child indexes, and what it dies of."""

    route: str = "arrow"
    embedder: str = "static"
    point: str | None = None
    occurrence: int = 1
    size: int | None = None
    """Bytes of a file at which the write that passes them, and the process, end."""
    upkeep: str = "all anew"
    """What the run does for its vectors at its end: write `all anew`, or go `by pieces`."""
    rebuild: bool = False
    parts: bool = False
    """Whether vectors that are made anew are made file by file."""

    def begin(self, root: Path) -> subprocess.Popen[bytes]:
        """Start the run and wait until it begins to index."""
        # The tests' own modules, and Miller wherever it is.
        paths = [CHILD.parents[1], os.environ.get("PYTHONPATH", "")]
        order = json.dumps({**self.__dict__, "root": str(root)})
        child = subprocess.Popen(
            [sys.executable, str(CHILD), order],
            env={**os.environ, **SMALL_FLUSHES, "PYTHONPATH": os.pathsep.join(map(str, paths))},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert child.stdout is not None
        if child.stdout.readline() != b"begins\n":
            raise AssertionError(child.communicate()[1].decode())
        return child

    def is_killed(self, root: Path, *, after: float | None = None) -> bool:
        """Run until death, at latest `after` seconds; say whether death came before the end."""
        with self.begin(root) as child:
            if after is not None:
                time.sleep(after)
                child.kill()
            _, errors = child.communicate(timeout=120)
        assert child.returncode in {0, -signal.SIGKILL, -signal.SIGXFSZ}, errors.decode()
        return child.returncode != 0


@dataclass(frozen=True)
class Contents:
    """All rows of an index and their digests."""

    tables: dict[str, pa.Table]
    digests: pa.Table
    outstanding: frozenset[str]
    """The files whose vectors are still to be made."""
    extracted: pa.Table
    """The digests of what was extracted: references across files are resolved after all commits."""

    def by_file(self, *, vectors: bool = True) -> dict[str, frozenset[tuple[str, int, str]]]:
        """Give the digests of what was extracted of each file."""
        found: dict[str, set[tuple[str, int, str]]] = {}
        for row in self.extracted.to_pylist():
            digest = (row["table"], row["rows"], row["digest"])
            if vectors or row["table"] != "vectors":
                found.setdefault(row["file_path"], set()).add(digest)
        return {path: frozenset(digests) for path, digests in found.items()}

    def assert_equal(self, other: Contents) -> None:
        """Compare all rows and all digests."""
        assert self.outstanding == other.outstanding
        assert self.tables.keys() == other.tables.keys()
        for name, table in self.tables.items():
            assert table.equals(other.tables[name]), f"rows of {name} differ"
        order = [("table", "ascending"), ("file_path", "ascending")]
        assert self.digests.sort_by(order).equals(other.digests.sort_by(order))


def contents(root: Path, index_dir: Path | None = None) -> Contents:
    """Read an index as any reader does; check what holds at every commit."""
    folder = IndexFolder.of(root, index_dir)
    with SQLiteStore(folder.index_file, read_only=True) as store:
        names = ["files", *(name for name in miller_core.tables() if name != "file_data")]
        tables: dict[str, Any] = {name: pa.table(store.read_table(name)) for name in names}
        outstanding = outbox.paths_outstanding(store)
        state = store.get_state()
        assert store.query("SELECT * FROM pragma_foreign_key_check").num_rows == 0
        assert store.query("SELECT * FROM pragma_integrity_check").to_pydict() == {
            "integrity_check": ["ok"]
        }
    if state.get(FOLDER):
        path = folder.vectors(state[FOLDER])
        with VectorStore(path, int(state[DIMENSION]), version=int(state[VERSION])) as vectors:
            tables["vectors"] = vectors.to_arrow()
        columns = miller_core.table_schema("symbols").names
        in_both = tables["vectors"].select(columns).sort_by("id")
        is_outstanding = pc.is_in(tables["symbols"]["file_path"], value_set=outstanding)
        expected = tables["symbols"].filter(pc.invert(is_outstanding))
        assert in_both.to_pylist() == expected.sort_by("id").to_pylist()
    return Contents(
        tables,
        index_digests(folder),
        frozenset(outstanding.to_pylist()),
        index_digests(folder, as_extracted=True),
    )


def has_tables(root: Path) -> bool:
    """Say whether a first run has come to the commit that makes the tables."""
    try:
        with SQLiteStore(root / ".miller/index.db", read_only=True):
            return True
    except StoreError as error:
        # Before that commit, the file is missing or as good as empty.
        if "cannot open" in str(error) or "the index is empty" in str(error):
            return False
        raise


def has_vectors(root: Path) -> bool:
    """Say whether an index counts on vectors that are there."""
    if not (root / ".miller/index.db").is_file() or not has_tables(root):
        return False
    with SQLiteStore(root / ".miller/index.db", read_only=True) as store:
        name = store.get_state().get(FOLDER)
    return bool(name) and (root / ".miller" / str(name)).is_dir()


def commits_are_whole(root: Path, *states: Contents | None) -> None:
    """Check that an index has, of each file, the rows of one of the states or none at all.

    Of a file whose vectors are still to be made, it has all other rows.
    """
    found = contents(root)
    for path, digests in found.by_file().items():
        whole = path not in found.outstanding
        allowed = [state.by_file(vectors=whole) for state in states if state is not None]
        assert digests in [state.get(path) for state in allowed], path


def recovers(root: Path, run: Run, expected: Contents) -> None:
    """Index what a kill has left; check that this is a fresh index, with nothing left to do.

    Vectors that the index counts on are repaired, where they are there, and not made anew.
    """
    are_there = has_vectors(root)
    stats = index(root, run.route, embedder=run.embedder)
    assert not (are_there and stats.vectors_rebuilt), stats.vectors_rebuilt
    contents(root).assert_equal(expected)
    again = index(root, run.route, embedder=run.embedder)
    assert (again.files_indexed, again.vectors_rebuilt) == (0, None)
    # But for what readers may still have open, there is nothing else.
    folder = IndexFolder(root / ".miller")
    with SQLiteStore(folder.index_file, read_only=True) as store:
        recorded = store.get_state().get(FOLDER, "")
    kept = readers.kept_folders(folder, recorded)
    assert len(folder.vectors_beside("")) - len(kept) == (run.embedder != "none")
    for name in kept:
        os.utime(folder.vectors(name) / "replaced", (0, 0))
    index(root, run.route, embedder=run.embedder)
    assert len(list((root / ".miller").glob("vectors-*"))) == (run.embedder != "none")
    assert unfinished_run(root) is None


def copy_of(template: Path, root: Path) -> Path:
    """Copy a workspace with its index. Times are kept, so that nothing counts as changed."""
    return Path(shutil.copytree(template, root))
