"""The commands that take the name of a symbol, and outlines, as people and scripts see them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from end_to_end.conftest import Answer, miller, write

if TYPE_CHECKING:
    from pathlib import Path

SHAPES = '''\
"""Shapes."""


class Shape:
    """Has an area."""

    def area(self):
        raise NotImplementedError


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return times(self.side, self.side)


class Round(Shape):
    def area(self):
        return times(3, 4)


def times(left, right):
    return left * right


def total(shapes):
    return sum(shape.area() for shape in shapes) + Square(2).area()
'''
QUEUE = """\
export class Queue {
  push(item: string): void { this.grow(); }
  grow(): void { this.shrink(); }
  shrink(): void { this.grow(); }
}
"""
AREA = "package maps;\n\nclass Region {\n    int area() { return 1; }\n}\n"
COMMANDS = ("symbol", "refs", "callers", "callees", "implementations")


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    write(
        root,
        {"geometry/shapes.py": SHAPES, "queue.ts": QUEUE, "maps/Region.java": AREA, "a b.txt": "x"},
    )
    assert miller("index", "--no-embeddings", folder=root).status == 0
    return root


def good(*arguments: str | Path, folder: Path) -> Answer:
    answer = miller(*arguments, folder=folder)
    assert answer.status == 0, answer
    return answer


def test_symbol(indexed: Path) -> None:
    answer = good("symbol", "Shape", folder=indexed)
    assert answer.output.splitlines() == [
        "geometry/shapes.py:4:1: class shapes.Shape: class Shape",
        "    Has an area.",
        "geometry/shapes.py:11:14: class shapes.Square extends class shapes.Shape",
        "geometry/shapes.py:19:13: class shapes.Round extends class shapes.Shape",
        "geometry/shapes.py:7:5: method shapes.Shape.area: def area(self)",
    ]
    assert answer.errors == "1 member of geometry/shapes.py::shapes.Shape\n"
    found = good("symbol", "Square", "--json", folder=indexed).json
    assert found["definitions"][0]["signature"] == "class Square(Shape)"
    assert found["definitions"][0]["doc_comment"] is None
    assert [edge["target"]["name"] for edge in found["bases"]["items"]] == ["Shape"]
    assert found["members"]["total"] == 3


def test_refs(indexed: Path) -> None:
    answer = good("refs", "times", folder=indexed)
    assert answer.output == (
        "geometry/shapes.py:16:16: call: return times(self.side, self.side)"
        "  [in shapes.Square.area]\n"
        "geometry/shapes.py:21:16: call: return times(3, 4)  [in shapes.Round.area]\n"
    )
    assert answer.errors == "2 uses of geometry/shapes.py::shapes.times\n"
    found = good("refs", "times", "--json", "--limit", "1", folder=indexed).json
    assert (found["total"], found["next_offset"]) == (2, 1)
    assert found["items"][0]["start_column"] == 15, "as in the tables, from 0"


def test_uses_of_the_name_alone_are_marked(indexed: Path) -> None:
    """Which `area` a value of unknown type has, no pass over the files can tell."""
    answer = good("refs", "Region.area", folder=indexed)
    assert "geometry/shapes.py:29:22: call by name: " in answer.output
    assert "by name only" in answer.errors
    called = good("callers", "Region.area", folder=indexed)
    assert re.search(r"function shapes\.total calls area.* by name", called.output)
    items = good("callers", "Region.area", "--json", folder=indexed).json["items"]
    assert [(item["resolved"], item["target"]) for item in items] == [(False, None)] * len(items)


def test_callers_and_callees(indexed: Path) -> None:
    lines = good("callers", "times", "--depth", "2", folder=indexed).output.splitlines()
    assert lines[:2] == [
        "geometry/shapes.py:16:16: method shapes.Square.area calls function shapes.times",
        "geometry/shapes.py:21:16: method shapes.Round.area calls function shapes.times",
    ]
    answer = good("callees", "Square.area", folder=indexed)
    assert answer.output == (
        "geometry/shapes.py:16:16: method shapes.Square.area calls function shapes.times"
        " at geometry/shapes.py:24:1\n"
    )


def test_circles_end(indexed: Path) -> None:
    answer = good("callers", "grow", "--depth", "1000", folder=indexed)
    remarks = [line.partition("[")[2] for line in answer.output.splitlines()]
    assert len(remarks) == 3
    assert remarks[2] == "depth 2]"


def test_implementations(indexed: Path) -> None:
    names = [
        item["source"]["qualified_name"]
        for item in good("implementations", "Shape.area", "--json", folder=indexed).json["items"]
    ]
    assert names == ["shapes.Square.area", "shapes.Round.area"]
    answer = good("implementations", "Shape", "--limit", "1", folder=indexed)
    assert answer.output.startswith("geometry/shapes.py:11:14: class shapes.Square extends")
    assert answer.errors == (
        "2 implementations of geometry/shapes.py::shapes.Shape; shown: 1 to 1; "
        "the next page: --offset 1\n"
    )
    nothing = good("implementations", "times", folder=indexed)
    assert (nothing.output, nothing.errors) == (
        "",
        "no implementations of geometry/shapes.py::shapes.times\n",
    )


def test_what_is_only_imported_is_said_to_be(tmp_path: Path) -> None:
    write(tmp_path, {f"m{i}.py": "import numpy\n\nnumpy.zeros(3)\n" for i in range(60)})
    assert miller("index", "--no-embeddings", folder=tmp_path).status == 0
    answer = good("symbol", "numpy", folder=tmp_path)
    assert answer.output.splitlines()[0] == "m0.py:1:8: import m0.numpy: import numpy"
    assert len(answer.output.splitlines()) == 50
    assert answer.errors == (
        "the index has imports of numpy, and nothing that they stand for\n"
        "10 more imports; `miller refs` gives all by pages\n"
    )
    found = good("refs", "numpy", "--json", folder=tmp_path).json
    assert (found["only_imported"], found["definitions_total"]) == (True, 60)
    assert (len(found["definitions"]), found["total"]) == (50, 120)


def test_answers_for_machines_load_little(indexed: Path) -> None:
    ask = (
        "import sys\n"
        "from miller.cli import commands\n"
        "commands(['refs', 'times'], standalone_mode=False)\n"
        "print(sorted({'rich', 'lancedb', 'miller.search', 'miller.scanner'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=indexed, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_pages_are_followed_to_the_end(indexed: Path) -> None:
    everything = good("refs", "area", "--kind", "method", "--language", "java", folder=indexed)
    lines: list[str] = []
    options: list[str] = []
    while True:
        page = good("refs", "Region.area", "--limit", "1", *options, folder=indexed)
        lines += page.output.splitlines()
        following = re.search(r"the next page: (--offset \d+)", page.errors)
        if following is None:
            break
        options = shlex.split(following[1])
    assert lines == everything.output.splitlines()
    beyond = good("refs", "times", "--offset", "99", folder=indexed)
    assert (beyond.output, beyond.errors) == (
        "",
        "2 uses of geometry/shapes.py::shapes.times; none shown\n",
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_several_definitions_are_told_apart(indexed: Path, command: str) -> None:
    answer = miller(command, "area", folder=indexed)
    assert (answer.status, answer.output) == (3, "")
    assert "several definitions have this name: area\n" in answer.errors
    choices = re.findall(r"^(\S+::\S+)  method, line \d+$", answer.errors, re.MULTILINE)
    assert len(choices) == 4
    for choice in choices:
        good(command, choice, folder=indexed)
    found = miller(command, "area", "--json", "--limit", "3", folder=indexed)
    assert (found.status, found.errors) == (3, "")
    assert found.json["error"] == "several"
    assert [one["full_name"] for one in found.json["items"]] == choices[:3]
    assert (found.json["total"], found.json["next_offset"]) == (4, 3)


@pytest.mark.parametrize("command", COMMANDS)
def test_misses_come_with_near_names(indexed: Path, command: str) -> None:
    answer = miller(command, "Sqaure", folder=indexed)
    assert (answer.status, answer.output) == (4, "")
    assert "no definition of this name: Sqaure\nhint: near names are `Square`" in answer.errors
    found = miller(command, "Sqaure", "--json", folder=indexed)
    assert (found.status, found.json["error"]) == (4, "missing")
    assert found.json["near"][0] == "Square"


def test_wrong_usage(indexed: Path) -> None:
    for arguments in (
        ["refs"],
        ["refs", " "],
        ["refs", "x", "--limit", "0"],
        ["refs", "x", "--offset", "-1"],
        ["callers", "x", "--depth", "0"],
        ["symbol", "x", "--kind", "klass"],
        ["symbol", "x", "--language", "pyhton"],
        ["symbol", os.fsdecode(b"bad\xff")],
    ):
        answer = miller(*arguments, folder=indexed)
        assert (answer.status, answer.output) == (2, ""), arguments
        assert "Traceback" not in answer.errors


@pytest.mark.parametrize("command", COMMANDS)
def test_without_an_index_there_is_a_hint(tmp_path: Path, command: str) -> None:
    answer = miller(command, "x", folder=tmp_path)
    assert answer.status == 1
    assert "hint: run `miller index` first" in answer.errors


def test_paths_are_those_from_here(indexed: Path) -> None:
    for name in (
        "shapes.py:25",
        "./shapes.py::times",
        "../geometry/shapes.py:24:1",
        "shapes.times",
    ):
        answer = good("symbol", name, folder=indexed / "geometry")
        assert answer.output.startswith("geometry/shapes.py:24:1: function shapes.times"), name


def test_outline_of_a_folder(indexed: Path) -> None:
    answer = good("outline", ".", folder=indexed)
    assert answer.output.splitlines() == [
        "a b.txt: text",
        "geometry/shapes.py:4:1: class shapes.Shape: class Shape",
        "geometry/shapes.py:11:1: class shapes.Square: class Square(Shape)",
        "geometry/shapes.py:19:1: class shapes.Round: class Round(Shape)",
        "geometry/shapes.py:24:1: function shapes.times: def times(left, right)",
        "geometry/shapes.py:28:1: function shapes.total: def total(shapes)",
        "maps/Region.java:3:1: class maps.Region: class Region",
        "queue.ts:1:8: class Queue: export class Queue",
    ]
    inside = good("outline", "../maps", "--json", folder=indexed / "geometry").json
    assert inside["path"] == "maps"
    assert [file["path"] for file in inside["items"]] == ["maps/Region.java"]
    page = good("outline", ".", "--limit", "2", "--offset", "1", folder=indexed)
    assert page.errors == "4 files; shown: 2 to 3; the next page: --offset 3\n"


def test_imports_that_follow_each_other_are_one_line(tmp_path: Path) -> None:
    source = (
        "from os import path, sep\nimport sys\n\n\ndef f():\n    import json\n"
        "    return json\n\n\nimport re, ast\n"
    )
    write(tmp_path, {"a.py": source})
    assert miller("index", "--no-embeddings", folder=tmp_path).status == 0
    answer = good("outline", "a.py", folder=tmp_path)
    assert answer.output.splitlines() == [
        "module a  1",
        "  3 imports  1-2",
        "  function def f()  5",
        "    import import json  6",
        "  2 imports  10",
    ]
    page = good("outline", "a.py", "--limit", "2", "--offset", "2", folder=tmp_path)
    assert page.output == "  2 imports  1-2\n"
    assert page.errors == "8 symbols; shown: 3 to 4; the next page: --offset 4\n"
    everything = good("outline", "a.py", "--json", folder=tmp_path).json
    assert [one["kind"] for one in everything["items"]].count("import") == 6


def test_outline_of_a_file_is_paged(indexed: Path) -> None:
    everything = good("outline", "queue.ts", folder=indexed)
    page = good("outline", "queue.ts", "--limit", "2", "--offset", "1", folder=indexed)
    assert page.output.splitlines() == everything.output.splitlines()[1:3]
    assert page.errors == "5 symbols; shown: 2 to 3; the next page: --offset 3\n"
    assert everything.errors == ""


def test_people_get_colours(indexed: Path) -> None:
    plain = good("refs", "times", folder=indexed)
    coloured = miller("refs", "times", folder=indexed, FORCE_COLOR="1", TERM="xterm-256color")
    assert "\x1b[" not in plain.output
    assert "\x1b[" in coloured.output
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.output) == plain.output


def test_hostile_names_are_written_out(tmp_path: Path) -> None:
    # The bell is there because click takes the rest of it out by itself.
    escape = "\x1b[31m\a"
    folder = f"it's {escape}%"
    write(
        tmp_path,
        {
            f"{folder}/x.py": f"def f(a='{escape}'):\n    return 1\n\n\nf('{escape}')\n",
            "y.md": f"# Head {escape} ing\n",
        },
    )
    assert miller("index", "--no-embeddings", folder=tmp_path).status == 0
    answers = [
        miller(command, name, folder=tmp_path, **environment)
        for environment in ({}, {"FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "dumb"})
        for command, name in (
            *((command, f"{folder}/x.py::f") for command in COMMANDS),
            ("outline", folder),
            ("outline", "y.md"),
            ("symbol", f"{escape}'; DROP TABLE words; --"),
            ("symbol", "y.md:1"),
        )
    ]
    assert [answer.status for answer in answers] == [0, 0, 0, 0, 0, 0, 0, 4, 0] * 2
    for answer in answers:
        assert not {"\x1b", "\a"} & {*answer.output, *answer.errors}
    shown = "it's \\x1b[31m\\x07%/x.py:1:1: function x.f: def f(a='\\x1b[31m\\x07')"
    assert shown in answers[0].output
    # In JSON, they are as they are.
    found = miller("refs", f"{folder}/x.py::f", "--json", folder=tmp_path)
    assert found.json["items"][0]["file_path"] == f"{folder}/x.py"
    assert "\x1b" not in found.output


def test_a_closed_pipe_is_no_error(indexed: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m miller outline . | head -n 1"
    done = subprocess.run(  # noqa: S602 -- a pipe of the shell is what the test is about
        command, shell=True, cwd=indexed, capture_output=True, text=True, check=True
    )
    assert done.stdout == "a b.txt: text\n"
    assert "Traceback" not in done.stderr
