"""Each gate can fail: faults planted into the measured process, and the budget that sees each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from perf.budgets import judge
from perf.series import Record, planted, run_once

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

# A fault, the runs that look for it, and the budgets that must see it: these and no others.
CASES: dict[str, tuple[list[Kind], set[str]]] = {
    "object_a_row": (COUNTS, {"objects_per_flush", "objects_slope"}),
    "pylist_let_go": (COUNTS, {"objects_per_flush", "objects_slope"}),
    "rows_of_dictionaries": (COUNTS, {"objects_per_flush", "objects_slope", "collections"}),
    "dictionaries_to_lancedb": (
        VECTORS,
        {"lancedb_objects", "objects_slope", "collections", "traced_bytes"},
    ),
    "copy_of_batches": (COUNTS + RATIOS, {"memory_ratio_small"}),
    "work_twice": (COUNTS + RATIOS, {"processor_ratio_small"}),
}


def over(budgets: dict[str, Budget], records: list[Record]) -> set[str]:
    """Give the budgets that are not kept."""
    small = {name: budget for name, budget in budgets.items() if budget.size in {None, MANY}}
    return {verdict.budget.name for verdict in judge(small, records) if not verdict.kept}


@pytest.mark.parametrize("plant", CASES)
def test_planted_fault_is_caught(plant: str, series: Series, budgets: dict[str, Budget]) -> None:
    kinds, expected = CASES[plant]
    objects: list[Record] = []
    if any(kind in RATIOS for kind in kinds):
        usual = series.alternating(MANY, "none", "usual", 3)
        objects = [run for run in usual if run.route == "object"]
    plain = [series.runs(size, "arrow", *way)[0] for size, *way in kinds]
    assert over(budgets, plain + objects) == set()

    faulty: list[Record] = []
    for run in plain:
        with planted(plant):
            figures = run_once(run.workspace, "arrow", run.embedder, run.mode)
        faulty.append(Record(run.workspace, "arrow", run.embedder, run.mode, run.machine, figures))
    assert over(budgets, faulty + objects) == expected
