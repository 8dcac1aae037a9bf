"""Which definition a name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from miller import navigation
from miller.navigation import lookup
from navigation.conftest import connect, found, import_of, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from miller import SQLiteStore


def full_names(store: SQLiteStore, name: str, **options: object) -> list[str]:
    answer = navigation.find(store, name, **options)  # type: ignore[arg-type]
    if isinstance(answer, navigation.Several):
        return [one.full_name for one in answer.choices.items]
    assert isinstance(answer, navigation.Subject), answer
    return [answer.first.full_name]


LAMP_SWITCH = ["lamp.py::lamp.Lamp.switch"]


@pytest.mark.parametrize(
    "name",
    [
        "Lamp.switch",
        "Lamp::switch",
        "Lamp#switch",
        "lamp.Lamp.switch",
        "lamp.py::Lamp.switch",
        "./lamp.py::Lamp#switch",
        "lamp.py:22",
        "lamp.py:23",
        "lamp.py:23:1",
        "lamp.py:27:14",
        "lamp.py:27:19:",
    ],
)
def test_names_of_a_method(store: SQLiteStore, name: str) -> None:
    assert full_names(store, name) == LAMP_SWITCH


def test_file_is_called_as_what_is_in_it(tmp_path: Path) -> None:
    with store_of(tmp_path, {"run.py": "def run(): ...\n"}) as store:
        for name in ("run", "run.run", "run.py:1"):
            assert full_names(store, name) == ["run.py::run.run"], name
        assert full_names(store, "run.py::run") == ["run.py::run"]
        assert full_names(store, "run", kind=["module"]) == ["run.py::run"]


def test_parts_match_at_their_boundaries(store: SQLiteStore) -> None:
    assert isinstance(navigation.find(store, "amp.switch"), navigation.Missing)
    assert isinstance(navigation.find(store, "Lamp.swi"), navigation.Missing)
    assert isinstance(navigation.find(store, "eport.py::ping"), navigation.Missing)


def test_folders_and_files_stand_in_front(store: SQLiteStore) -> None:
    for name in ("shop.report.ping", "shop/report.py::ping", "report.py::ping", "shop::ping"):
        assert full_names(store, name) == ["shop/report.py::report.ping"], name
    # Without a module's name in its names, the file's stands for it.
    assert full_names(store, "web.desk.Desk") == full_names(store, "Desk")


def test_several_are_choices_by_page(store: SQLiteStore) -> None:
    answer = navigation.find(store, "switch", limit=2, offset=1)
    assert isinstance(answer, navigation.Several)
    page = answer.choices
    assert (page.total, page.next_offset, len(page.items)) == (4, 3, 2)
    everything = full_names(store, "switch")
    assert [one.full_name for one in page.items] == everything[1:3]
    for name in everything:
        assert full_names(store, name) == [name]


def test_many_are_counted_and_paged_by_sql(tmp_path: Path) -> None:
    """More than are looked at together; with overloads, which are one choice."""
    number = lookup._MOST_TOGETHER + 50  # noqa: SLF001 -- the limit is what the test is about
    files = {
        f"m{i:04}.py": "def run():\n    pass\n\n\ndef run():\n    pass\n" for i in range(number)
    }
    with store_of(tmp_path, files) as store:
        answer = navigation.find(store, "run", limit=3, offset=number - 2)
        assert isinstance(answer, navigation.Several)
        assert answer.choices.total == number
        last = [f"m{i:04}.py::m{i:04}.run" for i in (number - 2, number - 1)]
        assert [one.full_name for one in answer.choices.items] == last
        assert answer.choices.next_offset is None


def test_many_definitions_may_be_one(store: SQLiteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "_MOST_TOGETHER", 2)
    for name in ("place", "web/desk.ts::place"):
        assert len(found(store, name).definitions) == 3, name
    assert len(full_names(store, "switch")) == 4


def test_names_may_have_separators_in_them(tmp_path: Path) -> None:
    style = ".card {\n  .title:not(.#{$dim}) &:hover { top: 0; }\n  > a { top: 0; }\n}\n"
    files = {"card.scss": style, "notes.md": "# One: a > b\n\n## Two / c.d::e\n"}
    with store_of(tmp_path, files) as store:
        symbols = store.query("SELECT qualified_name, file_path FROM symbols").to_pylist()
        assert len(symbols) > 4
        for symbol in symbols:
            full_name = f"{symbol['file_path']}::{symbol['qualified_name']}"
            for name in (full_name, symbol["qualified_name"]):
                assert full_names(store, name) == [full_name]


def test_kinds_and_languages_leave_others_out(store: SQLiteStore) -> None:
    assert full_names(store, "switch", language=["typescript"]) == ["web/desk.ts::Desk.switch"]
    assert full_names(store, "Chair", kind=["constructor"]) == ["home/Chair.java::home.Chair.Chair"]
    assert isinstance(navigation.find(store, "Desk", kind=["function"]), navigation.Missing)


def test_overloads_and_constructors_are_one(store: SQLiteStore) -> None:
    place = found(store, "place")
    assert [one.start_line for one in place.definitions] == [12, 13, 14]
    chair = found(store, "Chair")
    assert [one.kind for one in chair.definitions] == ["class", "constructor"]


def test_declarations_in_headers_are_one_with_their_source(store: SQLiteStore) -> None:
    shine = found(store, "shine")
    assert [one.file_path for one in shine.definitions] == ["c/lib.c", "c/lib.h"]
    assert full_names(store, "scale") == ["c/lib.c::scale", "c/other.c::scale"]


def test_definitions_come_before_imports(store: SQLiteStore) -> None:
    # `lamp.py` imports it, `web/desk.ts` exports another of the name.
    assert full_names(store, "report", kind=["function"]) == ["shop/report.py::report.report"]


def test_imports_are_followed(tmp_path: Path) -> None:
    sources = {
        "a.py": "def original():\n    pass\n",
        "b.py": "from a import original as first\n",
        "c.py": "from b import first as second\n",
    }
    with store_of(tmp_path, sources) as chain:
        target = found(chain, "original")
        first, second = import_of(chain, "first", "b.py"), import_of(chain, "second", "c.py")
        outside = found(chain, "second")
        assert (outside.only_imported, outside.ids) == (True, [second])
        connect(chain, first, "imports", target.first.id, "b.py")
        connect(chain, second, "imports", first, "c.py")
        for name in ("second", "c.py:1", second):
            assert found(chain, name) == target, name
        # A circle of re-exports ends.
        connect(chain, first, "imports", second, "b.py")
        assert found(chain, "second") == target


def test_inherited_members_go_by_the_name_of_the_heir(store: SQLiteStore) -> None:
    for name in ("Torch.toggle", "lamp.py::Torch::toggle", "lamp.Torch.toggle"):
        assert full_names(store, name) == ["lamp.py::lamp.Lamp.toggle"], name
    # The nearest of what a type extends counts.
    assert full_names(store, "Torch.colour") == ["lamp.py::lamp.Lamp.colour"]
    assert isinstance(navigation.find(store, "Light.toggle"), navigation.Missing)
    assert isinstance(navigation.find(store, "Torch.toggle", kind=["field"]), navigation.Missing)


def test_what_is_only_imported_only_imported(tmp_path: Path) -> None:
    files = dict.fromkeys(("a.py", "b.py"), "import numpy\n\nnumpy.zeros(3)\n")
    with store_of(tmp_path, files) as store:
        subject = found(store, "numpy")
        assert subject.only_imported
        assert [one.file_path for one in subject.definitions] == ["a.py", "b.py"]
        page = navigation.references(store, subject)
        assert [(use.file_path, use.start_line) for use in page.items] == [
            ("a.py", 1),
            ("a.py", 3),
            ("b.py", 1),
            ("b.py", 3),
        ]


def test_a_use_at_a_place_that_is_open_may_mean_all_of_its_name(store: SQLiteStore) -> None:
    assert full_names(store, "user.py:5:11") == full_names(store, "switch")
    assert len(full_names(store, "switch")) > 1
    assert full_names(store, "user.py:5") == ["user.py::user.use"]
    assert full_names(store, "user.py:5:1") == ["user.py::user.use"]
    assert full_names(store, "lamp.py:20:9") == ["lamp.py::lamp.Lamp.on"]
    # Behind the last character of a use, where a cursor stands, is still there.
    assert full_names(store, "lamp.py:27:20") == LAMP_SWITCH
    assert full_names(store, "user.py:5:17") == full_names(store, "switch")
    # `print` is defined nowhere here.
    missing = navigation.find(store, "shop/report.py:3:6")
    assert isinstance(missing, navigation.Missing)
    assert missing.text == "print"


def test_a_local_name_at_a_place_means_no_definition_of_the_name(tmp_path: Path) -> None:
    files = {
        "a.py": "def lamp():\n    pass\n",
        "b.py": "def use(lamp):\n    lamp()\n    return lamp\n",
    }
    with store_of(tmp_path, files) as store:
        missing = navigation.find(store, "b.py:2:5")
        assert missing == navigation.Missing("lamp", (), is_local=True)
        assert full_names(store, "lamp") == ["a.py::a.lamp"]


def test_a_line_means_its_one_definition_or_what_is_around_it(tmp_path: Path) -> None:
    files = {
        "a.py": "class A:\n    x = 1; y = 2\n    z = 3\n\n\nclass B: pass\n",
        "b.py": "from a import A\nfrom a import A, B\n",
    }
    with store_of(tmp_path, files) as store:
        assert full_names(store, "a.py:3") == ["a.py::a.A.z"]
        assert full_names(store, "a.py:2") == ["a.py::a.A"]
        assert full_names(store, "a.py:2:12") == ["a.py::a.A.y"]
        assert full_names(store, "a.py:6") == ["a.py::a.B"]
        assert full_names(store, "b.py:1") == ["b.py::b.A"]
        assert full_names(store, "b.py:2") == ["b.py::b"]


def test_places_in_files_whose_path_ends_so(tmp_path: Path) -> None:
    source = "\n\ndef first():\n    pass\n"
    with store_of(tmp_path, {"x/a.py": source, "y/a.py": source, "z/b.py": source}) as store:
        assert full_names(store, "b.py:3") == ["z/b.py::b.first"]
        assert full_names(store, "a.py:3") == ["x/a.py::a.first", "y/a.py::a.first"]
        # A module spans its file.
        assert full_names(store, "z/b.py:1") == ["z/b.py::b"]
        assert isinstance(navigation.find(store, "b.py:99"), navigation.Missing)
        assert isinstance(navigation.find(store, "c.py:1"), navigation.Missing)


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("Lmap", "Lamp"),
        ("torch", "Torch"),
        ("togle", "toggle"),
        ("Lamp.swich", "switch"),
        ("PING", "ping"),
        ("shin", "shine"),
    ],
)
def test_misses_come_with_near_names(store: SQLiteStore, written: str, near: str) -> None:
    answer = navigation.find(store, written)
    assert isinstance(answer, navigation.Missing)
    assert near in answer.near


def test_a_miss_elsewhere_says_where_the_name_is(store: SQLiteStore) -> None:
    answer = navigation.find(store, "web/desk.ts::toggle")
    assert isinstance(answer, navigation.Missing)
    assert answer.near == ("lamp.py::lamp.Lamp.toggle",)
    assert navigation.find(store, "zzzzqqqq") == navigation.Missing("zzzzqqqq", ())


@pytest.mark.parametrize(
    "name", ["%", "_", "'", '"', "\\", "x' OR '1'='1", "a\nb", "*", "::", ":1"]
)
def test_characters_of_sql_are_text(store: SQLiteStore, name: str) -> None:
    assert isinstance(navigation.find(store, name), navigation.Missing)
