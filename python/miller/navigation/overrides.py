"""Methods that override others, and what that says of their uses.

A value that is declared as the base may hold what extends it: a use that means the base's method
may call the one that overrides it. The other way round it may not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from miller.navigation import walks
from miller.navigation.definitions import Definition, definitions_by_id
from miller.navigation.hierarchy import OVERRIDES, overriding_members

if TYPE_CHECKING:
    from miller.miller_core import SQLiteStore
    from miller.navigation.lookup import Subject

# A type that is made is named: nobody makes what extends it without knowing.
_NEVER_MEANT = ("constructor", "destructor")


def overridden(store: SQLiteStore, subject: Subject) -> dict[str, Definition]:
    """Give by id the methods that a method overrides, and those that these override."""
    walk = walks.along(store, _methods(subject), OVERRIDES, None)
    own = set(subject.ids)
    return definitions_by_id(store, [one.target for one in walk.found if one.target not in own])


def overriding(store: SQLiteStore, subject: Subject) -> list[str]:
    """Give the ids of the methods that override a method, and of those that override these."""
    walk = walks.against(store, _methods(subject), OVERRIDES, None)
    found = [*walk.found, *overriding_members(store, subject, walk.found, None)]
    return [one.source for one in found if one.source not in set(subject.ids)]


def _methods(subject: Subject) -> list[str]:
    return [one.id for one in subject.definitions if one.kind not in _NEVER_MEANT]
