"""Row objects as tuples of the physical layout, file by file."""

from __future__ import annotations

import sqlite3
import struct
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from miller import miller_core
from miller.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from miller.miller_core import BatchFileResult

# A file is its key and what was extracted from it.
Files: TypeAlias = "Sequence[tuple[int, BatchFileResult]]"
Row: TypeAlias = "tuple[str | bytes | int | float | None, ...]"

_INSERT_SYMBOL = """
INSERT INTO symbol_rows(
  file_id, seq, name_id, kind_id, language_id, start_line, end_line, signature, doc_comment,
  parent_key, code_context, start_column, end_column, start_byte, end_byte, visibility_id,
  qualified_name, symbol_key, uid)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_UPDATE_SYMBOL = """
UPDATE symbol_rows
SET file_id = ?, seq = ?, name_id = ?, kind_id = ?, language_id = ?, start_line = ?, end_line = ?,
  signature = ?, doc_comment = ?, parent_key = ?, code_context = ?, start_column = ?,
  end_column = ?, start_byte = ?, end_byte = ?, visibility_id = ?, qualified_name = ?
WHERE symbol_key = ? AND uid = ?"""
_INSERT_IDENTIFIER = """
INSERT INTO identifier_rows(
  file_id, seq, name_id, kind_id, language_id, start_line, start_column, start_byte, length,
  end_line, end_column, containing_key, target_key, confidence, qualifier_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_INSERT_RELATIONSHIP = """
INSERT INTO relationship_rows(
  file_id, seq, uid, from_key, to_key, kind_id, line_number, confidence)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_INSERT_PENDING = """
INSERT INTO pending_relationship_rows(
  file_id, seq, uid, from_key, to_name_id, to_qualifier_id, kind_id, line_number, confidence)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""


class Words(dict[str, int]):
    """The keys of words that are kept once; a new word is stored."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, word: str) -> int:
        found = self._connection.execute("SELECT word_id FROM words WHERE word = ?", (word,))
        row = found.fetchone()
        if row is None:
            inserted = self._connection.execute("INSERT INTO words(word) VALUES (?)", (word,))
            row = (inserted.lastrowid,)
        key = self[word] = int(row[0])
        return key


class SymbolKeys(dict[str, int]):
    """The keys of symbols by id: those of this transaction, else those of the store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection
        query = "SELECT coalesce(max(symbol_key), 0) FROM symbol_rows"
        self._last = int(connection.execute(query).fetchone()[0])

    def new(self) -> int:
        """Return a key that no symbol has."""
        self._last += 1
        return self._last

    def __missing__(self, uid: str) -> int:
        found = self._connection.execute(
            "SELECT symbol_key FROM symbol_rows WHERE uid = ?", (uid,)
        ).fetchone()
        if found is None:
            raise KeyError(uid)
        key = self[uid] = int(found[0])
        return key


@lru_cache(maxsize=1024)
def stored_confidence(confidence: float) -> float | None:
    """Nothing for 1, else the shortest decimal number that has the same 32 bits."""
    if confidence == 1.0:
        return None
    if not 0.0 <= confidence <= 1.0:
        raise ValueError(f"a confidence must be a number from 0 to 1, found: {confidence}")
    for digits in range(1, 10):
        shorter = float(f"{confidence:.{digits}g}")
        if struct.pack("f", shorter) == struct.pack("f", confidence):
            return shorter
    return confidence


def duplicate(table: str, row: str) -> StoreError:
    """Make the error for a row that is there already."""
    return StoreError(
        f"`{table}` has this row already: {row}", hint="replace the file instead of adding to it"
    )


class RowWriter:
    """Writes the rows of some files within one transaction."""

    def __init__(self, connection: sqlite3.Connection, words: Words) -> None:
        self._connection = connection
        self._words = words
        self._keys = SymbolKeys(connection)

    def write_symbols(self, files: Files, departing: dict[str, int]) -> int:
        """Write symbols; those that are departing stay under the same key and depart no more."""
        # All keys are known before the first row is written: a parent may come after its children.
        kept: set[str] = set()
        for _, result in files:
            for symbol in result.results.symbols:
                uid = symbol.id
                if uid in self._keys:
                    raise duplicate("symbols", uid)
                if uid in departing:
                    kept.add(uid)
                    self._keys[uid] = departing.pop(uid)
                else:
                    self._keys[uid] = self._keys.new()
        written = 0
        for file_id, result in files:
            new: list[Row] = []
            again: list[Row] = []
            for row in self._symbols(file_id, result):
                (again if row[-1] in kept else new).append(row)
            try:
                self._connection.executemany(_INSERT_SYMBOL, new)
            except sqlite3.IntegrityError as error:
                raise duplicate("symbols", self._first_stored(new)) from error
            # A row that comes back is updated in place, so that what refers to it stays.
            self._connection.executemany(_UPDATE_SYMBOL, again)
            written += len(new) + len(again)
        return written

    def write_identifiers(self, files: Files) -> int:
        """Write identifiers; return how many."""
        return self._write(_INSERT_IDENTIFIER, self._identifiers, files)

    def write_relationships(self, files: Files) -> int:
        """Write edges; return how many."""
        return self._write(_INSERT_RELATIONSHIP, self._relationships, files)

    def write_pending_relationships(self, files: Files) -> int:
        """Write pending edges; return how many."""
        return self._write(_INSERT_PENDING, self._pending_relationships, files)

    def _write(
        self,
        statement: str,
        rows: Callable[[int, BatchFileResult], Iterator[Row]],
        files: Files,
    ) -> int:
        written = 0
        for file_id, result in files:
            written += max(
                self._connection.executemany(statement, rows(file_id, result)).rowcount, 0
            )
        return written

    def _symbols(self, file_id: int, result: BatchFileResult) -> Iterator[Row]:
        words, keys = self._words, self._keys
        path, file_language = result.path, result.language
        for seq, symbol in enumerate(result.results.symbols):
            uid = symbol.id
            language = symbol.language
            visibility = symbol.visibility
            parent_id = symbol.parent_id
            yield (
                file_id,
                seq,
                words[symbol.name],
                words[symbol.kind],
                None if language == file_language else words[language],
                symbol.start_line,
                symbol.end_line,
                symbol.signature,
                symbol.doc_comment,
                None
                if parent_id is None
                else self._key("symbols", uid, path, "parent_id", parent_id),
                symbol.code_context,
                symbol.start_column,
                symbol.end_column,
                symbol.start_byte,
                symbol.end_byte,
                None if visibility is None else words[visibility],
                symbol.qualified_name,
                keys[uid],
                uid,
            )

    def _identifiers(self, file_id: int, result: BatchFileResult) -> Iterator[Row]:
        words = self._words
        path, file_language = result.path, result.language
        path_hash = miller_core.hash_content(path)[:16]
        for seq, identifier in enumerate(result.results.identifiers):
            uid = identifier.id
            start_byte = identifier.start_byte
            end_byte = identifier.end_byte
            if uid != f"{path_hash}{start_byte:08x}{end_byte:08x}" or end_byte < start_byte:
                raise ValueError(
                    f"`identifiers` row {uid} of {path}: `id` must be made of path, start and end"
                )
            language = identifier.language
            start_line = identifier.start_line
            end_line = identifier.end_line
            start_column = identifier.start_column
            end_column = identifier.end_column
            containing = identifier.containing_symbol_id
            target = identifier.target_symbol_id
            qualifier = identifier.qualifier
            length = end_byte - start_byte
            yield (
                file_id,
                seq,
                words[identifier.name],
                words[identifier.kind],
                None if language == file_language else words[language],
                start_line,
                start_column,
                start_byte,
                length,
                None if end_line == start_line else end_line,
                None if end_column == start_column + length else end_column,
                None
                if containing is None
                else self._key("identifiers", uid, path, "containing_symbol_id", containing),
                None
                if target is None
                else self._key("identifiers", uid, path, "target_symbol_id", target),
                stored_confidence(identifier.confidence),
                None if qualifier is None else words[qualifier],
            )

    def _relationships(self, file_id: int, result: BatchFileResult) -> Iterator[Row]:
        words = self._words
        path, table = result.path, "relationships"
        for seq, edge in enumerate(result.results.relationships):
            uid = edge.id
            yield (
                file_id,
                seq,
                bytes.fromhex(uid),
                self._key(table, uid, path, "from_symbol_id", edge.from_symbol_id),
                self._key(table, uid, path, "to_symbol_id", edge.to_symbol_id),
                words[edge.kind],
                edge.line_number,
                stored_confidence(edge.confidence),
            )

    def _pending_relationships(self, file_id: int, result: BatchFileResult) -> Iterator[Row]:
        words = self._words
        path, table = result.path, "pending_relationships"
        for seq, edge in enumerate(result.results.pending_relationships):
            uid = edge.id
            qualifier = edge.to_qualifier
            yield (
                file_id,
                seq,
                bytes.fromhex(uid),
                self._key(table, uid, path, "from_symbol_id", edge.from_symbol_id),
                words[edge.to_name],
                None if qualifier is None else words[qualifier],
                words[edge.kind],
                edge.line_number,
                stored_confidence(edge.confidence),
            )

    def _key(self, table: str, row: str, path: str, column: str, symbol: str) -> int:
        try:
            return self._keys[symbol]
        except KeyError:
            raise StoreError(
                f"`{table}` row {row} of {path}: `{column}` is an unknown symbol: {symbol}",
                hint="write the symbol before what refers to it, or both in one replacement",
            ) from None

    def _first_stored(self, rows: list[Row]) -> str:
        """Return the first id that the store has under another key."""
        query = "SELECT uid FROM symbol_rows WHERE symbol_key <> ? AND uid = ?"
        for row in rows:
            found = self._connection.execute(query, row[-2:]).fetchone()
            if found is not None:
                return str(found[0])
        return "unknown"
