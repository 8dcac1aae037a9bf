"""Digests of an index, by which two indexes can be compared without shipping a row.

`docs/digest.md` documents them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from miller import miller_core
from miller.state import DIMENSION, FOLDER, VERSION

if TYPE_CHECKING:
    from miller.index_folder import IndexFolder

_VECTOR_COLUMNS = ("id", "file_path", "search_text", "vector")


def index_digests(folder: IndexFolder) -> pa.Table:
    """Give the digests of all rows of an index by table and file, those of its vectors included.

    The columns are `table`, `file_path`, `rows` and `digest`. Raises `StoreError` when the index
    cannot be read.
    """
    with miller_core.SQLiteStore(folder.index_file, read_only=True) as store:
        # The version of the vectors that belongs to these rows, even if somebody is writing.
        digests, state = store.digests_with_state()
    batches = [digests]
    if state.get(FOLDER):
        # Loads LanceDB, which an index without vectors does not need.
        from miller.vector_store import VectorStore  # noqa: PLC0415

        path, version = folder.vectors(state[FOLDER]), int(state[VERSION])
        with VectorStore(path, int(state[DIMENSION]), version=version) as vectors:
            rows = vectors.to_arrow(_VECTOR_COLUMNS)
        order = [("file_path", "ascending"), ("id", "ascending")]
        batches.append(miller_core.vector_digests(rows.sort_by(order)))
    return pa.Table.from_batches(batches)
