"""What stands at a place of a file.

With a column, what the use there means; else the symbol that begins just there. Where the index
does not know what the use means, all that bear its name may be meant. With a line alone, the symbol
that begins on it. If there is none of these, the innermost symbol around the place.
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
SELECT name, target_symbol_id FROM identifiers
WHERE file_path = ?1 AND start_line = ?2 AND start_column <= ?3 AND end_column > ?3
ORDER BY target_symbol_id IS NULL, start_byte DESC LIMIT 1"""
_BEGINNING = f"""
SELECT {COLUMNS} FROM symbols WHERE file_path = ?1 AND start_line = ?2 AND kind <> 'module'
AND (?3 < 0 OR start_column = ?3)
ORDER BY start_byte, end_byte DESC LIMIT 1"""  # noqa: S608 -- constants
_AROUND = f"""
SELECT {COLUMNS} FROM symbols WHERE file_path = ?1 AND start_line <= ?2 AND end_line >= ?2
AND (?3 < 0 OR ((start_line < ?2 OR start_column <= ?3) AND (end_line > ?2 OR end_column > ?3)))
ORDER BY start_byte DESC, end_byte LIMIT 1"""  # noqa: S608 -- constants


def at_place(store: SQLiteStore, place: Place) -> tuple[list[Definition], list[str]]:
    """Give what stands at a place in each of the files that are meant, and names that are open."""
    found: list[Definition] = []
    names: list[str] = []
    for path in _files(store, place.path):
        one, name = _use(store, path, place)
        one = one or _beginning(store, path, place)
        if one is None and not name:
            one = _around(store, path, place)
        if one is not None:
            found.append(one)
        elif name:
            names.append(name)
    return found, names


def _files(store: SQLiteStore, path: str) -> list[str]:
    for sql in (_FILE, _FILES):
        paths: list[str] = store.query(sql, [path])["path"].to_pylist()
        if paths:
            return paths
    return []


def _use(store: SQLiteStore, path: str, place: Place) -> tuple[Definition | None, str]:
    """Give what the use at a place means, and its name; an empty one where there is no use."""
    rows = store.query(_USE, [path, place.line, _column(place)]).to_pylist()
    if not rows:
        return None, ""
    target = rows[0]["target_symbol_id"]
    return definitions_by_id(store, [target] if target else []).get(target), rows[0]["name"]


def _beginning(store: SQLiteStore, path: str, place: Place) -> Definition | None:
    return _one(store, _BEGINNING, [path, place.line, _column(place)])


def _around(store: SQLiteStore, path: str, place: Place) -> Definition | None:
    return _one(store, _AROUND, [path, place.line, _column(place)])


def _column(place: Place) -> int:
    return -1 if place.column is None else place.column - 1


def _one(store: SQLiteStore, sql: str, parameters: list[str | int]) -> Definition | None:
    rows = store.query(sql, parameters).to_pylist()
    return definition_of(rows[0]) if rows else None
