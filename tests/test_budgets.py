"""The verdict on made-up figures: each budget is seen to be kept and to be broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from perf.budgets import FIGURES, Budget, judge, read_budgets
from perf.corpus import SIZES, Workspace
from perf.series import Record

from miller.measure import Figures, Flush, StageCost

if TYPE_CHECKING:
    from pathlib import Path

ROWS = {"1k": 1_800, "100k": 145_000, "1M": 1_400_000}


def record(  # noqa: PLR0913 -- all but three by name
    size: str,
    route: str,
    mode: str,
    *,
    embedder: str = "none",
    objects: int = 60,
    lancedb: int = 85,
    traced: int = 1_000,
    collections: tuple[int, int, int] = (0, 0, 0),
    seconds: float = 1.0,
    by_stage: dict[str, float] | None = None,
    growth: int = 100,
) -> Record:
    workspace = Workspace(size, "", "made up", 10, 1_000, SIZES[size], ROWS[size])
    stages = {"store": StageCost(peak_bytes=traced)}
    if embedder == "static":
        stages["vectors"] = StageCost(peak_blocks=lancedb)
        objects += lancedb
    small = Flush(rows=1, peak_blocks=1, stages={"vectors": StageCost(peak_blocks=1)})
    flush = Flush(rows=ROWS[size], peak_blocks=objects, peak_bytes=traced, stages=stages)
    values: dict[str, Any] = dict.fromkeys(
        ("blocks_allocated", "blocks_at_peak", "files", "source_bytes"), 0
    )
    figures = Figures(
        **values,
        route=route,
        ahead=True,
        instrument="none",
        rows={"identifiers": ROWS[size]},
        seconds={"total": seconds},
        processor_seconds={"total": seconds, **(by_stage or {})},
        peak_memory=1_000 + growth,
        memory_before=1_000,
        collections=list(collections),
        flushes=[flush, small],
        sizes={},
        problems={},
    )
    return Record(workspace, route, embedder, mode, {}, figures)


def measured(name: str, *records: Record, size: str | None = None) -> float | None:
    verdicts = judge({name: Budget(name, 0, "", size)}, records)
    return verdicts[0].measured if verdicts else None


def test_limit_itself_is_kept() -> None:
    run = record("1k", "arrow", "blocks", objects=100)
    (kept,) = judge({"objects_per_flush": Budget("objects_per_flush", 100, "")}, [run])
    (broken,) = judge({"objects_per_flush": Budget("objects_per_flush", 99, "")}, [run])
    assert kept.kept
    assert not broken.kept
    assert str(broken) == "objects_per_flush: 100 is OVER 99 (1k arrow, blocks)"


def test_nothing_is_said_of_what_was_not_run() -> None:
    assert judge(read_budgets(), []) == []
    objects = [record("1M", "object", mode) for mode in ("usual", "blocks", "bytes")]
    assert judge(read_budgets(), objects) == []


def test_objects_are_those_of_the_worst_flush_without_vectors() -> None:
    runs = [
        record("1k", "arrow", "blocks", objects=70),
        record("1M", "arrow", "flushes", objects=90),
        record("1k", "object", "blocks", objects=5_000),
        record("1k", "arrow", "blocks", embedder="static", objects=500),
        record("1k", "arrow", "usual", objects=600),
    ]
    assert measured("objects_per_flush", *runs) == 90


def test_objects_of_lancedb_stand_by_themselves() -> None:
    run = record("1k", "arrow", "blocks", embedder="static", objects=60, lancedb=300)
    assert measured("objects_beside_lancedb", run) == 60
    assert measured("lancedb_objects", run) == 300
    assert measured("objects_per_flush", run) is None


def test_slope_is_between_the_least_and_the_most_rows() -> None:
    runs = [
        record("100k", "arrow", "blocks", objects=500),
        record("1M", "arrow", "blocks", objects=64),
        record("1k", "arrow", "blocks", objects=60),
    ]
    assert measured("objects_slope", *runs) == 4
    assert measured("objects_slope", runs[0]) is None
    vectors = [
        record("1k", "arrow", "blocks", embedder="static", lancedb=85),
        record("1M", "arrow", "blocks", embedder="static", lancedb=185),
    ]
    assert measured("objects_slope", *runs, *vectors) == 100
    assert measured("objects_slope", vectors[0], runs[0]) is None


def test_one_run_of_the_collector_is_seen() -> None:
    runs = [
        record("1k", "arrow", "usual"),
        record("1M", "arrow", "usual", embedder="static", collections=(1, 0, 0)),
        record("1M", "object", "usual", collections=(900, 90, 9)),
    ]
    assert measured("collections", *runs) == 1
    assert measured("collections", runs[0]) == 0


def test_traced_bytes_are_those_of_the_flush_that_takes_most() -> None:
    runs = [
        record("1k", "arrow", "bytes", traced=2_000),
        record("1M", "arrow", "bytes", embedder="static", traced=3_000),
    ]
    assert measured("traced_bytes", *runs) == 3_000
    assert measured("traced_bytes", runs[0]) == 2_000


@pytest.mark.parametrize("name", ["processor_ratio", "memory_ratio"])
def test_ratio_is_of_medians_at_the_largest_size_of_both(name: str) -> None:
    small = [record("1k", route, "usual") for route in ("arrow", "object")]
    # One run in three was disturbed on each route.
    arrow = [record("100k", "arrow", "usual", seconds=n, growth=n * 10) for n in (2, 3, 90)]
    objects = [record("100k", "object", "usual", seconds=n, growth=n * 10) for n in (4, 1, 80)]
    alone = record("1M", "arrow", "usual", seconds=1_000, growth=1_000)
    others = [
        record("100k", "arrow", "usual", embedder="static", seconds=500, growth=500),
        record("100k", "arrow", "blocks", seconds=500, growth=500),
    ]
    runs = [*small, *arrow, *objects, alone, *others]
    assert measured(name, *runs) == 0.75
    assert measured(name, *runs, size="1k") == 1
    assert measured(name, *runs, size="1M") is None


def test_ratio_of_routes_leaves_out_the_extraction() -> None:
    arrow = {"extract": 90.0, "cross": 1.0, "buffer": 0.0, "store": 9.0}
    objects = {"extract": 90.0, "cross": 15.0, "buffer": 5.0, "store": 20.0}
    runs = [
        record("100k", "arrow", "stages", seconds=100, by_stage=arrow),
        record("100k", "object", "stages", seconds=130, by_stage=objects),
        record("100k", "arrow", "usual", seconds=1),
    ]
    assert measured("processor_ratio_of_routes", *runs) == 0.25
    assert measured("processor_ratio_of_routes", *runs[1:]) is None


def test_every_figure_has_a_budget() -> None:
    assert read_budgets().keys() == FIGURES.keys()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[speed]\nlimit = 1\nwhy = ""', "no figure is called `speed`"),
        ('[collections]\nlimit = -1\nwhy = ""', "the limit of `collections` is no number"),
        ('[collections]\nlimit = nan\nwhy = ""', "the limit of `collections` is no number"),
        ('[collections]\nlimit = true\nwhy = ""', "the limit of `collections` is no number"),
        ('[collections]\nlimit = 1\nwhy = ""\nmax = 1', "unknown keys: max"),
        ('[collections]\nwhy = ""', "`collections` needs `limit` and `why`"),
        ('[collections]\nlimit = 0\nsize = "2M"\nwhy = ""', "no workspace is called `2M`"),
        ('[collections]\nlimit = 0\nwhy = ""', "without a budget: lancedb_objects"),
    ],
)
def test_budgets_that_bind_nothing_are_refused(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "budgets.toml"
    file.write_text(text)
    with pytest.raises(ValueError, match=said):
        read_budgets(file)
