"""Edges between symbols: those of the index, and those whose other end is only a name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from miller.navigation.definitions import (
    AMONG,
    UNIQUE_NAME,
    Definition,
    as_list,
    definitions_by_id,
    number,
)
from miller.navigation.pages import Page, Through, parts_of_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from miller.miller_core import SQLiteStore

_COLUMN = """
(SELECT min(start_column) FROM identifiers AS i WHERE i.containing_symbol_id = e.from_symbol_id
 AND i.start_line = e.line_number AND i.file_path = e.file_path AND {same})"""
_COLUMNS_OF_RESOLVED = f"""
SELECT e.id, {_COLUMN.format(same="i.target_symbol_id = e.to_symbol_id")} AS start_column
FROM relationships AS e WHERE e.from_symbol_id {AMONG.format(1)} AND e.id {AMONG.format(2)}"""  # noqa: S608 -- constants

# Members of values of unknown type are of nothing that could be named.
_QUALIFIER = "nullif(e.to_qualifier, '')"


@dataclass(frozen=True)
class Edge:
    """What one symbol has to do with another, and where it says so."""

    kind: str
    """As in `relationships`: calls, instantiates, extends, implements, overrides."""
    source: Definition
    """The caller, the subclass, the method that overrides."""
    target: Definition | None
    """The callee, the base, the method overridden; `None` when only its name is known."""
    target_name: str
    target_qualifier: str | None
    """What stands in front of the name of an end that only its name is known of."""
    file_path: str
    line_number: int
    start_column: int | None
    times: int
    """How often the source says so, in its whole text."""
    depth: int
    """How many edges it is to what was asked for; 1 for those right at it."""
    confidence: float
    through: str | None = None
    """The full name of the end when what was asked for overrides it, and so may be meant."""

    @property
    def resolved(self) -> bool:
        """Whether the index knows the other end, and not only its name."""
        return self.target is not None and self.through is None


@dataclass(frozen=True)
class Found:
    """A row of an edge, before its ends are looked up."""

    id: str
    kind: str
    source: str
    target: str
    file_path: str
    line_number: int
    confidence: float
    times: int
    depth: int


class ByName:
    """Edges that the index has not resolved, of which one end is among some symbols.

    Each source is given once for each name at the other end, as with edges that are resolved.
    """

    def __init__(
        self,
        store: SQLiteStore,
        column: str,
        values: Iterable[str],
        kinds: Sequence[str],
        languages: str = "",
    ) -> None:
        """Take the edges whose `column` (`to_name`, `from_symbol_id`) has one of the values.

        Those whose source is in none of the `languages` come last.
        """
        self._store = store
        self._parameters = [as_list(list(values)), as_list(list(kinds))]
        self._chosen = (
            f"FROM pending_relationships AS e WHERE e.{column} {AMONG.format(1)}"
            f" AND e.kind {AMONG.format(2)}"
        )
        self._languages = [languages] if languages else []
        language = "(SELECT s.language FROM symbols AS s WHERE s.id = e.from_symbol_id)"
        self._later = f"{language} NOT {AMONG.format(3)}" if languages else "false"
        self._one_each = f"GROUP BY e.from_symbol_id, e.to_name, {_QUALIFIER}, e.kind"

    def count(self) -> int:
        """Say how many there are."""
        sql = f"SELECT count(*) FROM (SELECT 1 {self._chosen} {self._one_each})"  # noqa: S608 -- from above
        return number(self._store, sql, self._parameters)

    def page(self, offset: int, limit: int) -> list[Edge]:
        """Give some of them, in the order of files and lines."""
        if limit < 1:
            return []
        column = _COLUMN.format(same="i.name = e.to_name")
        sql = f"""
            SELECT e.*, {column} AS start_column FROM (
              SELECT {self._later} AS later, e.from_symbol_id, e.to_name, e.kind, e.file_path,
                {_QUALIFIER} AS to_qualifier, min(e.line_number) AS line_number, e.confidence,
                count(*) AS times
              {self._chosen} {self._one_each}
              ORDER BY later, e.file_path, min(e.line_number), e.to_name, e.from_symbol_id,
                {_QUALIFIER}, e.kind
              LIMIT {limit} OFFSET {offset}
            ) AS e ORDER BY e.later, e.file_path, e.line_number, e.to_name, e.from_symbol_id,
              e.to_qualifier, e.kind"""  # noqa: S608 -- from above
        rows = self._store.query(sql, [*self._parameters, *self._languages]).to_pylist()
        sources = definitions_by_id(self._store, [row["from_symbol_id"] for row in rows])
        return [_by_name(row, sources) for row in rows]


def page_of_edges(  # noqa: PLR0913 -- what a page says of itself
    store: SQLiteStore,
    found: Sequence[Found],
    by_name: ByName,
    limit: int,
    offset: int,
    *,
    through: Sequence[Found] = (),
    of_overrides: int = 0,
    complete: bool = True,
) -> Page[Edge]:
    """Give a page of what was found, and behind it of what is known by name only.

    Between them stands what was found `through` methods that are overridden.
    """
    is_sure = [one for one in found if one.confidence > UNIQUE_NAME]
    # Nearest first; at each depth, what the name alone has decided stands behind the rest.
    found = sorted(found, key=lambda one: (one.depth, one.confidence <= UNIQUE_NAME))
    named = by_name.count()
    here, between, rest = parts_of_page(offset, limit, len(found), len(through), named)
    edges = [
        *_with_ends(store, found[here[0] : sum(here)]),
        *(
            replace(edge, through=edge.target.full_name)
            for edge in _with_ends(store, through[between[0] : sum(between)])
            if edge.target is not None
        ),
        *by_name.page(*rest),
    ]
    times = Counter(one.target for one in through)
    names = definitions_by_id(store, times)
    return Page(
        tuple(edges),
        offset,
        limit,
        len(is_sure),
        by_unique_name=len(found) - len(is_sure),
        through=tuple(Through(names[one].full_name, n) for one, n in times.items()),
        by_name=named,
        of_overrides=of_overrides,
        complete=complete,
    )


def _with_ends(store: SQLiteStore, found: Sequence[Found]) -> list[Edge]:
    """Look up both ends of edges, and in which column they stand."""
    ends = definitions_by_id(store, [end for one in found for end in (one.source, one.target)])
    columns = _columns(store, found)
    edges = []
    for one in found:
        source, target = ends[one.source], ends[one.target]
        column = columns.get(one.id)
        if column is None and (one.file_path, one.line_number) == (
            source.file_path,
            source.start_line,
        ):
            # That a method overrides another is said by its own name.
            column = source.start_column
        edges.append(
            Edge(
                kind=one.kind,
                source=source,
                target=target,
                target_name=target.name,
                target_qualifier=None,
                file_path=one.file_path,
                line_number=one.line_number,
                start_column=column,
                times=one.times,
                depth=one.depth,
                confidence=one.confidence,
            )
        )
    return edges


def _columns(store: SQLiteStore, found: Sequence[Found]) -> dict[str, int | None]:
    if not found:
        return {}
    sources = as_list(list(dict.fromkeys(one.source for one in found)))
    rows = store.query(_COLUMNS_OF_RESOLVED, [sources, as_list([one.id for one in found])])
    columns = rows.to_pydict()
    return dict(zip(columns["id"], columns["start_column"], strict=True))


def _by_name(row: Mapping[str, Any], sources: Mapping[str, Definition]) -> Edge:
    return Edge(
        kind=row["kind"],
        source=sources[row["from_symbol_id"]],
        target=None,
        target_name=row["to_name"],
        target_qualifier=row["to_qualifier"],
        file_path=row["file_path"],
        line_number=row["line_number"],
        start_column=row["start_column"],
        times=row["times"],
        depth=1,
        confidence=row["confidence"],
    )
