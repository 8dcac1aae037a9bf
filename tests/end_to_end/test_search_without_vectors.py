"""Where there are no vectors, searches find symbols by their names, and say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from end_to_end.conftest import miller, write

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = '''\
import open_lamp_shop


class LampSwitch:
    """Turns a light on."""

    def turn(self) -> None: ...


def lamp() -> None:
    """Nothing else is called so."""


def lamp_of_the_kitchen() -> None: ...


def unrelated() -> None: ...
'''


@pytest.fixture
def without_vectors(workspace: Path) -> Path:
    write(workspace, {"light.py": SOURCE, "notes.md.orig": "The lamp switches are blue."})
    assert miller("index", ".", "--no-embeddings", folder=workspace).status == 0
    return workspace


def test_words_are_found_in_names(without_vectors: Path) -> None:
    for mode in ("hybrid", "text"):
        command = ["search", "switch of a lamp", "--mode", mode, "--json"]
        answer = miller(*command, folder=without_vectors)
        assert answer.status == 0
        hits = answer.json
        names = [hit["name"] for hit in hits]
        assert {"Lamp", "LampSwitch"} == set(names[:2])
        assert {"lamp", "lamp_of_the_kitchen"} <= set(names)
        assert "unrelated" not in names
        assert "import" not in {hit["kind"] for hit in hits}
        assert {hit["found_by"] for hit in hits} == {"name"}
        assert answer.errors.count("\n") == 1
        assert answer.errors.startswith("note: found by words in names alone: ")
        assert "run `miller index` with a model, such as `--embedder static`" in answer.errors


def test_exact_name_comes_first(without_vectors: Path) -> None:
    for query, path, name in (
        ("lamp_of_the_kitchen", "light.py", "lamp_of_the_kitchen"),
        ("Lamp", "lamp.py", "Lamp"),
        ("LampSwitch.turn", "light.py", "turn"),
        ("lampswitch", "light.py", "LampSwitch"),
    ):
        first = miller("search", query, "--json", folder=without_vectors).json[0]
        assert (first["path"], first["name"]) == (path, name)


def test_filters_hold(without_vectors: Path) -> None:
    hits = miller("search", "lamp", "--kind", "import", "--json", folder=without_vectors).json
    assert [hit["name"] for hit in hits] == ["open_lamp_shop"]
    hits = miller("search", "lamp", "--path", "light.*", "--json", folder=without_vectors).json
    assert {hit["path"] for hit in hits} == {"light.py"}
    hits = miller("search", "lamp", "--language", "rust", "--json", folder=without_vectors).json
    assert hits == []


def test_text_files_are_found_too(without_vectors: Path) -> None:
    hits = miller("search", "blue lamp", "--json", folder=without_vectors).json
    assert "notes.md.orig" in {hit["path"] for hit in hits if hit["kind"] == "file"}


def test_names_need_no_note(without_vectors: Path) -> None:
    answer = miller("search", "LampSwitch", "--mode", "name", "--json", folder=without_vectors)
    assert (answer.status, answer.errors) == (0, "")
    assert [hit["name"] for hit in answer.json] == ["LampSwitch"]


def test_nearness_cannot_be_had(without_vectors: Path) -> None:
    answer = miller("search", "lamp", "--mode", "vector", folder=without_vectors)
    assert answer.status == 1
    assert "the index has no vectors" in answer.errors
    assert "hint: run `miller index` with a model, such as `--embedder static`" in answer.errors
