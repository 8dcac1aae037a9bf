"""The figures of both routes side by side, and in one sentence what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from miller.measure.machine import is_busy
from miller.measure.units import full, short, short_spread
from miller.report import STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from miller.compare.run import Comparison
    from miller.measure import Figures
    from miller.measure.units import Unit

Outcome: TypeAlias = Literal["differs", "empty", "fallback", "gain", "little", "noise", "loss"]

STAGES_NOTE = (
    "On the Arrow route, extraction runs beside the other stages: there `extract` is the wait for "
    "it, and the processor time of a stage is not its own."
)

# A gain smaller than this is hardly worth a word.
_LITTLE = 0.9
# From this ratio on, a fraction reads better than a decimal number.
_FRACTION = 0.01
_LARGE_SHARE = 0.4


@dataclass(frozen=True)
class Spread:
    """The middle one of some values, the lowest and the highest."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Look at values, of which there is at least one."""
        return cls(median(values), min(values), max(values))

    def text(self, unit: Unit) -> str:
        """Give the middle, and the ends where they differ from it."""
        return short_spread(self.middle, self.low, self.high, unit)


@dataclass(frozen=True)
class Line:
    """A figure of both routes."""

    name: str
    unit: Unit
    object: Spread
    arrow: Spread

    @property
    def ratio(self) -> float | None:
        """Arrow over object; `None` when the object route has none of it."""
        return self.arrow.middle / self.object.middle if self.object.middle else None

    @property
    def ratio_text(self) -> str:
        """The ratio for people."""
        if self.ratio is None:
            return "" if not self.arrow.middle else "more"
        if self.ratio >= _FRACTION or self.ratio == 0:
            return f"{self.ratio:.2f}" if self.ratio else "0"
        return f"1/{full(1 / self.ratio)}"


@dataclass(frozen=True)
class Verdict:
    """What the comparison says."""

    outcome: Outcome
    sentence: str
    remarks: list[str]


@dataclass(frozen=True)
class Summary:
    """The figures side by side. `lines` are the totals, `stages` the seconds by stage."""

    lines: dict[str, Line]
    stages: list[Line]
    verdict: Verdict

    def to_dict(self) -> dict[str, Any]:
        """Give everything in values that JSON has."""

        def side(line: Line) -> dict[str, Any]:
            return {
                "name": line.name,
                "unit": line.unit,
                **{
                    name: {"median": spread.middle, "lowest": spread.low, "highest": spread.high}
                    for name, spread in (("object", line.object), ("arrow", line.arrow))
                },
                "ratio": line.ratio,
            }

        return {
            "outcome": self.verdict.outcome,
            "verdict": self.verdict.sentence,
            "remarks": self.verdict.remarks,
            "figures": {key: side(line) for key, line in self.lines.items()},
            "stages": [side(line) for line in self.stages],
        }


def summarise(comparison: Comparison) -> Summary:
    """Put the figures of a comparison side by side."""

    def line(
        name: str, unit: Unit, value: Callable[[Figures], float], *, timed: bool = True
    ) -> Line:
        sides = (
            Spread.of([value(figures) for figures in comparison.of(route, timed=timed)])
            for route in ("object", "arrow")
        )
        return Line(name, unit, *sides)

    lines = {
        "clock": line("time on the clock", "seconds", lambda f: f.seconds["total"]),
        "processor": line("processor time", "seconds", lambda f: f.processor_seconds["total"]),
        "peak_memory": line("peak memory", "bytes", lambda f: f.peak_memory),
        "memory_growth": line("memory growth", "bytes", lambda f: f.memory_growth),
        "blocks": line(
            "Python blocks allocated", "count", lambda f: f.blocks_allocated, timed=False
        ),
        "blocks_at_peak": line(
            "Python blocks at the peak", "count", lambda f: f.blocks_at_peak, timed=False
        ),
        **{
            f"collections_{generation}": line(
                f"GC runs, generation {generation}",
                "count",
                lambda f, generation=generation: f.collections[generation],  # type: ignore[misc]
            )
            for generation in range(3)
        },
        "sqlite": line("SQLite index", "bytes", lambda f: f.sizes["sqlite"]),
        "vectors": line("LanceDB vectors", "bytes", lambda f: f.sizes["vectors"]),
    }
    stages = [
        line(stage, "seconds", lambda f, stage=stage: f.seconds.get(stage, 0.0))  # type: ignore[misc]
        for stage in STAGES
        if any(stage in figures.seconds for figures in comparison.figures)
    ]
    return Summary(lines, stages, _verdict(comparison, lines, stages))


def _verdict(comparison: Comparison, lines: dict[str, Line], stages: list[Line]) -> Verdict:
    outcome, sentence = _sentence(comparison, lines)
    return Verdict(outcome, sentence, [*_remarks(comparison, lines, stages, outcome)])


def _sentence(comparison: Comparison, lines: dict[str, Line]) -> tuple[Outcome, str]:
    if comparison.mismatches:
        return "differs", _difference(comparison)
    if not comparison.num_rows:
        return "empty", "There is nothing to compare: the workspace has no file to index."
    if fallbacks := _most(comparison, "fallbacks"):
        return "fallback", (
            f"The Arrow route failed on parts of the workspace, {_times(fallbacks)} in a run, and "
            f"fell back to objects there: the {full(comparison.num_rows)} rows are the same, but "
            "these figures are not Arrow's alone."
        )
    clock = lines["clock"]
    ratio = clock.ratio or 1.0
    start = f"The Arrow route gives the same {full(comparison.num_rows)} rows"
    others = _fewer_blocks(lines["blocks"]), _less_memory(lines["memory_growth"])
    also = " and ".join(part for part in others if part)
    with_also = f", with {also}" if also else ""
    before, now = short(clock.object.middle, "seconds"), short(clock.arrow.middle, "seconds")
    if _within_noise(clock):
        processor = lines["processor"]
        work = ""
        if processor.ratio and not _within_noise(processor):
            work = f", processor time is {processor.ratio:.2f} of the object route's"
        same = f"the times overlap ({now} and {before}: within the noise of the runs)"
        return "noise", f"{start}; {same}{work}{with_also}."
    times = f"{now} instead of {before}"
    if ratio > 1:
        but = f", though with {also}" if also else ""
        return "loss", f"{start} but takes {ratio:.2f} times as long ({times}){but}."
    outcome: Outcome = "gain" if ratio <= _LITTLE else "little"
    return outcome, f"{start} in {ratio:.2f} of the time ({times}){with_also}."


def _most(comparison: Comparison, kind: str) -> int:
    """Of the runs' numbers of a problem, give the largest."""
    return max(figures.problems[kind] for figures in comparison.figures)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{full(number)} times"


def _difference(comparison: Comparison) -> str:
    first = comparison.mismatches[0]
    tables = ", ".join(first.files)
    files = "1 file differs" if first.num_files == 1 else f"{full(first.num_files)} files differ"
    if first.between_routes:
        return f"The routes do not give the same rows: {files}, in {tables}."
    return (
        f"The {first.first_route} route does not repeat itself: between two of its runs, {files}, "
        f"in {tables}."
    )


def _fewer_blocks(blocks: Line) -> str:
    if not blocks.ratio:
        return ""
    times = 1 / blocks.ratio
    if times >= 10:  # noqa: PLR2004 -- fewer are told in the table
        return f"{full(times)} times fewer Python allocations"
    return ""


def _less_memory(growth: Line) -> str:
    if growth.ratio is None or not 0 < growth.ratio <= _LITTLE:
        return ""
    return f"{growth.ratio:.2f} of the memory growth"


def _within_noise(times: Line) -> bool:
    """Tell whether the spreads overlap; of a single run each, whether the times are close."""
    single = times.object.low == times.object.high and times.arrow.low == times.arrow.high
    if single and times.ratio is not None:
        return _LITTLE < times.ratio < 1 / _LITTLE
    return times.arrow.low <= times.object.high and times.object.low <= times.arrow.high


def _remarks(
    comparison: Comparison, lines: dict[str, Line], stages: list[Line], outcome: Outcome
) -> list[str]:
    remarks = []
    total = lines["clock"].arrow.middle
    if outcome in {"little", "noise", "loss"} and stages and total:
        largest = max(stages, key=lambda stage: stage.arrow.middle)
        share = largest.arrow.middle / total
        if share >= _LARGE_SHARE:
            same = " The route changes little of that." if largest.name == "embed" else ""
            remarks.append(
                f"Of the Arrow route's time, {share:.0%} goes to `{largest.name}`.{same}"
            )
    if outcome not in {"empty", "differs"} and len(comparison.of("arrow", timed=True)) == 1:
        remarks.append("Each route was timed once: there is no spread to judge the times by.")
    if fallbacks := _most(comparison, "fallbacks"):
        remarks.append(
            f"Arrow failed {_times(fallbacks)} in a run and files went through objects; "
            "`miller index --route arrow` names the files."
        )
    words = {"failed": "failed", "partial": "partly read", "skipped": "left out"}
    problems = {kind: _most(comparison, kind) for kind in words}
    told = [f"{full(problems[kind])} {word}" for kind, word in words.items() if problems[kind]]
    if told:
        remarks.append(f"Of the files, {', '.join(told)}; `miller index` says why.")
    if is_busy(comparison.machine):
        remarks.append("The machine was busy when the runs began: the times are less certain.")
    return remarks
