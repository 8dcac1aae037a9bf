"""Who calls a symbol, and what it calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miller.navigation import walks
from miller.navigation.definitions import (
    AMONG,
    CHILDREN,
    TYPES,
    as_list,
    languages_sharing_names,
    number,
)
from miller.navigation.edges import ByName, Edge, page_of_edges
from miller.navigation.overrides import overridden, overriding

if TYPE_CHECKING:
    from miller.miller_core import SQLiteStore
    from miller.navigation.lookup import Subject
    from miller.navigation.pages import Page

CALLS = ("calls", "instantiates")

# A definition within definitions within definitions: more than that are not asked for.
_MOST_WITHIN = 10_000
_WITHIN = f"""
WITH RECURSIVE within(id) AS (
  SELECT value FROM json_each(?1)
  UNION SELECT s.id FROM within JOIN symbols AS s ON s.parent_id = within.id LIMIT {_MOST_WITHIN}
) SELECT id FROM within"""  # noqa: S608 -- a number
_CONSTRUCTORS = f"SELECT id FROM symbols WHERE {CHILDREN} AND kind = 'constructor'"  # noqa: S608 -- constants

_CALLERS = f"""
SELECT count(DISTINCT from_symbol_id) FROM relationships
WHERE to_symbol_id {AMONG.format(1)} AND kind {AMONG.format(2)}"""  # noqa: S608 -- constants


def callers(
    store: SQLiteStore, subject: Subject, *, depth: int = 1, limit: int = 50, offset: int = 0
) -> Page[Edge]:
    """Find who calls a symbol: nearest first, then those that call something of its name.

    Between them stand those that call a method which this one overrides.

    Whoever makes an instance of a class calls the class, and so does who calls its constructor.
    With a `depth`, callers of callers are found, too; by name, only those at depth 1.
    """
    start = _with_constructors(store, subject)
    walk = walks.against(store, start, CALLS, depth)
    languages = languages_sharing_names(subject.definitions)
    by_name = ByName(store, "to_name", subject.names, CALLS, languages)
    known = {*subject.ids, *(one.source for one in walk.found)}
    through = walks.against(store, overridden(store, subject), CALLS, 1)
    overrides = [as_list(overriding(store, subject)), as_list(CALLS)]
    return page_of_edges(
        store,
        walk.found,
        by_name,
        limit,
        offset,
        through=[one for one in through.found if one.source not in known],
        of_overrides=number(store, _CALLERS, overrides),
        complete=walk.complete,
    )


def callees(
    store: SQLiteStore, subject: Subject, *, depth: int = 1, limit: int = 50, offset: int = 0
) -> Page[Edge]:
    """Find what a symbol calls, by itself or in what is defined within it: nearest first.

    What the index knows only by name comes behind; by name, only what is called at depth 1.
    """
    start: list[str] = store.query(_WITHIN, [as_list(subject.ids)])["id"].to_pylist()
    walk = walks.along(store, start, CALLS, depth)
    by_name = ByName(store, "from_symbol_id", start, CALLS)
    return page_of_edges(store, walk.found, by_name, limit, offset, complete=walk.complete)


def _with_constructors(store: SQLiteStore, subject: Subject) -> list[str]:
    types = [one.id for one in subject.definitions if one.kind in TYPES]
    found: list[str] = store.query(_CONSTRUCTORS, [as_list(types)])["id"].to_pylist()
    return list(dict.fromkeys([*subject.ids, *found]))
