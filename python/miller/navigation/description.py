"""What there is to say of one symbol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from miller.navigation.definitions import (
    AMONG,
    CHILDREN,
    COLUMNS,
    STANDING_FOR_OTHERS,
    Definition,
    as_list,
    definition_of,
    number,
)
from miller.navigation.edges import ByName, Edge, page_of_edges
from miller.navigation.hierarchy import DERIVES, OVERRIDES, implementations
from miller.navigation.pages import Page
from miller.navigation.walks import along

if TYPE_CHECKING:
    from miller.miller_core import SQLiteStore
    from miller.navigation.lookup import Subject

# Of what extends a symbol, and what it extends: `implementations` gives the rest.
_FEW = 5

_DOCUMENTATION = f"SELECT id, doc_comment FROM symbols WHERE id {AMONG.format(1)}"  # noqa: S608 -- constants
_MEMBERS = f"FROM symbols WHERE {CHILDREN} AND kind NOT IN {STANDING_FOR_OTHERS}"


@dataclass(frozen=True)
class Description:
    """A symbol, what it belongs to and what belongs to it."""

    definitions: tuple[Definition, ...]
    documentation: dict[str, str]
    """By the id of a definition, where there is any."""
    bases: Page[Edge]
    """What it extends, implements or overrides itself."""
    derived: Page[Edge]
    """What extends, implements or overrides it itself."""
    members: Page[Definition]


def describe(
    store: SQLiteStore, subject: Subject, *, limit: int = 50, offset: int = 0
) -> Description:
    """Describe a symbol; `limit` and `offset` are about its members."""
    ids = subject.ids
    documented = store.query(_DOCUMENTATION, [as_list(ids)]).to_pylist()
    kinds = (*DERIVES, *OVERRIDES)
    outgoing = ByName(store, "from_symbol_id", ids, kinds)
    bases = page_of_edges(store, along(store, ids, kinds, 1).found, outgoing, _FEW, 0)
    return Description(
        subject.definitions,
        {row["id"]: row["doc_comment"] for row in documented if row["doc_comment"]},
        bases,
        implementations(store, subject, depth=1, limit=_FEW),
        _members(store, ids, limit, offset),
    )


def _members(store: SQLiteStore, ids: list[str], limit: int, offset: int) -> Page[Definition]:
    total = number(store, f"SELECT count(*) {_MEMBERS}", [as_list(ids)])
    sql = (
        f"SELECT {COLUMNS} {_MEMBERS} ORDER BY file_path, start_byte, end_byte DESC, id"
        f" LIMIT {limit} OFFSET {offset}"
    )
    rows = store.query(sql, [as_list(ids)]).to_pylist()
    return Page(tuple(map(definition_of, rows)), offset, limit, total)
