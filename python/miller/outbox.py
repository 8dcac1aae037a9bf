"""The outbox: files whose vectors are still to be made.

A file enters it in the transaction that writes its rows, when the model has failed, and leaves it
in the one that records the version with its vectors. Files in the outbox have no rows in LanceDB.
Nothing here loads LanceDB, which takes a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa

from miller import miller_core

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miller.miller_core import SQLiteStore
    from miller.pipeline import Paths

    # Files by path, and their symbols.
    Part: TypeAlias = tuple[Paths, pa.Table]

# Symbols that are in memory at a time, but for those of one file.
PART_SYMBOLS = 10_000

_IN_OUTBOX = "SELECT file_id FROM vectors_outstanding"

# The files whose symbols are asked for, as conditions.
ALL_FILES = "true"
FILES_OUTSTANDING = f"file_id IN ({_IN_OUTBOX})"
FILES_WITH_VECTORS = f"file_id NOT IN ({_IN_OUTBOX})"


def is_empty(store: SQLiteStore) -> bool:
    """Say whether no file waits for its vectors."""
    found: int = store.query(f"{_IN_OUTBOX} LIMIT 1").num_rows
    return found == 0


def files_outstanding(store: SQLiteStore) -> int:
    """Count the files that wait for their vectors."""
    return int(store.query("SELECT count(*) AS n FROM vectors_outstanding")["n"][0].as_py())


def paths_outstanding(store: SQLiteStore) -> Paths:
    """Give the files that wait for their vectors, by path."""
    sql = f"SELECT path FROM file_rows WHERE {FILES_OUTSTANDING} ORDER BY path"  # noqa: S608 -- a constant
    paths: Paths = store.query(sql)["path"]
    return paths


def symbols_in_parts(store: SQLiteStore, files: str) -> Iterator[Part]:
    """Give paths and their symbols in parts of bounded size, by consecutive files.

    `files` is one of the conditions above, as it holds when the first part is asked for. The files
    of a part may leave the outbox before the next.
    """
    schema: pa.Schema = miller_core.table_schema("symbols")
    symbols = "(SELECT count(*) FROM symbol_rows s WHERE s.file_id = file_rows.file_id)"
    found = store.query(
        f"SELECT path, {symbols} AS symbols FROM file_rows WHERE {files} ORDER BY path"  # noqa: S608 -- see above
    )
    if not found.num_rows:
        return
    parts = np.cumsum(found["symbols"].to_numpy()) // PART_SYMBOLS
    starts = np.flatnonzero(np.diff(parts, prepend=parts[0] - 1))
    ends = np.append(starts[1:], found.num_rows)
    chosen = f"file_path IN (SELECT path FROM file_rows WHERE path BETWEEN ? AND ? AND {files})"  # noqa: S608 -- see above
    sql = f"SELECT {', '.join(schema.names)} FROM symbols WHERE {chosen}"  # noqa: S608 -- names of the schema
    for start, end in zip(starts, ends, strict=True):
        paths = found["path"].slice(int(start), int(end - start))
        rows = store.query(sql, [paths[0].as_py(), paths[-1].as_py()])
        yield paths, pa.Table.from_batches([rows]).cast(schema)


def halves(part: Part) -> list[Part]:
    """Give the two halves of a part, by files; nothing of a part of one file."""
    paths, symbols = part
    import pyarrow.compute as pc  # noqa: PLC0415 -- takes 20 ms, which who opens an index does not need

    if len(paths) == 1:
        return []
    middle = len(paths) // 2
    return [
        (some, symbols.filter(pc.is_in(symbols["file_path"], value_set=some)))
        for some in (paths.slice(middle), paths.slice(0, middle))
    ]
