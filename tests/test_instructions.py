"""The gate of counted instructions: what it lets pass and what it refuses."""

from __future__ import annotations

import copy
import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parent.parent

ENVIRONMENT = {"rustc": "rustc 1.95.0", "target": "x86_64", "valgrind": "valgrind-3.19.0"}
COUNTS = {
    "parse": {"go": 1_000_000, "python": 3_000_000},
    "walk": {"go": 1_500_000, "python": 4_500_000},
    "arrow": {"go": 1_600_000, "python": 4_900_000},
    "object": {"go": 1_700_000, "python": 5_100_000},
    "store": {"all": 9_000_000},
}
RECORD = {
    "limit_percent": 2.0,
    "limit_percent_added": 5.0,
    "environment": ENVIRONMENT,
    "counts": COUNTS,
}


@pytest.fixture(scope="module")
def gate() -> ModuleType:
    path = ROOT / "tools" / "instructions.py"
    spec = importlib.util.spec_from_file_location("instructions", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["instructions"] = module
    spec.loader.exec_module(module)
    return module


def changed(stage: str, name: str, factor: float) -> dict[str, dict[str, int]]:
    counts = copy.deepcopy(COUNTS)
    counts[stage][name] = round(counts[stage][name] * factor)
    return counts


def test_equal_counts_pass(gate: ModuleType) -> None:
    comparison = gate.compare(RECORD, COUNTS, ENVIRONMENT)
    assert comparison.problems == []
    assert comparison.hints == []


@pytest.mark.parametrize("factor", [1.01, 1.02, 0.99])
def test_a_small_change_passes(gate: ModuleType, factor: float) -> None:
    comparison = gate.compare(RECORD, changed("store", "all", factor), ENVIRONMENT)
    assert comparison.problems == []
    assert comparison.hints == []


def test_a_rise_of_three_per_cent_fails(gate: ModuleType) -> None:
    comparison = gate.compare(RECORD, changed("store", "all", 1.03), ENVIRONMENT)
    (problem,) = comparison.problems
    assert "store.all" in problem
    assert "+3.00 %" in problem
    assert "instructions-baseline" in comparison.text()


def test_the_limit_is_the_one_on_record(gate: ModuleType) -> None:
    record = RECORD | {"limit_percent": 5.0}
    assert gate.compare(record, changed("store", "all", 1.03), ENVIRONMENT).problems == []


def test_a_fall_is_a_hint(gate: ModuleType) -> None:
    comparison = gate.compare(RECORD, changed("store", "all", 0.9), ENVIRONMENT)
    assert comparison.problems == []
    (hint,) = comparison.hints
    assert "store.all" in hint


def test_what_a_stage_adds_is_compared_by_itself(gate: ModuleType) -> None:
    # 1 per cent of the whole is 10 per cent of what the sink adds to the walk.
    comparison = gate.compare(RECORD, changed("arrow", "python", 1.0102), ENVIRONMENT)
    (problem,) = comparison.problems
    assert "arrow without walk" in problem
    assert "+10.00 %" in problem


def test_what_a_stage_adds_may_move_more(gate: ModuleType) -> None:
    # 0.3 per cent of the whole is 3 per cent of what the sink adds to the walk.
    comparison = gate.compare(RECORD, changed("arrow", "python", 1.00306), ENVIRONMENT)
    assert comparison.problems == []
    assert ("arrow without walk", 3) in [(row.name, round(row.change)) for row in comparison.rows]


def test_a_benchmark_that_was_not_counted_fails(gate: ModuleType) -> None:
    counts = copy.deepcopy(COUNTS)
    del counts["store"]
    (problem,) = gate.compare(RECORD, counts, ENVIRONMENT).problems
    assert "store.all" in problem
    assert "was not counted" in problem


def test_a_language_that_was_not_counted_fails(gate: ModuleType) -> None:
    counts = copy.deepcopy(COUNTS)
    del counts["parse"]["go"]
    problems = gate.compare(RECORD, counts, ENVIRONMENT).problems
    assert [problem.split(" is on record")[0] for problem in problems] == [
        "parse.go",
        "walk without parse",
    ]


def test_a_benchmark_that_is_not_on_record_fails(gate: ModuleType) -> None:
    counts = COUNTS | {"digest": {"all": 1}}
    (problem,) = gate.compare(RECORD, counts, ENVIRONMENT).problems
    assert "digest.all is not on record" in problem


def test_nothing_counted_fails(gate: ModuleType) -> None:
    assert gate.compare(RECORD, {}, ENVIRONMENT).problems


@pytest.mark.parametrize("key", ENVIRONMENT)
def test_another_environment_fails(gate: ModuleType, key: str) -> None:
    environment = ENVIRONMENT | {key: "another"}
    comparison = gate.compare(RECORD, COUNTS, environment)
    (problem,) = comparison.problems
    assert ENVIRONMENT[key] in problem
    assert "another" in problem
    assert "instructions-baseline" in comparison.text()


def test_what_is_written_is_read_back(gate: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "record.toml"
    gate.write(path, RECORD, COUNTS, ENVIRONMENT)
    assert gate.tomllib.loads(path.read_text(encoding="utf-8")) == RECORD


def test_counts_are_read_from_what_gungraun_prints(gate: ModuleType) -> None:
    def line(stage: str, name: str, count: int) -> str:
        values: dict[str, Any] = {"Ir": {"values": {"new": count, "old": 7}}}
        profile = {"tool": "Callgrind", "data": {"total": {"metrics": values}}}
        return json.dumps({"function_name": stage, "id": name, "profiles": [profile]})

    lines = [
        line("parse", "go", 3),
        "some other line",
        line("parse", "c", 5),
        line("store", "all", 9),
    ]
    assert gate.read_counts(lines) == {"parse": {"go": 3, "c": 5}, "store": {"all": 9}}


def test_the_table_is_readable(gate: ModuleType) -> None:
    text = gate.compare(RECORD, changed("store", "all", 1.03), ENVIRONMENT).text()
    (row,) = [line for line in text.splitlines() if line.startswith("store.all")]
    assert row.split() == ["store.all", "9,000,000", "9,270,000", "+3.00", "%"]


def test_the_committed_record_holds_every_stage_and_language(gate: ModuleType) -> None:
    record = gate.tomllib.loads(gate.RECORD.read_text(encoding="utf-8"))
    languages = {path.name for path in (ROOT / "benches" / "corpus").iterdir()}
    for stage in ("parse", "walk", "arrow", "object"):
        assert set(record["counts"][stage]) == languages
    assert set(record["counts"]["store"]) == set(record["counts"]["digest"]) == {"all"}
    assert 0 < record["limit_percent"] <= 2
    assert 0 < record["limit_percent_added"] <= 5
    assert {"rustc", "target", "valgrind"} <= set(record["environment"])
