"""Options of `miller index` that say what an index holds: each run keeps them for the later ones.

Who leaves a folder out once, or does without vectors, means the index and not the run. They stand
in a file of the index's folder, which a person can read and which outlives an index that is built
anew.
"""

from __future__ import annotations

import json
import shlex
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from miller.errors import ConfigurationError
from miller.settings import NO_EMBEDDER, SETTINGS_FILES, Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from miller.index_folder import IndexFolder

KEPT = ("max_file_size", "exclude", "hidden", "embedder")
"""The settings that are kept."""

_NAME = "options.json"


def remembered(folder: IndexFolder) -> dict[str, Any]:
    """Give the options that an index goes by.

    Raises `ConfigurationError` when they cannot be read.
    """
    path = folder.path / _NAME
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise _unreadable(path, str(error)) from error
    if not isinstance(found, dict) or not set(found) <= set(KEPT):
        raise _unreadable(path, "not what a run has written")
    for setting in fields(Settings):
        if setting.name in found:
            try:
                setting.metadata["read"](found[setting.name])
            except ValueError as error:
                raise _unreadable(path, f"`{setting.name}`: {error}") from error
    return found


def remember(folder: IndexFolder, options: Mapping[str, Any]) -> None:
    """Keep options for later runs, as the one writer."""
    path = folder.path / _NAME
    if not options:
        path.unlink(missing_ok=True)
        return
    # A run that is killed leaves what was there or what is to be.
    new = path.with_suffix(".new")
    new.write_text(json.dumps(dict(options), indent=2), encoding="utf-8")
    new.replace(path)


def files_of_settings(root: Path, folder: IndexFolder) -> list[Path]:
    """Give the files that the settings of an index come from, whether they are there or not."""
    return [*(root / name for name in SETTINGS_FILES), folder.path / _NAME]


def settings_of_index(root: Path, folder: IndexFolder) -> Settings:
    """Gather the settings that an index of a workspace goes by."""
    return read_settings(root, remembered=remembered(folder))


def as_written(options: Mapping[str, Any]) -> str:
    """Give options as they are written on the command line."""
    words: list[str] = []
    for name, value in options.items():
        option = f"--{name.replace('_', '-')}"
        if name == "exclude":
            words += [word for glob in value for word in (option, glob)]
        elif name == "hidden":
            words.append(option if value else "--no-hidden")
        elif value == NO_EMBEDDER:
            words.append("--no-embeddings")
        else:
            words += [option, str(value)]
    return shlex.join(words)


def _unreadable(path: Path, reason: str) -> ConfigurationError:
    return ConfigurationError(
        f"the options of earlier runs cannot be read: {path}: {reason}",
        hint="`miller index --forget-options` goes by the settings again",
    )
