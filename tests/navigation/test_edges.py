"""Callers, callees, implementations: edges, walks along them, cycles, and what is only a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miller import navigation
from miller.cli.lines import edge_line
from miller.navigation import walks
from navigation.conftest import connect, found, store_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from miller import SQLiteStore
    from miller.navigation import Edge, Page


def sources(page: Page[Edge]) -> list[tuple[str, int]]:
    return [(edge.source.name, edge.depth) for edge in page.items if edge.resolved]


def targets(page: Page[Edge]) -> list[tuple[str, int]]:
    return [(edge.target.name, edge.depth) for edge in page.items if edge.target is not None]


def by_name(page: Page[Edge]) -> list[tuple[str, str]]:
    return [(edge.source.name, edge.target_name) for edge in page.items if not edge.resolved]


def test_callers(store: SQLiteStore) -> None:
    page = navigation.callers(store, found(store, "Lamp.switch"))
    assert sources(page) == [("toggle", 1), ("switch", 1)]
    edge = page.items[0]
    assert (edge.times, edge.line_number, edge.start_column) == (2, 27, 13)
    assert ("use", "switch") in by_name(page)
    assert page.by_name == len(by_name(page))


def test_callers_of_a_class_are_those_of_its_constructors(store: SQLiteStore) -> None:
    assert sources(navigation.callers(store, found(store, "Lamp"))) == [("make", 1)]
    assert sources(navigation.callers(store, found(store, "Chair"))) == [("of", 1)]
    lamp = found(store, "Lamp.__init__").first
    connect(store, found(store, "main").first.id, "calls", lamp.id, "lamp.py")
    assert ("main", 1) in sources(navigation.callers(store, found(store, "Lamp")))


def test_what_is_less_than_sure_says_so(store: SQLiteStore) -> None:
    ping = found(store, "ping")
    connect(store, found(store, "main").first.id, "calls", ping.first.id, "lamp.py")
    lines = {
        edge.source.name: "".join(text for text, _ in edge_line(edge))
        for edge in navigation.callers(store, ping).items
    }
    assert lines["main"].endswith("  [confidence 0.9]")
    assert "confidence" not in lines["pang"]


def test_depth_goes_on_to_the_callers_of_callers(store: SQLiteStore) -> None:
    subject = found(store, "Lamp")
    assert sources(navigation.callers(store, subject, depth=2)) == [("make", 1), ("main", 2)]


def test_cycles_end(store: SQLiteStore) -> None:
    subject = found(store, "ping")
    # Whoever is called by itself in the end is told so.
    around = [("pang", 1), ("pong", 2), ("ping", 3)]
    for depth in (3, 50):
        assert sources(navigation.callers(store, subject, depth=depth)) == around
    assert sources(navigation.callers(store, subject, depth=2)) == around[:2]
    onwards = [("pong", 1), ("pang", 2), ("ping", 3)]
    assert targets(navigation.callees(store, subject, depth=50)) == onwards
    assert sources(navigation.callers(store, found(store, "again"), depth=9)) == [("again", 1)]


def test_callees_are_those_of_all_within(store: SQLiteStore) -> None:
    page = navigation.callees(store, found(store, "Lamp"))
    assert targets(page) == [("switch", 1)]
    assert ("switch", "report") in by_name(page)
    qualifier = next(edge.target_qualifier for edge in page.items if edge.target_name == "report")
    assert qualifier == "shop.report"


def test_pages_of_edges_add_up(store: SQLiteStore) -> None:
    subject = found(store, "Lamp.switch")
    everything = navigation.callers(store, subject, depth=3, limit=100).items
    assert len(everything) > 2
    paged = [
        edge
        for offset in range(len(everything))
        for edge in navigation.callers(store, subject, depth=3, limit=1, offset=offset).items
    ]
    assert tuple(paged) == everything


def test_walks_are_bounded(store: SQLiteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    subject = found(store, "ping")
    assert navigation.callers(store, subject, depth=9).complete
    with monkeypatch.context() as patch:
        patch.setattr(walks, "MOST_REACHED", 2)
        page = navigation.callers(store, subject, depth=9)
        assert (page.complete, page.resolved) == (False, 2)
    # `toggle` calls it twice, and `Torch.switch` once.
    switch = found(store, "Lamp.switch")
    for most, complete in ((3, True), (2, False)):
        monkeypatch.setattr(walks, "_MOST_EDGES", most)
        assert navigation.callers(store, switch).complete == complete


def test_implementations_of_types(store: SQLiteStore) -> None:
    page = navigation.implementations(store, found(store, "Light"))
    assert sources(page) == [("Lamp", 1), ("Torch", 2)]
    assert sources(navigation.implementations(store, found(store, "Light"), depth=1)) == [
        ("Lamp", 1)
    ]
    movable = navigation.implementations(store, found(store, "Movable"))
    assert [(edge.source.name, edge.kind) for edge in movable.items] == [("Desk", "implements")]


def test_implementations_by_name(tmp_path: Path) -> None:
    files = {
        "a.py": "class Base:\n    pass\n",
        "b.py": "from elsewhere import Base\n\n\nclass Derived(Base):\n    pass\n",
    }
    with store_of(tmp_path, files) as store:
        page = navigation.implementations(store, found(store, "Base"))
        assert by_name(page) == [("Derived", "Base")]
        assert (page.items[0].target_qualifier, page.items[0].start_column) == ("elsewhere", 14)


def test_implementations_of_methods(store: SQLiteStore) -> None:
    page = navigation.implementations(store, found(store, "Light.switch"))
    assert [(edge.source.qualified_name, edge.depth) for edge in page.items] == [
        ("lamp.Lamp.switch", 1),
        ("lamp.Torch.switch", 2),
    ]
    assert all(edge.kind == "overrides" for edge in page.items)


def test_methods_in_other_files_override_by_their_types(tmp_path: Path) -> None:
    files = {
        "a.py": "class Base:\n    def run(self):\n        pass\n",
        "b.py": "class Derived:\n    def run(self):\n        pass\n",
    }
    with store_of(tmp_path, files) as store:
        derived, base = found(store, "Derived").first, found(store, "Base").first
        assert navigation.implementations(store, found(store, "Base.run")).items == ()
        connect(store, derived.id, "extends", base.id, "b.py")
        (edge,) = navigation.implementations(store, found(store, "Base.run")).items
        assert edge.source.full_name == "b.py::b.Derived.run"
        assert (edge.file_path, edge.line_number, edge.start_column) == ("b.py", 2, 4)


def test_descriptions(store: SQLiteStore) -> None:
    lamp = navigation.describe(store, found(store, "Lamp"), limit=2)
    assert lamp.documentation == {lamp.definitions[0].id: "Gives light."}
    assert [edge.target_name for edge in lamp.bases.items] == ["Light"]
    assert [edge.source.name for edge in lamp.derived.items] == ["Torch"]
    assert [one.name for one in lamp.members.items] == ["colour", "__init__"]
    assert (lamp.members.total, lamp.members.next_offset) == (5, 2)
    switch = navigation.describe(store, found(store, "Lamp.switch"))
    assert [edge.kind for edge in (*switch.bases.items, *switch.derived.items)] == [
        "overrides",
        "overrides",
    ]


def test_callers_of_a_base_may_call_what_overrides_it(store: SQLiteStore) -> None:
    page = navigation.callers(store, found(store, "Torch.switch"))
    base = "lamp.py::lamp.Lamp.switch"
    assert [(edge.source.name, edge.through) for edge in page.items] == [
        ("toggle", base),
        ("use", None),
    ]
    assert (page.items[0].times, page.items[0].resolved) == (2, False)
    assert [(one.name, one.total) for one in page.through] == [(base, 1)]
    assert "through lamp.Lamp.switch" in "".join(text for text, _ in edge_line(page.items[0]))


def test_constructors_of_bases_make_no_instances_of_what_extends_them(tmp_path: Path) -> None:
    source = (
        "class Base:\n    def __init__(self):\n        pass\n\n\n"
        "class Derived(Base):\n    def __init__(self):\n        pass\n\n\n"
        "def make():\n    Base().__init__()\n    Base.__init__(1)\n"
    )
    with store_of(tmp_path, {"a.py": source}) as store:
        derived = found(store, "Derived.__init__")
        assert navigation.callers(store, derived).through == ()
        assert navigation.references(store, derived).through == ()
