"""Definitions as they are listed, and getting them from an index."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from miller import miller_core

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from miller.miller_core import SQLiteStore

#: Kinds of symbols that stand for a definition elsewhere.
STANDING_FOR_OTHERS = ("import", "export")

#: Kinds of symbols that others extend or implement.
TYPES = ("class", "interface", "struct", "trait", "enum", "union", "type")

COLUMNS = (
    "id, name, kind, language, file_path, start_line, start_column, end_line, signature,"
    " visibility, parent_id, qualified_name"
)

# Any number of values in one parameter.
AMONG = "IN (SELECT value FROM json_each(?{}))"

# Symbols of these parents. That there is a parent tells SQLite that it can begin with the parent.
CHILDREN = f"parent_id IS NOT NULL AND parent_id {AMONG.format(1)}"

#: Confidence up to which a resolution rests on the name alone: nothing else bears it.
UNIQUE_NAME = 0.5

_BY_ID = f"SELECT {COLUMNS} FROM symbols WHERE id {AMONG.format(1)}"  # noqa: S608 -- constants


@dataclass(frozen=True)
class Definition:
    """A symbol, with what a list of symbols shows. The fields are columns of `symbols`."""

    id: str
    name: str
    kind: str
    language: str
    file_path: str
    start_line: int
    start_column: int
    end_line: int
    signature: str | None
    visibility: str | None
    parent_id: str | None
    qualified_name: str

    @property
    def full_name(self) -> str:
        """A name that only this definition, and what counts as one with it, goes by."""
        return f"{self.file_path}::{self.qualified_name}"


def definition_of(row: Mapping[str, Any]) -> Definition:
    """Make a definition of a row with `COLUMNS`."""
    return Definition(**row)


def definitions_by_id(store: SQLiteStore, ids: Iterable[str]) -> dict[str, Definition]:
    """Get the definitions with these ids, as far as the index has them."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    rows = store.query(_BY_ID, [as_list(wanted)]).to_pylist()
    return {row["id"]: definition_of(row) for row in rows}


def languages_sharing_names(definitions: Iterable[Definition]) -> str:
    """Give the languages in which a name can mean one of these, as the parameter of `AMONG`."""
    own = dict.fromkeys(one.language for one in definitions)
    sharing = (name for one in own for name in miller_core.languages_sharing_names(one))
    return as_list(list(dict.fromkeys([*own, *sharing])))


def as_list(values: Sequence[str]) -> str:
    """Write values as the parameter of `AMONG`."""
    return json.dumps(list(values))


def number(store: SQLiteStore, sql: str, parameters: Sequence[str | int]) -> int:
    """Ask for one number."""
    return int(store.query(sql, parameters)[0][0].as_py())
