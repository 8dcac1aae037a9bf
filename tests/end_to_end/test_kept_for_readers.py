"""What was on record a moment ago stays for those who read it, and goes when its time is over."""

from __future__ import annotations

import json
import os
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from end_to_end.conftest import LAMP, index, rows_of, write
from failing_models import Flaky
from miller import SQLiteStore, VectorStore, WorkspaceScanner, readers
from miller.doctor import examine, repair
from miller.errors import StoreError
from miller.index_folder import IndexFolder
from miller.state import DIMENSION, FOLDER, ON_RECORD, VERSION

if TYPE_CHECKING:
    from pathlib import Path

OTHER_MODEL = Flaky(digest="other")


@pytest.fixture(autouse=True)
def _each_run_compacts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miller.vector_index._VERSIONS_BEFORE_COMPACTING", 1)


def pinned(root: Path) -> VectorStore:
    """Open the vectors as a search does."""
    folder = IndexFolder.of(root)
    with SQLiteStore(folder.index_file, read_only=True) as store:
        state = store.get_state()
    path, version = folder.vectors(state[FOLDER]), int(state[VERSION])
    return VectorStore(path, int(state[DIMENSION]), version=version)


def let_time_pass(root: Path) -> None:
    """Make all that was replaced look as if that was longer ago than readers are kept for."""
    folder, then = IndexFolder.of(root), time.time() - 600
    for mark in folder.path.glob("vectors-*/replaced"):
        os.utime(mark, (then, then))
    with SQLiteStore(folder.index_file) as store:
        versions = readers.versions_on_record(store.get_state())
        store.set_state({ON_RECORD: json.dumps([(version, then) for version, _ in versions])})


def edit(root: Path, number: int) -> None:
    write(root, {"lamp.py": LAMP.replace("Lamp", f"Lamp{number}")})


def test_version_stays_after_it_was_replaced_however_old_it_is(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "KEPT_FOR_READERS", timedelta(seconds=1))
    monkeypatch.setattr("miller.vector_store._SLACK", timedelta(seconds=2))
    index(workspace)
    made = time.time()
    with pinned(workspace) as reader:
        before = reader.to_arrow()
        while time.time() < made + 2.1:
            time.sleep(0.1)
        edit(workspace, 1)
        index(workspace)
        assert reader.to_arrow().equals(before)
        version = reader.version
    # It is opened by who has read the state before the run, too.
    with VectorStore(reader.path, reader.dimension, version=version) as late:
        assert late.to_arrow().equals(before)
        assert late.search_text("lamp", ["name"], 9).num_rows


def test_version_goes_when_its_time_is_over(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("miller.vector_store._SLACK", timedelta(0))
    index(workspace)
    with pinned(workspace) as reader:
        version = reader.version
    edit(workspace, 1)
    index(workspace)
    let_time_pass(workspace)
    edit(workspace, 2)
    index(workspace)
    with pytest.raises(StoreError, match=f"version {version}"):
        VectorStore(reader.path, reader.dimension, version=version)
    rows_of(workspace)


def test_what_is_known_of_versions_on_record() -> None:
    now = time.time()
    versions = [(3, now - 900), (5, now - 800), (7, now - 200), (9, now)]
    assert readers.oldest_in_use(versions) == 5
    state = readers.entry_of(versions)
    assert readers.versions_on_record(state) == versions[1:]
    assert readers.oldest_in_use(versions[2:]) is None
    # A clock that was put back; what another version of Miller has written; nothing.
    (ahead,) = readers.versions_on_record({ON_RECORD: f"[[3, {now + 9_000}]]"})
    assert ahead[1] <= time.time()
    for entry in ("12", "", "[[1]]", "{"):
        assert readers.versions_on_record({ON_RECORD: entry}) == []


@pytest.mark.parametrize("embedder", [OTHER_MODEL, "none"])
def test_vectors_of_another_model_stay_after_they_were_replaced(
    workspace: Path, embedder: Any
) -> None:
    index(workspace)
    with pinned(workspace) as reader:
        before = reader.to_arrow()
        index(workspace, embedder=embedder)
        assert reader.to_arrow().equals(before)
        found = examine(WorkspaceScanner(workspace, embedder=embedder))
        assert found.findings == []
        assert found.bytes["kept_vectors"] > 0
        assert found.bytes["left_over_vectors"] == 0
        repair(WorkspaceScanner(workspace, embedder=embedder))
        assert reader.to_arrow().equals(before)
    let_time_pass(workspace)
    # Not yet removed, but nothing is wrong with that either.
    assert examine(WorkspaceScanner(workspace, embedder=embedder)).findings == []
    # A run that finds no change does it, too.
    index(workspace, embedder=embedder)
    left = list((workspace / ".miller").glob("vectors-*"))
    assert [folder.name for folder in left] == ([] if embedder == "none" else ["vectors-2"])
    rows_of(workspace)


def test_rebuild_leaves_the_vectors_to_their_readers(workspace: Path) -> None:
    index(workspace)
    with pinned(workspace) as reader:
        before = reader.to_arrow()
        WorkspaceScanner(workspace).index_workspace(rebuild=True)
        assert reader.to_arrow().equals(before)
    let_time_pass(workspace)
    index(workspace)
    assert len(list((workspace / ".miller").glob("vectors-*"))) == 1
    rows_of(workspace)


def test_name_of_a_folder_is_not_used_again(workspace: Path) -> None:
    """A reader that comes late must not take the vectors of another index for its own."""
    index(workspace)
    names = set()
    for model in (OTHER_MODEL, "static", OTHER_MODEL):
        index(workspace, embedder=model)
        let_time_pass(workspace)
        index(workspace, embedder=model)
        (folder,) = (workspace / ".miller").glob("vectors-*")
        names.add(folder.name)
    assert names == {"vectors-2", "vectors-3", "vectors-4"}
