"""Which definition a name means.

Imports and exports stand for definitions elsewhere: they are what a name means only where nothing
else bears it, and then they are followed to what they stand for, if that is in the index.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from miller.navigation.conditions import exact, fitting
from miller.navigation.definitions import (
    AMONG,
    STANDING_FOR_OTHERS,
    Definition,
    as_list,
    definitions_by_id,
)
from miller.navigation.grouping import grouped
from miller.navigation.names import WrittenName, read_name
from miller.navigation.near_names import near_names
from miller.navigation.pages import Page
from miller.navigation.places import at_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miller.miller_core import SQLiteStore
    from miller.navigation.grouping import Group

# So many definitions of a name are looked at together. More of them are not one thing.
_MOST_TOGETHER = 200
# Imports of one name: all together are what it means where nothing in the index defines it.
_MOST_IMPORTS = 10_000
# Imports of imports of imports.
_MOST_STEPS = 16
_NEAR = 5

_IMPORTED = f"""
SELECT to_symbol_id AS id FROM relationships
WHERE from_symbol_id {AMONG.format(1)} AND kind = 'imports' LIMIT {_MOST_TOGETHER}"""  # noqa: S608 -- constants


@dataclass(frozen=True)
class Subject:
    """What a name means: one definition, with what counts as one with it."""

    definitions: tuple[Definition, ...]
    is_outside: bool = False
    """Whether the index has only imports of it: it is defined elsewhere."""

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
    name = read_name(text)
    named = _by_identity(store, name) or _by_place(store, name, kind, language)
    if named:
        return _choice(name, _followed(store, named), limit, offset)
    # Who writes the whole path and the whole name means no other that only ends so.
    for condition in (exact, fitting):
        chosen = condition(name, kind, language)
        found = chosen.definitions(store, _MOST_TOGETHER + 1)
        if len(found) > _MOST_TOGETHER:
            return Several(text, chosen.page(store, limit, offset))
        if found:
            return _choice(name, grouped(found), limit, offset)
    imports = fitting(name, kind, language, imports=True).definitions(store, _MOST_IMPORTS)
    if imports:
        return _choice(name, _followed(store, [tuple(imports)]), limit, offset)
    # A line on which nothing stands has no names near to it.
    return Missing(text, () if name.place else near_names(store, name.own_name, _NEAR))


def _choice(
    name: WrittenName, groups: Sequence[Group], limit: int, offset: int
) -> Subject | Several:
    if len(groups) == 1:
        group = groups[0]
        return Subject(group, all(one.kind in STANDING_FOR_OTHERS for one in group))
    choices = tuple(group[0] for group in groups[offset : offset + limit])
    return Several(name.text, Page(choices, offset, limit, len(groups)))


def _by_identity(store: SQLiteStore, name: WrittenName) -> list[Group]:
    if name.identity is None:
        return []
    return [(one,) for one in definitions_by_id(store, [name.identity]).values()]


def _by_place(
    store: SQLiteStore, name: WrittenName, kind: Sequence[str], language: Sequence[str]
) -> list[Group]:
    if name.place is None:
        return []
    found = at_place(store, name.place)
    return grouped(
        one
        for one in found
        if (not kind or one.kind in kind) and (not language or one.language in language)
    )


def _followed(store: SQLiteStore, groups: list[Group]) -> list[Group]:
    """Give what imports stand for instead of them, where the index has it."""
    imports = [one.id for group in groups for one in group if one.kind in STANDING_FOR_OTHERS]
    if not imports or len(groups) > 1:
        return groups
    seen = set(imports)
    found: dict[str, Definition] = {}
    for _ in range(_MOST_STEPS):
        ids = store.query(_IMPORTED, [as_list(imports)])["id"].to_pylist()
        reached = definitions_by_id(store, (one for one in ids if one not in seen))
        seen.update(reached)
        imports = []
        for one in reached.values():
            if one.kind in STANDING_FOR_OTHERS:
                imports.append(one.id)
            else:
                found[one.id] = one
        if not imports:
            break
    ordered = sorted(found.values(), key=lambda one: (one.file_path, one.start_line))
    return grouped(ordered) or groups
