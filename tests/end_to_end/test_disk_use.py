"""However often a workspace is indexed, its index takes a bounded multiple of a fresh one."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

import upkeep
from end_to_end.conftest import index, rows_of, write
from miller import SQLiteStore, unused_words, vector_upkeep
from miller.embeddings import open_embedder
from miller.errors import StoreError
from miller.index_folder import IndexFolder
from miller.state import WORDS_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUNS = 200
FILES = 30
FUNCTIONS = 40


def source(file: int, run: int) -> str:
    """Give a file with names that no other run has had."""
    return "".join(
        f'def work_{file}_{n}(a):\n    """Does {n} in {run}."""\n    return g(a, v_{run}_{n})\n\n\n'
        for n in range(FUNCTIONS)
    )


def edit(root: Path, run: int) -> None:
    file = run * 7 % FILES
    write(root, {f"m{file}.py": source(file, run), "notes.txt": f"What run {run} found.\n" * 50})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    write(root, {f"m{file}.py": source(file, 0) for file in range(FILES)})
    write(root, {"notes.txt": "What nobody has found yet.\n" * 50})
    return root


def sizes(folder: Path) -> dict[str, int]:
    """Give the bytes of each store."""
    total = {"sqlite": 0, "lancedb": 0}
    for file in folder.rglob("*"):
        if file.is_file():
            store = "sqlite" if file.name.startswith("index.db") else "lancedb"
            total[store] += file.stat().st_size
    return total


def live_through(root: Path) -> Iterator[dict[str, int]]:
    """Index after each of many edits; give the sizes of the stores each time."""
    embedder = open_embedder("static")
    for run in range(RUNS + 1):
        if run:
            edit(root, run)
        index(root, ("object", "arrow")[run % 2], embedder=embedder)
        yield sizes(root / ".miller")


def fresh(root: Path, tmp_path: Path) -> dict[str, int]:
    """Build a fresh index, see that the other one has its rows, and give its sizes."""
    folder = tmp_path / "fresh"
    index(root, index_dir=folder)
    assert rows_of(root) == rows_of(root, folder)
    return sizes(folder)


def keep_for_readers(monkeypatch: pytest.MonkeyPatch, period: timedelta) -> None:
    monkeypatch.setattr("miller.readers.KEPT_FOR_READERS", period)
    monkeypatch.setattr("miller.vector_upkeep._TIME_BETWEEN_COMPACTING", period)
    monkeypatch.setattr("miller.vector_store._SLACK", period)


def test_stores_stay_within_a_multiple_of_a_fresh_index(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time that versions stay for readers is left out: it passes in no test."""
    keep_for_readers(monkeypatch, timedelta(0))
    monkeypatch.setattr(unused_words, "_MOST_AT_LEAST", 500)
    seen = list(live_through(root))
    expected = fresh(root, tmp_path)
    assert max(size["sqlite"] for size in seen) < 1.15 * expected["sqlite"]
    # The table, the table from before it was last joined, and the pieces that came since.
    assert max(size["lancedb"] for size in seen) < 4 * expected["lancedb"]
    # No creeping: the second half of the history is no larger than the first.
    for store in expected:
        halves = [size[store] for size in seen[50:125]], [size[store] for size in seen[125:]]
        assert max(halves[1]) < 1.1 * max(halves[0]), store


def test_readers_time_costs_no_more_than_what_was_written(root: Path) -> None:
    """All of this happens while every version is kept: only copies of the table could pile up."""
    *_, last = live_through(root)
    folder = next((root / ".miller").glob("vectors-*")) / "symbols.lance" / "data"
    files = sorted((file.stat().st_size for file in folder.iterdir()), reverse=True)
    copies = [size for size in files if size > files[0] / 2]
    # The table is smaller than a piece may be, so that it is joined with each few dozen pieces.
    assert len(copies) <= 1 + RUNS // vector_upkeep._MOST_PIECES  # noqa: SLF001 -- of this package
    assert last["lancedb"] < 14 * files[0]


def test_a_write_that_was_cut_off_leaves_nothing_for_ever(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(root)
    before = rows_of(root)
    data = next((root / ".miller").glob("vectors-*")) / "symbols.lance" / "data"
    whole = next(data.iterdir())
    # Any other name of the form that LanceDB gives.
    left = data / (("1" if whole.name.startswith("0") else "0") + whole.name[1:])
    shutil.copyfile(whole, left)
    for name, value in upkeep.ALL_ANEW.items():
        monkeypatch.setattr(vector_upkeep, name, value)
    index(root)
    assert not left.exists()
    assert rows_of(root) == before


# Words -------------------------------------------------------------------------------------------


def words(root: Path) -> set[str]:
    with SQLiteStore(IndexFolder.of(root).index_file, read_only=True) as store:
        return set(store.query("SELECT word FROM words")["word"].to_pylist())


@pytest.mark.parametrize("route", ["object", "arrow"])
def test_words_go_when_nothing_uses_them(root: Path, tmp_path: Path, route: str) -> None:
    index(root, route)
    edit(root, 1)
    index(root, route)
    assert "v_0_1" in words(root)
    for file in range(FILES):
        write(root, {f"m{file}.py": source(file, 1)})
    index(root, route)
    assert "v_0_1" in words(root)
    assert unused_words.forget_unused_words(IndexFolder.of(root).index_file)
    assert unused_words.forget_unused_words(IndexFolder.of(root).index_file) == 0
    index(root, index_dir=tmp_path / "fresh")
    assert rows_of(root) == rows_of(root, tmp_path / "fresh")
    with SQLiteStore(tmp_path / "fresh" / "index.db", read_only=True) as store:
        assert words(root) == set(store.query("SELECT word FROM words")["word"].to_pylist())
    # The keys that have become free are given to other words.
    edit(root, 2)
    index(root, route)
    shutil.rmtree(tmp_path / "fresh")
    index(root, index_dir=tmp_path / "fresh")
    assert rows_of(root) == rows_of(root, tmp_path / "fresh")


def test_words_stay_while_this_process_reads(root: Path) -> None:
    index(root)
    file = IndexFolder.of(root).index_file
    with SQLiteStore(file, read_only=True):
        assert unused_words.forget_unused_words(file) is None
    assert unused_words.forget_unused_words(file) == 0


def test_words_that_cannot_be_deleted_are_an_error_that_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "index.db"
    file.write_bytes(b"no index at all " * 100)
    with pytest.raises(StoreError, match=r"index\.db"):
        unused_words.forget_unused_words(file)


def test_a_look_at_the_words_has_to_be_worth_it(root: Path) -> None:
    index(root)
    with SQLiteStore(IndexFolder.of(root).index_file) as store:
        count = len(store.query("SELECT word FROM words"))
        assert int(store.get_state()[WORDS_LIMIT]) == count + 10_000
        assert not unused_words.too_many_words(store)
        store.set_state({WORDS_LIMIT: str(count - 1)})
        assert unused_words.too_many_words(store)
    index(root)
    with SQLiteStore(IndexFolder.of(root).index_file) as store:
        assert int(store.get_state()[WORDS_LIMIT]) == count + 10_000
