"""The measuring of times, on a small index."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from tests.search_quality import pace, question_lists

from miller import WorkspaceScanner
from miller.search import Mode

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_times_are_those_of_all_questions_in_all_modes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "lamp.py").write_text("def read_lamp(): ...\n")
    WorkspaceScanner(tmp_path).index_workspace()
    asked = [question_lists.Question("lamp", "names", name, {}) for name in ("lamp", "readLamp")]
    monkeypatch.setattr(pace, "packages", lambda: ["lamp"])
    monkeypatch.setattr(pace, "of_package", lambda _: asked)
    assert pace.main([str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == list(get_args(Mode))
    assert all(line.partition(": ")[2].startswith("2 questions, ") for line in lines)
