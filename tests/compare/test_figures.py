"""Every figure is where it belongs: in the tables, in the JSON, in the charts, on the page.

No two of the figures are alike, so that none can stand in the place of another.
"""

# ruff: noqa: RUF001 -- what is printed has dashes and signs for times

from __future__ import annotations

import dataclasses
import json
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from compare.conftest import figures
from miller.cli import compare as command
from miller.compare import Comparison, page
from miller.compare.run import turns
from miller.compare.summary import Verdict, summarise
from miller.measure import Flush
from miller.settings import Settings

if TYPE_CHECKING:
    from miller.measure import Figures
    from miller.measure.charts import Chart

ROUTES = ("object", "arrow")

# By figure and route: those of the three timed runs, then that of the counting one.
TOTALS: dict[str, dict[str, tuple[float, ...]]] = {
    "clock": {"object": (12.2, 12.0, 12.7, 13.9), "arrow": (5.8, 5.5, 6.1, 6.9)},
    "processor": {"object": (21.0, 20.4, 22.5, 23.9), "arrow": (9.1, 8.8, 9.7, 9.9)},
    "peak_memory": {
        "object": (811e6, 803e6, 827e6, 839e6),
        "arrow": (417e6, 409e6, 431e6, 443e6),
    },
    "memory_growth": {
        "object": (606e6, 597e6, 619e6, 628e6),
        "arrow": (205e6, 193e6, 216e6, 227e6),
    },
    "blocks": {"object": (71.0, 72.0, 73.0, 7_400_000), "arrow": (75.0, 76.0, 77.0, 7_800)},
    "blocks_at_peak": {"object": (81.0, 82.0, 83.0, 840_000), "arrow": (85.0, 86.0, 87.0, 880)},
    "collections_0": {"object": (321, 311, 331, 341), "arrow": (31, 29, 37, 39)},
    "collections_1": {"object": (151, 141, 161, 171), "arrow": (15, 13, 17, 19)},
    "collections_2": {"object": (51, 48, 56, 58), "arrow": (5, 4, 6, 7)},
    "sqlite": {"object": (46e6, 44e6, 49e6, 50e6), "arrow": (42e6, 40e6, 43e6, 45e6)},
    "vectors": {"object": (95e6, 92e6, 98e6, 99e6), "arrow": (68e6, 64e6, 69e6, 70e6)},
}
COUNTED = {"blocks", "blocks_at_peak"}
STAGES: dict[str, dict[str, tuple[float, ...]]] = {
    "scan": {"object": (0.020, 0.018, 0.022, 0.024), "arrow": (0.03, 0.028, 0.032, 0.034)},
    "extract": {"object": (3.1, 3.0, 3.3, 3.4), "arrow": (0.71, 0.69, 0.73, 0.75)},
    "cross": {"object": (2.4, 2.2, 2.5, 2.6), "arrow": (0.14, 0.13, 0.16, 0.17)},
    "buffer": {"object": (1.6, 1.5, 1.7, 1.8), "arrow": (0.21, 0.19, 0.23, 0.25)},
    "embed": {"object": (2.8, 2.7, 2.9, 3.2), "arrow": (2.03, 2.01, 2.07, 2.09)},
    "vectors": {"object": (1.3, 1.2, 1.4, 1.9), "arrow": (0.91, 0.87, 0.93, 0.95)},
    "store": {"object": (0.61, 0.57, 0.63, 0.65), "arrow": (0.47, 0.45, 0.51, 0.53)},
}

TABLE = [
    ["time on the clock", "12.2 s (12–12.7)", "5.8 s (5.5–6.1)", "0.48"],
    ["processor time", "21 s (20.4–22.5)", "9.1 s (8.8–9.7)", "0.43"],
    ["peak memory", "811 MB (803–827)", "417 MB (409–431)", "0.51"],
    ["memory growth", "606 MB (597–619)", "205 MB (193–216)", "0.34"],
    ["Python blocks allocated", "7.4 M", "7,800", "1/949"],
    ["Python blocks at the peak", "840 k", "880", "1/955"],
    ["GC runs, generation 0", "321 (311–331)", "31 (29–37)", "0.10"],
    ["GC runs, generation 1", "151 (141–161)", "15 (13–17)", "0.10"],
    ["GC runs, generation 2", "51 (48–56)", "5 (4–6)", "0.10"],
    ["SQLite index", "46 MB (44–49)", "42 MB (40–43)", "0.91"],
    ["LanceDB vectors", "95 MB (92–98)", "68 MB (64–69)", "0.72"],
]
STAGES_TABLE = [
    ["scan", "20 ms (18–22)", "30 ms (28–32)", "1.50"],
    ["extract", "3.1 s (3–3.3)", "710 ms (690–730)", "0.23"],
    ["cross", "2.4 s (2.2–2.5)", "140 ms (130–160)", "0.06"],
    ["buffer", "1.6 s (1.5–1.7)", "210 ms (190–230)", "0.13"],
    ["embed", "2.8 s (2.7–2.9)", "2.03 s (2.01–2.07)", "0.72"],
    ["vectors", "1.3 s (1.2–1.4)", "910 ms (870–930)", "0.70"],
    ["store", "610 ms (570–630)", "470 ms (450–510)", "0.77"],
]


def one_run(route: str, run: int) -> Figures:
    """The figures of a run of a route; run 3 is the one that counts."""

    def of(key: str) -> Any:
        return TOTALS[key][route][run]

    stages = {stage: values[route][run] for stage, values in STAGES.items()}
    return dataclasses.replace(
        figures(route),
        seconds={**stages, "total": of("clock")},
        # Nothing shows the processor time of a stage.
        processor_seconds={**dict.fromkeys(stages, 77.7), "total": of("processor")},
        peak_memory=int(of("peak_memory")),
        memory_before=int(of("peak_memory") - of("memory_growth")),
        blocks_allocated=of("blocks"),
        blocks_at_peak=of("blocks_at_peak"),
        collections=[of(f"collections_{generation}") for generation in range(3)],
        sizes={name: int(of(name)) for name in ("sqlite", "vectors")},
        flushes=flushes(route, run),
    )


def flushes(route: str, run: int) -> list[Flush]:
    first = {"object": 1, "arrow": 2}[route] * 1_000 + run * 100
    return [Flush(rows=first + step, allocated=first * 10 + step) for step in (1, 3, 6)]


def made_up() -> Comparison:
    order = turns(3)
    next_run = {(route, timed): 0 if timed else 3 for route in ROUTES for timed in (True, False)}
    found = []
    for turn in order:
        found.append(one_run(turn.route, next_run[turn.route, turn.timed]))
        next_run[turn.route, turn.timed] += 1
    digests = [{"table": "symbols", "files": 2, "rows": 1_234_567, "digest": "00"}]
    words = ("at", "processor", "kernel", "python", "miller", "pyarrow", "lancedb")
    machine = {**dict.fromkeys(words, "x"), "load": [0.0, 0.0, 0.0], "cores": 2, "memory": 8e9}
    return Comparison(Path("w"), Settings(), machine, order, found, digests)


def spread(key: str, values: dict[str, tuple[float, ...]], route: str) -> tuple[float, ...]:
    """The lowest, the middle and the highest."""
    if key in COUNTED:
        return (values[route][3],) * 3
    return tuple(sorted(values[route][:3]))


def sides(key: str, values: dict[str, tuple[float, ...]]) -> dict[str, Any]:
    """What the JSON says of a figure."""
    ends = {route: spread(key, values, route) for route in ROUTES}
    named = {
        route: {"lowest": low, "median": middle, "highest": high}
        for route, (low, middle, high) in ends.items()
    }
    return {**named, "ratio": pytest.approx(ends["arrow"][1] / ends["object"][1])}


def test_no_two_figures_are_alike() -> None:
    everything = [
        *(
            value
            for one in (*TOTALS.values(), *STAGES.values())
            for v in one.values()
            for value in v
        ),
        *(
            n
            for route in ROUTES
            for run in range(4)
            for f in flushes(route, run)
            for n in (f.rows, f.allocated)
        ),
    ]
    assert len(set(everything)) == len(everything)


def test_tables_and_json(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "run_comparison", lambda *_, **__: made_up())
    done = CliRunner().invoke(command.compare, [str(tmp_path), "--json", str(tmp_path / "found")])
    assert (done.exit_code, done.stderr) == (0, "")
    lines = [line.split("  ") for line in done.stdout.splitlines()]
    printed = [[cell.strip() for cell in line if cell.strip()] for line in lines]
    start = printed.index(TABLE[0])
    assert printed[start : start + len(TABLE)] == TABLE
    start = printed.index(STAGES_TABLE[0])
    assert printed[start : start + len(STAGES_TABLE)] == STAGES_TABLE

    found = json.loads((tmp_path / "found").read_text(encoding="utf-8"))
    assert list(found["figures"]) == list(TOTALS)
    for (key, values), (name, *_) in zip(TOTALS.items(), TABLE, strict=True):
        line = found["figures"][key]
        assert line.pop("unit") in {"seconds", "bytes", "count"}
        assert line == {"name": name, **sides(key, values)}, key
    assert [line["name"] for line in found["stages"]] == list(STAGES)
    for line, values in zip(found["stages"], STAGES.values(), strict=True):
        assert line == {"name": line["name"], "unit": "seconds", **sides("", values)}


@dataclasses.dataclass
class Drawn:
    """What the page drew, by title: groups and bars of a chart, or lines."""

    page: Any
    charts: dict[str, Any]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    charts: dict[str, Any] = {}
    bar_chart, line_chart = page.bar_chart, page.line_chart

    def bars(title: str, label: str, groups: Any, series: Any, **others: Any) -> Chart:
        charts[title] = (groups, {one.name: one for one in series}, others)
        return bar_chart(title, label, groups, series, **others)

    def line(title: str, x_label: str, y_label: str, series: Any, **others: Any) -> Chart:
        charts[title] = {one.name: one for one in series}
        return line_chart(title, x_label, y_label, series, **others)

    pages: list[Any] = []
    html_page = page.html_page
    monkeypatch.setattr(page, "bar_chart", bars)
    monkeypatch.setattr(page, "line_chart", line)
    monkeypatch.setattr(page, "html_page", lambda made: pages.append(made) or html_page(made))
    comparison = made_up()
    page.comparison_page(comparison, summarise(comparison))
    return Drawn(pages[0], charts)


def middles(key: str, values: dict[str, tuple[float, ...]]) -> dict[str, float]:
    return {route: spread(key, values, route)[1] for route in ROUTES}


def test_charts(drawn: Drawn) -> None:
    charts = dict(drawn.charts)
    groups, bars, _ = charts.pop("Arrow route as a part of the object route")
    assert groups == [
        "time on the clock\n12.2 s → 5.8 s",
        "processor time\n21 s → 9.1 s",
        "peak memory\n811 MB → 417 MB",
        "memory growth\n606 MB → 205 MB",
        "Python blocks allocated\n7.4 M → 7,800",
    ]
    assert list(bars) == ["Arrow route"]
    part = bars["Arrow route"]
    assert part.values == [
        pytest.approx(value)
        for value in (5.8 / 12.2, 9.1 / 21.0, 417 / 811, 205 / 606, 7_800 / 7_400_000)
    ]
    assert (part.labels, part.route) == (["0.48×", "0.43×", "0.51×", "0.34×", "1/949"], "arrow")

    groups, bars, others = charts.pop("Time on the clock by stage")
    assert groups == ["object route", "Arrow route"]
    # `scan` is too short to be seen.
    assert {name: bar.values for name, bar in bars.items()} == {
        stage: [*middles("", values).values()]
        for stage, values in STAGES.items()
        if stage != "scan"
    }
    assert others["stacked"]

    groups, bars, _ = charts.pop("Time on the clock of every timed run")
    assert groups == ["pair 1", "pair 2", "pair 3"]
    assert {bar.route: (name, tuple(bar.values)) for name, bar in bars.items()} == {
        "object": ("object route", TOTALS["clock"]["object"][:3]),
        "arrow": ("Arrow route", TOTALS["clock"]["arrow"][:3]),
    }

    names = dict(zip(TOTALS, (line[0] for line in TABLE), strict=True))
    for title, keys in {
        "Memory": ["peak_memory", "memory_growth"],
        "Python memory blocks, logarithmic": ["blocks", "blocks_at_peak"],
        "Runs of the garbage collector, logarithmic": [f"collections_{n}" for n in range(3)],
    }.items():
        groups, bars, _ = charts.pop(title)
        assert groups == [names[key] for key in keys]
        assert list(bars) == ["object route", "Arrow route"]
        for route, bar in zip(ROUTES, bars.values(), strict=True):
            assert bar.route == route
            ends = [spread(key, TOTALS[key], route) for key in keys]
            assert bar.values == [middle for _, middle, _ in ends], (title, route)
            assert bar.spread == [(low, high) for low, _, high in ends], (title, route)
            assert bar.labels is None

    series = charts.pop("Python memory blocks allocated as rows are written")
    for (name, line), route in zip(series.items(), ROUTES, strict=True):
        assert (name.split()[0].lower(), line.route) == (route, route)
        assert line.x == [*accumulate(flush.rows for flush in flushes(route, 3))]
        assert line.y == [*accumulate(flush.allocated for flush in flushes(route, 3))]
    assert charts == {}


def test_tables_and_highlights_of_the_page(drawn: Drawn) -> None:
    tables = [table for section in drawn.page.sections for table in section.tables]
    assert [table.rows for table in tables if table.columns[0] == "figure"] == [TABLE]
    assert [table.rows for table in tables if table.columns[0] == "stage"] == [STAGES_TABLE]
    assert [dataclasses.astuple(one)[:3] for one in drawn.page.highlights] == [
        ("0.48×", "time on the clock", "12.2 s → 5.8 s"),
        ("0.43×", "processor time", "21 s → 9.1 s"),
        ("0.34×", "memory growth", "606 MB → 205 MB"),
        ("1/949", "Python allocations", "7.4 M → 7,800"),
    ]


@pytest.mark.parametrize(
    ("outcome", "tone"),
    [
        *(("differs", "bad"), ("gain", "good"), ("little", "neutral"), ("noise", "neutral")),
        *(("loss", "neutral"), ("empty", "neutral"), ("fallback", "neutral")),
    ],
)
def test_colour_of_the_page(monkeypatch: pytest.MonkeyPatch, outcome: Any, tone: str) -> None:
    monkeypatch.setattr(page, "html_page", lambda made: made.tone)
    comparison = made_up()
    said = dataclasses.replace(summarise(comparison), verdict=Verdict(outcome, "", []))
    assert page.comparison_page(comparison, said) == tone
