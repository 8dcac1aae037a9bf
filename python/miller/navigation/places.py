"""What stands at a place of a file.

With a column, what the use there means, and else the innermost symbol around it. With a line alone,
the symbol that begins on it, and else the innermost one around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from miller.navigation.definitions import COLUMNS, Definition, definition_of, definitions_by_id

if TYPE_CHECKING:
    from miller.miller_core import SQLiteStore
    from miller.navigation.names import Place

# A person who gives the last part of a path means one file.
_MOST_FILES = 20

_FILE = "SELECT path FROM files WHERE path = ?1"
# No index knows how paths end: the paths are read through, when no file is called just so.
_FILES = f"""
SELECT path FROM files WHERE substr(path, -1 - length(?1)) = '/' || ?1
ORDER BY path LIMIT {_MOST_FILES}"""  # noqa: S608 -- a number
_USE = """
SELECT target_symbol_id FROM identifiers
WHERE file_path = ?1 AND start_line = ?2 AND start_column <= ?3 AND end_column > ?3
AND target_symbol_id IS NOT NULL LIMIT 1"""
_BEGINNING = f"""
SELECT {COLUMNS} FROM symbols WHERE file_path = ?1 AND start_line = ?2 AND kind <> 'module'
ORDER BY start_byte, end_byte DESC LIMIT 1"""  # noqa: S608 -- constants
_AROUND = f"""
SELECT {COLUMNS} FROM symbols WHERE file_path = ?1 AND start_line <= ?2 AND end_line >= ?2
AND (?3 < 0 OR ((start_line < ?2 OR start_column <= ?3) AND (end_line > ?2 OR end_column > ?3)))
ORDER BY start_byte DESC, end_byte LIMIT 1"""  # noqa: S608 -- constants


def at_place(store: SQLiteStore, place: Place) -> list[Definition]:
    """Give what stands at a place, in each of the files that are meant."""
    found = []
    for path in _files(store, place.path):
        one = _use(store, path, place) or _symbol(store, path, place)
        if one is not None:
            found.append(one)
    return found


def _files(store: SQLiteStore, path: str) -> list[str]:
    for sql in (_FILE, _FILES):
        paths: list[str] = store.query(sql, [path])["path"].to_pylist()
        if paths:
            return paths
    return []


def _use(store: SQLiteStore, path: str, place: Place) -> Definition | None:
    if not place.column:
        return None
    ids = store.query(_USE, [path, place.line, place.column - 1])["target_symbol_id"].to_pylist()
    return next(iter(definitions_by_id(store, ids).values()), None)


def _symbol(store: SQLiteStore, path: str, place: Place) -> Definition | None:
    rows = []
    if place.column is None:
        rows = store.query(_BEGINNING, [path, place.line]).to_pylist()
    if not rows:
        column = -1 if place.column is None else place.column - 1
        rows = store.query(_AROUND, [path, place.line, column]).to_pylist()
    return definition_of(rows[0]) if rows else None
