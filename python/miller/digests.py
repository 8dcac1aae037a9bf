"""Digests of an index, by which two indexes can be compared without shipping a row.

`docs/digest.md` documents them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from miller import miller_core
from miller.pinned import open_vectors_on_record, read_pinned
from miller.state import FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miller.index_folder import IndexFolder
    from miller.miller_core import SQLiteStore

_VECTOR_COLUMNS = ("id", "file_path", "search_text", "vector")


def index_digests(folder: IndexFolder, *, as_extracted: bool = False) -> pa.Table:
    """Give the digests of all rows of an index by table and file, those of its vectors included.

    The columns are `table`, `file_path`, `rows` and `digest`. With `as_extracted`, the rows are
    those that the files give, without what the resolution across files has added. Raises
    `StoreError` when the index cannot be read.
    """
    return read_pinned(
        folder, lambda store, state: _digests(folder, store, state, as_extracted=as_extracted)
    )


def _digests(
    folder: IndexFolder, store: SQLiteStore, state: Mapping[str, str], *, as_extracted: bool
) -> pa.Table:
    batches = [store.digests(as_extracted=as_extracted)]
    if state.get(FOLDER):
        with open_vectors_on_record(folder, state) as vectors:
            rows = vectors.to_arrow(_VECTOR_COLUMNS)
        order = [("file_path", "ascending"), ("id", "ascending")]
        batches.append(miller_core.vector_digests(rows.sort_by(order)))
    return pa.Table.from_batches(batches)
