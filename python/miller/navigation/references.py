"""The uses of a definition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from miller.navigation.definitions import (
    AMONG,
    STANDING_FOR_OTHERS,
    UNIQUE_NAME,
    as_list,
    languages_sharing_names,
    number,
)
from miller.navigation.overrides import overridden, overriding
from miller.navigation.pages import Page, Through, parts_of_page

if TYPE_CHECKING:
    from miller.miller_core import SQLiteStore
    from miller.navigation.lookup import Subject

# Bytes of a line that are read: minified sources have lines of megabytes.
_LONGEST_LINE = 400
_BEFORE = 200

# That there is a target tells SQLite that it can begin with the target.
_MEANS = f"i.target_symbol_id IS NOT NULL AND i.target_symbol_id {AMONG.format(1)}"
_RESOLVED = f"{_MEANS} AND i.confidence > {UNIQUE_NAME}"
_BY_UNIQUE_NAME = f"{_MEANS} AND i.confidence <= {UNIQUE_NAME}"
# What a method calls that it overrides is that, not itself once more.
_THROUGH = f"{_MEANS} AND coalesce(i.containing_symbol_id, '') NOT {AMONG.format(2)}"
# A use that means an import of its file means what that stands for, which the index does not know.
# What is known to be a parameter or a local variable has the name alone in common.
_BY_NAME = f"""
i.name {AMONG.format(2)} AND coalesce(i.qualifier, '') <> '='
AND (i.target_symbol_id IS NULL
 OR (i.target_symbol_id NOT {AMONG.format(1)} AND EXISTS (
   SELECT 1 FROM symbols AS t
   WHERE t.id = i.target_symbol_id AND t.kind IN {STANDING_FOR_OTHERS})))"""  # noqa: S608 -- constants

_OF_EACH = f"""
SELECT i.target_symbol_id AS id, count(*) AS n FROM identifiers AS i WHERE {_THROUGH}
GROUP BY 1 ORDER BY min(i.file_path), 1"""  # noqa: S608 -- constants

# The sources are read for the rows of the page alone.
_PAGE = """
SELECT u.*,
  (SELECT s.qualified_name FROM symbols AS s WHERE s.id = u.containing_symbol_id)
    AS containing_name,
  (SELECT substr(
     CAST(f.content AS BLOB), u.start_byte - min(u.start_column, {before}) + 1, {length})
   FROM files AS f WHERE f.path = u.file_path) AS text
FROM (
  SELECT {later} AS later, i.name, i.kind, i.file_path, i.start_line, i.start_column, i.end_line,
    i.end_column, i.containing_symbol_id, i.target_symbol_id, i.confidence, i.start_byte, i.end_byte
  FROM identifiers AS i WHERE {condition}
  ORDER BY later, i.file_path, i.start_byte, i.end_byte LIMIT {limit} OFFSET {offset}
) AS u ORDER BY u.later, u.file_path, u.start_byte, u.end_byte"""


@dataclass(frozen=True)
class Use:
    """A use of a name; the fields but the last four are columns of `identifiers`."""

    name: str
    kind: str
    file_path: str
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    containing_symbol_id: str | None
    target_symbol_id: str | None
    confidence: float
    containing_name: str | None
    """The qualified name of the symbol that the use stands in."""
    text: str
    """The line that it stands on, without what is far away on a long one."""
    resolved: bool
    """Whether the definition is known to be meant, and not only that the name is the same."""
    through: str | None = None
    """The full name of what is meant when what was asked for overrides it."""


@dataclass(frozen=True)
class _Part:
    """Uses that stand together in the list."""

    condition: str
    parameters: list[str]
    resolved: bool = True
    languages: str = ""
    """Uses in none of these come last."""

    def count(self, store: SQLiteStore) -> int:
        sql = f"SELECT count(*) FROM identifiers AS i WHERE {self.condition}"  # noqa: S608 -- constants
        return number(store, sql, self.parameters)

    def uses(self, store: SQLiteStore, offset: int, limit: int) -> list[Use]:
        if limit < 1:
            return []
        languages = [self.languages] if self.languages else []
        sql = _PAGE.format(
            condition=self.condition,
            later=f"i.language NOT {AMONG.format(3)}" if languages else "false",
            limit=limit,
            offset=offset,
            before=_BEFORE,
            length=_LONGEST_LINE,
        )
        rows = store.query(sql, [*self.parameters, *languages]).to_pylist()
        return [_use(row, resolved=self.resolved) for row in rows]


def references(
    store: SQLiteStore, subject: Subject, *, limit: int = 50, offset: int = 0
) -> Page[Use]:
    """Find the uses of a definition, and behind them those of its name that may mean it.

    They may where the index does not know which definition they mean; those that mean another are
    left out, but for a method that this one overrides. Names in languages that cannot mean it come
    last.
    """
    ids, names = as_list(subject.ids), as_list(subject.names)
    bases = overridden(store, subject)
    through = [as_list(list(bases)), ids]
    languages = languages_sharing_names(subject.definitions)
    parts = (
        _Part(_RESOLVED, [ids]),
        _Part(_BY_UNIQUE_NAME, [ids]),
        _Part(_THROUGH, through, resolved=False),
        _Part(_BY_NAME, [ids, names], resolved=False, languages=languages),
    )
    counts = [part.count(store) for part in parts]
    uses = [
        use
        for part, (first, most) in zip(parts, parts_of_page(offset, limit, *counts), strict=True)
        for use in part.uses(store, first, most)
    ]
    totals = store.query(_OF_EACH, through).to_pylist() if counts[2] else []
    return Page(
        tuple(
            replace(use, through=bases[use.target_symbol_id].full_name)
            if use.target_symbol_id in bases
            else use
            for use in uses
        ),
        offset,
        limit,
        counts[0],
        by_unique_name=counts[1],
        through=tuple(Through(bases[one["id"]].full_name, one["n"]) for one in totals),
        by_name=counts[3],
        of_overrides=_Part(_MEANS, [as_list(overriding(store, subject))]).count(store),
    )


def _use(row: dict[str, Any], *, resolved: bool) -> Use:
    del row["start_byte"], row["end_byte"], row["later"]
    # What is cut off may be a part of a character.
    line = (row.pop("text") or b"").split(b"\n", 1)[0].decode(errors="ignore").strip()
    return Use(text=line, resolved=resolved, **row)
