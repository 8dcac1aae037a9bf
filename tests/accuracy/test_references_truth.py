"""The truth programs over small packages whose every use is known."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.accuracy.compiled import LIBCLANG
from tests.accuracy.fetch import TOOLS
from tests.accuracy.parsers import TYPESCRIPT
from tests.accuracy.references import truths
from tests.accuracy.references.uses import from_json

if TYPE_CHECKING:
    from pathlib import Path

PARSERS = TOOLS / "parsers"


def fetched(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        not (PARSERS / name).exists(), reason=f"`make accuracy` has not fetched {name} yet"
    )


def told(folder: Path, command: list[str], *paths: str) -> dict[tuple[str, int, str], str]:
    """By file, line and name of a use: what the truth says of it."""
    listed = "".join(f"{path}\n" for path in paths)
    done = subprocess.run(
        command, cwd=folder, input=listed, capture_output=True, text=True, check=True
    )
    found = {}
    for line in done.stdout.splitlines():
        file = from_json(json.loads(line))
        for use in file.uses:
            places = [f"{each.path}:{each.line} {each.name}" for each in use.definitions]
            found[file.path, use.line, use.name] = " ".join([use.verdict, *places])
    return found


@fetched(f"pyright-{truths.PYRIGHT}")
def test_the_truth_of_python(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("from shop.goods import Goods as Ware\n")
    (tmp_path / "shop" / "goods.py").write_text("class Goods:\n    def price(self): ...\n")
    (tmp_path / "shop" / "main.py").write_text(
        "import os\n"
        "from shop import Ware\n"
        "ware = Ware()\n"
        "def run(ä, missing):\n"
        '    print("ä", ä, ware.price, os.sep, missing.some)\n'
    )
    server = PARSERS / f"pyright-{truths.PYRIGHT}" / "node_modules/pyright/langserver.index.js"
    program = str(truths.TRUTH / "python" / "truth.py")
    found = told(tmp_path, [sys.executable, program, str(server)], "shop/main.py")
    assert found == {
        ("shop/main.py", 1, "os"): "outside",
        ("shop/main.py", 2, "shop"): "inside shop/__init__.py:0 __init__",
        ("shop/main.py", 2, "Ware"): "inside shop/goods.py:1 Goods",
        ("shop/main.py", 3, "Ware"): "inside shop/goods.py:1 Goods",
        ("shop/main.py", 5, "print"): "outside",
        ("shop/main.py", 5, "ä"): "local shop/main.py:4 ä",
        ("shop/main.py", 5, "ware"): "inside shop/main.py:3 ware",
        ("shop/main.py", 5, "price"): "inside shop/goods.py:2 price",
        ("shop/main.py", 5, "os"): "outside",
        ("shop/main.py", 5, "sep"): "outside",
        ("shop/main.py", 5, "missing"): "local shop/main.py:4 missing",
        ("shop/main.py", 5, "some"): "undecided",
    }


@fetched(f"typescript-{TYPESCRIPT}")
def test_the_truth_of_typescript(tmp_path: Path) -> None:
    (tmp_path / "goods.ts").write_text("export default class Goods { price = 1 }\n")
    (tmp_path / "index.ts").write_text('export { default as Ware } from "./goods";\n')
    (tmp_path / "main.ts").write_text(
        'import { Ware } from "./index";\n'
        'import { gone } from "gone";\n'
        "export function run(ware: Ware, text: string) {\n"
        "  return [ware.price, text.length, gone];\n"
        "}\n"
    )
    folder = PARSERS / f"typescript-{TYPESCRIPT}" / "node_modules" / "typescript"
    program = str(truths.TRUTH / "ecma" / "truth.cjs")
    found = told(tmp_path, ["node", program, str(folder)], "main.ts")
    assert found == {
        ("main.ts", 1, "Ware"): "inside goods.ts:1 Goods",
        ("main.ts", 2, "gone"): "undecided",
        ("main.ts", 3, "Ware"): "inside goods.ts:1 Goods",
        ("main.ts", 4, "ware"): "local main.ts:3 ware",
        ("main.ts", 4, "price"): "inside goods.ts:1 price",
        ("main.ts", 4, "text"): "local main.ts:3 text",
        ("main.ts", 4, "length"): "outside",
        ("main.ts", 4, "gone"): "undecided",
    }


@fetched(f"pyright-{truths.PYRIGHT}")
def test_what_a_class_assigns_is_meant_as_well_as_what_its_base_declares(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(
        "class Base:\n"
        "    size: int = 1\n"
        "class Shop(Base):\n"
        "    def grow(self):\n"
        "        self.size = 2\n"
        "        return self.size\n"
    )
    server = PARSERS / f"pyright-{truths.PYRIGHT}" / "node_modules/pyright/langserver.index.js"
    command = [sys.executable, str(truths.TRUTH / "python" / "truth.py"), str(server)]
    found = told(tmp_path, command, "shop.py")
    assert found["shop.py", 6, "size"] == "inside shop.py:2 size shop.py:5 size"


@fetched(f"typescript-{TYPESCRIPT}")
def test_what_a_class_of_javascript_assigns_is_meant_as_well(tmp_path: Path) -> None:
    (tmp_path / "shop.js").write_text(
        "class Base { constructor() { this.size = 1; } }\n"
        "class Shop extends Base {\n"
        "  grow() { this.size = 2; }\n"
        "  read() { return this.size; }\n"
        "}\n"
    )
    folder = PARSERS / f"typescript-{TYPESCRIPT}" / "node_modules" / "typescript"
    command = ["node", str(truths.TRUTH / "ecma" / "truth.cjs"), str(folder)]
    found = told(tmp_path, command, "shop.js")
    assert found["shop.js", 4, "size"] == "inside shop.js:1 size shop.js:3 size"


def program(language: str) -> list[str]:
    """The truth program of a language whose compiler is on the machine."""
    needed = {"go": "go", "java": "javac", "rust": "rust-analyzer"}[language]
    if shutil.which(needed) is None:
        pytest.skip(f"`{needed}` is missing")
    return truths.PROGRAMS[language][1]()


def test_the_truth_of_go(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module example.org/shop\n")
    (tmp_path / "goods").mkdir()
    (tmp_path / "goods" / "goods.go").write_text(
        "package goods\n\ntype Goods struct{ Price int }\n"
    )
    (tmp_path / "main.go").write_text(
        "package main\n"
        'import ("fmt"; "gone.org/gone"; "example.org/shop/goods")\n'
        "func run(all goods.Goods) int { fmt.Println(all.Price); return gone.Count }\n"
    )
    found = told(tmp_path, program("go"), "main.go")
    assert found == {
        ("main.go", 3, "Goods"): "inside goods/goods.go:3 Goods",
        ("main.go", 3, "int"): "outside",
        ("main.go", 3, "Println"): "outside",
        ("main.go", 3, "all"): "local main.go:3 all",
        ("main.go", 3, "Price"): "inside goods/goods.go:3 Price",
        ("main.go", 3, "Count"): "undecided",
    }


def test_the_truth_of_java(tmp_path: Path) -> None:
    (tmp_path / "Goods.java").write_text(
        "package shop;\n\npublic class Goods<T> {\n  int price;\n\n  Goods() {}\n}\n"
    )
    (tmp_path / "Main.java").write_text(
        "package shop;\n"
        "import gone.Gone;\n"
        "class Main {\n"
        "  Gone gone;\n"
        "  int run(String text) {\n"
        "    return new Goods<Main>().price + text.length();\n"
        "  }\n"
        "}\n"
    )
    found = told(tmp_path, program("java"), "Main.java")
    assert found == {
        ("Main.java", 2, "Gone"): "undecided",
        ("Main.java", 4, "Gone"): "undecided",
        ("Main.java", 5, "String"): "outside",
        ("Main.java", 6, "Goods"): "inside Goods.java:6 Goods Goods.java:3 Goods",
        ("Main.java", 6, "Main"): "inside Main.java:3 Main",
        ("Main.java", 6, "price"): "inside Goods.java:4 price",
        ("Main.java", 6, "text"): "local Main.java:5 text",
        ("Main.java", 6, "length"): "outside",
    }


def test_the_truth_of_rust(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "shop"\nversion = "1.0.0"\n')
    (tmp_path / "src" / "lib.rs").write_text(
        "mod goods;\n"
        "use goods::Goods as Ware;\n"
        "pub fn run(ware: Ware) -> u32 { ware.price + missing() }\n"
    )
    (tmp_path / "src" / "goods.rs").write_text("pub struct Goods {\n    pub price: u32,\n}\n")
    found = told(tmp_path, program("rust"), "src/lib.rs")
    assert found == {
        ("src/lib.rs", 2, "goods"): "inside src/lib.rs:1 goods src/goods.rs:0 goods",
        ("src/lib.rs", 2, "Goods"): "inside src/goods.rs:1 Goods",
        ("src/lib.rs", 2, "Ware"): "inside src/goods.rs:1 Goods",
        ("src/lib.rs", 3, "Ware"): "inside src/goods.rs:1 Goods",
        ("src/lib.rs", 3, "u32"): "outside",
        ("src/lib.rs", 3, "ware"): "local src/lib.rs:3 ware",
        ("src/lib.rs", 3, "price"): "inside src/goods.rs:2 price",
        ("src/lib.rs", 3, "missing"): "undecided",
    }


@fetched(f"libclang-{LIBCLANG}")
def test_the_truth_of_c(tmp_path: Path) -> None:
    (tmp_path / "goods.h").write_text(
        "typedef struct goods goods;\nint price(goods *all);\n#define LIMIT 3\n"
    )
    (tmp_path / "goods.c").write_text(
        '#include "goods.h"\n\nstruct goods { int count; };\nint price(goods *all) { return 0; }\n'
    )
    (tmp_path / "main.c").write_text(
        "#include <string.h>\n"
        '#include "goods.h"\n'
        'int run(goods *all) { return price(all) + LIMIT + strlen("text"); }\n'
    )
    folder = PARSERS / f"libclang-{LIBCLANG}"
    command = [sys.executable, str(truths.TRUTH / "clang" / "truth.py"), str(folder)]
    found = told(tmp_path, command, "main.c")
    assert found == {
        ("main.c", 3, "goods"): "inside goods.h:1 goods goods.c:3 goods",
        ("main.c", 3, "price"): "inside goods.h:2 price goods.c:4 price",
        ("main.c", 3, "all"): "local main.c:3 all",
        ("main.c", 3, "LIMIT"): "inside goods.h:3 LIMIT",
        ("main.c", 3, "strlen"): "outside",
    }
