"""Walks along resolved edges, one level after the other.

A walk goes on from what it has not reached before, so that a cycle ends. What is reached on several
ways is given with the shortest of them, and with the first place of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from miller.navigation.definitions import AMONG, as_list
from miller.navigation.edges import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from miller.miller_core import SQLiteStore

#: Symbols that a walk reaches at most.
MOST_REACHED = 10_000
# Edges that are read for a level. A symbol has several to the same other, one for each place.
_MOST_EDGES = 50_000


@dataclass(frozen=True)
class Walk:
    """What a walk has reached, nearest first."""

    found: list[Found]
    complete: bool
    """Whether this is all; else there is more than a walk goes on for."""


def against(
    store: SQLiteStore, start: Iterable[str], kinds: Sequence[str], depth: int | None
) -> Walk:
    """Walk from ends to sources: from the called to the callers, from a base to what extends it."""
    return _walk(store, start, kinds, depth, "to_symbol_id", "from_symbol_id")


def along(
    store: SQLiteStore, start: Iterable[str], kinds: Sequence[str], depth: int | None
) -> Walk:
    """Walk from sources to ends: from the callers to the called."""
    return _walk(store, start, kinds, depth, "from_symbol_id", "to_symbol_id")


def _walk(  # noqa: PLR0913, PLR0917 -- the two directions differ in the last two
    store: SQLiteStore,
    start: Iterable[str],
    kinds: Sequence[str],
    depth: int | None,
    near: str,
    far: str,
) -> Walk:
    sql = f"""
        SELECT id, kind, from_symbol_id, to_symbol_id, file_path, line_number, confidence
        FROM relationships WHERE {near} {AMONG.format(1)} AND kind {AMONG.format(2)}
        ORDER BY file_path, line_number, id LIMIT {_MOST_EDGES + 1}"""  # noqa: S608 -- names of columns
    frontier = list(start)
    reached: dict[str, Found] = {}
    level = 0
    complete = True
    while frontier and complete and (depth is None or level < depth):
        level += 1
        rows = store.query(sql, [as_list(frontier), as_list(list(kinds))]).to_pylist()
        complete = len(rows) <= _MOST_EDGES
        times: dict[tuple[str, str], int] = {}
        first: dict[str, dict[str, object]] = {}
        for row in rows[:_MOST_EDGES]:
            pair = (row[far], row[near])
            times[pair] = times.get(pair, 0) + 1
            if row[far] not in reached:
                first.setdefault(row[far], row)
        room = MOST_REACHED - len(reached)
        complete = complete and len(first) <= room
        for symbol, row in list(first.items())[:room]:
            reached[symbol] = Found(
                id=str(row["id"]),
                kind=str(row["kind"]),
                source=str(row["from_symbol_id"]),
                target=str(row["to_symbol_id"]),
                file_path=str(row["file_path"]),
                line_number=int(str(row["line_number"])),
                confidence=float(str(row["confidence"])),
                times=times[symbol, str(row[near])],
                depth=level,
            )
        frontier = list(first)
    return Walk(list(reached.values()), complete)
