"""Outlines of files and folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miller import navigation
from miller.navigation import outline
from navigation.conftest import store_of

if TYPE_CHECKING:
    from pathlib import Path

    from miller import SQLiteStore


def test_files_are_trees(store: SQLiteStore) -> None:
    page = navigation.file_outline(store, "lamp.py")
    assert page is not None
    depths = {symbol.qualified_name: depth for depth, symbol in page.items}
    assert (depths["lamp"], depths["lamp.Lamp"], depths["lamp.Lamp.switch"]) == (0, 1, 2)
    part = navigation.file_outline(store, "lamp.py", limit=3, offset=2)
    assert part is not None
    assert (part.items, part.total, part.next_offset) == (page.items[2:5], page.total, 5)
    assert navigation.file_outline(store, "gone.py") is None
    assert navigation.file_outline(store, "shop") is None


def test_folders_show_what_stands_at_the_top(store: SQLiteStore) -> None:
    page = navigation.folder_outline(store, "")
    assert [file.path for file in page.items] == [
        "c/lib.c",
        "c/lib.h",
        "c/other.c",
        "home/Chair.java",
        "lamp.py",
        "shop/__init__.py",
        "shop/report.py",
        "shop/sums.py",
        "user.py",
        "web/desk.ts",
    ]
    names = {file.path: [one.name for one in file.symbols] for file in page.items}
    assert names["lamp.py"] == ["Light", "Lamp", "Torch", "make", "main"]
    assert names["shop/__init__.py"] == []
    assert names["home/Chair.java"] == ["Chair"]
    assert names["c/lib.c"] == ["scale", "shine"]
    assert names["web/desk.ts"] == ["Movable", "Desk", "place", "place", "place", "tidy"]


def test_folders_are_paged_and_are_no_prefixes(tmp_path: Path) -> None:
    files = {f"a/{name}.py": "def f(): pass\n" for name in ("x", "y/z", "zz")}
    files |= {"a.py": "", "a0.py": "", "ab/x.py": "", "A/x.py": ""}
    with store_of(tmp_path, files) as store:
        page = navigation.folder_outline(store, "a", limit=2)
        assert [file.path for file in page.items] == ["a/x.py", "a/y/z.py"]
        assert (page.total, page.next_offset) == (3, 2)
        rest = navigation.folder_outline(store, "a", limit=2, offset=2)
        assert [file.path for file in rest.items] == ["a/zz.py"]
        assert rest.next_offset is None
        assert navigation.folder_outline(store, "b").total == 0


def test_long_files_are_cut(tmp_path: Path) -> None:
    number = outline._SYMBOLS_OF_A_FILE + 5  # noqa: SLF001 -- the limit is what the test is about
    source = "".join(f"def f{i}():\n    pass\n\n\n" for i in range(number))
    with store_of(tmp_path, {"long.py": source}) as store:
        (file,) = navigation.folder_outline(store, "").items
        assert (len(file.symbols), file.top_level) == (number - 5, number)
        assert file.symbols[0].name == "f0"
