"""What a model in the settings that is away, wrong or another than that of the index leads to."""

from __future__ import annotations

import json
import shutil
import sys
import types
from typing import TYPE_CHECKING

import pytest

from end_to_end.conftest import LAMP, in_outbox, miller, write
from miller import WorkspaceScanner
from miller.embeddings.static import DEFAULT_MODEL, default_folder
from miller.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

    from failing_models import Server

# Nothing listens there.
AWAY = "openai-compatible:http://127.0.0.1:9/v1#m"


@pytest.fixture
def indexed(workspace: Path) -> Path:
    assert miller("index", folder=workspace).status == 0
    return workspace


# What can never work -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        ("openai:foo", "Unknown model name foo"),
        ("cohere:foo", "Model foo not supported"),
        ("open-clip:ViT-B-32", "does not embed text alone"),
        ("no-such:model", "there is no provider `no-such`"),
        ("nonsense", "it is no model"),
        ("ollama:", "the name of the model is missing"),
        ("ollama: ", "the name of the model is missing"),
        ("static:/nowhere", "/nowhere/config.json"),
        ("openai-compatible:http://localhost", "URL#MODEL"),
        ("openai-compatible:ftp://localhost#m", "not one of http or https: ftp://localhost"),
        ("openai-compatible:http://localhost:port#m", "not one of http or https"),
        ({"provider": "ollama", "name": ""}, "the name of the model is empty"),
        ({"provider": "static", "foldr": "x"}, "it has no option foldr"),
        ({"provider": "ollama", "colour": "red"}, "has no option colour"),
        ({"name": "m"}, "a table without `provider`"),
    ],
)
def test_wrong_setting_ends_before_anything_is_indexed(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, model: str | dict[str, str], reason: str
) -> None:
    _provide_openai(monkeypatch)
    monkeypatch.setenv("OPENAI_API_KEY", "key")
    error = _wrong_setting(workspace, model)
    assert reason in str(error)
    if isinstance(model, str) and "://" not in model:
        assert f"`{model}`" in str(error)


def test_missing_package_ends_before_anything_is_indexed(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for provider in ("sentence-transformers", "ollama", "openai"):
        # `None` makes an import fail whether the package is installed or not.
        monkeypatch.setitem(sys.modules, provider.replace("-", "_"), None)
        error = _wrong_setting(workspace, f"{provider}:text-embedding-3-small")
        assert "not installed" in str(error)
        assert error.hint == f"install it: pip install {provider}"


def test_missing_key_ends_before_anything_is_indexed(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _provide_openai(monkeypatch)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    error = _wrong_setting(workspace, "openai:text-embedding-3-small")
    assert "the environment variable OPENAI_API_KEY is not set" in str(error)


@pytest.mark.parametrize("model", ["no-such:model", " "])
def test_wrong_setting_is_wrong_usage(workspace: Path, model: str) -> None:
    for options, environment in (
        (["--embedder", model], {}),
        ([], {"MILLER_EMBEDDER": model}),
    ):
        answer = miller("index", *options, folder=workspace, **environment)
        assert (answer.status, answer.output) == (2, "")
        error, hint = answer.errors.splitlines()
        assert error.startswith("error: ")
        assert "embedder" in error.lower()
        assert model in error
        assert hint.startswith("hint: ")
        assert "`ollama:nomic-embed-text`" in hint


def _wrong_setting(workspace: Path, model: str | dict[str, str]) -> ConfigurationError:
    with pytest.raises(ConfigurationError, match="the setting `embedder`") as caught:
        WorkspaceScanner(workspace, embedder=model).index_workspace()
    assert caught.value.hint
    assert not (workspace / ".miller/index.db").exists()
    return caught.value


def _provide_openai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", types.ModuleType("openai"))


@pytest.mark.parametrize("options", [[], ["--rebuild"]])
def test_wrong_setting_costs_no_index(indexed: Path, options: list[str]) -> None:
    before = miller("stats", "--digest", folder=indexed).output
    write(indexed, {"new.py": LAMP})
    answer = miller("index", *options, "--embedder", "openai:foo", folder=indexed)
    assert answer.status == 2
    assert miller("stats", "--digest", folder=indexed).output == before
    assert miller("search", "lamp", folder=indexed).status == 0


def test_doctor_finds_a_wrong_setting(indexed: Path) -> None:
    answer = miller("doctor", "--json", folder=indexed, MILLER_EMBEDDER="no-such:model")
    assert answer.status == 1
    (finding,) = answer.json["findings"]
    assert "no provider `no-such`" in finding["problem"]
    assert "`ollama:nomic-embed-text`" in finding["advice"]
    assert miller("doctor", "--fix", folder=indexed, MILLER_EMBEDDER="no-such:model").status == 1
    assert miller("doctor", folder=indexed).status == 0


# What is away ------------------------------------------------------------------------------------


def test_search_without_its_model_gives_text_results(workspace: Path, server: Server) -> None:
    chosen = {"MILLER_EMBEDDER": f"openai-compatible:{server.address}#m"}
    assert miller("index", folder=workspace, **chosen).status == 0
    server.refusal = (400, b'{"error": {"message": "no quota is left"}}')
    text = miller("search", "lamp", "--mode", "text", "--json", folder=workspace, **chosen)
    assert text.errors == ""
    answer = miller("search", "lamp", "--json", folder=workspace, **chosen)
    assert answer.status == 0
    assert json.loads(answer.output) == json.loads(text.output)
    assert answer.output != "[]\n"
    (note, hint) = answer.errors.splitlines()
    assert note.startswith("note: found by text alone, without vectors: ")
    assert "no quota is left" in note
    assert hint.startswith("hint: ")
    assert "--mode text" in hint
    vector = miller("search", "lamp", "--mode", "vector", folder=workspace, **chosen)
    assert vector.status == 1
    assert "no quota is left" in vector.errors
    assert vector.output == ""


@pytest.mark.parametrize("model", [AWAY, "static:/nowhere", "openai:foo"])
def test_search_without_a_model_that_can_be_opened(indexed: Path, model: str) -> None:
    answer = miller("search", "lamp", folder=indexed, MILLER_EMBEDDER=model)
    assert answer.status == 0
    assert "lamp.py" in answer.output
    assert answer.errors.startswith("note: found by text alone, without vectors: ")
    vector = miller("search", "lamp", "--mode", "vector", folder=indexed, MILLER_EMBEDDER=model)
    assert vector.status == (1 if model == AWAY else 2)
    assert vector.errors.startswith("error: ")


def test_all_commands_count_the_same_files(indexed: Path) -> None:
    write(indexed, {"lamp.py": LAMP.replace("switch", "toggle"), "new.py": LAMP, "empty.py": ""})
    chosen = {"MILLER_EMBEDDER": AWAY}
    answer = miller("index", folder=indexed, **chosen)
    assert answer.status == 1
    assert in_outbox(indexed) == ["lamp.py", "new.py"]
    assert "the vectors of 2 files are still to be made: " in answer.errors
    assert (
        f"the vectors of the index are of `{DEFAULT_MODEL}` of 256 components; "
        "the settings name `openai-compatible:m`, which has failed: "
    ) in answer.errors
    assert miller("index", "--json", folder=indexed, **chosen).json["vectors_outstanding"] == 2
    assert miller("stats", "--json", folder=indexed, **chosen).json["vectors_outstanding"] == 2
    assert "of 2 files are" in miller("search", "x", "--mode", "text", folder=indexed).errors
    assert "of 2 files are" in miller("doctor", folder=indexed, **chosen).output
    fixed = miller("doctor", "--fix", folder=indexed, **chosen)
    assert "done: left the vectors of 2 files and the change of the model" in fixed.output


def test_run_that_finds_no_change_and_no_model_is_incomplete(indexed: Path) -> None:
    answer = miller("index", folder=indexed, MILLER_EMBEDDER=AWAY)
    assert answer.status == 1
    assert "which has failed: " in answer.errors
    assert "still to be made" not in answer.errors


# Another one -------------------------------------------------------------------------------------


def test_another_model_is_told_by_name_and_dimension(indexed: Path, server: Server) -> None:
    chosen = {"MILLER_EMBEDDER": f"openai-compatible:{server.address}#m"}
    told = (
        f"the vectors of the index are of `{DEFAULT_MODEL}` of 256 components; "
        "the settings name `openai-compatible:m` of 4 components"
    )
    for command in (["stats"], ["search", "lamp"], ["search", "lamp", "--mode", "vector"]):
        answer = miller(*command, folder=indexed, **chosen)
        assert answer.status == (command[0] == "search"), command
        assert told in answer.output + answer.errors, command
        assert "`miller index`" in answer.output + answer.errors, command
    found = miller("stats", "--json", folder=indexed, **chosen).json
    assert found["model"] == {"name": DEFAULT_MODEL, "dimension": 256}
    assert told in found["model_differs"]
    assert miller("stats", "--json", folder=indexed).json["model_differs"] is None
    assert "settings" not in miller("stats", folder=indexed).output
    doctor = miller("doctor", folder=indexed, **chosen)
    assert told in doctor.output


def test_model_of_the_same_name_is_told_by_its_digest(indexed: Path, tmp_path: Path) -> None:
    folder = tmp_path / DEFAULT_MODEL
    shutil.copytree(default_folder(), folder)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "more": 1}))
    answer = miller("stats", folder=indexed, MILLER_EMBEDDER=f"static:{folder}")
    assert answer.output.count("of 256 components, digest ") == 2


def test_stats_need_no_model(indexed: Path) -> None:
    for model in (AWAY, "no-such:model"):
        answer = miller("stats", folder=indexed, MILLER_EMBEDDER=model)
        assert answer.status == 0
        assert "the model of the settings cannot be compared with it: " in answer.output
    none = miller("stats", folder=indexed, MILLER_EMBEDDER="none")
    assert "the settings name no model" in none.output
