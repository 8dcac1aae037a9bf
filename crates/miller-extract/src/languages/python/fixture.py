#!/usr/bin/env python3
"""Inventory of a small shop.

Keeps items in memory and writes them to disk on demand.
"""

from __future__ import annotations

import json
import os.path
import collections.abc as abc
from dataclasses import dataclass, field as make_field
from enum import Enum
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, overload

from . import errors
from .pricing import *

if TYPE_CHECKING:
    from decimal import Decimal

T = TypeVar("T")
DEFAULT_PATH: str = "items.json"
_cache, limit = {}, 10
__version__ = "1.0"
type Pair[K] = tuple[K, K]

double = lambda number: number * 2


class Status(Enum):
    """State of an item."""

    IN_STOCK = 1
    SOLD = "sold"


class Priced(Protocol):
    price: int

    def total(self) -> int: ...


@dataclass
class Item(Generic[T]):
    """An item on a shelf.

        Indented example.
    """

    name: str
    price: int = 0
    tags: list[str] = make_field(default_factory=list)

    @property
    def label(self) -> str:
        '''Name and price.'''
        return f"{self.name}: {self.price}"

    @label.setter
    def label(self, value: str) -> None:
        self.name = value

    def __lt__(self, other: Item) -> bool:
        return self.price < other.price


class Store(Item, abc.Sized, metaclass=type):
    def __init__(self, path: str = DEFAULT_PATH, *names: str, **options) -> None:
        super().__init__()
        self.path, self.count = path, 0
        self.items: dict[str, Item] = {}
        self._secret = options.get("secret")
        self.items = dict()

    def __del__(self):
        self.close()

    def close(self):
        pass

    def __len__(self) -> int:
        return len(self.items)

    def label(self):
        return super().label

    @overload
    def find(self, name: str) -> Item: ...
    @overload
    def find(self, name: int) -> list[Item]: ...

    def find(self, name):
        # not a docstring
        matches = [item for item in self.items.values() if item.name == name]
        if not matches:
            raise errors.NotFound(name)
        return matches[0]

    @staticmethod
    def load(path):
        with open(path) as handle, lock:
            return json.load(handle)

    @classmethod
    def create(cls, *args):
        def validate(value):
            nonlocal_total = total
            return value and cls.load(value)

        total = 0
        for index, value in enumerate(args):
            total += validate(value)
        return cls(os.path.join("a", "b"))

    class Shelf:
        capacity = 3

        async def fill(self, store: Store):
            async for item in store:
                await self.put(item)

        def put(self, item):
            global limit
            limit = limit - 1
            return self.capacity


class Ledger[Row: (int, str), *Rows, **Options]:
    """Books\t"all" \x41\
 lines. """ r"\d"

    def __init__(self, rows: dict[str, int] = {}, shelf: Item[int].Shelf = None):
        self.rows = {key: value for (key, value) in rows.items()}

    def total[Sum](self, *parts: *tuple[Sum, ...], by: os.PathLike[str]) -> set[Sum]:
        count, *self.rest = [*range(*parts)], 0
        self.limit = count
        self.__dict__[by] = self.rows[count] = by

        def add(part, times=1):
            nonlocal count
            count += len({row for row in part})
            # The block ends before this.

        names = {name: (add * count)(name) for name in parts}
        return sum(row for row in names)
        # So does the method,

        # with two remarks after it.

    @property
    def limit(self):
        return self.__dict__["limit"]

    class Sheet(*Rows.values()):
        pass


def main(argv: list[str] | None = None) -> int:
    """Runs the shop."""
    store = Store()
    try:
        print(store.find("apple").label, double(2))
    except (KeyError, errors.NotFound) as problem:
        print(problem)
    match argv:
        case [Status.SOLD, *rest]:
            return len(rest)
        case errors.NotFound(code=404) | Item("last"):
            return 1
    if (count := len(store.items)) > limit:
        return helper(count)

    def helper(number):
        return number

    return 0


def helper(number):
    return main()


def opener():
    def open(self, path):
        self.path = path

    return open


def closing(cls):
    type(cls).closed = cls

    class Closing(cls):
        pass

    return Closing


for step in range(3):
    print(step)
step = None


def route(message, actions: abc.Callable[[int, str], os.PathLike[T]]):
    try:
        with message.parts() as (head, [limit, step]), opener():
            head(limit, [double, helper][step](message))
    except* (OSError, errors.NotFound):
        pass
    match message:
        case {"kind": limit, **others} if limit:
            return others
        case [errors.code.LATE, (Item(name=step) as shown), _]:
            return shown, step
        case str() | None:
            pass
        case double:
            return double


type Lookup[Key: int, *Values, **Rest] = dict[Key, "Lookup"]
first = second = third = helper(0)

if __name__ == "__main__":
    main()
