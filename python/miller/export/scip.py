"""An index as a file of SCIP: <https://github.com/scip-code/scip>."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miller.export.replacing import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from miller.index import Index


def export_scip(index: Index, path: Path) -> dict[str, int]:
    """Write a file of SCIP; give the number of documents, symbols and occurrences."""
    with index.snapshot() as commit, commit.store() as store, replacing(path) as unfinished:
        return store.write_scip(unfinished, index.workspace.as_uri())
