"""Which changes of the file system concern an index."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from miller import miller_core
from miller.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miller.scanner import WorkspaceScanner

# What they say of one folder concerns all below, as far as nobody knows what was ignored before.
_IGNORE_FILES = {".gitignore", ".ignore", ".millerignore"}
_EXCLUDES = Path(".git/info/exclude")

# More paths than these are not looked at one by one.
_MOST_LOOKED_AT = 200

_KNOWN = """
SELECT EXISTS (SELECT 1 FROM json_each(?) AS changed JOIN file_rows AS f
  ON f.path = changed.value
  OR (f.path >= changed.value || '/' AND f.path < changed.value || '0'))"""


def concern_index(scanner: WorkspaceScanner, changed: Iterable[str]) -> bool:
    """Whether some of the changed paths, which are absolute, may change what an index holds.

    Builds and tests write a lot into folders that ignore rules leave out: to look for changes each
    time would keep a core busy for nothing.
    """
    paths = [path for path in (_in_workspace(scanner, one) for one in changed) if path is not None]
    if not paths:
        return False
    if len(paths) > _MOST_LOOKED_AT or any(path.name in _IGNORE_FILES for path in paths):
        return True
    if _EXCLUDES in paths:
        return True
    wanted = sorted({path.as_posix() for path in paths})
    return scanner.discover(only=wanted).files.num_rows > 0 or _were_known(scanner, wanted)


def _in_workspace(scanner: WorkspaceScanner, changed: str) -> Path | None:
    """Give the path from the root; `None` for what is git's or the index's own, or nobody's."""
    path = Path(changed)
    if path.is_relative_to(scanner.folder.path) or not path.is_relative_to(scanner.root):
        return None
    path = path.relative_to(scanner.root)
    try:
        os.fsencode(path).decode()
    except UnicodeDecodeError:
        return None
    return path if ".git" not in path.parts or path == _EXCLUDES else None


def _were_known(scanner: WorkspaceScanner, paths: list[str]) -> bool:
    """Whether the index has some of the files, or files in some of the folders."""
    try:
        with miller_core.SQLiteStore(scanner.folder.index_file, read_only=True) as store:
            return bool(store.query(_KNOWN, [json.dumps(paths)])[0][0].as_py())
    except StoreError:
        # An index that cannot be read is to be made, or mended.
        return True
