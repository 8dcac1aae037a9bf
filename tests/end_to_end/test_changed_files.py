"""Answers over files that have changed since the index was made say so."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from end_to_end.conftest import LAMP, REPORT, index, miller, write

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = ("symbol", "refs", "callers", "callees", "implementations")
TOLD = "changed since the index was made"
OLD = 1_600_000_000


@pytest.fixture
def indexed(workspace: Path) -> Path:
    for name in ("lamp.py", "shop/report.py"):
        os.utime(workspace / name, (OLD, OLD))
    index(workspace, embedder="none")
    return workspace


@pytest.mark.parametrize("command", COMMANDS)
def test_answers_say_which_of_their_files_have_changed(indexed: Path, command: str) -> None:
    answer = miller(command, "report", "--kind", "function", folder=indexed)
    assert (answer.status, TOLD in answer.errors) == (0, False), answer
    write(indexed, {"shop/report.py": "# One more line.\n" + REPORT})
    answer = miller(command, "report", "--kind", "function", folder=indexed)
    told = f"1 file of this answer has {TOLD}: shop/report.py; `miller index` brings it up to date"
    assert told in answer.errors
    found = miller(command, "report", "--kind", "function", "--json", folder=indexed)
    assert (found.json["changed_files"], found.errors) == (["shop/report.py"], "")
    assert miller(command, "Lamp.switch", "--json", folder=indexed).json["changed_files"] == (
        ["shop/report.py"] if command == "callees" else []
    )


def test_two_files_are_counted_and_those_gone_are_among_them(indexed: Path) -> None:
    (indexed / "lamp.py").unlink()
    write(indexed, {"shop/report.py": REPORT + "\n"})
    errors = miller("refs", "report", "--kind", "function", folder=indexed).errors
    assert f"2 files of this answer have {TOLD}: lamp.py, shop/report.py" in errors


def test_content_decides_where_times_do_not(indexed: Path) -> None:
    """A file that was touched is as it was; one of the same size and time is not."""
    os.utime(indexed / "lamp.py")
    assert TOLD not in miller("symbol", "Lamp", folder=indexed).errors
    write(indexed, {"lamp.py": LAMP.replace("Gives", "Takes")})
    os.utime(indexed / "lamp.py", (OLD, OLD))
    assert TOLD in miller("symbol", "Lamp", folder=indexed).errors


def test_outlines_and_searches_say_so(indexed: Path) -> None:
    write(indexed, {"lamp.py": "\n" + LAMP})
    for arguments in (["outline", "lamp.py"], ["outline", "."], ["search", "Lamp"]):
        assert TOLD in miller(*arguments, folder=indexed).errors, arguments
        found = miller(*arguments, "--json", folder=indexed)
        assert TOLD not in found.errors
        if arguments[0] == "outline":
            assert found.json["changed_files"] == ["lamp.py"]
        else:
            changed = {hit["path"]: hit["changed"] for hit in found.json}
            assert changed["lamp.py"] is True
    assert TOLD not in miller("outline", "shop", folder=indexed).errors
    assert TOLD not in miller("search", "report", "--path", "shop", folder=indexed).errors


def test_an_index_elsewhere_knows_its_workspace(workspace: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    index(workspace, embedder="none", index_dir=elsewhere)
    asked = ("symbol", "Lamp", "--index-dir", elsewhere)
    assert TOLD not in miller(*asked, folder=tmp_path).errors
    write(workspace, {"lamp.py": LAMP + "\n"})
    assert TOLD in miller(*asked, folder=tmp_path).errors
    # Without the workspace there is nothing to compare with.
    shutil.rmtree(workspace)
    answer = miller(*asked, folder=tmp_path)
    assert (answer.status, TOLD in answer.errors) == (0, False)
