"""An index of several languages to export, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import miller
from equivalence.fixtures import all_fixtures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ODD = {
    "odd/quotes.py": (
        'def quoted():\n    """Says "hello", and\n    goes on; with, commas\tand äöü 🎉."""\n'
        "    return 1\n"
    ),
    "odd/empty.py": "",
    "odd/name with spaces.py": "class Näme:\n    def größe(self): return self.größe()\n",
    "odd/notes": "words, and no language\n",
}


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[miller.Index]:
    root: Path = tmp_path_factory.mktemp("workspace")
    chosen = {
        path: content
        for path, content in all_fixtures().items()
        if path.startswith(("python/", "typescript/", "go/", "rust/", "java/", "cpp/"))
    }
    for path, content in {**chosen, **{path: text.encode() for path, text in ODD.items()}}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    miller.WorkspaceScanner(root, embedder="none").index_workspace()
    with miller.open(root) as opened:
        yield opened
