"""The whole series: both routes, growing sizes, vectors off and on; and the budgets on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from perf.budgets import FIGURES, judge
from perf.corpus import SIZES
from perf.series import EMBEDDERS, ROUTES

if TYPE_CHECKING:
    from perf.budgets import Budget
    from perf.series import Series

LARGEST = list(SIZES)[-1]
TIMES = 3


@pytest.mark.parametrize("embedder", EMBEDDERS)
@pytest.mark.parametrize("size", SIZES)
def test_runs(size: str, embedder: str, series: Series) -> None:
    if size not in series.workspaces:
        pytest.skip(f"the corpus has fewer identifiers: {series.corpus}")
    once = size == LARGEST and embedder != "none"
    series.alternating(size, embedder, "usual", 1 if once else TIMES)
    for route in ROUTES:
        series.runs(size, route, embedder, "blocks")
        # The tracing of some ten million objects takes minutes and says nothing new.
        if not (once and route == "object"):
            series.runs(size, route, embedder, "bytes")
        if size == LARGEST:
            series.runs(size, route, embedder, "stages")
    series.runs(size, "arrow", embedder, "flushes")


@pytest.mark.parametrize("name", FIGURES)
def test_budget_is_kept(name: str, series: Series, budgets: dict[str, Budget]) -> None:
    verdicts = judge({name: budgets[name]}, series.records)
    if not verdicts:
        pytest.skip("no run tells this figure")
    assert verdicts[0].kept, str(verdicts[0])
