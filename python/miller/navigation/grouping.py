"""Which definitions a person takes for one.

Overloads, a name defined in two branches, a property's getter and setter: same file, same
qualified name. A class and its constructors of the same name. In C and its relatives, declarations
in headers and the definition in a source file: to the linker, one name is one thing. What several
source files define is `static` in them, or belongs to several programs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from miller.navigation.definitions import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from miller.navigation.definitions import Definition

_LINKED = frozenset({"c", "cpp", "cuda", "objc"})
_HEADERS = (".h", ".hh", ".hpp", ".hxx", ".h++", ".cuh")

Group = tuple["Definition", ...]


def grouped(definitions: Iterable[Definition]) -> list[Group]:
    """Put together what counts as one, in the order of the first of each."""
    groups: dict[tuple[str, ...], list[Definition]] = {}
    for one in definitions:
        groups.setdefault((one.file_path, one.qualified_name), []).append(one)
    for merge in (_with_headers, _with_constructors):
        groups = merge(groups)
    return [tuple(group) for group in groups.values()]


def _with_headers(
    groups: dict[tuple[str, ...], list[Definition]],
) -> dict[tuple[str, ...], list[Definition]]:
    """Join declarations in headers with the one source file that defines the name."""
    sources: dict[str, set[str]] = {}
    for group in groups.values():
        first = group[0]
        if first.language in _LINKED and not first.file_path.endswith(_HEADERS):
            sources.setdefault(first.qualified_name, set()).add(first.file_path)
    joined: dict[tuple[str, ...], list[Definition]] = {}
    for key, group in groups.items():
        first = group[0]
        one_thing = first.language in _LINKED and len(sources.get(first.qualified_name, ())) <= 1
        joined.setdefault(("", first.qualified_name) if one_thing else key, []).extend(group)
    return joined


def _with_constructors(
    groups: dict[tuple[str, ...], list[Definition]],
) -> dict[tuple[str, ...], list[Definition]]:
    """Join the constructors that bear the name of their class with the class."""
    types = {key for key, group in groups.items() if any(one.kind in TYPES for one in group)}
    joined: dict[tuple[str, ...], list[Definition]] = {key: [] for key in groups}
    for key, group in groups.items():
        owner = (key[0], _owner(group))
        is_constructor = all(one.kind in {"constructor", "destructor"} for one in group)
        joined[owner if is_constructor and owner in types else key].extend(group)
    return {key: group for key, group in joined.items() if group}


def _owner(group: Sequence[Definition]) -> str:
    """Give the qualified name of what a member belongs to."""
    first = group[0]
    return first.qualified_name.removesuffix(first.name).rstrip(".:#/\\$% >~")
