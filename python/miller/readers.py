"""What stays for readers that is no longer on record, and how long.

A reader takes no lock. It learns from SQLite which folder and version of the vectors to read, opens
them, and may be at it while a run puts others on record. So what was on record stays for a while
after it was replaced, however long before that it was made.
"""

from __future__ import annotations

import json
import os
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from miller.state import FOLDER, ON_RECORD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from miller.index_folder import IndexFolder
    from miller.miller_core import SQLiteStore

KEPT_FOR_READERS = timedelta(minutes=5)

# A file in the folder of a vector store; its time is that at which another one took the place of
# the folder on record. Whether a folder is on record is for SQLite to say: a run marks a folder
# before the commit that replaces it, and may be killed in between.
_MARK = "replaced"

# A version, and since when none before it has been on record.
OnRecord = tuple[int, float]


# Versions ----------------------------------------------------------------------------------------


def versions_on_record(state: Mapping[str, str]) -> list[OnRecord]:
    """Give versions of the vectors and since when they were on record, in their order.

    Not every version is among them: those that came of joining are, and the first of a folder.
    """
    now = time.time()
    try:
        # Of a clock that was put back, all that is certain is that it was before now.
        return [
            (int(version), min(float(since), now))
            for version, since in json.loads(state.get(ON_RECORD) or "[]")
        ]
    except (ValueError, TypeError):
        return []


def entry_of(versions: Sequence[OnRecord]) -> dict[str, str]:
    """Give the entry of the state for versions on record, without those that tell nothing more."""
    oldest = oldest_in_use(versions)
    kept = [(version, since) for version, since in versions if oldest is None or version >= oldest]
    return {ON_RECORD: json.dumps(kept)}


def oldest_in_use(versions: Sequence[OnRecord]) -> int | None:
    """Give the oldest version that readers may still be pinned to; `None` when it may be any."""
    before = time.time() - KEPT_FOR_READERS.total_seconds()
    return max((version for version, since in versions if since <= before), default=None)


# Folders -----------------------------------------------------------------------------------------


def mark_replaced(vectors: Path) -> None:
    """Note that the folder of a vector store is about to leave the record."""
    if vectors.is_dir():
        mark, now = vectors / _MARK, time.time()
        mark.touch()
        os.utime(mark, (now, now))


def kept_folders(folder: IndexFolder, recorded: str) -> list[str]:
    """Give the folders of vector stores, but the one on record, that went off the record in time.

    Those whose time is over are among them until a run removes them: nothing is wrong with them.
    """
    return [
        vectors.name for vectors in folder.vectors_beside(recorded) if (vectors / _MARK).exists()
    ]


def remove_old_vectors(folder: IndexFolder, store: SQLiteStore) -> None:
    """Remove vector stores that no reader uses: older ones, and what a killed run has left."""
    recorded = store.get_state().get(FOLDER, "")
    now = time.time()
    before = now - KEPT_FOR_READERS.total_seconds()
    in_use = {recorded}
    for name in kept_folders(folder, recorded):
        mark = folder.vectors(name) / _MARK
        since = mark.stat().st_mtime
        if since > now:
            # A clock that was put back must not hold this up.
            mark_replaced(folder.vectors(name))
        if since > before:
            in_use.add(name)
    folder.remove_vectors(keep=in_use)
