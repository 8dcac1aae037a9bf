"""What can be set, where, and what it is when nobody sets it.

The value of a setting comes from the first of these that has one: the command line (or the caller's
arguments), an environment variable, what the index remembers of earlier command lines
(`miller.remembered_options`), the configuration file, the default. The configuration file is
`miller.toml` in the workspace, or the table `[tool.miller]` of its `pyproject.toml`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miller.embeddings.models import EXPECTED
from miller.errors import ConfigurationError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Callable

ROUTES = ("object", "arrow", "verify")
NO_EMBEDDER = "none"

#: The files of a workspace that settings are read from: its own, and the table in the other.
SETTINGS_FILES = ("miller.toml", "pyproject.toml")

_ROUTE_OF_VALUE = {"0": "object", "1": "arrow", **{route: route for route in ROUTES}}
_TRUTH_OF_VALUE = {"0": False, "false": False, "no": False, "1": True, "true": True, "yes": True}
_UNITS = {"": 1, "b": 1, "k": 1 << 10, "kib": 1 << 10, "m": 1 << 20, "mib": 1 << 20, "gib": 1 << 30}


def _route(value: Any) -> str:
    # `true` and `false` are how a configuration file says 1 and 0.
    text = str(int(value)) if isinstance(value, (bool, int)) else str(value)
    try:
        return _ROUTE_OF_VALUE[text]
    except KeyError:
        raise ValueError(
            "expected 0 (through objects), 1 (through Arrow, the default) or verify (both ways, "
            "with a comparison of the rows)"
        ) from None


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    try:
        return _TRUTH_OF_VALUE[str(value).lower()]
    except KeyError:
        raise ValueError("expected 0 or 1") from None


def _size(value: Any) -> int:
    text = str(value).strip().lower()
    digits = text.rstrip("bgikm ")
    unit = text[len(digits) :].strip()
    if isinstance(value, bool) or not digits.isdecimal() or unit not in _UNITS:
        raise ValueError("expected a number of bytes, such as 500000 or 2 MiB")
    size = int(digits) * _UNITS[unit]
    if not 1 <= size < 1 << 63:
        raise ValueError("expected at least one byte, such as 500000 or 2 MiB")
    return size


def _count(value: Any) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not text.isdecimal() or int(text) < 1:
        raise ValueError("expected a whole number of at least 1")
    return int(text)


def _globs(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(glob for glob in value.split(os.pathsep) if glob)
    if isinstance(value, (list, tuple)) and all(isinstance(glob, str) for glob in value):
        return tuple(value)
    raise ValueError(f"expected a list of globs, or one text with `{os.pathsep}` between them")


def _embedder(value: Any) -> str | dict[str, Any]:
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, Mapping):
        return dict(value)
    raise ValueError(f"expected the name of a model, or a table: {EXPECTED}")


def _folder(value: Any) -> Path:
    if isinstance(value, (str, os.PathLike)) and os.fspath(value):
        return Path(value)
    raise ValueError("expected a path")


def _setting(
    variable: str, read: Callable[[Any], Any], default: Any, doc: str, *, key: str | None = None
) -> Any:
    """Describe a setting; its key in the configuration file is its name with `-` for `_`."""
    return field(
        default=default, metadata={"variable": variable, "read": read, "doc": doc, "key": key}
    )


@dataclass(frozen=True)
class Settings:
    """The settings of one run. `read_settings` gathers them."""

    route: str = _setting(
        "MILLER_ARROW",
        _route,
        "arrow",
        "The way from source files to the stores: 0 through objects, 1 through Arrow, verify both "
        "and compare",
        key="arrow",
    )
    arrow_fallback: bool = _setting(
        "MILLER_ARROW_FALLBACK",
        _truth,
        True,  # noqa: FBT003 -- a default, read with its setting
        "Whether files go through objects when Arrow fails; 0 makes the failure an error",
    )
    index_dir: Path | None = _setting(
        "MILLER_INDEX_DIR", _folder, None, "The folder of the index; `.miller` in the workspace"
    )
    max_file_size: int = _setting(
        "MILLER_MAX_FILE_SIZE", _size, 2 << 20, "Larger files are left out: bytes, or such as 2 MiB"
    )
    exclude: tuple[str, ...] = _setting(
        "MILLER_EXCLUDE", _globs, (), "Globs of what to leave out, as in a .gitignore"
    )
    hidden: bool = _setting(
        "MILLER_HIDDEN",
        _truth,
        False,  # noqa: FBT003 -- a default, read with its setting
        "Whether to index files and folders whose name begins with a dot",
    )
    threads: int | None = _setting(
        "MILLER_THREADS", _count, None, "Threads that extract; one a core when not set"
    )
    embedder: str | dict[str, Any] = _setting(
        "MILLER_EMBEDDER",
        _embedder,
        "static",
        "The embedding model, or none to do without; see below",
    )
    chunk_size: int = _setting(
        "MILLER_CHUNK_SIZE", _size, 2 << 20, "Source that is extracted at a time"
    )
    flush_rows: int = _setting(
        "MILLER_FLUSH_ROWS", _count, 150_000, "Rows that are held before they are written"
    )
    flush_size: int = _setting(
        "MILLER_FLUSH_SIZE", _size, 96 << 20, "Bytes of rows that are held before they are written"
    )


def read_settings(
    workspace: Path,
    chosen: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    remembered: Mapping[str, Any] | None = None,
) -> Settings:
    """Gather the settings for a workspace.

    `chosen` holds what the command line or the caller decided; a `None` in it decides nothing.
    `remembered` holds what the command lines of earlier runs did.
    """
    environment = os.environ if environment is None else environment
    chosen = {} if chosen is None else chosen
    remembered = {} if remembered is None else remembered
    file, configured = _read_file(workspace)
    values: dict[str, Any] = {}
    for setting in fields(Settings):
        key = _key(setting)
        variable = setting.metadata["variable"]
        in_file = configured.pop(key, None)
        # An empty variable counts as none: a shell cannot unset one for a single command.
        candidates = (
            (f"`{setting.name}`", chosen.get(setting.name)),
            (f"the environment variable {variable}", environment.get(variable) or None),
            (f"`{setting.name}` of an earlier run", remembered.get(setting.name)),
            (f"`{key}` in {file}", in_file),
        )
        for source, value in candidates:
            if value is not None:
                values[setting.name] = _checked(setting.metadata["read"], value, source)
                break
    if configured:
        known = ", ".join(_key(setting) for setting in fields(Settings))
        raise ConfigurationError(
            f"unknown settings in {file}: {', '.join(sorted(configured))}",
            hint=f"the settings are: {known}",
        )
    return Settings(**values)


def _key(setting: Field[Any]) -> str:
    key: str | None = setting.metadata["key"]
    return key or setting.name.replace("_", "-")


def _checked(read: Callable[[Any], Any], value: Any, source: str) -> Any:
    try:
        return read(value)
    except ValueError as error:
        raise ConfigurationError(f"{source} cannot be read: {value!r}", hint=str(error)) from error


def _read_file(workspace: Path) -> tuple[Path, dict[str, Any]]:
    """Give the configuration file and its settings; `miller.toml` wins."""
    own, shared = (workspace / name for name in SETTINGS_FILES)
    table = _read_toml(own)
    if table is not None:
        return own, table
    found = (_read_toml(shared) or {}).get("tool", {})
    settings = found.get("miller", {}) if isinstance(found, dict) else {}
    if not isinstance(settings, dict):
        raise ConfigurationError(f"[tool.miller] is not a table: {shared}", hint="make it one")
    return shared, dict(settings)


def _read_toml(path: Path) -> dict[str, Any] | None:
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(
            f"the configuration file cannot be read: {path}: {error}", hint="correct the file"
        ) from error
    return table
