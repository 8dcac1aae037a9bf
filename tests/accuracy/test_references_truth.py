"""The truth programs over small packages whose every use is known."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
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
