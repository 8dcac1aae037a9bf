"""A workspace with an index, for all tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import miller

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = {
    "shop/light.py": (
        '"""Lights."""\n\n\nclass Light:\n    """Something that shines."""\n\n'
        "    def switch(self):\n        return report(self)\n\n\n"
        "def report(it):\n    return it\n"
    ),
    "shop/lamp.py": (
        "from shop.light import Light, report\n\n\nclass Lamp(Light):\n"
        "    def switch(self):\n        report(self)\n        return self.dim()\n\n"
        "    def dim(self):\n        return 'häll'\n"
    ),
    "tools/run.py": (
        "from shop.lamp import Lamp\n\n\ndef run():\n    return Lamp().switch()\n\n\n"
        "def switch():\n    return run()\n"
    ),
    "web/page.ts": "export function report(text: string) { return text; }\nreport('a');\n",
    "notes.txt": "Lamps are dimmed slowly.\n",
}


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    miller.WorkspaceScanner(root).index_workspace()
    return root


@pytest.fixture
def index(workspace: Path) -> Iterator[miller.Index]:
    with miller.open(workspace) as opened:
        yield opened
