"""Stock of a warehouse: what lies where, what is reserved, and what has to be ordered."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Generic, Protocol, TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")
Clock = Callable[[], datetime]

REORDER_INTERVAL = timedelta(days=7)
LOW_STOCK = 12


class StockError(Exception):
    """Something is wrong with a movement of stock."""

    def __init__(self, article: str, message: str) -> None:
        super().__init__(f"{article}: {message}")
        self.article = article


class NotEnough(StockError):
    """More was asked for than there is."""

    def __init__(self, article: str, wanted: int, available: int) -> None:
        super().__init__(article, f"{wanted} wanted, {available} available")
        self.wanted = wanted
        self.available = available


class Movement(Enum):
    """Why a quantity changed."""

    RECEIVED = "received"
    SHIPPED = "shipped"
    COUNTED = "counted"
    LOST = "lost"

    @property
    def sign(self) -> int:
        """1 where the stock grows, -1 where it shrinks."""
        return 1 if self in {Movement.RECEIVED, Movement.COUNTED} else -1


@dataclass(frozen=True, slots=True)
class Article:
    """A thing that can be sold."""

    number: str
    title: str
    price: Decimal
    weight_grams: int = 0
    tags: frozenset[str] = frozenset()

    def matches(self, words: Iterable[str]) -> bool:
        """Whether every word is in the title or among the tags."""
        title = self.title.casefold()
        return all(word in title or word in self.tags for word in words)


@dataclass(slots=True)
class Shelf:
    """A place with one article on it."""

    place: str
    article: Article
    quantity: int = 0
    reserved: int = 0
    history: list[tuple[datetime, Movement, int]] = field(default_factory=list)

    @property
    def available(self) -> int:
        """What is neither reserved nor gone."""
        return self.quantity - self.reserved

    def move(self, movement: Movement, count: int, when: datetime) -> None:
        """Change the quantity and remember why."""
        if count < 0:
            raise ValueError(f"a count below zero: {count}")
        change = movement.sign * count
        if self.quantity + change < 0:
            raise NotEnough(self.article.number, count, self.quantity)
        self.quantity += change
        self.history.append((when, movement, count))


class Supplier(Protocol):
    """Who delivers."""

    def order(self, article: Article, count: int) -> str:
        """Place an order; returns its number."""
        ...

    def lead_time(self, article: Article) -> timedelta: ...


class Cache(Generic[T]):
    """Values that are forgotten after a while."""

    def __init__(self, lifetime: timedelta, clock: Clock) -> None:
        self._lifetime = lifetime
        self._clock = clock
        self._values: dict[str, tuple[datetime, T]] = {}

    def get(self, key: str, compute: Callable[[], T]) -> T:
        now = self._clock()
        known = self._values.get(key)
        if known is not None and now - known[0] < self._lifetime:
            return known[1]
        value = compute()
        self._values[key] = (now, value)
        return value

    def forget(self, key: str) -> None:
        self._values.pop(key, None)


def utc_now() -> datetime:
    return datetime.now(timezone.utc)


class Inventory:
    """All shelves of a warehouse.

    Movements are applied in the order in which they come. A reservation takes nothing from a shelf
    until it is shipped.
    """

    def __init__(self, supplier: Supplier, clock: Clock = utc_now) -> None:
        self._supplier = supplier
        self._clock = clock
        self._shelves: dict[str, Shelf] = {}
        self._by_article: defaultdict[str, list[Shelf]] = defaultdict(list)
        self._totals: Cache[int] = Cache(timedelta(minutes=1), clock)
        self.orders: list[str] = []

    def __len__(self) -> int:
        return len(self._shelves)

    def __iter__(self) -> Iterator[Shelf]:
        yield from sorted(self._shelves.values(), key=lambda shelf: shelf.place)

    def add_shelf(self, place: str, article: Article) -> Shelf:
        """Put up a shelf for an article."""
        if place in self._shelves:
            raise StockError(article.number, f"the place {place} is taken")
        shelf = Shelf(place, article)
        self._shelves[place] = shelf
        self._by_article[article.number].append(shelf)
        return shelf

    def total(self, number: str) -> int:
        """The quantity of an article on all shelves."""
        shelves = self._by_article[number]
        return self._totals.get(number, lambda: sum(shelf.quantity for shelf in shelves))

    def reserve(self, number: str, count: int) -> list[tuple[str, int]]:
        """Reserve from the fullest shelves first; returns what was taken where."""
        shelves = sorted(self._by_article[number], key=lambda each: each.available, reverse=True)
        available = sum(shelf.available for shelf in shelves)
        if available < count:
            raise NotEnough(number, count, available)
        taken = []
        left = count
        for shelf in shelves:
            part = min(left, shelf.available)
            if not part:
                break
            shelf.reserved += part
            left -= part
            taken.append((shelf.place, part))
        logger.debug("reserved %d of %s on %d shelves", count, number, len(taken))
        return taken

    def ship(self, places: Iterable[tuple[str, int]]) -> Decimal:
        """Take what was reserved; returns its value."""
        now, value = self._clock(), Decimal(0)
        for place, count in places:
            shelf = self._shelves[place]
            shelf.reserved -= count
            shelf.move(Movement.SHIPPED, count, now)
            self._totals.forget(shelf.article.number)
            value += shelf.article.price * count
        self._reorder_low_stock()
        return value

    def _reorder_low_stock(self) -> None:
        for number, shelves in self._by_article.items():
            if (total := self.total(number)) >= LOW_STOCK or not shelves:
                continue
            article = shelves[0].article
            missing = LOW_STOCK * 2 - total
            try:
                self.orders.append(self._supplier.order(article, missing))
            except (ConnectionError, TimeoutError) as error:
                logger.warning("could not order %s: %s", article.title, error)

    def search(self, text: str, *, limit: int = 20) -> list[Article]:
        """Articles that have every word of a text."""
        words = text.casefold().split()
        found = {
            shelf.article.number: shelf.article
            for shelf in self._shelves.values()
            if shelf.article.matches(words)
        }
        return [found[number] for number in sorted(found)][:limit]

    def save(self, path: Path) -> None:
        """Write a picture of the stock as JSON."""
        picture = {
            shelf.place: {"article": shelf.article.number, "quantity": shelf.quantity}
            for shelf in self
        }
        with path.open("w", encoding="utf-8") as file:
            json.dump(picture, file, indent=2, sort_keys=True)
