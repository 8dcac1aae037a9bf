"""Whatever happened before, the rows are those of a fresh index."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from end_to_end.conftest import LAMP, REPORT, index, rows_of, write
from miller import SQLiteStore, VectorStore, WorkspaceScanner, miller_core, pipeline, scanner
from miller.embeddings.static import DEFAULT_MODEL
from miller.errors import WorkspaceError
from miller.index_folder import IndexFolder
from miller.state import DIMENSION, FOLDER, MODEL, VERSION
from miller.vector_index import VectorIndex

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROUTES = ["object", "arrow", "verify"]


def edit(root: Path) -> None:
    (root / "lamp.py").write_text(LAMP.replace("switch", "toggle") + "\n\nEXTRA = 1\n")


def insert_line(root: Path) -> None:
    (root / "lamp.py").write_text("# a remark\n" + LAMP)


def rename(root: Path) -> None:
    (root / "lamp.py").rename(root / "torch.py")


def delete(root: Path) -> None:
    (root / "shop/report.py").unlink()


def ignore(root: Path) -> None:
    (root / ".ignore").write_text("shop/\n")


def empty(root: Path) -> None:
    (root / "lamp.py").write_text("")


def become_binary(root: Path) -> None:
    (root / "lamp.py").write_bytes(b"\x00" * 50)


def add(root: Path) -> None:
    write(root, {"new/a.py": LAMP, "new/b.py": REPORT})


CHANGES = [edit, insert_line, rename, delete, ignore, empty, become_binary, add]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("change", CHANGES)
def test_change_leads_to_the_rows_of_a_fresh_index(
    workspace: Path, tmp_path: Path, route: str, change: Callable[[Path], None]
) -> None:
    index(workspace, route)
    change(workspace)
    index(workspace, route)
    index(workspace, "object", index_dir=tmp_path / "fresh")
    assert rows_of(workspace) == rows_of(workspace, tmp_path / "fresh")


def test_all_changes_in_turn_with_alternating_routes(workspace: Path, tmp_path: Path) -> None:
    index(workspace)
    for number, change in enumerate(CHANGES):
        if change is not rename:
            change(workspace)
            index(workspace, ROUTES[number % len(ROUTES)])
    index(workspace, "arrow", index_dir=tmp_path / "fresh")
    assert rows_of(workspace) == rows_of(workspace, tmp_path / "fresh")


@pytest.mark.parametrize("route", ROUTES)
def test_unchanged_files_are_left_alone(workspace: Path, route: str) -> None:
    first = index(workspace, route)
    assert first.files_indexed == 3
    second = index(workspace, route)
    assert second.files_indexed == 0
    assert second.rows == {}
    assert second.files_unchanged + second.files_touched == 3


def test_rebuild_makes_everything_anew(workspace: Path) -> None:
    index(workspace)
    before = rows_of(workspace)
    stats = WorkspaceScanner(workspace, route="object").index_workspace(rebuild=True)
    assert stats.files_indexed == 3
    assert rows_of(workspace) == before


def test_other_version_of_miller_reads_everything_again(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(workspace)
    monkeypatch.setattr(scanner, "_WRITER", "99")
    assert index(workspace).files_indexed == 3
    assert index(workspace).files_indexed == 0


def test_two_workspaces_cannot_share_an_index(workspace: Path, tmp_path: Path) -> None:
    shared, other = tmp_path / "shared", tmp_path / "other"
    other.mkdir()
    index(workspace, index_dir=shared)
    before = rows_of(workspace, shared)
    with pytest.raises(WorkspaceError, match="belongs to another workspace"):
        index(other, index_dir=shared)
    assert rows_of(workspace, shared) == before


def test_a_moved_workspace_keeps_its_index(workspace: Path, tmp_path: Path) -> None:
    index(workspace)
    moved = workspace.rename(tmp_path / "moved")
    assert index(moved).files_indexed == 0


# Crashes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ["object", "arrow"])
def test_crash_leaves_no_vectors_of_a_file_that_is_then_gone(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, route: str
) -> None:
    index(workspace, route)
    write(workspace, {"new.py": LAMP})

    class Crash(BaseException):
        """Stands for the end of the process."""

    name = "replace_rows" if route == "object" else "replace_table"
    write_vectors = getattr(VectorIndex, name)

    def crash(*arguments: Any) -> None:
        write_vectors(*arguments)
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(VectorIndex, name, crash)
        with pytest.raises(Crash):
            index(workspace, route)
    (workspace / "new.py").unlink()
    write(workspace, {"other.py": LAMP})
    index(workspace, route)
    index(workspace, "object", index_dir=tmp_path / "fresh")
    assert rows_of(workspace) == rows_of(workspace, tmp_path / "fresh")


@pytest.mark.parametrize("route", ["object", "arrow"])
def test_crash_between_the_stores_leaves_the_last_commit(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, route: str
) -> None:
    index(workspace, route)
    edit(workspace)
    delete(workspace)

    class Crash(BaseException):
        """Stands for the end of the process."""

    def crash(*_: Any, **__: Any) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        # The vectors are written; the transaction that would count them never comes.
        name = "replace_rows" if route == "object" else "replace_table"
        write_vectors = getattr(VectorIndex, name)

        def write_and_crash(self: VectorIndex, *arguments: Any) -> None:
            write_vectors(self, *arguments)
            raise Crash

        patch.setattr(VectorIndex, name, write_and_crash)
        patch.setattr(VectorIndex, "roll_back", crash)
        with pytest.raises(Crash):
            index(workspace, route)
    index(workspace, route)
    index(workspace, "object", index_dir=tmp_path / "fresh")
    assert rows_of(workspace) == rows_of(workspace, tmp_path / "fresh")


# Models ------------------------------------------------------------------------------------------


class Counting:
    """A model of few components that counts what it embeds."""

    def __init__(self, dimension: int, digest: str = "1") -> None:
        self.model_id = "counting"
        self.digest = digest
        self.dimension = dimension
        self.texts = 0

    def embed(self, texts: Any) -> Any:
        self.texts += len(texts)
        lengths = np.array([len(text.as_py()) for text in texts], np.float32)
        vectors = np.repeat(lengths, self.dimension) + 1
        return pa.FixedSizeListArray.from_arrays(pa.array(vectors), self.dimension)


@pytest.mark.parametrize("route", ROUTES)
def test_other_model_makes_all_vectors_anew(workspace: Path, route: str) -> None:
    first = Counting(3)
    assert index(workspace, route, embedder=first).vectors_rebuilt is None
    symbols = len(rows_of(workspace)["symbols"])
    assert first.texts == symbols
    again = Counting(3)
    assert index(workspace, route, embedder=again).vectors_rebuilt is None
    assert again.texts == 0
    for model in (Counting(3, digest="2"), Counting(5)):
        stats = index(workspace, route, embedder=model)
        assert stats.vectors_rebuilt
        assert stats.files_indexed == 0
        assert model.texts == symbols
        vectors = rows_of(workspace)["vectors"]
        assert len(vectors) == symbols
        assert {len(row["vector"]) for row in vectors} == {model.dimension}
    # Those of the models before are kept for readers, and go with a later run.
    for mark in (workspace / ".miller").glob("vectors-*/replaced"):
        os.utime(mark, (0, 0))
    index(workspace, route, embedder=Counting(5))
    assert len(list((workspace / ".miller").glob("vectors-*"))) == 1


def test_vectors_are_made_in_bounded_parts(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(workspace, {f"more/{number}.py": LAMP for number in range(9)})
    index(workspace, embedder=Counting(3))
    monkeypatch.setattr("miller.outbox.PART_SYMBOLS", 20)
    model = Counting(4)
    index(workspace, embedder=model)
    rows = rows_of(workspace)
    assert model.texts == len(rows["symbols"]) == len(rows["vectors"])


def test_lost_vectors_are_made_anew(workspace: Path) -> None:
    index(workspace)
    before = rows_of(workspace)
    (folder,) = (workspace / ".miller").glob("vectors-*")
    folder.rename(workspace / ".miller" / "gone")
    stats = index(workspace)
    assert "cannot be used" in str(stats.vectors_rebuilt)
    assert rows_of(workspace) == before


def test_index_without_vectors_gets_them_later(workspace: Path) -> None:
    index(workspace, embedder="none")
    assert "vectors" not in rows_of(workspace)
    index(workspace, embedder=Counting(3))
    assert rows_of(workspace)["vectors"]
    edit(workspace)
    # Vectors that no longer fit must not stay, but for readers who have them open.
    index(workspace, embedder="none")
    with SQLiteStore(IndexFolder.of(workspace).index_file, read_only=True) as store:
        assert not store.get_state()[FOLDER]
    for vectors in (workspace / ".miller").glob("vectors-*"):
        os.utime(vectors / "replaced", (0, 0))
    index(workspace, embedder="none")
    assert not list((workspace / ".miller").glob("vectors-*"))


def test_model_is_on_record(workspace: Path) -> None:
    index(workspace)
    with SQLiteStore(IndexFolder.of(workspace).index_file, read_only=True) as store:
        state = store.get_state()
    assert state[MODEL] == DEFAULT_MODEL
    path = IndexFolder.of(workspace).vectors(state[FOLDER])
    with VectorStore(path, int(state[DIMENSION]), must_exist=True) as vectors:
        assert vectors.has_text_index
        assert vectors.version == int(state[VERSION])


def test_first_run_builds_the_text_index_and_joins_nothing(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []
    monkeypatch.setattr("miller.steps.watcher", reached.append)
    index(workspace, settings={"flush_rows": 1, "chunk_size": 1})
    assert reached.count("vectors written") > 1
    assert reached.count("text index built") == 1
    assert not {"pieces joined", "fragments joined"} & set(reached)
    # The version with the index is the one on record, and nothing is left to do.
    with SQLiteStore(IndexFolder.of(workspace).index_file, read_only=True) as store:
        state = store.get_state()
    path = IndexFolder.of(workspace).vectors(state[FOLDER])
    with VectorStore(path, int(state[DIMENSION]), version=int(state[VERSION])) as vectors:
        assert vectors.has_text_index
    reached.clear()
    (workspace / "lamp.py").write_text(f"{LAMP}\n\nLATER = 1\n")
    index(workspace)
    assert "vectors written" in reached
    assert "text index built" not in reached


def test_pipeline_knows_every_route() -> None:
    assert set(pipeline.ROUTES) == {"object", "arrow", "verify"}
    assert miller_core.tables()[0] == "symbols"
