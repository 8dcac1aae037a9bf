"""A part of a list, and how much of it there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Through:
    """A method that is overridden, and how many of a list mean it and so may mean the other."""

    name: str
    """Its full name."""
    total: int


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some items of a list: those from `offset` on, `limit` at most."""

    items: tuple[Item, ...]
    offset: int
    limit: int
    resolved: int
    """How many the list has of which the index is sure."""
    by_unique_name: int = 0
    """How many are resolved because nothing else bears the name, or less sure than that."""
    through: tuple[Through, ...] = ()
    """How many follow them that mean a method which the one that was asked for overrides."""
    by_name: int = 0
    """How many come last, which are known by name only."""
    of_overrides: int = 0
    """How many mean what overrides the method that was asked for: they are not in the list."""
    complete: bool = True
    """Whether these are all: a walk through a graph ends after so many steps."""

    @property
    def total(self) -> int:
        """How many items the whole list has."""
        through = sum(one.total for one in self.through)
        return self.resolved + self.by_unique_name + through + self.by_name

    @property
    def next_offset(self) -> int | None:
        """Where the next page begins; `None` behind the last one."""
        end = self.offset + len(self.items)
        return end if self.items and end < self.total else None


def parts_of_page(offset: int, limit: int, *lengths: int) -> list[tuple[int, int]]:
    """Give offset and limit in each of the lists of these lengths that follow each other."""
    parts = []
    for length in lengths:
        taken = min(limit, max(length - offset, 0))
        parts.append((offset, taken))
        offset = max(offset - length, 0)
        limit -= taken
    return parts
