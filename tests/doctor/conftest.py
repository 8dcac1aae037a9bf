"""A small index to be damaged."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from end_to_end.conftest import LAMP, REPORT, index, write

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "lamp.py": LAMP,
    "shop/report.py": REPORT,
    "shop/__init__.py": "",
    "notes.txt": "Lamps are switched off at night.\n",
}


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("MILLER_"):
            monkeypatch.delenv(name)


@pytest.fixture
def indexed(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    write(root, FILES)
    # Files so young that an edit need not show in their time are compared by content at each scan.
    hour_ago = time.time() - 3_600
    for name in FILES:
        os.utime(root / name, (hour_ago, hour_ago))
    index(root)
    return root
