"""What an index takes on disk, and what could be freed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from miller import readers
from miller.doctor.findings import Finding, Repair, some
from miller.errors import StoreError
from miller.readers import kept_folders
from miller.report import counted
from miller.state import DIMENSION, FOLDER, VERSION
from miller.vector_store import VectorStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from miller.index_folder import IndexFolder

# What is free is worth a word when it is more than half of a store, and this.
_MUCH = 64 << 20


def bytes_by_part(folder: IndexFolder, recorded: str) -> dict[str, int]:
    """Give the bytes of each part of an index folder; `recorded` is the vector store in use."""
    names = "sqlite", "sqlite_log", "vectors", "kept_vectors", "left_over_vectors", "other"
    parts = dict.fromkeys(names, 0)
    kept = kept_folders(folder, recorded)
    for path in _files(folder.path):
        top = path.relative_to(folder.path).parts[0]
        if top == "index.db":
            part = "sqlite"
        elif top in {"index.db-wal", "index.db-shm"}:
            part = "sqlite_log"
        elif top.startswith("vectors-"):
            part = "kept_vectors" if top in kept else "left_over_vectors"
            part = "vectors" if top == recorded else part
        else:
            part = "other"
        parts[part] += _size(path)
    return parts


def old_versions(folder: IndexFolder, state: Mapping[str, str]) -> int:
    """Give the bytes of vectors that no version needs which a reader might still use; 0 if unknown.

    What is younger than the versions that are kept for readers does not count.
    """
    name = state.get(FOLDER)
    if not name:
        return 0
    try:
        version = int(state[VERSION])
        with VectorStore(folder.vectors(name), int(state[DIMENSION]), version=version) as vectors:
            live = vectors.live_bytes
    except (StoreError, KeyError, ValueError):
        # Another check tells what is wrong with them.
        return 0
    before = time.time() - readers.KEPT_FOR_READERS.total_seconds()
    return max(0, sum(_size(path, before) for path in _files(folder.vectors(name))) - live)


def check_disk(
    folder: IndexFolder,
    recorded: str,
    parts: Mapping[str, int],
    free: Mapping[str, int],
    *,
    writer_at_work: bool,
) -> Iterator[Finding]:
    """Give what takes space and serves nobody; `free` are the bytes of each part that do so."""
    if writer_at_work:
        # A writer makes new vectors in a folder that is not yet on record.
        return
    kept = kept_folders(folder, recorded)
    names = [path.name for path in folder.vectors_beside(recorded) if path.name not in kept]
    if names:
        yield Finding(
            "disk",
            f"{counted(len(names), 'vector folder')} that the index does not use, of "
            f"{parts['left_over_vectors']:,} bytes: {some(names)}",
            Repair.LEFTOVERS,
            names=names,
        )
    pages = free.get("sqlite", 0)
    if pages > max(_MUCH, parts["sqlite"] - pages):
        problem = f"free pages take {pages:,} of the {parts['sqlite']:,} bytes of the SQLite file"
        yield Finding("disk", problem, Repair.SHRINK)
    old = free["vectors"]
    if old > max(_MUCH, parts["vectors"] - old):
        problem = f"old versions of the vectors take {old:,} of {parts['vectors']:,} bytes"
        yield Finding("disk", problem, Repair.COMPACT)


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if not path.is_dir())


def _size(path: Path, before: float | None = None) -> int:
    try:
        found = path.lstat()
    except FileNotFoundError:
        # A writer has removed it meanwhile.
        return 0
    return found.st_size if before is None or found.st_mtime < before else 0
