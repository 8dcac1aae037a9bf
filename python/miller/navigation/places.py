"""What stands at a place of a file.

With a column, what the use there means; else the symbol that begins just there, or what the use
means that ends there. Where the index does not know what the use means, all that bear its name may
be meant, but for a local name. With a line alone, the symbol that begins on it, if others that do
are within it. If there is none of these, the innermost symbol around the place.
"""

from __future__ import annotations

from dataclasses import dataclass
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
SELECT name, target_symbol_id, coalesce(qualifier, '') = '=' AS is_local FROM identifiers
WHERE file_path = ?1 AND start_line = ?2 AND start_column <= ?3 AND end_column > ?4
ORDER BY target_symbol_id IS NULL, start_byte DESC LIMIT 1"""
_BEGINNING = f"""
SELECT {COLUMNS} FROM (
  SELECT {COLUMNS}, start_byte, end_byte, max(start_byte) OVER () AS last_begin FROM symbols
  WHERE file_path = ?1 AND start_line = ?2 AND kind <> 'module'
  AND (?3 < 0 OR start_column = ?3)
  ORDER BY start_byte, end_byte DESC LIMIT 1
) WHERE ?3 >= 0 OR last_begin < end_byte"""  # noqa: S608 -- constants
_AROUND = f"""
SELECT {COLUMNS} FROM symbols WHERE file_path = ?1 AND start_line <= ?2 AND end_line >= ?2
AND ((?3 < 0 AND (start_line < ?2 OR kind = 'module'))
  OR (?3 >= 0 AND (start_line < ?2 OR start_column <= ?3) AND (end_line > ?2 OR end_column > ?3)))
ORDER BY start_byte DESC, end_byte LIMIT 1"""  # noqa: S608 -- constants


@dataclass(frozen=True)
class OpenUse:
    """A use of which the index does not know what it means."""

    name: str
    is_local: bool
    """Whether it means a parameter or a local variable, which are no symbols."""


def at_place(store: SQLiteStore, place: Place) -> tuple[list[Definition], list[OpenUse]]:
    """Give what stands at a place in each of the files that are meant, and uses that are open."""
    found = [_in_file(store, path, place) for path in _files(store, place.path)]
    return (
        [one for one in found if isinstance(one, Definition)],
        [one for one in found if isinstance(one, OpenUse)],
    )


def _in_file(store: SQLiteStore, path: str, place: Place) -> Definition | OpenUse | None:
    use = _use(store, path, place, behind=0)
    if isinstance(use, Definition):
        return use
    return (
        _one(store, _BEGINNING, [path, place.line, _column(place)])
        or use
        or _use(store, path, place, behind=1)
        or _one(store, _AROUND, [path, place.line, _column(place)])
    )


def _files(store: SQLiteStore, path: str) -> list[str]:
    for sql in (_FILE, _FILES):
        paths: list[str] = store.query(sql, [path])["path"].to_pylist()
        if paths:
            return paths
    return []


def _use(
    store: SQLiteStore, path: str, place: Place, *, behind: int
) -> Definition | OpenUse | None:
    """Give what the use means that covers a place, or that ends so many columns before it."""
    column = _column(place)
    rows = store.query(_USE, [path, place.line, column, column - behind]).to_pylist()
    if not rows:
        return None
    target = rows[0]["target_symbol_id"]
    found = definitions_by_id(store, [target] if target else []).get(target)
    return found or OpenUse(rows[0]["name"], bool(rows[0]["is_local"]))


def _column(place: Place) -> int:
    return -1 if place.column is None else place.column - 1


def _one(store: SQLiteStore, sql: str, parameters: list[str | int]) -> Definition | None:
    rows = store.query(sql, parameters).to_pylist()
    return definition_of(rows[0]) if rows else None
