"""The budgets on the small corpus: counts, and ratios of runs that take turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from perf.budgets import FIGURES, judge

if TYPE_CHECKING:
    from perf.budgets import Budget
    from perf.series import Series

pytestmark = pytest.mark.gate

FEW, MANY = "1k", "100k"

COUNTS = (
    *("objects_per_flush", "objects_beside_lancedb", "lancedb_objects", "objects_slope"),
    *("objects_made", "objects_made_slope", "collections", "traced_bytes"),
)
RATIOS = ("processor_ratio_of_routes", "processor_ratio_small", "memory_ratio_small")
OF_THE_WHOLE = ("processor_ratio", "memory_ratio")


def gate_runs(series: Series) -> None:
    """Make the runs of the gate."""
    for embedder in ("none", "static"):
        for size in (FEW, MANY):
            series.runs(size, "arrow", embedder, "blocks")
        series.runs(MANY, "arrow", embedder, "bytes")
        series.runs(MANY, "arrow", embedder, "flushes")
    series.alternating(MANY, "none", "usual", 3)
    series.alternating(MANY, "none", "stages", 3)


@pytest.mark.parametrize("name", [*COUNTS, *RATIOS])
def test_budget_is_kept(name: str, series: Series, budgets: dict[str, Budget]) -> None:
    gate_runs(series)
    (verdict,) = judge({name: budgets[name]}, series.records)
    assert verdict.kept, str(verdict)


def test_every_figure_is_gated() -> None:
    assert {*COUNTS, *RATIOS, *OF_THE_WHOLE} == FIGURES.keys()


def test_object_route_is_seen_by_the_same_instruments(series: Series) -> None:
    objects = series.runs(FEW, "object", "none", "blocks")[0]
    rows = objects.workspace.rows
    assert max(flush.peak_blocks for flush in objects.figures.flushes) > rows
    usual = series.alternating(MANY, "none", "usual", 3)
    assert all(sum(run.figures.collections) for run in usual if run.route == "object")
