"""What `miller compare` runs, what stops it, and that it leaves nothing behind."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from compare.conftest import LAMP, compare_here, measure_here
from miller import miller_core
from miller.compare import Choices, compare, run
from miller.compare.page import comparison_page
from miller.compare.run import turns
from miller.compare.summary import summarise
from miller.errors import MeasureError, WorkspaceError

if TYPE_CHECKING:
    from pathlib import Path

    from miller.measure import Figures, Request


def test_each_pair_of_runs_is_in_the_opposite_order() -> None:
    assert [(turn.route[0], turn.timed) for turn in turns(3)] == [
        *(("o", False), ("a", False)),
        *(("o", True), ("a", True)),
        *(("a", True), ("o", True)),
        *(("o", True), ("a", True)),
    ]
    assert [turn.number for turn in turns(1)] == [1, 2, 3, 4]


def test_equal_rows_and_nothing_left_behind(workspace: Path, temporary: Path) -> None:
    asked: list[Request] = []

    def measure_run(request: Request) -> Figures:
        asked.append(request)
        # The index of the first run stays for the comparison; no other does.
        assert len(list(temporary.glob("*/*/index"))) == min(len(asked) - 1, 1)
        return measure_here(request)

    found = compare_here(workspace, measure_run, runs=2)
    assert found.equal
    assert [request.instrument for request in asked] == ["blocks"] * 2 + ["none"] * 4
    assert found.num_rows == sum(found.figures[0].rows.values())
    rows = {row["table"]: row["rows"] for row in found.digests}
    assert rows["file_data"] == 2
    assert rows["symbols"] >= 3
    assert list(temporary.iterdir()) == []
    assert {path.name for path in workspace.iterdir()} == {"lamp.py", "empty.py"}


def test_progress_goes_through_all_runs(workspace: Path) -> None:
    told: list[tuple[str, int, int]] = []
    choices = Choices(workspace, 1, "none")
    compare(choices, measure_run=measure_here, progress=lambda *step: told.append(step))
    size = len(LAMP)
    assert told[:2] == [("reading the files once", 0, size), ("reading the files once", size, size)]
    assert told[2] == ("run 1 of 4: object route", 0, 4)
    assert told[-1] == ("done", 4, 4)


@pytest.mark.parametrize("name", ["lamp.py", "new.py", ".gitignore", "miller.toml"])
def test_workspace_that_changes_is_no_difference(
    workspace: Path, temporary: Path, name: str
) -> None:
    texts = {".gitignore": "empty.py\n", "miller.toml": 'max-file-size = "1 MiB"\n'}

    def measure_run(request: Request) -> Figures:
        found = measure_here(request)
        if request.route == "arrow":
            (workspace / name).write_text(texts.get(name, LAMP.replace("main", "mian")))
        return found

    with pytest.raises(WorkspaceError, match="changed between two runs"):
        compare_here(workspace, measure_run)
    assert list(temporary.iterdir()) == []


def test_interruption_leaves_nothing_behind(workspace: Path, temporary: Path) -> None:
    def measure_run(request: Request) -> Figures:
        measure_here(request)
        assert list(temporary.iterdir())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare_here(workspace, measure_run)
    assert list(temporary.iterdir()) == []


def test_temporary_folder_must_be_outside_and_large_enough(
    workspace: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "_SPARE_BYTES", 1 << 60)
    with pytest.raises(WorkspaceError, match="may be too small"):
        compare_here(workspace)
    with pytest.raises(WorkspaceError, match="within the workspace"):
        compare_here(temporary.parent)


def test_workspace_whose_path_is_no_text(tmp_path: Path) -> None:
    root = tmp_path / os.fsdecode(b"caf\xe9")
    root.mkdir()
    with pytest.raises(WorkspaceError, match=r"no UTF-8: .*caf\\udce9"):
        compare_here(root)


def test_debug_build_is_refused(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(miller_core, "_optimised", False)
    with pytest.raises(MeasureError, match="a debug build measures nothing"):
        compare_here(workspace)


def test_workspace_without_files(workspace: Path) -> None:
    for path in workspace.iterdir():
        path.unlink()
    found = compare_here(workspace)
    assert found.equal
    said = summarise(found)
    assert said.verdict.outcome == "empty"
    assert "nothing to compare" in comparison_page(found, said)
