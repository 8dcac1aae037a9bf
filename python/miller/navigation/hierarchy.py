"""What extends or implements a type, what overrides a method, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miller.navigation import walks
from miller.navigation.definitions import (
    AMONG,
    CHILDREN,
    COLUMNS,
    TYPES,
    Definition,
    as_list,
    definition_of,
)
from miller.navigation.edges import ByName, Edge, Found, page_of_edges

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from miller.miller_core import SQLiteStore
    from miller.navigation.lookup import Subject
    from miller.navigation.pages import Page

DERIVES = ("extends", "implements")
OVERRIDES = ("overrides",)

_MEMBERS = ("method", "function", "property", "operator", "field")
_NAMED_MEMBERS = f"""
SELECT {COLUMNS} FROM symbols WHERE {CHILDREN} AND name {AMONG.format(2)}
ORDER BY file_path, start_byte LIMIT {walks.MOST_REACHED}"""  # noqa: S608 -- constants


def implementations(
    store: SQLiteStore,
    subject: Subject,
    *,
    depth: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Page[Edge]:
    """Find the types that extend or implement a type, or the methods that override a method.

    Those of those as well, down to `depth`; without one, all of them. Behind them come the types
    that extend something of the name; only those right below.
    """
    kinds = (*DERIVES, *OVERRIDES)
    walk = walks.against(store, subject.ids, kinds, depth)
    found = [*walk.found, *overriding_members(store, subject, walk.found, depth)]
    is_type = any(one.kind in TYPES for one in subject.definitions) or subject.only_imported
    by_name = ByName(store, "to_name", subject.names if is_type else [], DERIVES)
    return page_of_edges(store, found, by_name, limit, offset, complete=walk.complete)


def inherited(store: SQLiteStore, types: Sequence[str], name: str) -> list[Definition]:
    """Find the members of a name that types have from the nearest of what they extend."""
    walk = walks.along(store, types, DERIVES, None)
    depths = {one.target: one.depth for one in walk.found}
    members = _members(store, depths, [name])
    nearest = min((depths[str(one.parent_id)] for one in members), default=0)
    return [one for one in members if depths[str(one.parent_id)] == nearest]


def _members(store: SQLiteStore, types: Collection[str], names: Sequence[str]) -> list[Definition]:
    if not types:
        return []
    parameters = [as_list(list(types)), as_list(names)]
    return [definition_of(row) for row in store.query(_NAMED_MEMBERS, parameters).to_pylist()]


def overriding_members(
    store: SQLiteStore, subject: Subject, known: Sequence[Found], depth: int | None
) -> list[Found]:
    """Find the members of the same name in what extends or implements the type of a method.

    The index has edges between methods of one file; those between types lead further.
    """
    owners = [one.parent_id for one in subject.definitions if one.kind in _MEMBERS]
    walk = walks.against(store, [one for one in owners if one is not None], DERIVES, depth)
    depths = {one.source: one.depth for one in walk.found}
    seen = {*(one.source for one in known), *subject.ids}
    return [
        Found(
            id="",
            kind="overrides",
            source=one.id,
            target=subject.first.id,
            file_path=one.file_path,
            line_number=one.start_line,
            confidence=1.0,
            times=1,
            depth=depths[str(one.parent_id)],
        )
        for one in _members(store, depths, subject.names)
        if one.id not in seen
    ]
