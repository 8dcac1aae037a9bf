"""Files that are there when they are whole, and not before."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from miller.errors import WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to, which takes the place of another when the block has ended well.

    Raises `WorkspaceError` when it cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.unfinished-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        raise WorkspaceError(
            f"the file cannot be written: {path}: {error.strerror or error}",
            hint="choose another place, with room for it",
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
