"""A damaged index is an error that says so, or is repaired. It never only looks right."""

from __future__ import annotations

import math
import os
import shutil
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from crash.killing import Run, contents, recovers
from end_to_end.conftest import index, miller
from miller import VectorStore, WorkspaceScanner
from miller.errors import MillerError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crash.conftest import Workspaces

PAGE = 4_096


def index_file(root: Path) -> Path:
    return root / ".miller/index.db"


def damage(path: Path, *, start: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(content)


def tells_or_repairs(root: Path, workspaces: Workspaces) -> str:
    """Run; give the error, which has a hint, or see that the index is as a fresh one."""
    expected = workspaces.before["static"]
    error: StoreError | None = None
    try:
        index(root)
    except StoreError as raised:
        error = raised
    if error is None:
        contents(root).assert_equal(expected)
    else:
        assert str(index_file(root)) in str(error)
        assert "miller index --rebuild" in str(error.hint)
    WorkspaceScanner(root).index_workspace(rebuild=True)
    contents(root).assert_equal(expected)
    return "" if error is None else str(error)


# SQLite ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.slow), 17])
@pytest.mark.parametrize("content", [b"\0", b"\xa5"])
def test_overwritten_page(
    workspaces: Workspaces, tmp_path: Path, content: bytes, step: int
) -> None:
    root = workspaces.indexed(tmp_path / "workspace")
    index(root)
    whole = index_file(root).read_bytes()
    for start in range(0, len(whole), step * PAGE):
        index_file(root).write_bytes(whole)
        damage(index_file(root), start=start, content=content * PAGE)
        with pytest.raises(StoreError, match="damaged") as caught:
            index(root)
        assert "miller index --rebuild" in str(caught.value.hint)
    assert "damaged" in tells_or_repairs(root, workspaces)


@pytest.mark.parametrize(
    ("left", "is_told"),
    [(0, False), (1, False), (100, True), (0.5, True), (-PAGE, True), (-1, True)],
)
def test_truncated_index(
    workspaces: Workspaces, tmp_path: Path, left: float, *, is_told: bool
) -> None:
    root = workspaces.indexed(tmp_path / "workspace")
    size = index_file(root).stat().st_size
    os.truncate(index_file(root), int(size * left) if left == 0.5 else int(left) % size)
    assert ("damaged" in tells_or_repairs(root, workspaces)) == is_told


@pytest.mark.parametrize(("left", "words"), [(None, "missing"), (0, "0 bytes"), (1, "1 bytes")])
def test_lost_index_is_made_anew_and_told_of(
    workspaces: Workspaces, tmp_path: Path, left: int | None, words: str
) -> None:
    root = workspaces.indexed(tmp_path / "workspace")
    if left is None:
        index_file(root).unlink()
    else:
        os.truncate(index_file(root), left)
        for arguments in (
            ["search", "lamp"],
            ["stats"],
            ["outline", "room_1/lamp.py"],
            ["refs", "x"],
        ):
            told = miller(*arguments, folder=root)
            assert (told.status, "the index is empty" in told.errors) == (1, True)
            assert "hint: run `miller index`" in told.errors
    answer = miller("index", ".", folder=root)
    assert answer.status == 0
    assert "the index was built anew" in answer.errors
    assert words in answer.errors
    assert str(index_file(root)) in answer.errors
    contents(root).assert_equal(workspaces.before["static"])
    again = miller("index", ".", folder=root)
    assert (again.status, again.errors) == (0, "")


def test_readers_of_a_damaged_index_are_told_what_mends_it(
    workspaces: Workspaces, tmp_path: Path
) -> None:
    root = workspaces.indexed(tmp_path / "workspace")
    os.truncate(index_file(root), 100)
    for arguments in (["search", "lamp"], ["stats"], ["outline", "room_1/lamp.py"], ["refs", "x"]):
        told = miller(*arguments, folder=root)
        assert (told.status, "damaged" in told.errors) == (1, True)
        assert "miller index --rebuild" in told.errors


def test_file_of_another_program_is_left_alone(workspaces: Workspaces, tmp_path: Path) -> None:
    root = workspaces.new(tmp_path / "workspace")
    index_file(root).parent.mkdir()
    index_file(root).write_bytes(b"somebody's notes\n" * 500)
    with pytest.raises(StoreError, match="not an index of Miller"):
        index(root)
    assert index_file(root).read_bytes().startswith(b"somebody's notes")


# LanceDB -----------------------------------------------------------------------------------------


def lose_folder(store: Path) -> None:
    shutil.rmtree(store)


def lose_table(store: Path) -> None:
    shutil.rmtree(store / "symbols.lance")


def empty_folder(store: Path) -> None:
    shutil.rmtree(store)
    store.mkdir()


def lose_data(store: Path) -> None:
    for file in store.rglob("data/*.lance"):
        file.unlink()


def lose_versions(store: Path) -> None:
    shutil.rmtree(next(store.rglob("_versions")))


def lose_last_version(store: Path) -> None:
    # The names count downwards.
    min(store.rglob("_versions/*.manifest")).unlink()


def lose_text_index(store: Path) -> None:
    shutil.rmtree(next(store.rglob("_indices")))


def halve_data(store: Path) -> None:
    for file in store.rglob("data/*.lance"):
        os.truncate(file, file.stat().st_size // 2)


def blank_data(store: Path) -> None:
    for file in store.rglob("data/*.lance"):
        half = file.stat().st_size // 2
        damage(file, start=half, content=bytes(half))


def halve_last_version(store: Path) -> None:
    file = min(store.rglob("_versions/*.manifest"))
    os.truncate(file, file.stat().st_size // 2)


def halve_text_index(store: Path) -> None:
    for file in store.rglob("_indices/**/*.lance"):
        os.truncate(file, file.stat().st_size // 2)


DAMAGES = [
    lose_folder,
    lose_table,
    empty_folder,
    lose_data,
    lose_versions,
    lose_last_version,
    lose_text_index,
    halve_data,
    blank_data,
    halve_last_version,
    halve_text_index,
]


@pytest.mark.parametrize("damage_store", DAMAGES)
def test_damaged_vectors_are_made_anew(
    workspaces: Workspaces, tmp_path: Path, damage_store: Callable[[Path], None]
) -> None:
    root = workspaces.indexed(tmp_path / "workspace")
    index(root)
    (store,) = (root / ".miller").glob("vectors-*")
    damage_store(store)
    stats = index(root)
    assert "vectors cannot be used" in str(stats.vectors_rebuilt)
    assert stats.files_indexed == 0
    contents(root).assert_equal(workspaces.before["static"])
    recovers(root, Run(), workspaces.before["static"])


def lose_vector_index(store: Path) -> None:
    shutil.rmtree(next(store.rglob("auxiliary.idx")).parent)


def halve_vector_index(store: Path) -> None:
    for file in store.rglob("_indices/**/*.idx"):
        os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize("damage_store", [lose_vector_index, halve_vector_index])
def test_vectors_with_a_damaged_index_are_made_anew(
    workspaces: Workspaces,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage_store: Callable[[Path], None],
) -> None:
    monkeypatch.setattr("miller.vector_upkeep._ROWS_WORTH_A_VECTOR_INDEX", 1)
    root = workspaces.new(tmp_path / "workspace")
    index(root)
    (store,) = (root / ".miller").glob("vectors-*")
    damage_store(store)
    assert "searching by vector failed" in str(index(root).vectors_rebuilt)
    answer = miller("search", "lamp", "--mode", "vector", "--json", folder=root)
    assert (answer.status, answer.errors) == (0, "")
    recovers(root, Run(), workspaces.before["static"])


def test_vectors_of_another_index_are_not_used(workspaces: Workspaces, tmp_path: Path) -> None:
    root = workspaces.indexed(tmp_path / "workspace")
    other = workspaces.indexed(tmp_path / "other")
    write_lamp = other / "room_0/lamp.py"
    write_lamp.write_text(write_lamp.read_text().replace("shine", "gleam"))
    WorkspaceScanner(other).index_workspace(rebuild=True)
    # The rebuild has left those that it replaced to their readers.
    store, others = root / ".miller/vectors-1", other / ".miller/vectors-2"
    shutil.rmtree(store)
    shutil.copytree(others, store)
    assert "has not the symbols of the index" in str(index(root).vectors_rebuilt)
    contents(root).assert_equal(workspaces.before["static"])


@pytest.mark.parametrize("damage_store", [lose_folder, lose_data, halve_data])
def test_search_in_damaged_vectors_is_an_error(
    workspaces: Workspaces, tmp_path: Path, damage_store: Callable[[Path], None]
) -> None:
    root = workspaces.indexed(tmp_path / "workspace")
    (store,) = (root / ".miller").glob("vectors-*")
    damage_store(store)
    with pytest.raises(MillerError, match="vector store"):
        contents(root)


@pytest.mark.parametrize(
    ("column", "is_told"), [("vector", "no numbers"), ("signature", "in the files from")]
)
def test_rows_that_differ_in_one_value_are_found(
    workspaces: Workspaces,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    column: str,
    is_told: str,
) -> None:
    """LanceDB would not take such a vector: it comes of damage."""
    root = workspaces.indexed(tmp_path / "workspace")
    sound = VectorStore.to_arrow

    def damaged(store: VectorStore, *arguments: object, **options: object) -> pa.Table:
        rows: pa.Table = sound(store, *arguments, **options)  # type: ignore[arg-type] -- as given
        values = rows[column].to_pylist()
        values[-1] = [math.nan] * store.dimension if column == "vector" else "other"
        place = rows.schema.get_field_index(column)
        field = rows.schema.field(column)
        return rows.set_column(place, field, pa.array(values, field.type))

    index_file(root).touch()
    with monkeypatch.context() as patched:
        patched.setattr(VectorStore, "to_arrow", damaged)
        assert is_told in str(index(root).vectors_rebuilt)
    contents(root).assert_equal(workspaces.before["static"])


# What is not damaged -----------------------------------------------------------------------------


def test_index_as_it_was_left_is_not_read_through(
    workspaces: Workspaces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspaces.indexed(tmp_path / "workspace")
    checks: list[str] = []
    monkeypatch.setattr("miller.scanner.check_rows", lambda *_: checks.append("rows"))
    monkeypatch.setattr("miller.vector_index.check_vectors", lambda *_: checks.append("vectors"))
    for path in (root / "room_0/lamp.py", root / "room_2/lamp.py"):
        path.write_text("LAMP = 1\n")
        index(root)
        contents(root)
    assert checks == []
    index_file(root).touch()
    index(root)
    assert checks == ["rows", "vectors"]
