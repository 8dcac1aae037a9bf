"""What `miller compare` says about figures."""

from __future__ import annotations

import pytest

from compare.conftest import made
from miller.compare import summary
from miller.compare.rows import Mismatch
from miller.compare.summary import summarise


def test_verdict_of_a_gain() -> None:
    said = summarise(made([12.0, 12.2, 11.9], [5.8, 5.7, 6.0])).verdict
    assert said.outcome == "gain"
    assert said.sentence == (
        "The Arrow route gives the same 1,234,567 rows in 0.48 of the time (5.8 s instead of "
        "12 s), with 2,000 times fewer Python allocations."
    )
    assert said.remarks == []


def test_verdict_of_little_gain_says_where_the_time_goes() -> None:
    said = summarise(made([12.0, 12.2, 11.9], [11.2, 11.3, 11.4])).verdict
    assert said.outcome == "little"
    assert "in 0.94 of the time (11.3 s instead of 12 s)" in said.sentence
    assert said.remarks == [
        "Of the Arrow route's time, 50% goes to `embed`. The route changes little of that."
    ]


def test_verdict_of_noise() -> None:
    said = summarise(made([12.0, 10.0, 14.0], [11.0, 9.0, 12.0])).verdict
    assert said.outcome == "noise"
    assert "the times overlap (11 s and 12 s: within the noise of the runs)" in said.sentence
    assert "of the time (" not in said.sentence


def test_verdict_of_a_loss() -> None:
    said = summarise(made([10.0, 10.1], [13.0, 13.1])).verdict
    assert said.outcome == "loss"
    assert "but takes 1.30 times as long (13.1 s instead of 10.1 s), though with" in said.sentence


def test_verdict_of_single_runs() -> None:
    close = summarise(made([10.0], [9.5])).verdict
    assert close.outcome == "noise"
    far = summarise(made([10.0], [5.0])).verdict
    assert far.outcome == "gain"
    assert any("timed once" in remark for remark in far.remarks)


def test_remarks_name_what_a_reader_should_know() -> None:
    problems = {"failed": 2, "partial": 0, "skipped": 7, "fallbacks": 3, "differences": 0}
    found = made([2.0, 2.1], [1.0, 1.1], problems=problems)
    found.machine["load"] = [1.9, 0.0, 0.0]
    remarks = " ".join(summarise(found).verdict.remarks)
    assert "2 failed, 7 left out" in remarks
    assert "`miller index --route arrow` names the files" in remarks
    assert "busy" in remarks


@pytest.mark.parametrize("arrow_times", [[1.0, 1.1], [2.0, 2.1], [4.0, 4.1]])
def test_verdict_of_fallbacks_is_their_own(arrow_times: list[float]) -> None:
    found = made([2.0, 2.1], arrow_times)
    # One run is enough, be it the counting one.
    failed = found.of("arrow", timed=False)[0]
    failed.problems = {**failed.problems, "fallbacks": 3}
    said = summarise(found)
    assert said.verdict.outcome == "fallback"
    assert said.verdict.sentence == (
        "The Arrow route failed on parts of the workspace, 3 times in a run, and fell back to "
        "objects there: the 1,234,567 rows are the same, but these figures are not Arrow's alone."
    )
    assert found.equal


def test_difference_comes_before_fallbacks() -> None:
    found = made([2.0, 2.1], [1.0, 1.1])
    for figures in found.of("arrow", timed=True):
        figures.problems = {**figures.problems, "fallbacks": 1}
    found.mismatches.append(Mismatch("object", "arrow", [4], {"symbols": ["lamp.py"]}))
    said = summarise(found).verdict
    assert said.outcome == "differs"
    assert said.remarks == [
        (
            "Arrow failed once in a run and files went through objects; `miller index --route "
            "arrow` names the files."
        )
    ]


def test_figures_are_medians_of_the_timed_runs() -> None:
    line = summarise(made([12.0, 30.0, 11.0], [6.0, 5.0, 7.0])).lines["clock"]
    assert (line.object.low, line.object.middle, line.object.high) == (11.0, 12.0, 30.0)
    assert line.object.text("seconds") == "12 s (11\N{EN DASH}30)"
    assert line.ratio_text == "0.50"
    blocks = summarise(made([1.0], [1.0])).lines["blocks"]
    assert blocks.ratio_text == "1/2,000"
    spread = summary.Spread(0.0, 0.0, 0.0)
    assert summary.Line("none", "count", spread, spread).ratio_text == ""
