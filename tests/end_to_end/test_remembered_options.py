"""What `miller index` was told once about what to index holds until it is told otherwise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from end_to_end.conftest import index, miller, write
from miller import WorkspaceScanner
from miller.doctor import examine
from miller.index_folder import IndexFolder
from miller.remembered_options import remembered

if TYPE_CHECKING:
    from pathlib import Path


def run(workspace: Path, *options: str, **environment: str) -> dict[str, Any]:
    answer = miller("index", "--json", *options, folder=workspace, **environment)
    assert answer.status == 0, answer
    found: dict[str, Any] = answer.json
    return found


def paths(workspace: Path) -> set[str]:
    found = miller("outline", ".", "--json", folder=workspace).json
    return {file["path"] for file in found["items"]}


def test_options_hold_for_later_runs(workspace: Path) -> None:
    told = {"exclude": ["shop/"], "embedder": "none"}
    first = run(workspace, "--exclude", "shop/", "--no-embeddings")
    assert (first["options"], first["files_indexed"]) == (told, 1)
    write(workspace, {"new.py": "def new():\n    pass\n"})
    again = run(workspace)
    assert again["options"] == told
    assert (again["files_indexed"], again["vectors_rebuilt"]) == (1, None)
    assert paths(workspace) == {"lamp.py", "new.py"}
    stats = miller("stats", "--json", folder=workspace).json
    assert (stats["options"], stats["model"]) == (told, None)
    people = miller("index", folder=workspace)
    said = "options of earlier runs, kept: --exclude shop/ --no-embeddings"
    assert said in people.output
    assert "--forget-options" in people.output
    assert "--exclude shop/ --no-embeddings" in miller("stats", folder=workspace).output
    # Built anew, it is the same index.
    assert run(workspace, "--rebuild")["options"] == told
    assert paths(workspace) == {"lamp.py", "new.py"}


def test_options_can_be_changed_and_forgotten(workspace: Path) -> None:
    run(workspace, "--exclude", "shop/", "--no-embeddings")
    changed = run(workspace, "--exclude", "lamp.py", "--exclude", "x")
    assert changed["options"] == {"exclude": ["lamp.py", "x"], "embedder": "none"}
    assert paths(workspace) == {"shop/__init__.py", "shop/report.py"}
    forgotten = run(workspace, "--forget-options", "--no-embeddings")
    assert forgotten["options"] == {"embedder": "none"}
    assert paths(workspace) == {"lamp.py", "shop/__init__.py", "shop/report.py"}
    assert run(workspace, "--forget-options")["options"] == {}
    assert miller("stats", "--json", folder=workspace).json["model"] is not None
    assert "options" not in miller("index", folder=workspace).output


def test_environment_and_file_stand_around_them(workspace: Path) -> None:
    write(workspace, {"miller.toml": 'exclude = ["lamp.py"]\nembedder = "none"\n'})
    run(workspace, "--exclude", "shop/")
    run(workspace)
    assert paths(workspace) == {"lamp.py", "miller.toml"}
    run(workspace, MILLER_EXCLUDE="miller.toml")
    assert "shop/report.py" in paths(workspace)
    run(workspace)
    assert "shop/report.py" not in paths(workspace)
    run(workspace, "--forget-options")
    assert paths(workspace) == {"miller.toml", "shop/__init__.py", "shop/report.py"}


def test_whoever_reads_the_index_goes_by_them(workspace: Path) -> None:
    run(workspace, "--exclude", "shop/", "--no-embeddings")
    scanner = WorkspaceScanner(workspace)
    assert scanner.settings.exclude == ("shop/",)
    assert [one.problem for one in examine(scanner).findings] == []
    # A caller decides for one run.
    index(workspace, embedder="none", settings={"exclude": ()})
    assert "shop/report.py" in paths(workspace)
    assert remembered(IndexFolder.of(workspace))["exclude"] == ["shop/"]


def test_a_setting_without_sense_is_not_kept(workspace: Path) -> None:
    run(workspace, "--no-embeddings")
    for options in (["--exclude", "["], ["--max-file-size", "x"], ["--embedder", "no-such"]):
        assert miller("index", *options, folder=workspace).status == 2
    assert run(workspace)["options"] == {"embedder": "none"}


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"exclude": 3}', '{"other": 1}'])
def test_a_damaged_note_is_told(workspace: Path, text: str) -> None:
    run(workspace, "--no-embeddings")
    note = workspace / ".miller" / "options.json"
    assert json.loads(note.read_text()) == {"embedder": "none"}
    note.write_text(text)
    answer = miller("index", folder=workspace)
    assert answer.status == 2
    assert str(note) in answer.errors
    assert "--forget-options" in answer.errors
    assert run(workspace, "--forget-options", "--no-embeddings")["options"] == {"embedder": "none"}
