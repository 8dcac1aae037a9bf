"""Which definition a name means.

Imports and exports stand for definitions elsewhere: they are what a name means only where nothing
else bears it, and then they are followed to what they stand for, if that is in the index.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from miller.navigation.conditions import exact, fitting
from miller.navigation.definitions import (
    AMONG,
    STANDING_FOR_OTHERS,
    TYPES,
    Definition,
    as_list,
    definitions_by_id,
)
from miller.navigation.grouping import grouped
from miller.navigation.hierarchy import inherited
from miller.navigation.names import SEPARATORS, WrittenName, read_name
from miller.navigation.near_names import near_names
from miller.navigation.pages import Page
from miller.navigation.places import OpenUse, at_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miller.miller_core import SQLiteStore
    from miller.navigation.grouping import Group

# So many definitions of a name are looked at together. More of them are not one thing.
_MOST_TOGETHER = 200
# Definitions of one thing, such as the methods of a name that a type has from all its traits;
# imports of one name, which are what it means where nothing in the index defines it.
_MOST_OF_ONE = 10_000
# Imports of imports of imports, which may go in a circle.
_MOST_STEPS = 16
_NEAR = 5
# Between a class and a method of it, whatever the language.
_SEPARATING = "".join({*"".join(SEPARATORS), "."})

# Each once, of a query by itself, which reads no whole table.
_IMPORTED = f"""
SELECT DISTINCT id FROM (
  SELECT to_symbol_id AS id FROM relationships
  WHERE from_symbol_id {AMONG.format(1)} AND kind = 'imports' LIMIT {_MOST_OF_ONE}
) LIMIT {_MOST_TOGETHER}"""  # noqa: S608 -- constants


@dataclass(frozen=True)
class Subject:
    """What a name means: one definition, with what counts as one with it."""

    definitions: tuple[Definition, ...]
    only_imported: bool = False
    """Whether the index has imports of it and nothing that they stand for."""

    @property
    def first(self) -> Definition:
        """The first of the definitions."""
        return self.definitions[0]

    @property
    def ids(self) -> list[str]:
        """The ids of all of them."""
        return [one.id for one in self.definitions]

    @property
    def names(self) -> list[str]:
        """What they are called, each name once."""
        return list(dict.fromkeys(one.name for one in self.definitions))


@dataclass(frozen=True)
class Several:
    """Several definitions fit. The `full_name` of each is a name for it alone."""

    text: str
    choices: Page[Definition]


@dataclass(frozen=True)
class Missing:
    """Nothing in the index bears the name; these are near to it."""

    text: str
    near: tuple[str, ...]
    is_local: bool = False
    """Whether it is a parameter or a local variable of the place that was asked for."""


def find(  # noqa: PLR0913 -- one keyword for each filter
    store: SQLiteStore,
    text: str,
    *,
    kind: Sequence[str] = (),
    language: Sequence[str] = (),
    limit: int = 50,
    offset: int = 0,
) -> Subject | Several | Missing:
    """Find the definition that a text names; `miller.navigation.names` says how names are written.

    `kind` and `language` leave the other definitions out. `limit` and `offset` are about the
    choices, when there are several. Raises `ValueError` for a text that says nothing.
    """
    question = _Question(store, read_name(text), kind, language, limit, offset)
    return (
        _by_identity_or_place(question)
        or _by_name(question)
        or _inherited(question)
        or _missing(question)
    )


@dataclass(frozen=True)
class _Question:
    store: SQLiteStore
    name: WrittenName
    kind: Sequence[str]
    language: Sequence[str]
    limit: int
    offset: int

    def wants(self, one: Definition) -> bool:
        """Whether the filters let a definition through."""
        return (not self.kind or one.kind in self.kind) and (
            not self.language or one.language in self.language
        )

    def choice(self, groups: Sequence[Group]) -> Subject | Several | None:
        """Give what was found, by how much of it there is."""
        if not groups:
            return None
        # A file is called as what is in it: who means the file writes its path.
        definitions = [group for group in groups if group[0].kind != "module"]
        if len(definitions) == 1 and "module" not in self.kind:
            groups = definitions
        if len(groups) == 1:
            group = groups[0]
            return Subject(group, all(one.kind in STANDING_FOR_OTHERS for one in group))
        choices = tuple(group[0] for group in groups[self.offset : self.offset + self.limit])
        return Several(self.name.text, Page(choices, self.offset, self.limit, len(groups)))


def _by_identity_or_place(question: _Question) -> Subject | Several | Missing | None:
    store, name = question.store, question.name
    found: list[Definition] = []
    uses: list[OpenUse] = []
    if name.identity is not None:
        found = list(definitions_by_id(store, [name.identity]).values())
    elif name.place is not None:
        found, uses = at_place(store, name.place)
    if uses and not found:
        if uses[0].is_local:
            return Missing(uses[0].name, (), is_local=True)
        used = replace(question, name=read_name(uses[0].name))
        return _by_name(used) or _missing(used)
    groups = _followed(store, grouped(found))
    return question.choice([group for group in groups if any(map(question.wants, group))])


def _by_name(question: _Question) -> Subject | Several | None:
    store, words = question.store, (question.name, question.kind, question.language)
    # Who writes the whole path and the whole name means no other that only ends so.
    for chosen in (exact(*words), fitting(*words)):
        found = chosen.definitions(store, _MOST_TOGETHER + 1)
        if len(found) > _MOST_TOGETHER:
            page = chosen.page(store, question.limit, question.offset)
            if page.total > 1:
                return Several(question.name.text, page)
            found = chosen.definitions(store, _MOST_OF_ONE)
        if found:
            return question.choice(grouped(found))
    imports = fitting(*words, imports=True).definitions(store, _MOST_OF_ONE)
    return question.choice(_followed(store, [tuple(imports)])) if imports else None


def _inherited(question: _Question) -> Subject | Several | None:
    """Find what a type has from those that it extends: `Square.area` may be that of `Shape`."""
    own = question.name.own_name
    owner = question.name.text.removesuffix(own).rstrip(_SEPARATING)
    if not owner.strip():
        return None
    types = _by_name(replace(question, name=read_name(owner), kind=TYPES))
    if not isinstance(types, Subject):
        return None
    members = inherited(question.store, types.ids, own)
    return question.choice(grouped(one for one in members if question.wants(one)))


def _missing(question: _Question) -> Missing:
    name = question.name
    # A line on which nothing stands has no names near to it.
    near = () if name.place else near_names(question.store, name.own_name, _NEAR)
    return Missing(name.text, near)


def _followed(store: SQLiteStore, groups: list[Group]) -> list[Group]:
    """Give what imports stand for instead of them, where the index has it."""
    imports = [one.id for group in groups for one in group if one.kind in STANDING_FOR_OTHERS]
    if not imports or len(groups) > 1:
        return groups
    found: dict[str, Definition] = {}
    for _ in range(_MOST_STEPS):
        ids = store.query(_IMPORTED, [as_list(imports)])["id"].to_pylist()
        imports = []
        for one in definitions_by_id(store, ids).values():
            if one.kind in STANDING_FOR_OTHERS:
                imports.append(one.id)
            else:
                found[one.id] = one
        if not imports:
            break
    ordered = sorted(found.values(), key=lambda one: (one.file_path, one.start_line))
    return grouped(ordered) or groups
