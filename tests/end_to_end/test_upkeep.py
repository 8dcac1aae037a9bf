"""What runs leave behind is looked after at a cost that follows what is new."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

import upkeep
from end_to_end.conftest import index, rows_of, write
from miller import SQLiteStore, VectorStore, vector_upkeep
from miller.index_folder import IndexFolder
from miller.search import search
from miller.state import COMPACTED_AT, DIMENSION, FOLDER, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = 40


def source(file: int, run: int = 0) -> str:
    return "".join(f"def work_{file}_{n}_{run}():\n    return {n}\n\n\n" for n in range(5))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    write(root, {f"m{file}.py": source(file) for file in range(FILES)})
    index(root)
    return root


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    points: list[str] = []
    monkeypatch.setattr("miller.steps.watcher", points.append)
    return points


def edit(root: Path, run: int) -> None:
    write(root, {f"m{run % FILES}.py": source(run % FILES, run)})
    index(root)


@contextmanager
def vectors_of(root: Path) -> Iterator[VectorStore]:
    """Open the vectors as a reader does."""
    folder = IndexFolder.of(root)
    with SQLiteStore(folder.index_file, read_only=True) as store:
        state = store.get_state()
    path = folder.vectors(state[FOLDER])
    with VectorStore(path, int(state[DIMENSION]), version=int(state[VERSION])) as vectors:
        yield vectors


def first_by_text(root: Path, words: str) -> str:
    with (
        vectors_of(root) as vectors,
        SQLiteStore(IndexFolder.of(root).index_file, read_only=True) as store,
    ):
        return search(store, words, vectors=vectors, mode="text", limit=1)[0].name


def assert_as_fresh(root: Path, tmp_path: Path) -> None:
    index(root, index_dir=tmp_path / "fresh")
    assert rows_of(root) == rows_of(root, tmp_path / "fresh")


def test_pieces_are_joined_when_they_are_many(
    root: Path, tmp_path: Path, reached: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {**upkeep.BY_PIECES, "_MOST_PIECES": 6, "_MOST_ROWS_OUTSIDE": 30_000}
    for name, value in settings.items():
        monkeypatch.setattr(vector_upkeep, name, value)
    most = 0
    for run in range(1, 20):
        edit(root, run)
        with vectors_of(root) as vectors:
            most = max(most, len(vectors.pieces()))
    assert reached.count("pieces joined") >= 2
    assert 3 < most <= 6
    assert "fragments joined" not in reached
    assert_as_fresh(root, tmp_path)


def test_large_parts_are_left_as_they_are(
    root: Path, reached: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("miller.vector_fragments._ROWS_OF_A_LARGE_PART", 100)
    for name, value in upkeep.BY_PIECES.items():
        monkeypatch.setattr(vector_upkeep, name, value)
    data = next((root / ".miller").glob("vectors-*/symbols.lance/data"))
    (large,) = data.iterdir()
    edit(root, 1)
    edit(root, 2)
    edit(root, 3)
    assert "pieces joined" in reached
    with vectors_of(root) as vectors:
        assert len(vectors.pieces()) == 1
    # Nothing of its size was written since.
    others = [file.stat().st_size for file in data.iterdir() if file != large]
    assert max(others) < large.stat().st_size / 2


def test_text_index_is_built_anew_when_too_many_rows_are_outside(
    root: Path, tmp_path: Path, reached: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {**upkeep.BY_PIECES, "_MOST_PIECES": 1_000, "_MOST_ROWS_OUTSIDE": 30}
    for name, value in settings.items():
        monkeypatch.setattr(vector_upkeep, name, value)
    outside = []
    for run in range(1, 20):
        edit(root, run)
        with vectors_of(root) as vectors:
            outside.append(vectors.rows_outside_text_index)
        assert first_by_text(root, f"work_{run}_3_{run}") == f"work_{run}_3_{run}"
    assert max(outside) <= 30
    assert max(outside) > 10
    assert 1 <= reached.count("text index recorded") < 6
    assert_as_fresh(root, tmp_path)


def test_vector_index_is_built_from_a_size_on_and_built_anew_when_many_rows_are_outside(
    root: Path, tmp_path: Path, reached: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(root, 1)
    with vectors_of(root) as vectors:
        assert vectors.rows_outside_vector_index is None
    monkeypatch.setattr(vector_upkeep, "_ROWS_WORTH_A_VECTOR_INDEX", 10)
    monkeypatch.setattr(vector_upkeep, "_MOST_ROWS_OUTSIDE", 30)
    outside = []
    for run in range(2, 20):
        edit(root, run)
        with vectors_of(root) as vectors:
            outside.append(vectors.rows_outside_vector_index)
    assert None not in outside
    assert 10 < max(outside) <= 30
    assert 2 <= reached.count("vector index recorded") < 8
    assert_as_fresh(root, tmp_path)
    built = reached.count("vector index recorded")
    # There is a largest size, for the memory that building takes.
    monkeypatch.setattr(vector_upkeep, "_MOST_ROWS_OF_A_VECTOR_INDEX", 10)
    monkeypatch.setattr(vector_upkeep, "_MOST_ROWS_OUTSIDE", -1)
    edit(root, 20)
    assert reached.count("vector index recorded") == built


def test_building_an_index_puts_off_neither_joining_nor_compacting(
    root: Path, reached: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save of a file of a thousand symbols builds the index of full text each time."""
    settings = {**upkeep.BY_PIECES, "_VERSIONS_BEFORE_A_LOOK": 10}
    for name, value in settings.items():
        monkeypatch.setattr(vector_upkeep, name, value)
    for run in range(1, 10):
        edit(root, run)
    assert reached.count("text index recorded") == 9
    assert reached.count("vector index recorded") == 9
    assert 2 <= reached.count("joined pieces recorded") < 9
    for name, value in {**upkeep.ALL_ANEW, "_VERSIONS_BEFORE_A_LOOK": 10}.items():
        monkeypatch.setattr(vector_upkeep, name, value)
    for run in range(10, 16):
        edit(root, run)
    assert "fragments joined" in reached


def test_table_is_written_anew_once_in_the_time_that_readers_have(
    root: Path, reached: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in upkeep.ALL_ANEW.items():
        if name != "_TIME_BETWEEN_COMPACTING":
            monkeypatch.setattr(vector_upkeep, name, value)
    for run in range(1, 4):
        edit(root, run)
    assert reached.count("fragments joined") == 1
    # Whether the time is over, or the clock was put back.
    for run, apart in enumerate((-600, 9_000), start=4):
        with SQLiteStore(IndexFolder.of(root).index_file) as store:
            store.set_state({COMPACTED_AT: str(time.time() + apart)})
        edit(root, run)
        assert reached.count("fragments joined") == run - 2


def test_few_edits_cost_no_upkeep(root: Path, reached: list[str]) -> None:
    for run in range(1, 10):
        edit(root, run)
    built = {"text index built", "vector index built"}
    done = {"pieces joined", "fragments joined", *built} & set(reached)
    assert not done


def test_edit_is_on_record_before_its_upkeep_begins(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in upkeep.ALL_ANEW.items():
        monkeypatch.setattr(vector_upkeep, name, value)
    found: list[str] = []

    def look(point: str) -> None:
        if point in {"run recorded", "fragments joined"}:
            found.append(first_by_text(root, "work_1_3_1"))

    monkeypatch.setattr("miller.steps.watcher", look)
    edit(root, 1)
    assert found == ["work_1_3_1"] * 2


def test_symbols_with_vectors_fill_a_flush_sooner(tmp_path: Path, reached: list[str]) -> None:
    """Generated headers are symbols alone, and a vector is larger than the row of a symbol."""
    macros = "".join(f"#define REGISTER_{number} {number}\n" for number in range(50))
    write(tmp_path / "headers", {f"registers_{number}.h": macros for number in range(20)})
    flushes = []
    for embedder in ("none", "static"):
        reached.clear()
        index(
            tmp_path / "headers",
            embedder=embedder,
            index_dir=tmp_path / embedder,
            settings={"chunk_size": 1, "flush_size": 300_000},
        )
        flushes.append(reached.count("flush committed"))
    assert flushes[1] > 3 * flushes[0]
