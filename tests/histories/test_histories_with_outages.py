"""Whatever was done to a workspace while its model came and went, nothing is lost.

After each run, SQLite has the rows of a fresh index, and LanceDB those of the files that are not in
the outbox. After a run that the model lived through, the index is a fresh one.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import upkeep
from equivalence.workspaces import ROUTES
from failing_models import Flaky
from histories.edits import EDITS, write_corpus
from histories.test_random_histories import examples
from miller import SQLiteStore, VectorStore, WorkspaceScanner, miller_core, outbox, vector_upkeep
from miller.digests import index_digests
from miller.index_folder import IndexFolder
from miller.state import DIMENSION, FOLDER, VERSION

if TYPE_CHECKING:
    import pyarrow as pa

    from miller.report import IndexStats

ALWAYS = 10_000
DIGESTS = ("1", "1", "1", "2")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("MILLER_"):
            monkeypatch.delenv(name)


@dataclass(frozen=True)
class Step:
    """Some edits, each with the seed of its chance, and a run whose model answers so often."""

    edits: list[tuple[str, int]]
    route: str
    answers: int
    model: str
    """The digest of the model: another at times."""
    as_left: bool
    """Whether the run finds the note of the one before, and need not look closely."""

    def take(self, root: Path) -> None:
        for name, number in self.edits:
            EDITS[name](root, Random(number))  # noqa: S311 -- to be replayed
        if not self.as_left:
            (root / ".miller/as-left").unlink()
        stats = run(root, None, self.route, Flaky(self.answers, digest=self.model))
        event(f"outstanding: {bool(stats.vectors_outstanding)}")
        if not stats.vectors_outstanding:
            assert_whole(root, self.model)
            return
        with tempfile.TemporaryDirectory() as name:
            run(root, Path(name), "arrow", Flaky(digest=self.model))
            assert digests_without_vectors(IndexFolder.of(root)).equals(
                digests_without_vectors(IndexFolder(Path(name)))
            )
        assert_vectors_of_the_rest(root)


def run(root: Path, index_dir: Path | None, route: str, model: Flaky) -> IndexStats:
    # Small flushes, so that a model fails in the midst of a run.
    settings = {"flush_rows": 300, "chunk_size": "4KiB"}
    scanner = WorkspaceScanner(
        root, index_dir=index_dir, route=route, embedder=model, settings=settings
    )
    stats = scanner.index_workspace()
    assert stats.fallbacks == []
    assert stats.differences == []
    return stats


def digests_without_vectors(folder: IndexFolder) -> pa.Table:
    with SQLiteStore(folder.index_file, read_only=True) as store:
        return store.digests()


def assert_whole(root: Path, model: str) -> None:
    folder = IndexFolder.of(root)
    with tempfile.TemporaryDirectory() as name:
        run(root, Path(name), "arrow", Flaky(digest=model))
        assert index_digests(folder).equals(index_digests(IndexFolder(Path(name))))
    with SQLiteStore(folder.index_file, read_only=True) as store:
        assert outbox.is_empty(store)


def assert_vectors_of_the_rest(root: Path) -> None:
    folder = IndexFolder.of(root)
    names = miller_core.table_schema("symbols").names
    with SQLiteStore(folder.index_file, read_only=True) as store:
        waiting = set(outbox.paths_outstanding(store).to_pylist())
        rows = store.read_table("symbols").to_pylist()
        state = store.get_state()
    expected = {row["id"]: row for row in rows if row["file_path"] not in waiting}
    path, version = folder.vectors(state[FOLDER]), int(state[VERSION])
    with VectorStore(path, int(state[DIMENSION]), version=version) as vectors:
        found = vectors.to_arrow(names).to_pylist()
    assert {row["id"]: row for row in found} == expected
    assert len(found) == len(expected)


@examples(12)
@given(
    history=st.lists(
        st.builds(
            Step,
            edits=st.lists(
                st.tuples(st.sampled_from(list(EDITS)), st.integers(0, 9_999)), max_size=3
            ),
            route=st.sampled_from(ROUTES),
            answers=st.sampled_from([0, 0, 1, 2, ALWAYS]),
            model=st.sampled_from(DIGESTS),
            as_left=st.booleans(),
        ),
        min_size=4,
        max_size=9,
    ),
    first=st.sampled_from([0, 2, ALWAYS]),
)
def test_histories_with_a_model_that_comes_and_goes(history: list[Step], first: int) -> None:
    joined_often = mock.patch.multiple(vector_upkeep, **upkeep.OFTEN)
    small_parts = mock.patch.object(outbox, "PART_SYMBOLS", 20)
    with tempfile.TemporaryDirectory() as name, joined_often, small_parts:
        root = Path(name) / "workspace"
        write_corpus(root)
        run(root, None, "arrow", Flaky(first))
        for step in history:
            step.take(root)
        last = Step([], "arrow", ALWAYS, history[-1].model, as_left=True)
        last.take(root)
        assert_whole(root, history[-1].model)
