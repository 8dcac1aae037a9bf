"""Pages of the SQLite file that hold nothing.

Rows that are replaced leave pages free, and later runs fill them: the file does not grow, nor does
it shrink. After most of a workspace is gone, it would keep its size for ever.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from miller import miller_core, steps
from miller.errors import StoreError
from miller.object_store import BUSY_SECONDS, LIBRARY

if TYPE_CHECKING:
    from pathlib import Path

    from miller.miller_core import SQLiteStore

_BYTES = "SELECT freelist_count * page_size AS n FROM pragma_freelist_count, pragma_page_size"


def free_bytes(store: SQLiteStore) -> int:
    """Give the bytes of the pages that SQLite holds in reserve."""
    return int(store.query(_BYTES)["n"][0].as_py())


def shrink(index_file: Path) -> None:
    """Write the file anew without free pages, which for a while takes as much space again.

    For the one writer of the index, while it has it not open. Readers go on with what they read.
    SQLite does it in a transaction: if the process ends before, the file is as it was.
    """
    claim = miller_core.claim_index_file(index_file, LIBRARY)
    try:
        with closing(sqlite3.connect(index_file, BUSY_SECONDS, isolation_level=None)) as index:
            index.execute("VACUUM")
            steps.reached("free pages left out")
            # The new pages are in the log; the file becomes shorter when they are moved there.
            index.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise StoreError(
            f"the free pages of the index cannot be left out: {index_file}: {error}",
            hint="nothing of it was written; check the free disk space and who owns the file",
        ) from error
    finally:
        claim.release()
