"""What a run says of files that it cannot read, by whichever route.

That the routes give the same rows is proven in `tests/equivalence`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from end_to_end.conftest import index, rows_of, write
from miller import WorkspaceScanner

if TYPE_CHECKING:
    from pathlib import Path

ROUTES = ["object", "arrow", "verify"]


@pytest.mark.parametrize("route", ROUTES)
def test_file_that_vanishes_is_reported(workspace: Path, route: str) -> None:
    def vanish(stage: str, _done: int, _total: int) -> None:
        if stage == "index":
            (workspace / "lamp.py").unlink(missing_ok=True)

    stats = WorkspaceScanner(workspace, route=route, progress=vanish).index_workspace()
    assert [path for path, _ in stats.failed] == ["lamp.py"]
    assert stats.exit_status() == 0
    assert stats.exit_status(strict=True) == 1
    after = index(workspace, route)
    assert after.files_deleted == 1
    assert [row["path"] for row in rows_of(workspace)["files"]] == [
        "shop/__init__.py",
        "shop/report.py",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
@pytest.mark.parametrize("route", ROUTES)
def test_unreadable_file_is_reported_and_tried_again(workspace: Path, route: str) -> None:
    (workspace / "lamp.py").chmod(0)
    assert [path for path, _ in index(workspace, route).failed] == ["lamp.py"]
    (workspace / "lamp.py").chmod(0o644)
    assert index(workspace, route).failed == []


def test_name_that_is_no_text_is_reported(workspace: Path) -> None:
    path = os.path.join(os.fsencode(workspace), b"bad\xff.py")  # noqa: PTH118 -- bytes
    with open(path, "wb") as file:  # noqa: PTH123 -- bytes
        file.write(b"a = 1\n")
    stats = index(workspace)
    assert len(stats.failed) == 1
    assert stats.files_indexed == 3


@pytest.mark.parametrize("route", ROUTES)
def test_files_that_are_left_out_are_counted_by_reason(workspace: Path, route: str) -> None:
    write(workspace, {f"{number}.py": b"\x00\x01" * (number + 1) for number in range(3)})
    stats = index(workspace, route)
    assert stats.skipped == {"binary": 3}
    assert stats.files_indexed == 3
    assert stats.failed == stats.partial == []
