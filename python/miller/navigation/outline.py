"""The symbols of a file as a tree, and those of a folder in short."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from miller.navigation.definitions import (
    AMONG,
    COLUMNS,
    STANDING_FOR_OTHERS,
    Definition,
    as_list,
    definition_of,
    number,
)
from miller.navigation.pages import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from miller.miller_core import SQLiteStore

# A folder is shown in short.
_SYMBOLS_OF_A_FILE = 20

_FILE = "SELECT 1 FROM files WHERE path = ?1"
_SYMBOLS = f"SELECT {COLUMNS} FROM symbols WHERE file_path = ?1 ORDER BY start_byte, end_byte DESC"  # noqa: S608 -- constants
# The paths of a folder stand together: `0` follows `/`.
_IN_FOLDER = "FROM files WHERE path >= ?1 || '/' AND path < ?1 || '0'"
_ANYWHERE = "FROM files WHERE path > ?1"
# What has no parent, or has one that all of the file is part of: its module, package or namespace.
_TOP = f"""
WITH tops AS (
  SELECT s.file_path, s.id, s.kind FROM symbols AS s
  WHERE s.file_path {AMONG.format(1)} AND s.parent_id IS NULL
  AND s.kind NOT IN {STANDING_FOR_OTHERS}
), spanning AS (
  SELECT min(id) AS id FROM tops GROUP BY file_path
  HAVING count(*) = 1 AND min(kind) IN ('module', 'namespace')
), chosen AS (
  SELECT id FROM tops WHERE id NOT IN (SELECT id FROM spanning)
  UNION ALL
  SELECT s.id FROM symbols AS s
  WHERE s.parent_id IS NOT NULL AND s.parent_id IN (SELECT id FROM spanning)
), ranked AS (
  SELECT s.*, row_number() OVER (PARTITION BY s.file_path ORDER BY s.start_byte) AS place,
    count(*) OVER (PARTITION BY s.file_path) AS top_level
  FROM symbols AS s WHERE s.id IN (SELECT id FROM chosen) AND s.kind NOT IN {STANDING_FOR_OTHERS}
)
SELECT {COLUMNS}, top_level FROM ranked WHERE place <= {_SYMBOLS_OF_A_FILE}
ORDER BY file_path, start_byte"""  # noqa: S608 -- constants


@dataclass(frozen=True)
class FileOutline:
    """A file of a folder and the first of its symbols."""

    path: str
    language: str
    symbols: tuple[Definition, ...]
    top_level: int
    """How many symbols it has at its top level, without imports."""


def file_outline(
    store: SQLiteStore, path: str, *, limit: int | None = None, offset: int = 0
) -> Page[tuple[int, Definition]] | None:
    """Give the symbols of a file in the order of a tree, each with its depth; `None` for no file.

    The list is flat: symbols nest as deep as their source does, deeper than JSON can be written.
    """
    if not store.query(_FILE, [path]).num_rows:
        return None
    # What comes before what in a tree shows when all of it is there; a file is bounded.
    rows = store.query(_SYMBOLS, [path]).to_pylist()
    tree = _tree([definition_of(row) for row in rows])
    length = len(tree) if limit is None else limit
    return Page(tuple(tree[offset : offset + length]), offset, length, len(tree))


def _tree(symbols: list[Definition]) -> list[tuple[int, Definition]]:
    known = {symbol.id for symbol in symbols}
    children: dict[str | None, list[Definition]] = {}
    for symbol in symbols:
        parent = symbol.parent_id if symbol.parent_id in known else None
        children.setdefault(parent, []).append(symbol)
    ordered: list[tuple[int, Definition]] = []
    waiting = [(0, symbol) for symbol in reversed(children.get(None, []))]
    while waiting:
        depth, symbol = waiting.pop()
        ordered.append((depth, symbol))
        waiting.extend((depth + 1, child) for child in reversed(children.get(symbol.id, [])))
    return ordered


def folded(
    symbols: Iterable[tuple[int, Definition]],
) -> Iterator[tuple[tuple[int, Definition], ...]]:
    """Give each symbol by itself, but imports and exports that follow each other as one run."""
    for (_, kind), run in groupby(symbols, lambda item: (item[0], item[1].kind)):
        if kind in STANDING_FOR_OTHERS:
            yield tuple(run)
        else:
            yield from ((item,) for item in run)


def lines_of(run: Sequence[tuple[int, Definition]]) -> str:
    """Give the lines that a run of symbols stands in, as `3-9`."""
    first, last = run[0][1].start_line, max(symbol.end_line for _, symbol in run)
    return f"{first}" if first == last else f"{first}-{last}"


def folder_outline(
    store: SQLiteStore, folder: str, *, limit: int = 50, offset: int = 0
) -> Page[FileOutline]:
    """Give the files of a folder and of those in it, each with its symbols at the top level.

    The folder is a path of the workspace; an empty one is the workspace itself.
    """
    files = _IN_FOLDER if folder else _ANYWHERE
    total = number(store, f"SELECT count(*) {files}", [folder])
    sql = f"SELECT path, language {files} ORDER BY path LIMIT {limit} OFFSET {offset}"
    rows = store.query(sql, [folder]).to_pylist()
    symbols: dict[str, list[Definition]] = {row["path"]: [] for row in rows}
    numbers: dict[str, int] = {}
    for row in store.query(_TOP, [as_list(list(symbols))]).to_pylist():
        numbers[row["file_path"]] = row.pop("top_level")
        symbols[row["file_path"]].append(definition_of(row))
    outlines = [
        FileOutline(
            row["path"], row["language"], tuple(symbols[row["path"]]), numbers.get(row["path"], 0)
        )
        for row in rows
    ]
    return Page(tuple(outlines), offset, limit, total)
