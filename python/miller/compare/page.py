"""The page of a comparison. Needs what `miller[report]` brings."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from miller.compare.rows import shown
from miller.compare.summary import STAGES_NOTE
from miller.measure.charts import Bars, Chart, bar_chart, line_chart
from miller.measure.charts import Line as ChartLine
from miller.measure.machine import in_words
from miller.measure.page import Highlight, Page, Section, Table, html_page
from miller.measure.units import full, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miller.compare.rows import Mismatch
    from miller.compare.run import Comparison
    from miller.compare.summary import Line, Outcome, Summary
    from miller.measure.units import Unit

_TONES: dict[Outcome, Literal["good", "neutral", "bad"]] = {"differs": "bad", "gain": "good"}
_NAMES = {"object": "object route", "arrow": "Arrow route"}
# With fewer points a line says nothing.
_LEAST_FLUSHES = 3
_MOST_FILES = 20


def comparison_page(comparison: Comparison, summary: Summary) -> str:
    """Give the page as HTML."""
    verdict = summary.verdict
    sections = [_rows(comparison), _run_on(comparison)]
    highlights: list[Highlight] = []
    if verdict.outcome != "empty":
        figures = [_glance(summary), _time(comparison, summary), _objects(comparison, summary)]
        # What matters most comes first.
        differs = verdict.outcome == "differs"
        sections[1 if differs else 0 : 1 if differs else 0] = figures
        highlights = _highlights(summary)
    return html_page(
        Page(
            title=f"miller compare {comparison.workspace}",
            verdict=verdict.sentence,
            tone=_TONES.get(verdict.outcome, "neutral"),
            remarks=verdict.remarks,
            highlights=highlights,
            sections=sections,
            foot=f"Written by `miller compare`, Miller {comparison.machine['miller']}, "
            f"{comparison.machine['at']}.",
        )
    )


def _highlights(summary: Summary) -> list[Highlight]:
    named = {
        "clock": "time on the clock",
        "processor": "processor time",
        "memory_growth": "memory growth",
        "blocks": "Python allocations",
    }
    return [
        Highlight(_times(line), name, _change(line))
        for key, name in named.items()
        for line in (summary.lines[key],)
    ]


def _times(line: Line) -> str:
    """Give the ratio: `0.48` with a sign for `times`, `1/1,500`, or `none` of nothing."""
    if not line.ratio_text or "/" in line.ratio_text:
        return line.ratio_text or "none"
    return f"{line.ratio_text}\N{MULTIPLICATION SIGN}"


def _change(line: Line) -> str:
    return f"{short(line.object.middle, line.unit)} → {short(line.arrow.middle, line.unit)}"


def _glance(summary: Summary) -> Section:
    keys = ("clock", "processor", "peak_memory", "memory_growth", "blocks")
    lines = [line for key in keys if (line := summary.lines[key]).ratio is not None]
    chart = bar_chart(
        "Arrow route as a part of the object route",
        "Arrow ÷ object (dashed line: the same)",
        [f"{line.name}\n{_change(line)}" for line in lines],
        [
            Bars(
                "Arrow route",
                [line.ratio or 0.0 for line in lines],
                "arrow",
                labels=[_times(line) for line in lines],
            )
        ],
        unit="ratio",
        reference=1.0,
    )
    return Section(
        "At a glance",
        "Less is better everywhere. A figure is the middle one of the timed runs, in brackets the "
        "lowest and the highest.",
        [chart, _stages_chart(summary)],
        [_side_by_side(list(summary.lines.values()), "figure")],
    )


def _stages_chart(summary: Summary) -> Chart:
    # A stage that cannot be seen only makes the legend longer.
    most = max((line.object.middle for line in summary.stages), default=0.0)
    seen = [s for s in summary.stages if max(s.object.middle, s.arrow.middle) > most / 100]
    return bar_chart(
        "Time on the clock by stage",
        "seconds",
        list(_NAMES.values()),
        [Bars(line.name, [line.object.middle, line.arrow.middle]) for line in seen],
        stacked=True,
        unit="seconds",
    )


def _side_by_side(lines: Sequence[Line], name: str, *, note: str = "") -> Table:
    return Table(
        [name, "object route", "Arrow route", "ratio"],
        [
            [line.name, line.object.text(line.unit), line.arrow.text(line.unit), line.ratio_text]
            for line in lines
        ],
        note=note,
    )


def _time(comparison: Comparison, summary: Summary) -> Section:
    runs = {route: comparison.of(route, timed=True) for route in _NAMES}
    pairs = [f"pair {number}" for number in range(1, len(runs["object"]) + 1)]
    charts = [
        bar_chart(
            "Time on the clock of every timed run",
            "seconds",
            pairs,
            [
                Bars(name, [figures.seconds["total"] for figures in runs[route]], route)
                for route, name in _NAMES.items()
            ],
            unit="seconds",
        ),
        _both("Memory", "bytes", [summary.lines["peak_memory"], summary.lines["memory_growth"]]),
    ]
    table = _side_by_side(summary.stages, "stage")
    return Section("Time and memory", STAGES_NOTE, charts, [table])


def _objects(comparison: Comparison, summary: Summary) -> Section:
    lines = [summary.lines[key] for key in ("blocks", "blocks_at_peak")]
    collections = [summary.lines[f"collections_{generation}"] for generation in range(3)]
    charts = [_both("Python memory blocks, logarithmic", "count", lines, log=True)]
    if any(line.object.high or line.arrow.high for line in collections):
        title = "Runs of the garbage collector, logarithmic"
        charts.append(_both(title, "count", collections, log=True))
    flushes = {route: comparison.of(route, timed=False)[0].flushes for route in _NAMES}
    if all(len(some) >= _LEAST_FLUSHES for some in flushes.values()):
        charts.append(
            line_chart(
                "Python memory blocks allocated as rows are written",
                "rows written",
                "blocks",
                [
                    ChartLine(
                        _NAMES[route],
                        list(accumulate(flush.rows for flush in some)),
                        list(accumulate(flush.allocated for flush in some)),
                        route,
                    )
                    for route, some in flushes.items()
                ],
                log_y=True,
            )
        )
    return Section(
        "Python objects",
        "What Python allocates was counted in a run of its own for each route, whose times do not "
        "count. Every object is one memory block or more.",
        charts,
    )


def _both(title: str, unit: Unit, lines: Sequence[Line], *, log: bool = False) -> Chart:
    sides = {
        "object": [line.object for line in lines],
        "arrow": [line.arrow for line in lines],
    }
    bars = [
        Bars(
            _NAMES[route],
            [side.middle for side in spreads],
            route,
            spread=[(side.low, side.high) for side in spreads],
        )
        for route, spreads in sides.items()
    ]
    label = {"bytes": "bytes", "count": "number"}.get(unit, "")
    return bar_chart(title, label, [line.name for line in lines], bars, unit=unit, log_x=log)


def _rows(comparison: Comparison) -> Section:
    digests = Table(
        ["table", "files with rows", "rows", "digest"],
        [
            [row["table"], full(row["files"]), full(row["rows"]), row["digest"]]
            for row in comparison.digests
        ],
        title="Rows of the first run",
        note="`miller stats --digest` prints the same digests for the same rows.",
    )
    if comparison.equal:
        text = (
            f"All {len(comparison.turns)} runs gave the same rows in every table and file: equal "
            "by digest, column by column and in order."
        )
        return Section("Rows: equal", text, tables=[digests])
    tables = [table for mismatch in comparison.mismatches for table in _mismatch(mismatch)]
    return Section("Rows: not equal", tables=[*tables, digests])


def _mismatch(mismatch: Mismatch) -> list[Table]:
    first, second = (_NAMES[route] for route in (mismatch.first_route, mismatch.second_route))
    runs = f"{first}, run 1, against {second}, {mismatch.runs_text}"
    files = Table(
        ["table", "files that differ", "first of them"],
        [
            [table, full(len(paths)), ", ".join(paths[:_MOST_FILES])]
            for table, paths in mismatch.files.items()
        ],
        title=f"{runs}: files",
        text_columns=3,
    )
    rows = Table(
        ["table", "file", "key", "column", "run 1", mismatch.runs_text],
        [
            [one.table, one.file_path, one.key, one.column, *shown(one.first, one.second)]
            for one in mismatch.differences
        ],
        title=f"{runs}: first differences",
        text_columns=6,
    )
    return [files, rows]


def _run_on(comparison: Comparison) -> Section:
    settings = comparison.settings
    figures = comparison.figures[0]
    processor, packages = in_words(comparison.machine)
    rows = [
        ["files indexed", full(figures.files)],
        ["source", short(figures.source_bytes, "bytes")],
        ["embedding model", comparison.embedder],
        ["threads", str(settings.threads or "one a core")],
        ["timed runs of each route", str(len(comparison.of("object", timed=True)))],
        ["machine", processor],
        ["packages", packages],
    ]
    return Section("What was run, on what", tables=[Table(["", ""], rows, text_columns=2)])
