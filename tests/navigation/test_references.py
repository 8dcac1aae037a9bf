"""The uses of a definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from miller import navigation
from navigation.conftest import found, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from miller import SQLiteStore


def test_resolved_uses_come_first(store: SQLiteStore) -> None:
    page = navigation.references(store, found(store, "Lamp.switch"))
    assert (page.resolved, page.by_name, page.total) == (3, 1, 4)
    # `thing.switch` may be one of four.
    assert [(use.file_path, use.start_line, use.resolved) for use in page.items] == [
        ("lamp.py", 27, True),
        ("lamp.py", 28, True),
        ("lamp.py", 33, True),
        ("user.py", 5, False),
    ]
    assert page.items[0].text == "self.switch(not self.on)"
    assert page.items[0].containing_name == "lamp.Lamp.toggle"


def test_uses_of_another_are_left_out(store: SQLiteStore) -> None:
    page = navigation.references(store, found(store, "Desk.switch"))
    assert [(use.file_path, use.resolved) for use in page.items] == [("user.py", False)]


def test_uses_of_all_overloads_are_given(store: SQLiteStore) -> None:
    page = navigation.references(store, found(store, "place"))
    assert [(use.start_line, use.resolved) for use in page.items] == [(19, True), (20, True)]


def test_uses_of_imports_may_mean_the_definition(store: SQLiteStore) -> None:
    page = navigation.references(store, found(store, "shop/report.py::report"))
    unsure = [(use.file_path, use.kind) for use in page.items if not use.resolved]
    assert ("lamp.py", "import") in unsure
    assert ("lamp.py", "call") in unsure


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_add_up(store: SQLiteStore, limit: int) -> None:
    subject = found(store, "Lamp.switch")
    everything = navigation.references(store, subject, limit=100)
    assert everything.next_offset is None
    uses = []
    offset: int | None = 0
    while offset is not None:
        page = navigation.references(store, subject, limit=limit, offset=offset)
        assert len(page.items) <= limit
        assert (page.resolved, page.by_name) == (everything.resolved, everything.by_name)
        uses += page.items
        offset = page.next_offset
    assert tuple(uses) == everything.items
    beyond = navigation.references(store, subject, limit=limit, offset=1000)
    assert (beyond.items, beyond.next_offset, beyond.total) == ((), None, 4)


def test_long_and_odd_lines_are_cut_at_characters(tmp_path: Path) -> None:
    before = "é" * 1001
    source = f"def f():\n    pass\n\n\nx = '{before}'; f(); y = '{before}'\r\nz = '日本'; f()\n"
    with store_of(tmp_path, {"a.py": source}) as store:
        first, second = navigation.references(store, found(store, "a.py::f")).items
    assert "; f(); y = 'é" in first.text
    assert len(first.text) < 400
    assert "\ufffd" not in first.text
    assert second.text == "z = '日本'; f()"
