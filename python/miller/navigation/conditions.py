"""The definitions that a written name fits, by SQL that starts at the index of names."""

from __future__ import annotations

from dataclasses import dataclass
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
from miller.navigation.names import SEPARATORS, WrittenName, dotted
from miller.navigation.pages import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miller.miller_core import SQLiteStore

_IMPORTS = f"kind IN {STANDING_FOR_OTHERS}"
_NO_IMPORTS = f"kind NOT IN {STANDING_FOR_OTHERS}"
_ONE_EACH = "GROUP BY file_path, qualified_name"


@dataclass(frozen=True)
class Chosen:
    """Symbols that meet a condition."""

    _condition: str
    _parameters: list[str]

    def definitions(self, store: SQLiteStore, most: int) -> list[Definition]:
        """Give the first of them in the order of files and lines."""
        sql = (
            f"SELECT {COLUMNS} FROM symbols WHERE {self._condition}"  # noqa: S608 -- made below
            f" ORDER BY file_path, start_byte, end_byte DESC, id LIMIT {most}"
        )
        return [definition_of(row) for row in store.query(sql, self._parameters).to_pylist()]

    def page(self, store: SQLiteStore, limit: int, offset: int) -> Page[Definition]:
        """Give some of them, of those in one file with one qualified name the first."""
        chosen = f"FROM symbols WHERE {self._condition} {_ONE_EACH}"
        all_of_them = f"SELECT count(*) FROM (SELECT 1 {chosen})"  # noqa: S608 -- see above
        sql = (
            f"SELECT {COLUMNS} FROM (SELECT {COLUMNS}, min(start_byte) AS first {chosen})"  # noqa: S608 -- made below
            f" ORDER BY file_path, first, id LIMIT {limit} OFFSET {offset}"
        )
        rows = store.query(sql, self._parameters).to_pylist()
        total = number(store, all_of_them, self._parameters)
        return Page(tuple(map(definition_of, rows)), offset, limit, total)


def fitting(
    name: WrittenName, kind: Sequence[str], language: Sequence[str], *, imports: bool = False
) -> Chosen:
    """Choose the symbols that a text may mean, either `imports` and exports or all others."""
    parameters: list[str] = []
    wanted = [f"name = {_next(parameters, name.text)}"]
    if len(name.names) > 1:
        # The names in a module begin with its name in some languages, in others only the path of
        # the file tells it. A package is called as its folder.
        path = "replace(file_path, '/__init__.py', '.py')"
        folder = f"rtrim({path}, replace({path}, '/', ''))"
        stem = f"rtrim({path}, replace({path}, '.', ''))"
        wanted += [
            _ends_with(f"{before} || qualified_name", name.text, parameters)
            for before in (folder, stem)
        ]
    for path, own in name.scoped:
        is_there = f"instr('/' || file_path || '/', '/' || {_next(parameters, path)} || '/')"
        ends = _ends_with("qualified_name", own, parameters)
        wanted.append(f"({is_there} AND (name = {_next(parameters, own)} OR {ends}))")
    which = _IMPORTS if imports else _NO_IMPORTS
    condition = f"({' OR '.join(wanted)}) AND {which}"
    return _chosen(condition, parameters, name, kind, language)


def exact(name: WrittenName, kind: Sequence[str], language: Sequence[str]) -> Chosen:
    """Choose the definitions of which a text is the whole path and the whole qualified name."""
    parameters: list[str] = []
    wanted = [
        f"file_path = {_next(parameters, path)} AND qualified_name = {_next(parameters, own)}"
        for path, own in name.scoped
    ]
    condition = f"({' OR '.join(wanted or ['false'])}) AND {_NO_IMPORTS}"
    return _chosen(condition, parameters, name, kind, language)


def _chosen(
    condition: str,
    parameters: list[str],
    name: WrittenName,
    kind: Sequence[str],
    language: Sequence[str],
) -> Chosen:
    for column, values in (("name", name.names), ("kind", kind), ("language", language)):
        if values:
            among = AMONG.format(_next(parameters, as_list(values)).removeprefix("?"))
            condition = f"{column} {among} AND {condition}"
    return Chosen(condition, parameters)


def _next(parameters: list[str], value: str) -> str:
    """Add a parameter and give what stands for it."""
    parameters.append(value)
    return f"?{len(parameters)}"


def _ends_with(expression: str, text: str, parameters: list[str]) -> str:
    """Give the condition that a name ends with all parts of a text, whatever separates them."""
    for separator in SEPARATORS:
        expression = f"replace({expression}, '{separator}', '.')"
    end = _next(parameters, f".{dotted(text)}")
    return f"substr('.' || {expression}, -length({end})) = {end}"
