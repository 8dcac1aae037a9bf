"""The object route's writer: tuples from row objects, `executemany` and Python's own `sqlite3`.

It writes the same physical layout as `miller.SQLiteStore`, whose text it takes from the extension,
and keeps the same promises: one transaction a call, edges of other files outlive a replacement.
Only one of the two may have an index open within a process; see `miller_core.claim_index_file`.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from miller import miller_core, steps
from miller.errors import StoreError
from miller.object_rows import RowWriter, Words, duplicate

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from typing_extensions import Self

    from miller.miller_core import BatchFileResult

LIBRARY = "Python sqlite3"
BUSY_SECONDS = 10.0

_KNOWN_FILES = pa.schema(
    [
        pa.field("path", pa.string(), nullable=False),
        pa.field("size", pa.int64(), nullable=False),
        pa.field("stamp", pa.int64(), nullable=False),
        pa.field("hash", pa.string(), nullable=False),
        pa.field("status", pa.string(), nullable=False),
    ]
)

_INSERT_FILE = """
INSERT INTO file_rows(path, path_hash, language_id, hash, size, stamp, status_id, detail)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_UPDATE_FILE = """
UPDATE file_rows
SET language_id = ?, hash = ?, size = ?, stamp = ?, status_id = ?, detail = ?,
  resolved = 0
WHERE file_id = ?"""
_WRITE_CONTENT = """
INSERT INTO contents(file_id, content) VALUES (?, ?)
ON CONFLICT (file_id) DO UPDATE SET content = excluded.content"""
_INTO_OUTBOX = "INSERT OR IGNORE INTO vectors_outstanding(file_id) VALUES (?)"
_OUT_OF_OUTBOX = "DELETE FROM vectors_outstanding WHERE file_id = ?"
_WRITE_STATE = """
INSERT INTO state(key, value) VALUES (?, ?)
ON CONFLICT (key) DO UPDATE SET value = excluded.value"""

_REMOVE_ROWS_OF_FILE = (
    "DELETE FROM identifier_rows WHERE file_id = ?",
    "DELETE FROM relationship_rows WHERE file_id = ?",
    "DELETE FROM pending_relationship_rows WHERE file_id = ?",
    "DELETE FROM lookups WHERE file_id = ?",
)

# What happens to the symbols whose keys stand in a JSON list: an edge without a start goes, an edge
# without an end becomes pending by name and under the same id, everything else forgets the symbol.
# What the resolution across files has added goes, and what the extraction said is seen again.
_REMOVE_SYMBOLS = (
    "DELETE FROM relationship_rows WHERE from_key IN (SELECT value FROM json_each(?))",
    "DELETE FROM pending_relationship_rows WHERE from_key IN (SELECT value FROM json_each(?))",
    f"""
    INSERT INTO pending_relationship_rows(
      file_id, seq, uid, from_key, to_name_id, kind_id, line_number, confidence)
    SELECT edge.file_id,
      coalesce((SELECT max(seq) FROM pending_relationship_rows AS there
                WHERE there.file_id = edge.file_id), -1)
        + row_number() OVER (PARTITION BY edge.file_id ORDER BY edge.to_key, edge.seq),
      edge.uid, edge.from_key, symbol.name_id, edge.kind_id, edge.line_number, edge.confidence
    FROM relationship_rows AS edge
    JOIN symbol_rows AS symbol ON symbol.symbol_key = edge.to_key
    WHERE edge.to_key IN (SELECT value FROM json_each(?))
      AND edge.seq < {miller_core.sqlite_layout().resolved_from}
    """,  # noqa: S608 -- a number of ours
    "DELETE FROM relationship_rows WHERE to_key IN (SELECT value FROM json_each(?))",
    """
    UPDATE identifier_rows SET containing_key = NULL
    WHERE containing_key IN (SELECT value FROM json_each(?))
    """,
    """
    UPDATE identifier_rows
    SET target_key = own_target_key, own_target_key = NULL, resolved_confidence = NULL
    WHERE target_key IN (SELECT value FROM json_each(?))
    """,
    "UPDATE symbol_rows SET parent_key = NULL WHERE parent_key IN (SELECT value FROM json_each(?))",
    "DELETE FROM symbol_rows WHERE symbol_key IN (SELECT value FROM json_each(?))",
)


def _stamps_of(stamps: Any) -> Mapping[str, int]:
    if stamps is None:
        return {}
    if isinstance(stamps, dict):
        return stamps
    columns = pa.table(stamps).select(["path", "stamp"]).to_pydict()
    return dict(zip(columns["path"], columns["stamp"], strict=True))


class ObjectStore:
    """An index opened by Python's `sqlite3`, for one thread at a time."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = path
        self._bulk_load = False
        self._claim = miller_core.claim_index_file(path, LIBRARY)
        try:
            self._connection = self._open()
            self._words = Words(self._connection)
            self._build_missing_indexes()
        except BaseException:
            self._claim.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End a bulk load if there is one and close the index. Closing again does nothing."""
        try:
            self.end_bulk_load()
        finally:
            self._connection.close()
            self._claim.release()

    def replace_files(
        self,
        results: Sequence[BatchFileResult],
        stamps: Any = None,
        state: Mapping[str, str] | None = None,
        *,
        vectors_outstanding: Iterable[str] = (),
    ) -> dict[str, int]:
        """Replace files and all their rows in one transaction; return the number of rows written.

        `stamps` is a dictionary or a batch of `path` and `stamp`. Those of the files whose
        paths are in `vectors_outstanding` enter the outbox of files whose vectors are still to be
        made; the others leave it.
        """
        times = _stamps_of(stamps)
        if self._bulk_load and any(self._file_id(result.path) is not None for result in results):
            self.end_bulk_load()
        with self._transaction():
            departing: dict[str, int] = {}
            file_ids: dict[str, int] = {}
            for result in results:
                if result.path in file_ids:
                    raise duplicate("file_data", result.path)
                file_ids[result.path] = self._write_file(
                    result, times.get(result.path, 0), departing
                )
            outstanding = set(vectors_outstanding)
            for path, file_id in file_ids.items():
                statement = _INTO_OUTBOX if path in outstanding else _OUT_OF_OUTBOX
                self._connection.execute(statement, (file_id,))
            files = list(zip(file_ids.values(), results, strict=True))
            writer = RowWriter(self._connection, self._words)
            counts = {"files": len(files), "symbols": writer.write_symbols(files, departing)}
            self._remove_symbols(list(departing.values()))
            counts["identifiers"] = writer.write_identifiers(files)
            counts["relationships"] = writer.write_relationships(files)
            counts["pending_relationships"] = writer.write_pending_relationships(files)
            self._write_state(state)
            steps.reached("rows written")
        return counts

    def delete_files(self, paths: Sequence[str], state: Mapping[str, str] | None = None) -> int:
        """Delete files with all their rows; return how many of them were there."""
        if paths:
            self.end_bulk_load()
        with self._transaction():
            departing: dict[str, int] = {}
            file_ids = {file_id for path in paths if (file_id := self._file_id(path)) is not None}
            for file_id in file_ids:
                self._remove_rows_of_file(file_id, departing)
            self._remove_symbols(list(departing.values()))
            self._connection.executemany(
                "DELETE FROM file_rows WHERE file_id = ?", [(file_id,) for file_id in file_ids]
            )
            self._write_state(state)
        return len(file_ids)

    def renew_stamps(self, paths: Sequence[str], stamps: Any) -> int:
        """Give files new stamps without touching their rows; return how many."""
        times = _stamps_of(stamps)
        with self._transaction():
            for path in paths:
                if path not in times:
                    raise ValueError(f"no stamp is given for: {path}")
                renewed = self._connection.execute(
                    "UPDATE file_rows SET stamp = ? WHERE path = ?", (times[path], path)
                )
                if renewed.rowcount == 0:
                    raise StoreError(
                        f"`stamps` row {path} belongs to an unknown file: {path}",
                        hint="write the file before its rows, or both in one replacement",
                    )
        return len(paths)

    def known_files(self) -> pa.RecordBatch:
        """Return path, size, stamp, hash and status of the files that are there, by path."""
        with self._translated():
            rows = self._connection.execute(
                "SELECT path, size, stamp, lower(hex(hash)), word"
                " FROM file_rows JOIN words ON word_id = status_id ORDER BY path"
            ).fetchall()
        columns = list(zip(*rows, strict=True)) or [()] * len(_KNOWN_FILES)
        arrays = [
            pa.array(column, field.type)
            for column, field in zip(columns, _KNOWN_FILES, strict=True)
        ]
        return pa.record_batch(arrays, schema=_KNOWN_FILES)

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each view."""
        with self._translated():
            return {
                view: int(self._connection.execute(query).fetchone()[0])
                for view, query in miller_core.sqlite_layout().counts.items()
            }

    def get_state(self) -> dict[str, str]:
        """Return all entries of the state."""
        with self._translated():
            return dict(self._connection.execute("SELECT key, value FROM state ORDER BY key"))

    def set_state(self, entries: Mapping[str, str]) -> None:
        """Write entries of the state beside those that are there."""
        with self._transaction():
            self._write_state(entries)

    def begin_bulk_load(self) -> bool:
        """Leave the indexes out while an empty index is filled; return whether it is empty."""
        with self._transaction():
            filled = self._connection.execute("SELECT 1 FROM file_rows LIMIT 1").fetchone()
            if filled is None:
                for name in miller_core.sqlite_layout().indexes:
                    self._connection.execute(f"DROP INDEX IF EXISTS {name}")
                self._bulk_load = True
        if self._bulk_load:
            # The writer finds every key that it inserts by a look-up of its own.
            self._connection.execute("PRAGMA foreign_keys = OFF")
        return self._bulk_load

    def end_bulk_load(self) -> None:
        """Build the indexes that a bulk load has left out."""
        if self._bulk_load:
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._build_missing_indexes()
            self._bulk_load = False

    def _open(self) -> sqlite3.Connection:
        with self._translated():
            connection = sqlite3.connect(
                self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                found = self._look_at(connection)
                layout = miller_core.sqlite_layout()
                connection.executescript(layout.pragmas)
                if not found:
                    connection.executescript(f"BEGIN IMMEDIATE;\n{layout.creation}COMMIT;")
            except BaseException:
                connection.close()
                raise
            return connection

    def _look_at(self, connection: sqlite3.Connection) -> bool:
        """Whether the file is an index; an empty file is not one yet, another file never is."""
        layout = miller_core.sqlite_layout()

        def one(query: str, *parameters: str) -> Any:
            row = connection.execute(query, parameters).fetchone()
            return None if row is None else row[0]

        application_id = one("PRAGMA application_id")
        if application_id != layout.application_id:
            if application_id == 0 and one("SELECT count(*) FROM sqlite_master") == 0:
                return False
            raise StoreError(
                f"not an index of Miller: {self.path}", hint="choose another path for the index"
            )
        if one("PRAGMA user_version") != layout.version or layout.fingerprint != one(
            "SELECT value FROM state WHERE key = ?", layout.fingerprint_key
        ):
            raise StoreError(
                f"the index has another layout than this version of Miller writes: {self.path}",
                hint="delete the index and build it again:"
                " nothing in it is lost, all comes from the source files",
            )
        return True

    def _build_missing_indexes(self) -> None:
        with self._translated():
            query = "SELECT name FROM sqlite_master WHERE type = 'index'"
            there = {name for (name,) in self._connection.execute(query)}
            indexes = miller_core.sqlite_layout().indexes
            missing = [statement for name, statement in indexes.items() if name not in there]
        if missing:
            with self._transaction():
                for statement in missing:
                    self._connection.execute(statement)
                    steps.reached("index built")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn what `sqlite3` raises into an error that names the index."""
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(
                f"SQLite failed on the index: {self.path}: {error}",
                hint="end other runs on the index and see that its disk has space;"
                " if the index is damaged, delete it and build it again",
            ) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # Words of this transaction are not stored any more.
                self._words.clear()
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _file_id(self, path: str) -> int | None:
        row = self._connection.execute("SELECT file_id FROM file_rows WHERE path = ?", (path,))
        found = row.fetchone()
        return None if found is None else int(found[0])

    def _write_file(self, result: BatchFileResult, stamp: int, departing: dict[str, int]) -> int:
        values = (
            self._words[result.language],
            bytes.fromhex(result.hash) or None,
            result.size,
            stamp,
            self._words[result.status],
            result.detail,
        )
        file_id = self._file_id(result.path)
        if file_id is None:
            path_hash = miller_core.hash_content(result.path)[:16]
            inserted = self._connection.execute(_INSERT_FILE, (result.path, path_hash, *values))
            file_id = inserted.lastrowid
            if file_id is None:
                raise StoreError(f"SQLite gave no key for a file: {result.path}")
        else:
            self._remove_rows_of_file(file_id, departing)
            self._connection.execute(_UPDATE_FILE, (*values, file_id))
        self._connection.execute(_WRITE_CONTENT, (file_id, result.content))
        return file_id

    def _remove_rows_of_file(self, file_id: int, departing: dict[str, int]) -> None:
        # The resolution compares with it what comes instead.
        self._connection.execute(miller_core.sqlite_layout().keep_facts, (file_id,))
        for statement in _REMOVE_ROWS_OF_FILE:
            self._connection.execute(statement, (file_id,))
        departing.update(
            self._connection.execute(
                "SELECT uid, symbol_key FROM symbol_rows WHERE file_id = ?", (file_id,)
            )
        )

    def _remove_symbols(self, keys: list[int]) -> None:
        if keys:
            parameter = (json.dumps(keys),)
            for statement in _REMOVE_SYMBOLS:
                self._connection.execute(statement, parameter)

    def _write_state(self, entries: Mapping[str, str] | None) -> None:
        layout = miller_core.sqlite_layout()
        for key, value in (entries or {}).items():
            if key == layout.fingerprint_key and value != layout.fingerprint:
                raise ValueError(f"the entry `{key}` of the state is the store's own")
            self._connection.execute(_WRITE_STATE, (key, value))
