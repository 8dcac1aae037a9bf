"""Workspaces, their indexes, and all rows that the two stores of an index hold."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from equivalence.rows import TABLES, Rows, assert_same_rows
from miller import SQLiteStore, VectorStore, WorkspaceScanner, miller_core, outbox
from miller.embeddings import open_embedder
from miller.index_folder import IndexFolder
from miller.state import DIMENSION, FOLDER, VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from miller.embeddings import Embedder
    from miller.report import IndexStats

ROUTES = ("object", "arrow", "verify")

VECTORS = "vectors"
"""The name that the LanceDB rows go by, beside the tables of SQLite."""


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files, with the folders that they stand in."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


@cache
def embedder() -> Embedder:
    """Give the model that Miller uses when nobody names another."""
    return open_embedder("static")


def index(root: Path, index_dir: Path, route: str, **settings: Any) -> IndexStats:
    """Bring an index up to date by a route, and see that the run had nothing to hide."""
    scanner = WorkspaceScanner(
        root, index_dir=index_dir, route=route, embedder=embedder(), settings=settings
    )
    stats = scanner.index_workspace()
    assert stats.route == route
    assert stats.fallbacks == []
    assert stats.differences == []
    return stats


def stored_rows(index_dir: Path, *, as_extracted: bool = False) -> Rows:
    """Give all rows of both stores: the five views of SQLite, and the vectors.

    Foreign keys are checked on the way, that LanceDB has the symbols of SQLite and no others, and
    that no vectors are still to be made. With `as_extracted`, the rows are those that the files
    give, without what the resolution across files has added.
    """
    folder = IndexFolder(index_dir)
    with SQLiteStore(folder.index_file, read_only=True) as store:
        rows = {
            table: pa.table(store.read_table(table, as_extracted=as_extracted)) for table in TABLES
        }
        broken = store.query("SELECT * FROM pragma_foreign_key_check")
        state = store.get_state()
        assert outbox.is_empty(store)
    assert broken.num_rows == 0, broken.to_pylist()
    path = folder.vectors(state[FOLDER])
    with VectorStore(path, int(state[DIMENSION]), version=int(state[VERSION])) as vectors:
        rows[VECTORS] = vectors.to_arrow()
    assert_same_rows(
        {"symbols": rows["symbols"].sort_by("id")},
        {"symbols": rows[VECTORS].select(rows["symbols"].column_names).sort_by("id")},
    )
    expected_text = miller_core.search_text(rows[VECTORS].select(rows["symbols"].column_names))
    assert rows[VECTORS]["search_text"].combine_chunks().equals(expected_text)
    return rows


def assert_same_index(expected: Path, found: Path) -> Rows:
    """See that two indexes hold the same rows in both stores; give the rows."""
    rows = stored_rows(expected)
    assert_same_rows(rows, stored_rows(found))
    return rows
