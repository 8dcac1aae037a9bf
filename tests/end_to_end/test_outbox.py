"""A model that fails costs no rows: what has no vectors waits in the outbox for a later run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from end_to_end.conftest import LAMP, REPORT, in_outbox, index, rows_of, write
from failing_models import AWAY, Failing, Flaky
from miller import SQLiteStore, VectorStore, outbox
from miller.embeddings import open_embedder
from miller.errors import ConfigurationError, EmbeddingError, StoreError
from miller.index_folder import IndexFolder
from miller.report import IndexStats
from miller.run_model import RunModel
from miller.search import search
from miller.state import DIMENSION, FOLDER, MODEL, VERSION
from miller.vector_index import VectorIndex

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROUTES = ["object", "arrow", "verify"]


@pytest.fixture(params=ROUTES)
def route(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def assert_as_fresh(root: Path, fresh: Path, model: Any = None) -> None:
    index(root, "object", embedder=model or Flaky(), index_dir=fresh)
    assert in_outbox(root) == []
    assert rows_of(root) == rows_of(root, fresh)


def assert_rows_as_fresh(root: Path, fresh: Path) -> None:
    """Compare all rows but the vectors."""
    index(root, "object", embedder=Flaky(), index_dir=fresh)
    expected = rows_of(root, fresh)
    found = rows_of(root)
    for table in expected.keys() - {"vectors"}:
        assert found[table] == expected[table], table


def test_first_run_without_its_model_keeps_all_rows(
    workspace: Path, tmp_path: Path, route: str
) -> None:
    stats = index(workspace, route, embedder=Flaky(0))
    assert (stats.files_indexed, stats.vectors_outstanding) == (3, 2)
    assert stats.vectors_outstanding_reason == "the quota is used up"
    assert stats.exit_status() == 1
    assert (stats.fallbacks, stats.vectors_rebuilt) == ([], None)
    # A file without symbols needs no vectors.
    assert in_outbox(workspace) == ["lamp.py", "shop/report.py"]
    assert rows_of(workspace)["vectors"] == []
    assert_rows_as_fresh(workspace, tmp_path / "fresh")

    model = Flaky()
    stats = index(workspace, route, embedder=model)
    assert (stats.files_indexed, stats.vectors_made_up, stats.vectors_outstanding) == (0, 2, 0)
    assert (stats.exit_status(), stats.vectors_outstanding_reason) == (0, None)
    assert stats.vectors_rebuilt is None
    assert len(model.texts) == len(rows_of(workspace)["symbols"])
    assert_as_fresh(workspace, tmp_path / "fresh")
    again = Flaky()
    assert index(workspace, route, embedder=again).vectors_made_up == 0
    assert again.texts == []


def test_the_vectors_of_untouched_files_stay(workspace: Path, tmp_path: Path, route: str) -> None:
    index(workspace, route, embedder=Flaky())
    before = rows_of(workspace)["vectors"]
    write(workspace, {"lamp.py": LAMP.replace("switch", "toggle")})
    assert index(workspace, route, embedder=Flaky(0)).vectors_outstanding == 1
    assert in_outbox(workspace) == ["lamp.py"]
    left = [row for row in before if row["file_path"] != "lamp.py"]
    assert rows_of(workspace)["vectors"] == left
    assert_rows_as_fresh(workspace, tmp_path / "fresh")
    index(workspace, route, embedder=Flaky())
    assert_as_fresh(workspace, tmp_path / "fresh")


def test_files_whose_texts_are_known_need_no_model(
    workspace: Path, tmp_path: Path, route: str
) -> None:
    index(workspace, route, embedder=Flaky())
    # Two files of one flush: in the first all symbols move, in the second one is new.
    write(workspace, {"shop/report.py": "\n\n" + REPORT, "lamp.py": LAMP + "\n\ndef new(): 0\n"})
    model = Flaky(0)
    stats = index(workspace, route, embedder=model)
    assert (stats.files_indexed, stats.vectors_outstanding, model.failures) == (2, 1, 1)
    assert in_outbox(workspace) == ["lamp.py"]
    lines = {row["file_path"]: row["start_line"] for row in rows_of(workspace)["vectors"]}
    assert lines.keys() == {"shop/report.py"}
    index(workspace, route, embedder=Flaky())
    assert_as_fresh(workspace, tmp_path / "fresh")


def test_nothing_is_asked_of_a_model_that_needs_not_be(workspace: Path, route: str) -> None:
    index(workspace, route, embedder=Flaky())
    write(workspace, {"shop/report.py": "\n\n" + REPORT})
    model = Flaky(0)
    stats = index(workspace, route, embedder=model)
    assert (stats.files_indexed, stats.vectors_outstanding, model.failures) == (1, 0, 0)
    assert (stats.exit_status(), in_outbox(workspace)) == (0, [])


def test_a_model_that_has_failed_is_not_asked_again_in_the_run(
    tmp_path: Path, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "workspace"
    write(root, {f"room_{n}/lamp.py": LAMP for n in range(12)})
    monkeypatch.setenv("MILLER_FLUSH_ROWS", "20")
    monkeypatch.setenv("MILLER_CHUNK_SIZE", "1KiB")
    model = Flaky(1)
    stats = index(root, route, embedder=model)
    assert stats.flushes > 2
    assert model.failures == 1
    assert 0 < len(in_outbox(root)) == stats.vectors_outstanding < 12
    assert {row["file_path"] for row in rows_of(root)["vectors"]}.isdisjoint(in_outbox(root))
    # Made up in parts, of which the third fails, as does a plain word.
    monkeypatch.setattr(outbox, "PART_SYMBOLS", 1)
    model = Flaky(2)
    stats = index(root, route, embedder=model)
    assert (stats.vectors_made_up, model.failures) == (2, 2)
    assert stats.vectors_outstanding == len(in_outbox(root)) > 0
    index(root, route, embedder=Flaky())
    assert_as_fresh(root, tmp_path / "fresh")


class Choosy(Flaky):
    """A model that refuses what has a word in any of its texts, and long lists of texts."""

    def __init__(self, refused: str = "", longest: int = 1_000_000) -> None:
        super().__init__()
        self.refused = refused
        self.longest = longest

    def embed(self, texts: Any) -> Any:
        given = texts.to_pylist()
        if len(given) > self.longest or (self.refused and self.refused in " ".join(given)):
            self.failures += 1
            raise EmbeddingError("a text is too long")
        return super().embed(texts)


@pytest.mark.parametrize("refused", [[0], [39], [17], [3, 4, 5, 6, 7], [0, 1, 2, 20, 38, 39]])
def test_texts_that_are_refused_keep_no_others_out(tmp_path: Path, refused: list[int]) -> None:
    root = tmp_path / "workspace"
    names = [f"room_{number:02}.py" for number in range(40)]
    texts = dict.fromkeys(names, LAMP)
    texts |= {names[number]: "def unspeakable(): pass\n" for number in refused}
    write(root, texts)
    model = Choosy("unspeakable")
    assert index(root, embedder=model).vectors_outstanding == 40
    stats = index(root, embedder=Choosy("unspeakable"))
    assert stats.vectors_made_up == 40 - len(refused)
    assert in_outbox(root) == [names[number] for number in refused]
    assert stats.vectors_outstanding_reason == "a text is too long"
    assert stats.exit_status() == 1
    index(root, embedder=Flaky())
    assert_as_fresh(root, tmp_path / "fresh")


def test_a_model_for_short_lists_gets_short_lists(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    write(root, {f"room_{number}.py": LAMP for number in range(16)})
    few = Choosy(longest=30)
    assert index(root, embedder=few).vectors_outstanding == 16
    stats = index(root, embedder=few)
    assert (stats.vectors_made_up, stats.vectors_outstanding, stats.exit_status()) == (16, 0, 0)
    assert_as_fresh(root, tmp_path / "fresh", Flaky())


def test_a_model_that_is_away_is_not_asked_for_each_file(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    write(root, {f"room_{number}.py": LAMP for number in range(40)})
    index(root, embedder=Flaky(0))
    model = Flaky(0)
    assert index(root, embedder=model).vectors_outstanding == 40
    # All texts at once, and a word.
    assert model.failures == 2


def test_files_in_the_outbox_are_edited_and_deleted(
    workspace: Path, tmp_path: Path, route: str
) -> None:
    write(workspace, {"gone.py": LAMP})
    index(workspace, route, embedder=Flaky(0))
    write(workspace, {"lamp.py": LAMP.replace("Lamp", "Torch")})
    (workspace / "gone.py").unlink()
    stats = index(workspace, route, embedder=Flaky(0))
    assert (stats.files_deleted, stats.vectors_outstanding) == (1, 2)
    assert in_outbox(workspace) == ["lamp.py", "shop/report.py"]
    assert_rows_as_fresh(workspace, tmp_path / "fresh")
    (workspace / "shop/report.py").unlink()
    write(workspace, {"lamp.py": ""})
    stats = index(workspace, route, embedder=Flaky(0))
    assert (stats.vectors_outstanding, in_outbox(workspace)) == (0, [])
    write(workspace, {"lamp.py": LAMP})
    index(workspace, route, embedder=Flaky())
    assert_as_fresh(workspace, tmp_path / "fresh")


def test_an_edited_file_of_the_outbox_is_embedded_once(workspace: Path, route: str) -> None:
    index(workspace, route, embedder=Flaky(0))
    write(workspace, {"lamp.py": LAMP.replace("Lamp", "Torch")})
    model = Flaky()
    stats = index(workspace, route, embedder=model)
    assert (stats.files_indexed, stats.vectors_made_up) == (1, 1)
    assert len(model.texts) == len(rows_of(workspace)["symbols"])


# What a failure is -------------------------------------------------------------------------------


def raise_runtime_error(_texts: Any) -> Any:
    raise RuntimeError("out of memory on the accelerator")


FAILURES: dict[str, Callable[[Any], Any]] = {
    "error": Flaky.raise_error,
    "out of memory": raise_runtime_error,
    "wrong width": lambda texts: np.ones((len(texts), 3), np.float32),
    "too few": lambda texts: np.ones((len(texts) - 1, 4), np.float32),
    "not finite": lambda texts: np.full((len(texts), 4), np.nan, np.float32),
    "nothing": lambda _texts: None,
}


@pytest.mark.parametrize("name", FAILURES)
@pytest.mark.parametrize("route", ["arrow", "object"])
def test_whatever_a_model_does_wrong_is_its_failure(
    workspace: Path, tmp_path: Path, route: str, name: str
) -> None:
    model = Flaky(0)
    model.fail = FAILURES[name]
    stats = index(workspace, route, embedder=model)
    assert stats.vectors_outstanding == 2
    assert stats.vectors_outstanding_reason
    assert stats.fallbacks == []
    index(workspace, route, embedder=Flaky())
    assert_as_fresh(workspace, tmp_path / "fresh")


@pytest.mark.parametrize("route", ["arrow", "object"])
def test_a_store_that_fails_is_no_model_that_does(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, route: str
) -> None:
    def fail(*_: Any) -> Any:
        raise StoreError("the disk is full")

    for name in ("add_arrow_batch", "add_rows"):
        monkeypatch.setattr(VectorStore, name, fail)
    with pytest.raises(StoreError, match="the disk is full"):
        index(workspace, route, embedder=Flaky())


def test_an_interrupt_is_no_failure(workspace: Path) -> None:
    def interrupt(_texts: Any) -> Any:
        raise KeyboardInterrupt

    model = Flaky(0)
    model.fail = interrupt
    with pytest.raises(KeyboardInterrupt):
        index(workspace, embedder=model)


# Other models ------------------------------------------------------------------------------------


def test_another_model_covers_the_outbox(workspace: Path, tmp_path: Path, route: str) -> None:
    index(workspace, route, embedder=Flaky())
    write(workspace, {"lamp.py": LAMP.replace("switch", "toggle")})
    index(workspace, route, embedder=Flaky(0))
    model = Flaky(digest="2", dimension=5)
    stats = index(workspace, route, embedder=model)
    assert (bool(stats.vectors_rebuilt), stats.vectors_made_up) == (True, 0)
    assert len(model.texts) == len(rows_of(workspace)["symbols"])
    assert_as_fresh(workspace, tmp_path / "fresh", Flaky(digest="2", dimension=5))


def test_no_model_empties_the_outbox(workspace: Path, route: str) -> None:
    index(workspace, route, embedder=Flaky(0))
    stats = index(workspace, route, embedder="none")
    assert (stats.vectors_outstanding, in_outbox(workspace)) == (0, [])


def test_new_vectors_are_kept_as_far_as_they_are_made(
    tmp_path: Path, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "workspace"
    write(root, {**{f"room_{n}/lamp.py": LAMP for n in range(5)}, "a.py": "", "z.py": ""})
    index(root, route, embedder=Flaky())
    monkeypatch.setattr(outbox, "PART_SYMBOLS", 1)
    stats = index(root, route, embedder=Flaky(2, digest="2"))
    assert (stats.vectors_rebuilt, stats.vectors_outstanding) == (None, 3)
    assert in_outbox(root) == [f"room_{n}/lamp.py" for n in (2, 3, 4)]
    assert rows_of(root)["vectors"]
    model = Flaky(digest="2")
    stats = index(root, route, embedder=model)
    assert (stats.vectors_rebuilt, stats.vectors_made_up) == (None, 3)
    assert len(model.texts) == len(rows_of(root)["symbols"]) * 3 // 5
    assert_as_fresh(root, tmp_path / "fresh", Flaky(digest="2"))


def test_vectors_stay_until_another_model_has_made_some(
    workspace: Path, tmp_path: Path, route: str
) -> None:
    index(workspace, route, embedder=Flaky())
    before = rows_of(workspace)["vectors"]
    stats = index(workspace, route, embedder=Flaky(0, digest="2", dimension=5))
    assert (stats.vectors_rebuilt, stats.vectors_outstanding) == (None, 0)
    # None of them is of the model that the settings name.
    assert "of 4 components; the settings name `flaky` of 5" in str(stats.vectors_of_other_model)
    assert "quota" in str(stats.vectors_outstanding_reason)
    assert stats.exit_status() == 1
    assert rows_of(workspace)["vectors"] == before
    assert len(list((workspace / ".miller").glob("vectors-*"))) == 1
    write(workspace, {"lamp.py": LAMP.replace("switch", "toggle")})
    stats = index(workspace, route, embedder=Flaky(0, digest="2", dimension=5))
    assert (stats.files_indexed, stats.vectors_outstanding) == (1, 1)
    assert in_outbox(workspace) == ["lamp.py"]
    with SQLiteStore(IndexFolder.of(workspace).index_file, read_only=True) as store:
        state = store.get_state()
        path = IndexFolder.of(workspace).vectors(state[FOLDER])
        version = int(state[VERSION])
        with VectorStore(path, int(state[DIMENSION]), version=version) as vectors:
            hits = search(store, "report", vectors=vectors, mode="text")
    assert {hit.path for hit in hits} == {"shop/report.py"}
    # Back with the first model, only what it has missed is embedded.
    model = Flaky()
    assert index(workspace, route, embedder=model).vectors_made_up == 1
    assert 0 < len(model.texts) < len(rows_of(workspace)["symbols"])
    assert_as_fresh(workspace, tmp_path / "fresh")


@pytest.mark.parametrize("model", [Failing, lambda: Flaky(0, digest="2")])
def test_vectors_that_are_lost_wait_for_the_model(
    workspace: Path, tmp_path: Path, model: Callable[[], Any]
) -> None:
    index(workspace)
    (folder,) = (workspace / ".miller").glob("vectors-*")
    folder.rename(tmp_path / "gone")
    stats = index(workspace, embedder=model())
    assert (stats.vectors_outstanding, stats.vectors_rebuilt) == (2, None)
    assert in_outbox(workspace) == ["lamp.py", "shop/report.py"]
    index(workspace)
    assert_as_fresh(workspace, tmp_path / "fresh", open_embedder("static"))


# A model that cannot even be opened --------------------------------------------------------------


def test_a_model_that_never_answered(workspace: Path, tmp_path: Path, route: str) -> None:
    for indexed in (3, 0):
        stats = index(workspace, route, embedder=AWAY)
        assert (stats.files_indexed, stats.vectors_outstanding) == (indexed, 2)
        assert "127.0.0.1:9" in str(stats.vectors_outstanding_reason)
        assert in_outbox(workspace) == ["lamp.py", "shop/report.py"]
        assert not list((workspace / ".miller").glob("vectors-*"))
    write(workspace, {"new.py": LAMP})
    (workspace / "shop/report.py").unlink()
    index(workspace, route, embedder=AWAY)
    assert in_outbox(workspace) == ["lamp.py", "new.py"]
    assert_rows_as_fresh(workspace, tmp_path / "fresh")
    stats = index(workspace, route, embedder=Flaky())
    assert stats.vectors_rebuilt == "the index has none yet"
    assert_as_fresh(workspace, tmp_path / "fresh")


def test_an_index_without_vectors_and_a_model_that_never_answered(workspace: Path) -> None:
    index(workspace, embedder="none")
    assert index(workspace, embedder=AWAY).vectors_outstanding == 2
    assert in_outbox(workspace) == ["lamp.py", "shop/report.py"]
    # That they are outstanding ends with the wish for them.
    index(workspace, embedder="none")
    assert in_outbox(workspace) == []


def test_vectors_stay_when_another_model_never_answered(workspace: Path, tmp_path: Path) -> None:
    index(workspace, embedder=Flaky())
    before = rows_of(workspace)["vectors"]
    for _ in range(2):
        stats = index(workspace, embedder=AWAY)
        assert (stats.vectors_outstanding, stats.vectors_rebuilt) == (0, None)
        # It has not said its dimension.
        assert str(stats.vectors_of_other_model).endswith("name `openai-compatible:m`")
        assert stats.exit_status() == 1
        assert rows_of(workspace)["vectors"] == before
    with SQLiteStore(IndexFolder.of(workspace).index_file, read_only=True) as store:
        assert store.get_state()[MODEL] == "flaky"
    model = Flaky()
    assert index(workspace, embedder=model).vectors_outstanding == 0
    assert model.texts == []
    assert_as_fresh(workspace, tmp_path / "fresh")


@pytest.mark.parametrize("entry", [VERSION, DIMENSION])
@pytest.mark.parametrize("value", ["", "0", "many"])
def test_a_record_without_sense_and_a_model_that_is_away(
    workspace: Path, tmp_path: Path, entry: str, value: str
) -> None:
    index(workspace, embedder=Flaky())
    with SQLiteStore(IndexFolder.of(workspace).index_file) as store:
        store.set_state({entry: value})
    assert index(workspace, embedder=AWAY).vectors_outstanding == 2
    index(workspace, embedder=Flaky())
    assert_as_fresh(workspace, tmp_path / "fresh")


def test_a_setting_that_has_no_sense_fails_the_run(workspace: Path) -> None:
    with pytest.raises(ConfigurationError, match="not installed"):
        index(workspace, embedder="ollama:m")


# Rows that should not be there -------------------------------------------------------------------


def test_rows_of_the_outbox_in_lancedb_are_no_sound_vectors(
    workspace: Path, tmp_path: Path
) -> None:
    """The index has not the note of a run that ended, so that its stores are compared."""
    index(workspace)
    with SQLiteStore(IndexFolder.of(workspace).index_file) as store:
        store.vectors_lost(["lamp.py"], {})
    stats = index(workspace)
    assert "has not the symbols of the index" in str(stats.vectors_rebuilt)
    assert_as_fresh(workspace, tmp_path / "fresh", open_embedder("static"))


def test_rows_of_the_outbox_make_way_for_the_new_ones(workspace: Path, tmp_path: Path) -> None:
    index(workspace, embedder=Flaky())
    folder = IndexFolder.of(workspace)
    with SQLiteStore(folder.index_file) as store:
        store.vectors_lost(["lamp.py"], {})
        state = store.get_state()
        with VectorStore(folder.vectors(state[FOLDER]), int(state[DIMENSION])) as vectors:
            stats = IndexStats()
            VectorIndex(vectors, RunModel(Flaky()), state).make_up(store, stats)
            assert stats.vectors_made_up == 1
            ids = pa.array(vectors.to_arrow(["id"])["id"])
    assert len(ids) == len(ids.unique())
    assert_as_fresh(workspace, tmp_path / "fresh")
