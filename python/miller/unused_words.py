"""Words of an index that no row uses any more.

The tables keep each word once, and replacing files leaves behind what they alone had used: the
words of every version of every file would add up. They go when as many have come as there were.
Deleting them one by one with the rows would ask, for each, every table that might still use it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from miller import miller_core
from miller.errors import StoreError
from miller.object_store import BUSY_SECONDS, LIBRARY
from miller.state import WORDS_LIMIT

if TYPE_CHECKING:
    from pathlib import Path

    from miller.miller_core import SQLiteStore

# Fewer are not worth the look at all rows: they take half a megabyte.
_MOST_AT_LEAST = 10_000

_LAST = "SELECT coalesce(max(word_id), 0) FROM words"
_COUNT = "SELECT count(*) FROM words"
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
_USES = 'SELECT "from" FROM pragma_foreign_key_list(?) WHERE "table" = \'words\''
_RECORD = "INSERT OR REPLACE INTO state(key, value) VALUES (?, ?)"


def too_many_words(store: SQLiteStore) -> bool:
    """Whether as many words have come since the last look that it is worth another one."""
    last = int(store.query(_LAST)[0][0].as_py())
    limit = store.get_state().get(WORDS_LIMIT)
    if limit is not None:
        return last > int(limit)
    # What a first run has brought is in use.
    store.set_state({WORDS_LIMIT: str(_limit(last, last))})
    return False


def forget_unused_words(index_file: Path) -> int | None:
    """Delete the words that no row uses; return their number.

    For the one writer of the index, while it has it not open. `None` says that this process is
    reading the index, through the extension's library: then it has to wait for a later run.
    """
    try:
        claim = miller_core.claim_index_file(index_file, LIBRARY)
    except StoreError:
        return None
    try:
        with closing(sqlite3.connect(index_file, BUSY_SECONDS, isolation_level=None)) as index:
            # For each word, SQLite would look through all rows that might refer to it. There are
            # none: that is what the words are chosen by.
            index.execute("PRAGMA foreign_keys = OFF")
            index.execute("BEGIN IMMEDIATE")
            uses = [
                f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608 -- names of the layout
                for (table,) in index.execute(_TABLES).fetchall()
                for (column,) in index.execute(_USES, [table])
            ]
            used = " UNION ".join(uses)
            delete = f"DELETE FROM words WHERE word_id NOT IN ({used})"  # noqa: S608 -- see above
            deleted = index.execute(delete).rowcount
            (last,), (count,) = (index.execute(sql).fetchone() for sql in (_LAST, _COUNT))
            index.execute(_RECORD, [WORDS_LIMIT, str(_limit(last, count))])
            index.execute("COMMIT")
            return deleted
    except sqlite3.Error as error:
        raise StoreError(
            f"words that nothing uses cannot be deleted: {index_file}: {error}",
            hint="nothing of it was written; check the free disk space and who owns the file",
        ) from error
    finally:
        claim.release()


def _limit(last: int, count: int) -> int:
    """Give the key of a word with which it is time to look: keys count upwards."""
    return last + max(count, _MOST_AT_LEAST)
