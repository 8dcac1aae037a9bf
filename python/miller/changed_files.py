"""Which of some files are no longer as the index has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from miller import miller_core
from miller.index_folder import IndexFolder
from miller.state import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from miller.miller_core import SQLiteStore

# A file that could not be read has no rows that could be wrong.
_KNOWN = """
SELECT path, size, stamp, lower(hex(hash)) AS hash, word AS status
FROM file_rows JOIN words ON word_id = status_id
WHERE path IN (SELECT value FROM json_each(?1)) AND word <> 'failed'"""


def changed_files(
    store: SQLiteStore, folder: IndexFolder, root: Path, paths: Iterable[str]
) -> list[str]:
    """Give those that have changed since the index was made, or are gone, sorted.

    Only these files are looked at, and read where their times do not tell.
    """
    if folder.path != IndexFolder.of(root).path:
        # An index in its workspace moves with it; another knows where its workspace is.
        root = Path(store.get_state().get(ROOT, root))
    asked = sorted(set(paths))
    known = store.query(_KNOWN, [json.dumps(asked)])
    if not known.num_rows or not root.is_dir():
        return []
    changes = miller_core.look_at_files(root, asked).changes(known)
    changed = pa.concat_arrays([changes.changed, changes.deleted]).to_pylist()
    return sorted(set(changed) & set(known["path"].to_pylist()))
