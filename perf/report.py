"""What came of the runs, for people: text for the terminal, pictures, and a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miller.measure.charts import Bars, Chart, Line, bar_chart, line_chart
from miller.measure.machine import in_words
from miller.measure.page import Highlight, Page, Section, Table, html_page
from miller.measure.units import short
from perf.budgets import FIGURES
from perf.series import EMBEDDERS, MODES, ROUTES
from perf.summary import COLUMNS, TEXT_COLUMNS, Summary, as_text, cells, summaries

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from miller.measure.units import Unit
    from perf.budgets import Verdict
    from perf.series import Series

_WITH = {"none": "without vectors", "static": "with vectors"}

# A file's name, what it shows, its unit, and where the figure is.
_CHARTS: tuple[tuple[str, str, Unit, Callable[[Summary], float | None]], ...] = (
    ("processor", "Processor seconds of a run", "seconds", lambda s: s.processor_seconds),
    ("clock", "Seconds on the clock of a run", "seconds", lambda s: s.seconds),
    ("memory", "Growth of the peak memory", "bytes", lambda s: s.memory_growth),
    ("objects", "Python objects at the peak of a flush", "count", lambda s: s.objects),
    ("allocated", "Python objects made in a flush", "count", lambda s: s.allocated),
    ("traced", "Python's memory at the peak of a flush", "bytes", lambda s: s.traced),
    (
        "collector",
        "Runs of the garbage collector",
        "count",
        lambda s: None if s.collections is None else sum(s.collections),
    ),
)


def text(series: Series, verdicts: Sequence[Verdict]) -> list[str]:
    """Give the table, what it was taken on, and the verdicts."""
    lines = [[*COLUMNS], *(cells(summary) for summary in summaries(series.records))]
    return [
        f"corpus: {series.corpus}",
        *in_words(series.records[0].machine),
        "",
        *as_text(lines),
        "",
        *(f"{'kept' if verdict.kept else 'OVER':>5}  {verdict}" for verdict in verdicts),
    ]


def write(series: Series, verdicts: Sequence[Verdict], folder: Path) -> Path:
    """Write the pictures and the page; give the page."""
    found = summaries(series.records)
    sections: list[Section] = []
    for embedder in EMBEDDERS:
        some = [summary for summary in found if summary.embedder == embedder]
        if not some:
            continue
        charts = {
            f"{name}-{embedder}": chart
            for name, title, unit, value in _CHARTS
            if (chart := _over_rows(f"{title}, {_WITH[embedder]}", unit, some, value))
        }
        for processor in (True, False):
            name, chart = _by_stage(some, embedder, processor=processor)
            if chart is not None:
                charts[name] = chart
        for name, chart in charts.items():
            chart.write_png(folder / f"{name}.png")
        sections.append(
            Section(
                title=_WITH[embedder].capitalize(),
                text=_HOW,
                charts=list(charts.values()),
                tables=[Table(COLUMNS, [cells(s) for s in some], text_columns=TEXT_COLUMNS)],
            )
        )
    page = folder / "index.html"
    page.write_text(html_page(_page(series, verdicts, sections)), encoding="utf-8")
    return page


_HOW = (
    f"Seconds, memory and the collector's runs: {MODES['usual'].words}; medians. "
    f"Python objects: {MODES['blocks'].words}. Python's memory: {MODES['bytes'].words}. "
    f"Stages: {MODES['stages'].words}. Every run has a process of its own."
)


def _page(series: Series, verdicts: Sequence[Verdict], sections: list[Section]) -> Page:
    over = [verdict for verdict in verdicts if not verdict.kept]
    budgets = Table(
        ("budget", "what it keeps", "measured on", "limit", "measured", ""),
        [
            (
                verdict.budget.name.replace("_", " "),
                verdict.budget.why,
                verdict.where,
                f"{verdict.budget.limit:,g}",
                f"{verdict.measured:,.3g}" if verdict.measured < 1 else f"{verdict.measured:,g}",
                "kept" if verdict.kept else "over",
            )
            for verdict in verdicts
        ],
        text_columns=3,
    )
    names = ", ".join(verdict.budget.name.replace("_", " ") for verdict in over)
    kept = f"{len(verdicts)} of {len(FIGURES)} budgets were measured, and all of these are kept."
    return Page(
        title="Miller: what the two routes cost",
        verdict=f"Over budget: {names}." if over else kept,
        tone="bad" if over else "good",
        remarks=[f"Corpus: {series.corpus}.", *in_words(series.records[0].machine)],
        highlights=_highlights(series),
        sections=[Section(title="Budgets", tables=[budgets]), *sections],
        foot=f"Begun at {series.records[0].machine['at']}. Written by `pytest perf/`.",
    )


def _highlights(series: Series) -> list[Highlight]:
    """Give what one would switch for, at the largest size that both routes have."""
    found = {
        (s.workspace.name, s.route): s for s in summaries(series.records) if s.embedder == "none"
    }
    largest = list(found)[-1][0]
    pair = [found.get((largest, route)) for route in ROUTES]
    highlights = []
    for _, title, unit, value in _CHARTS:
        before, after = (None if s is None else value(s) for s in pair)
        if before is None or after is None:
            continue
        highlights.append(
            Highlight(
                short(after, unit),
                title,
                f"instead of {short(before, unit)} by objects; at {largest}",
            )
        )
    return highlights


def _over_rows(
    title: str, unit: Unit, some: Sequence[Summary], value: Callable[[Summary], float | None]
) -> Chart | None:
    lines = []
    for route in ROUTES:
        points = [
            (summary.workspace.rows, figure)
            for summary in some
            if summary.route == route and (figure := value(summary)) is not None
        ]
        if points:
            lines.append(Line(f"{route} route", *zip(*points, strict=True), route=route))
    if not lines:
        return None
    return line_chart(title, "rows written", "", lines, log_x=True, log_y=True, y_unit=unit)


def _by_stage(
    some: Sequence[Summary], embedder: str, *, processor: bool
) -> tuple[str, Chart | None]:
    words = "Processor seconds" if processor else "Seconds on the clock"
    name = f"stages-{'processor' if processor else 'clock'}-{embedder}"
    staged = [s for s in some if s.of_stages(processor=processor) is not None]
    if not staged:
        return name, None
    largest = max(summary.workspace.rows for summary in staged)
    shown = [summary for summary in staged if summary.workspace.rows == largest]
    spent = [summary.of_stages(processor=processor) or {} for summary in shown]
    bars = [
        Bars(stage, [stages[stage] for stages in spent])
        for stage in spent[0]
        if max(stages[stage] for stages in spent) > 0.005 * max(sum(s.values()) for s in spent)
    ]
    title = f"{words} by stage at {shown[0].workspace.name}, {_WITH[embedder]}"
    groups = [f"{summary.route} route" for summary in shown]
    return name, bar_chart(title, words.lower(), groups, bars, stacked=True, unit="seconds")
