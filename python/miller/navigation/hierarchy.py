"""What extends or implements a type, what overrides a method, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miller.navigation import walks
from miller.navigation.definitions import AMONG, CHILDREN, TYPES, as_list
from miller.navigation.edges import ByName, Edge, Found, page_of_edges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miller.miller_core import SQLiteStore
    from miller.navigation.lookup import Subject
    from miller.navigation.pages import Page

DERIVES = ("extends", "implements")
OVERRIDES = ("overrides",)

_MEMBERS = ("method", "function", "property", "operator", "field")
_NAMED_MEMBERS = f"""
SELECT id, parent_id, file_path, start_line FROM symbols
WHERE {CHILDREN} AND name {AMONG.format(2)}
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
    found = [*walk.found, *_in_subtypes(store, subject, walk.found, depth)]
    is_type = any(one.kind in TYPES for one in subject.definitions) or subject.is_outside
    by_name = ByName(store, "to_name", subject.names if is_type else [], DERIVES)
    return page_of_edges(store, found, by_name, limit, offset, complete=walk.complete)


def _in_subtypes(
    store: SQLiteStore, subject: Subject, known: Sequence[Found], depth: int | None
) -> list[Found]:
    """Find the members of the same name in what extends or implements the type of a method.

    The index has edges between methods of one file; those between types lead further.
    """
    owners = [one.parent_id for one in subject.definitions if one.kind in _MEMBERS]
    walk = walks.against(store, [one for one in owners if one is not None], DERIVES, depth)
    depths = {one.source: one.depth for one in walk.found}
    parameters = [as_list(list(depths)), as_list(subject.names)]
    rows = store.query(_NAMED_MEMBERS, parameters).to_pylist() if depths else []
    seen = {*(one.source for one in known), *subject.ids}
    return [
        Found(
            id="",
            kind="overrides",
            source=row["id"],
            target=subject.first.id,
            file_path=row["file_path"],
            line_number=row["start_line"],
            confidence=1.0,
            times=1,
            depth=depths[row["parent_id"]],
        )
        for row in rows
        if row["id"] not in seen
    ]
