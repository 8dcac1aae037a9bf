"""Each gate can fail: faults planted into the measured process, and the budget that sees each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from perf.budgets import judge
from perf.series import Record, planted, run_once
from perf.test_gate import COUNTS as COUNT_BUDGETS
from perf.test_gate import RATIOS as RATIO_BUDGETS

if TYPE_CHECKING:
    from perf.budgets import Budget
    from perf.series import Series

pytestmark = pytest.mark.gate

FEW, SOME, MANY = "1k", "10k", "100k"

Kind = tuple[str, str, str]
"""Size, embedder and mode of a run."""

COUNTS: list[Kind] = [
    (FEW, "none", "blocks"),
    (SOME, "none", "blocks"),
    (SOME, "none", "bytes"),
    (SOME, "none", "usual"),
]
VECTORS: list[Kind] = [
    (FEW, "static", "blocks"),
    (SOME, "static", "blocks"),
    (SOME, "static", "bytes"),
]
RATIOS: list[Kind] = [(MANY, "none", "usual")]
STAGES: list[Kind] = [(MANY, "none", "stages")]

# A fault, the runs that look for it, and the budgets that must see it: these and no others.
TIMED = {"processor_ratio_small", "processor_ratio_of_routes"}
MADE = {"objects_made", "objects_made_slope"}
HELD = {"objects_per_flush", "objects_slope"}
CASES: dict[str, tuple[list[Kind], set[str]]] = {
    "object_a_row": (COUNTS, {*MADE, *HELD, "traced_bytes"}),
    "object_a_row with vectors": (
        VECTORS,
        {*MADE, "objects_slope", "objects_beside_lancedb", "traced_bytes"},
    ),
    "pylist_let_go": (COUNTS, {*MADE, *HELD, "traced_bytes"}),
    "values_one_by_one": (COUNTS, MADE),
    "rows_of_dictionaries": (COUNTS, {*MADE, *HELD, "collections", "traced_bytes"}),
    "rows_read_in_the_buffer": (STAGES, {"processor_ratio_of_routes"}),
    "dictionaries_to_lancedb": (
        VECTORS,
        {*MADE, "lancedb_objects", "objects_slope", "collections", "traced_bytes"},
    ),
    "copy_of_batches": (COUNTS + RATIOS, {"memory_ratio_small"}),
    "work_twice": (COUNTS + RATIOS, {"processor_ratio_small"}),
}


def test_every_gate_has_a_fault_that_it_catches() -> None:
    assert set().union(*(seen for _, seen in CASES.values())) == {*COUNT_BUDGETS, *RATIO_BUDGETS}


def over(budgets: dict[str, Budget], records: list[Record]) -> set[str]:
    """Give the budgets that are not kept."""
    small = {name: budget for name, budget in budgets.items() if budget.size in {None, MANY}}
    return {verdict.budget.name for verdict in judge(small, records) if not verdict.kept}


@pytest.mark.parametrize("plant", CASES)
def test_planted_fault_is_caught(plant: str, series: Series, budgets: dict[str, Budget]) -> None:
    kinds, expected = CASES[plant]
    objects: list[Record] = []
    for size, embedder, mode in kinds:
        if mode in {"usual", "stages"} and size == MANY:
            both = series.alternating(size, embedder, mode, 3)
            objects += [run for run in both if run.route == "object"]
    plain = [series.runs(size, "arrow", *way)[0] for size, *way in kinds]
    assert over(budgets, plain + objects) == set()

    faulty: list[Record] = []
    for run in plain:
        with planted(plant.split(maxsplit=1)[0]):
            figures = run_once(run.workspace, "arrow", run.embedder, run.mode)
        faulty.append(Record(run.workspace, "arrow", run.embedder, run.mode, run.machine, figures))
    found = over(budgets, faulty + objects)
    assert found >= expected
    # One run on a busy machine may take more time than its share: that says nothing of the fault.
    assert found - TIMED == expected - TIMED
