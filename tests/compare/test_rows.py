"""Differences between rows are found and named; names stay text."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pyarrow.compute as pc
import pytest

from compare.conftest import compare_here, measure_here, planted, replaced
from miller.compare import Choices, compare
from miller.compare.page import comparison_page
from miller.compare.rows import MOST_DIFFERENCES, shown
from miller.compare.summary import summarise

if TYPE_CHECKING:
    from pathlib import Path

    from miller.measure import Figures, Request


@pytest.mark.parametrize(
    ("table", "column", "before", "after"),
    [
        ("symbols", "signature", "def main()", "def man()"),
        ("identifiers", "kind", "import", "call"),
        ("relationships", "kind", "instantiates", "uses"),
        ("pending_relationships", "to_name", "report", "repot"),
        ("file_data", "language", "python", "go"),
    ],
)
def test_planted_difference_is_named(  # noqa: PLR0913, PLR0917 -- fixtures and parameters
    workspace: Path,
    temporary: Path,
    monkeypatch: pytest.MonkeyPatch,
    table: str,
    column: str,
    before: str,
    after: str,
) -> None:
    planted(monkeypatch, table, replaced(column, before, after))
    found = compare_here(workspace)
    (mismatch,) = found.mismatches
    assert mismatch.runs == [2, 4]
    assert mismatch.between_routes
    assert "lamp.py" in mismatch.files[table]
    named = {
        (one.table, one.file_path, one.column, one.first, one.second): one.key
        for one in mismatch.differences
    }
    key = named[table, "lamp.py", column, before, after]
    assert key == "lamp.py" if table == "file_data" else len(key) == 32
    verdict = summarise(found).verdict
    assert verdict.outcome == "differs"
    assert verdict.sentence.startswith("The routes do not give the same rows: ")
    assert table in verdict.sentence
    assert list(temporary.iterdir()) == []


def test_missing_row_is_named(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted(monkeypatch, "file_data", lambda rows: rows.filter(pc.field("path") != "empty.py"))
    (mismatch,) = compare_here(workspace).mismatches
    assert mismatch.files == {"file_data": ["empty.py"]}
    (difference,) = [one for one in mismatch.differences if one.column == "path"]
    assert (difference.first, difference.second) == ("empty.py", "(no such row)")


def test_file_that_only_later_runs_have_is_named(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(monkeypatch, "file_data", lambda rows: rows.filter(pc.field("path") != "empty.py"))

    def measure_run(request: Request) -> Figures:
        route = "arrow" if request.index_dir.parent.name == "run-1" else "object"
        return measure_here(dataclasses.replace(request, route=route))

    mismatches = compare_here(workspace, measure_run).mismatches
    assert [mismatch.runs for mismatch in mismatches] == [[2, 4], [3]]
    for mismatch in mismatches:
        assert mismatch.files == {"file_data": ["empty.py"]}
        (difference,) = [one for one in mismatch.differences if one.column == "path"]
        assert (difference.first, difference.second) == ("(no such row)", "empty.py")


def test_route_that_does_not_repeat_itself(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(monkeypatch, "symbols", replaced("visibility", "public", "private"))

    def measure_run(request: Request) -> Figures:
        # Run 3 is the object route's second; it is given Arrow's changed rows.
        run_3 = request.index_dir.parent.name == "run-3"
        route = "arrow" if run_3 else "object"
        return measure_here(dataclasses.replace(request, route=route))

    found = compare_here(workspace, measure_run)
    (mismatch,) = found.mismatches
    assert (mismatch.runs, mismatch.between_routes) == ([3], False)
    sentence = summarise(found).verdict.sentence
    assert sentence.startswith("The object route does not repeat itself: ")


def test_many_differences_are_cut_short(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (workspace / "many.py").write_text("".join(f"def f{n}():\n    g{n}()\n" for n in range(300)))
    planted(monkeypatch, "symbols", replaced("visibility", "public", "private"))
    (mismatch,) = compare_here(workspace).mismatches
    assert len(mismatch.differences) <= MOST_DIFFERENCES
    assert mismatch.num_files == 2


def test_long_values_are_shown_where_they_differ() -> None:
    first, second = shown("a" * 500 + "b" * 500, "a" * 500 + "c" * 500)
    assert first != second
    assert first.startswith("…a")
    assert max(len(first), len(second)) <= 62
    assert shown(1.0, None) == ("1.0", "None")


def test_hostile_names_are_text_on_the_page(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "<script>alert(1).py").write_text("def main(): pass\n")
    planted(monkeypatch, "symbols", replaced("name", "main", "<img src=x onerror=alert(2)>"))
    found = compare_here(workspace)
    page = comparison_page(found, summarise(found))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1).py" in page
    assert "&lt;img src=x onerror=alert(2)&gt;" in page
    assert "http" not in page


def test_vectors_are_compared(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted(monkeypatch, "symbols", replaced("signature", "def main()", "def other_lamp()"))
    found = compare(Choices(workspace, 1, "static"), measure_run=measure_here)
    (mismatch,) = found.mismatches
    assert mismatch.files == {"symbols": ["lamp.py"], "vectors": ["lamp.py"]}
    named = [one for one in mismatch.differences if one.table == "vectors"]
    assert {"search_text"} < {one.column for one in named}
    component = next(one for one in named if one.column.startswith("vector["))
    assert component.first != component.second
    assert isinstance(component.first, float)
