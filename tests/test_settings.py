"""Where the value of a setting comes from."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from miller.errors import ConfigurationError
from miller.settings import Settings, read_settings


def test_defaults(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, environment={})
    assert settings == Settings()
    assert settings.route == "arrow"
    assert settings.max_file_size == 2 * 1024 * 1024
    assert settings.arrow_fallback


def test_precedence(tmp_path: Path) -> None:
    chosen, environment = {"route": "verify"}, {"MILLER_ARROW": "1"}
    (tmp_path / "pyproject.toml").write_text("[tool.miller]\narrow = 'verify'\nthreads = 7\n")
    assert read_settings(tmp_path, environment={}).route == "verify"
    (tmp_path / "miller.toml").write_text("arrow = '0'\n")
    assert read_settings(tmp_path, environment={}).route == "object"
    # `miller.toml` takes the place of the table: nothing is mixed.
    assert read_settings(tmp_path, environment={}).threads is None
    assert read_settings(tmp_path, environment=environment).route == "arrow"
    assert read_settings(tmp_path, chosen, environment).route == "verify"
    assert read_settings(tmp_path, {"route": None}, environment).route == "arrow"


def test_empty_variable_counts_as_none(tmp_path: Path) -> None:
    assert read_settings(tmp_path, environment={"MILLER_ARROW": ""}).route == "arrow"


@pytest.mark.parametrize(
    ("variable", "value", "name", "expected"),
    [
        ("MILLER_ARROW", "0", "route", "object"),
        ("MILLER_ARROW", "1", "route", "arrow"),
        ("MILLER_ARROW", "verify", "route", "verify"),
        ("MILLER_ARROW_FALLBACK", "0", "arrow_fallback", False),
        ("MILLER_MAX_FILE_SIZE", "500000", "max_file_size", 500_000),
        ("MILLER_MAX_FILE_SIZE", "3 MiB", "max_file_size", 3 << 20),
        ("MILLER_MAX_FILE_SIZE", "3m", "max_file_size", 3 << 20),
        ("MILLER_CHUNK_SIZE", "64KiB", "chunk_size", 64 << 10),
        ("MILLER_EXCLUDE", "*.min.js:build/", "exclude", ("*.min.js", "build/")),
        ("MILLER_HIDDEN", "yes", "hidden", True),
        ("MILLER_THREADS", "3", "threads", 3),
        ("MILLER_EMBEDDER", "ollama:nomic", "embedder", "ollama:nomic"),
        ("MILLER_INDEX_DIR", "/somewhere", "index_dir", Path("/somewhere")),
    ],
)
def test_variables(tmp_path: Path, variable: str, value: str, name: str, expected: object) -> None:
    settings = read_settings(tmp_path, environment={variable: value})
    assert getattr(settings, name) == expected


@pytest.mark.parametrize(
    "environment",
    [
        {"MILLER_ARROW": "2"},
        {"MILLER_ARROW_FALLBACK": "maybe"},
        {"MILLER_MAX_FILE_SIZE": "big"},
        {"MILLER_MAX_FILE_SIZE": "-1"},
        {"MILLER_THREADS": "0"},
        {"MILLER_THREADS": "many"},
    ],
)
def test_wrong_values_name_the_variable(tmp_path: Path, environment: dict[str, str]) -> None:
    (variable,) = environment
    with pytest.raises(ConfigurationError, match=variable) as caught:
        read_settings(tmp_path, environment=environment)
    assert caught.value.hint is not None
    assert caught.value.hint.startswith("expected ")


@pytest.mark.parametrize("text", ["arrow = 2", "exclude = [1]", "threads = true", "embedder = 3"])
def test_wrong_values_name_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "miller.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=r"miller\.toml cannot be read"):
        read_settings(tmp_path, environment={})


def test_configuration_file_has_its_own_types(tmp_path: Path) -> None:
    (tmp_path / "miller.toml").write_text(
        "arrow = true\nexclude = ['a', 'b']\nmax-file-size = 10\n"
        "[embedder]\nprovider = 'ollama'\nname = 'nomic'\n"
    )
    settings = read_settings(tmp_path, environment={})
    assert settings.route == "arrow"
    assert settings.exclude == ("a", "b")
    assert settings.max_file_size == 10
    assert settings.embedder == {"provider": "ollama", "name": "nomic"}


def test_unknown_settings_are_refused(tmp_path: Path) -> None:
    (tmp_path / "miller.toml").write_text("arow = '1'\n")
    with pytest.raises(ConfigurationError, match=r"unknown settings in .*: arow") as caught:
        read_settings(tmp_path, environment={})
    assert "arrow, arrow-fallback, index-dir" in str(caught.value.hint)


@pytest.mark.parametrize("text", ["arrow = ", "arrow = '\ufeff"])
def test_broken_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "miller.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=r"cannot be read: .*miller\.toml"):
        read_settings(tmp_path, environment={})


def test_table_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool]\nmiller = 3\n")
    with pytest.raises(ConfigurationError, match="is not a table"):
        read_settings(tmp_path, environment={})


def test_every_setting_is_documented() -> None:
    document = (Path(__file__).parent.parent / "docs/settings.md").read_text(encoding="utf-8")
    for setting in fields(Settings):
        metadata: Any = setting.metadata
        key = metadata["key"] or setting.name.replace("_", "-")
        assert f"| `{key}` | `{metadata['variable']}` |" in document
        assert metadata["doc"] in document
