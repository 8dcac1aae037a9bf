"""The uses of a definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from miller.navigation.definitions import AMONG, STANDING_FOR_OTHERS, as_list, number
from miller.navigation.pages import Page, parts_of_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miller.miller_core import SQLiteStore
    from miller.navigation.lookup import Subject

# Bytes of a line that are read: minified sources have lines of megabytes.
_LONGEST_LINE = 400
_BEFORE = 200

# That there is a target tells SQLite that it can begin with the target.
_RESOLVED = f"i.target_symbol_id IS NOT NULL AND i.target_symbol_id {AMONG.format(1)}"
# A use that means an import of its file means what that stands for, which the index does not know.
# What is known to be a parameter or a local variable has the name alone in common.
_BY_NAME = f"""
i.name {AMONG.format(2)} AND coalesce(i.qualifier, '') <> '='
AND (i.target_symbol_id IS NULL
 OR (i.target_symbol_id NOT {AMONG.format(1)} AND EXISTS (
   SELECT 1 FROM symbols AS t
   WHERE t.id = i.target_symbol_id AND t.kind IN {STANDING_FOR_OTHERS})))"""  # noqa: S608 -- constants

# The sources are read for the rows of the page alone.
_PAGE = """
SELECT u.*,
  (SELECT s.qualified_name FROM symbols AS s WHERE s.id = u.containing_symbol_id)
    AS containing_name,
  (SELECT substr(
     CAST(f.content AS BLOB), u.start_byte - min(u.start_column, {before}) + 1, {length})
   FROM files AS f WHERE f.path = u.file_path) AS text
FROM (
  SELECT i.name, i.kind, i.file_path, i.start_line, i.start_column, i.end_line, i.end_column,
    i.containing_symbol_id, i.target_symbol_id, i.confidence, i.start_byte, i.end_byte
  FROM identifiers AS i WHERE {condition}
  ORDER BY i.file_path, i.start_byte, i.end_byte LIMIT {limit} OFFSET {offset}
) AS u ORDER BY u.file_path, u.start_byte, u.end_byte"""


@dataclass(frozen=True)
class Use:
    """A use of a name; the fields but the last three are columns of `identifiers`."""

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


def references(
    store: SQLiteStore, subject: Subject, *, limit: int = 50, offset: int = 0
) -> Page[Use]:
    """Find the uses of a definition, and behind them those of its name that may mean it.

    They may where the index does not know which definition they mean; those that mean another are
    left out.
    """
    ids, names = as_list(subject.ids), as_list(subject.names)
    sure = number(store, f"SELECT count(*) FROM identifiers AS i WHERE {_RESOLVED}", [ids])  # noqa: S608 -- constants
    unsure = number(
        store,
        f"SELECT count(*) FROM identifiers AS i WHERE {_BY_NAME}",  # noqa: S608 -- constants
        [ids, names],
    )
    here, rest = parts_of_page(offset, limit, sure)
    uses = [
        *_uses(store, _RESOLVED, [ids], here, resolved=True),
        *_uses(store, _BY_NAME, [ids, names], rest, resolved=False),
    ]
    return Page(tuple(uses), offset, limit, sure, unsure)


def _uses(
    store: SQLiteStore,
    condition: str,
    parameters: Sequence[str],
    part: tuple[int, int],
    *,
    resolved: bool,
) -> list[Use]:
    offset, limit = part
    if limit < 1:
        return []
    sql = _PAGE.format(
        condition=condition, limit=limit, offset=offset, before=_BEFORE, length=_LONGEST_LINE
    )
    return [_use(row, resolved=resolved) for row in store.query(sql, parameters).to_pylist()]


def _use(row: dict[str, Any], *, resolved: bool) -> Use:
    del row["start_byte"], row["end_byte"]
    # What is cut off may be a part of a character.
    line = (row.pop("text") or b"").split(b"\n", 1)[0].decode(errors="ignore").strip()
    return Use(text=line, resolved=resolved, **row)
