"""The folder that is indexed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from miller.errors import WorkspaceError

if TYPE_CHECKING:
    import os


def workspace_root(path: str | os.PathLike[str]) -> Path:
    """Give the absolute path of a workspace.

    Raises `WorkspaceError` when it is no folder, or its path is no text that an index could record.
    """
    root = Path(path).absolute()
    if not root.is_dir():
        raise WorkspaceError(
            f"the workspace is not a folder: {root}", hint="name the folder to index"
        )
    try:
        str(root).encode("utf-8")
    except UnicodeEncodeError:
        raise WorkspaceError(
            f"the path of the workspace is no UTF-8: {str(root)!a}",
            hint="rename the folder, or use a copy",
        ) from None
    return root
