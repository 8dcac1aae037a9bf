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


SPINNING = {
    "a.ts": "export function go(x: any) { x.spin(); }\n",
    "b.py": "class Top:\n    def spin(self):\n        pass\n\n\ndef turn(t):\n    t.spin()\n",
    "c.js": "function start(x) { x.spin(); }\n",
    "d.rb": "def begin(x)\n  x.spin\nend\n",
    "z.ts": "export class Wheel { spin(): void {} }\nfunction run(x: any) { x.spin(); }\n",
}


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("Top.spin", ["b.py", "a.ts", "c.js", "d.rb", "z.ts"]),
        ("Wheel.spin", ["a.ts", "c.js", "z.ts", "b.py", "d.rb"]),
    ],
)
def test_names_in_other_languages_come_last(tmp_path: Path, name: str, files: list[str]) -> None:
    with store_of(tmp_path, SPINNING) as store:
        subject = found(store, name)
        page = navigation.references(store, subject)
        assert [use.file_path for use in page.items] == files
        assert [edge.file_path for edge in navigation.callers(store, subject).items] == files
        paged = [
            use
            for offset in range(page.total)
            for use in navigation.references(store, subject, limit=1, offset=offset).items
        ]
        assert tuple(paged) == page.items


UNIQUE = {
    "a.py": "class Top:\n    def spin(self):\n        self.spin()\n\n"
    "    def turn(self):\n        self.spin()\n",
    "b.py": "def use(t):\n    t.spin()\n",
    "c.js": "function use(t) { t.spin(); }\n",
}


def test_what_only_a_unique_name_has_decided_is_counted_by_itself(tmp_path: Path) -> None:
    with store_of(tmp_path, UNIQUE) as store:
        store.resolve()
        page = navigation.references(store, found(store, "Top.spin"))
        assert (page.resolved, page.by_unique_name, page.by_name, page.total) == (2, 1, 1, 4)
        assert [use.file_path for use in page.items] == ["a.py", "a.py", "b.py", "c.js"]
        callers = navigation.callers(store, found(store, "Top.spin"))
        assert (callers.resolved, callers.by_unique_name, callers.by_name) == (2, 1, 1)
        assert [edge.confidence for edge in callers.items][2] == 0.5


def test_uses_of_a_base_may_mean_what_overrides_it(store: SQLiteStore) -> None:
    page = navigation.references(store, found(store, "Torch.switch"))
    base = "lamp.py::lamp.Lamp.switch"
    # `super().switch(on)` of the method itself means the base.
    assert [(use.start_line, use.through, use.resolved) for use in page.items] == [
        (27, base, False),
        (28, base, False),
        (5, None, False),
    ]
    assert [(one.name, one.total) for one in page.through] == [(base, 2)]
    assert (page.resolved, page.by_name, page.total) == (0, 1, 3)
    parts = [
        navigation.references(store, found(store, "Torch.switch"), limit=1, offset=offset).items
        for offset in range(3)
    ]
    assert tuple(use for part in parts for use in part) == page.items


def test_uses_of_what_overrides_a_method_are_counted(store: SQLiteStore) -> None:
    page = navigation.references(store, found(store, "Light.switch"))
    assert (page.resolved, page.of_overrides) == (0, 3)
    assert navigation.references(store, found(store, "Lamp.switch")).of_overrides == 0
    assert navigation.callers(store, found(store, "Light.switch")).of_overrides == 2
