"""A part of a list, and how much of it there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some items of a list: those from `offset` on, `limit` at most."""

    items: tuple[Item, ...]
    offset: int
    limit: int
    resolved: int
    """How many the list has of which the index is sure."""
    by_name: int = 0
    """How many follow them that are known by name only."""
    complete: bool = True
    """Whether these are all: a walk through a graph ends after so many steps."""

    @property
    def total(self) -> int:
        """How many items the whole list has."""
        return self.resolved + self.by_name

    @property
    def next_offset(self) -> int | None:
        """Where the next page begins; `None` behind the last one."""
        end = self.offset + len(self.items)
        return end if self.items and end < self.total else None


def parts_of_page(
    offset: int, limit: int, resolved: int
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Give offset and limit in the list of what is resolved, and in the one that follows it."""
    first = min(limit, max(resolved - offset, 0))
    return (offset, first), (max(offset - resolved, 0), limit - first)
