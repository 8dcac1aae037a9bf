"""Whatever was done to a workspace between its runs, the index is that of a fresh run.

After each step of a history, both stores are compared with a fresh index: the digests of all tables
and of the vectors, and each value of each row. Hypothesis makes the histories, the same ones each
time, and prints the shortest one that fails. `MILLER_EXAMPLES=20` makes twenty times as many;
`MILLER_SEED=7` makes others.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, event, given, seed, settings
from hypothesis import strategies as st

import upkeep
from equivalence.workspaces import ROUTES, assert_same_index, embedder
from histories.edits import EDITS, backdate, sources, write_corpus
from histories.repository import BRANCHES, make_repository
from miller import SQLiteStore, WorkspaceScanner, vector_upkeep
from miller.digests import index_digests
from miller.index_folder import IndexFolder
from miller.settings import NO_EMBEDDER

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    Test = Callable[..., None]

# What leaves the rows as they were.
WITHOUT_EFFECT = {"touch"}
# What has an effect only after something else.
SECOND = {
    "restore_file": "delete_file",
    "drop_ignore_rules": "change_ignore_rules",
    "folder_becomes_file": "file_becomes_folder",
}

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("MILLER_"):
            monkeypatch.delenv(name)


def examples(number: int) -> Callable[[Test], Test]:
    """Give a test so many histories, times what the environment asks for."""
    times, chosen = int(os.environ.get("MILLER_EXAMPLES", "1")), os.environ.get("MILLER_SEED")
    wanted = settings(
        max_examples=number * times,
        derandomize=chosen is None,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        # Explaining which parts of a failing history do not matter takes minutes.
        phases=set(Phase) - {Phase.explain},
    )
    return lambda test: wanted(test if chosen is None else seed(int(chosen))(test))


@dataclass(frozen=True)
class Step:
    """Some edits, each with the seed of its chance, and the run that follows them."""

    edits: list[tuple[str, int]]
    route: str
    settled: bool
    """Whether the edits are so long ago that the run trusts the times of the files."""

    def take(self, root: Path, index_dir: Path | None, *, vectors: bool) -> None:
        before = {file: file.stat().st_mtime_ns for file in sources(root)}
        for name, number in self.edits:
            (EDITS | BRANCHES)[name](root, Random(number))  # noqa: S311 -- to be replayed
        if self.settled:
            for file in sources(root):
                if before.get(file) != file.stat().st_mtime_ns:
                    backdate(file)
        run(root, index_dir, self.route, vectors=vectors)


def run(root: Path, index_dir: Path | None, route: str, *, vectors: bool) -> None:
    model = embedder() if vectors else NO_EMBEDDER
    scanner = WorkspaceScanner(root, index_dir=index_dir, route=route, embedder=model)
    stats = scanner.index_workspace()
    assert stats.fallbacks == []
    assert stats.differences == []


def assert_as_fresh(root: Path, index_dir: Path | None, *, vectors: bool) -> pa.Table:
    """Compare an index with a fresh one, and give the digests of its rows."""
    folder = IndexFolder.of(root, index_dir)
    with tempfile.TemporaryDirectory() as name:
        run(root, Path(name), "arrow", vectors=vectors)
        if vectors:
            assert_same_index(Path(name), folder.path)
        digests = index_digests(folder)
        assert digests.equals(index_digests(IndexFolder(Path(name))))
    with SQLiteStore(folder.index_file, read_only=True) as store:
        assert store.query("SELECT * FROM pragma_foreign_key_check").num_rows == 0
    return digests


def steps(names: list[str]) -> st.SearchStrategy[Step]:
    return st.builds(
        Step,
        edits=st.lists(
            st.tuples(st.sampled_from(names), st.integers(0, 9_999)), min_size=1, max_size=3
        ),
        route=st.sampled_from(ROUTES),
        settled=st.booleans(),
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write_corpus(tmp_path / "workspace")
    return tmp_path / "workspace"


# One edit ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EDITS)
def test_after_one_edit_the_rows_are_those_of_a_fresh_index(workspace: Path, name: str) -> None:
    """Each kind of edit has an effect, so that histories are not made of nothing."""
    run(workspace, None, "arrow", vectors=True)
    number = sum(name.encode())
    if name in SECOND:
        Step([(SECOND[name], number)], "arrow", settled=False).take(workspace, None, vectors=True)
    before = index_digests(IndexFolder.of(workspace))
    Step([(name, number)], "object", settled=False).take(workspace, None, vectors=True)
    after = assert_as_fresh(workspace, None, vectors=True)
    assert after.equals(before) == (name in WITHOUT_EFFECT)


@needs_git
def test_branches_bring_their_rows_with_them(workspace: Path) -> None:
    make_repository(workspace)
    run(workspace, None, "arrow", vectors=True)
    first = index_digests(IndexFolder.of(workspace))
    Step(
        [("begin_branch", 0), ("delete_folder", 1), ("rename_function", 2)], "object", settled=False
    ).take(workspace, None, vectors=True)
    assert not assert_as_fresh(workspace, None, vectors=True).equals(first)
    Step([("step_back", 0)], "arrow", settled=False).take(workspace, None, vectors=True)
    assert assert_as_fresh(workspace, None, vectors=True).equals(first)


# Many edits -------------------------------------------------------------------------------------


def live_through(history: list[Step], *, vectors: list[bool], under_git: bool) -> None:
    # The vectors are joined often: that is part of a long history.
    joined_often = mock.patch.multiple(vector_upkeep, **upkeep.OFTEN)
    with tempfile.TemporaryDirectory() as name, joined_often:
        root = Path(name) / "workspace"
        write_corpus(root)
        if under_git:
            make_repository(root)
        # In the workspace under git, beside it without.
        index_dir = None if under_git else Path(name) / "index"
        run(root, index_dir, "arrow", vectors=vectors[0])
        for number, step in enumerate(history):
            with_vectors = vectors[number % len(vectors)]
            for edit, _ in step.edits:
                event(edit)
            step.take(root, index_dir, vectors=with_vectors)
            assert_as_fresh(root, index_dir, vectors=with_vectors)


@examples(8)
@given(
    history=st.lists(steps(list(EDITS)), min_size=5, max_size=10),
    vectors=st.sampled_from([[True], [True], [False], [True, True, False]]),
)
def test_after_each_step_of_a_history_the_rows_are_those_of_a_fresh_index(
    history: list[Step], vectors: list[bool]
) -> None:
    live_through(history, vectors=vectors, under_git=False)


@needs_git
@examples(5)
@given(
    # Branches are as often as all other edits together.
    history=st.lists(st.one_of(steps(list(EDITS)), steps(list(BRANCHES))), min_size=5, max_size=10),
    vectors=st.sampled_from([[True], [False]]),
)
def test_after_each_step_in_a_repository_the_rows_are_those_of_a_fresh_index(
    history: list[Step], vectors: list[bool]
) -> None:
    live_through(history, vectors=vectors, under_git=True)
