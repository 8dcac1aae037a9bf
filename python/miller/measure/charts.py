"""Charts of figures, as inline SVG for a page and as PNG files.

Needs matplotlib, which comes with `miller[report]`: import this where a chart is asked for. A route
has the same colour and marker everywhere, told apart by people with any colour vision. Text becomes
outlines, so that a chart looks the same everywhere and what it names is never markup.
"""

from __future__ import annotations

import io
import itertools
import re
import textwrap
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter, NullLocator
from matplotlib.transforms import Bbox

from miller.measure.units import short
from miller.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

    from miller.measure.units import Unit

ROUTE_COLOURS = {"object": "#d55e00", "arrow": "#0072b2"}
"""The colours of the routes, of Okabe and Ito's palette."""

# For what is no route, such as stages: Paul Tol's bright palette and two of his muted one.
_OTHER_COLOURS = (
    *("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#999933", "#882255"),
)
_MARKERS = {"object": "o", "arrow": "s"}
_OTHER_MARKERS = ("^", "D", "v", "P", "X", "*")
# In a page, these take the colour of the text around the chart.
_INK = "#1b1f24"
# … and this one that of the page.
_PAPER = "#fefefe"

_WIDTH = 5.0  # inches: half a page, and still readable when a telephone shrinks it
_SETTINGS: Any = {
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "axes.labelsize": 9,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": 9,
    "legend.frameon": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "miller",
    "text.color": _INK,
    "text.parse_math": False,  # a name may hold a dollar sign
    "xtick.color": _INK,
    "ytick.color": _INK,
}


@dataclass(frozen=True)
class Line:
    """Points to join. `name` is in the legend; a `route` decides colour and marker."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    route: str | None = None


@dataclass(frozen=True)
class Bars:
    """A bar for each group. `spread` gives each bar's lowest and highest value."""

    name: str
    values: Sequence[float]
    route: str | None = None
    spread: Sequence[tuple[float, float]] | None = None
    labels: Sequence[str] | None = None
    """What to write at the bars; the values when not given."""


class Chart:
    """A chart with a title, to be drawn when it is asked for."""

    def __init__(self, title: str, draw: Callable[[], tuple[Figure, Axes]]) -> None:
        self.title = visible(title)
        self._draw = draw

    def svg(self, prefix: str = "chart") -> str:
        """Give an `<svg>` to put into a page. It has no title: the page has it as text.

        `prefix` must differ between the charts of a page: names of parts begin with it. Colours
        come from the page's `--object` and `--arrow` and from its text, where it has them.
        """
        with _settings():
            figure, _ = self._draw()
            text = io.StringIO()
            figure.savefig(text, format="svg", transparent=True, metadata={"Date": None})
        return _inline(text.getvalue(), prefix, self.title)

    def write_png(self, path: Path, *, dots_per_inch: int = 160) -> None:
        """Write a PNG file, with the title above the chart."""
        with _settings():
            figure, axes = self._draw()
            axes.set_title(_wrapped(self.title, 52))
            FigureCanvasAgg(figure)
            figure.savefig(path, format="png", dpi=dots_per_inch, facecolor="white")


def line_chart(  # noqa: PLR0913 -- all but four by name
    title: str,
    x_label: str,
    y_label: str,
    series: Sequence[Line],
    *,
    log_x: bool = False,
    log_y: bool = False,
    x_unit: Unit = "count",
    y_unit: Unit = "count",
) -> Chart:
    """Draw lines with markers. An axis without `log_…` begins at zero."""

    def draw() -> tuple[Figure, Axes]:
        figure = Figure(figsize=(_WIDTH, 3.3), layout="constrained")
        axes = figure.add_subplot()
        others = itertools.cycle(zip(_OTHER_COLOURS, _OTHER_MARKERS, strict=False))
        for line in series:
            colour, marker = next(others) if line.route is None else _style_of(line.route)
            axes.plot(
                line.x, line.y, color=colour, marker=marker, markersize=4.5, linewidth=1.6,
                label=visible(line.name), clip_on=False, zorder=3,
            )  # fmt: skip
        _scale(axes, "x", [x for line in series for x in line.x], log=log_x, unit=x_unit)
        _scale(axes, "y", [y for line in series for y in line.y], log=log_y, unit=y_unit)
        axes.set_xlabel(visible(x_label))
        axes.set_ylabel(visible(y_label))
        axes.grid(visible=True, color=_INK, alpha=0.14, linewidth=0.6)
        _legend(figure, axes)
        return figure, axes

    return Chart(title, draw)


def bar_chart(  # noqa: PLR0913 -- all but four by name
    title: str,
    x_label: str,
    groups: Sequence[str],
    bars: Sequence[Bars],
    *,
    stacked: bool = False,
    log_x: bool = False,
    unit: Unit = "count",
    reference: float | None = None,
) -> Chart:
    """Draw horizontal bars, the first group on top.

    Within a group the bars lie below one another, each with its value, or `stacked` one behind the
    other, with the value of the whole. `reference` is marked by a line. A group's name may have
    several lines.
    """

    def draw() -> tuple[Figure, Axes]:
        rows = len(groups) * (1 if stacked else len(bars))
        height = 1.0 + 0.30 * rows + 0.14 * len(groups) + (0.5 if stacked else 0.0)
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        axes = figure.add_subplot()
        draw_bars = _draw_stacked if stacked else _draw_grouped
        draw_bars(axes, groups, bars, unit)
        ends = _ends(bars, stacked=stacked) + ([] if reference is None else [reference])
        _scale(axes, "x", ends, log=log_x, unit=unit)
        if reference is not None:
            axes.axvline(reference, color=_INK, linewidth=1, linestyle=(0, (4, 3)), zorder=2.5)
            for label in axes.texts:
                label.set_bbox({"facecolor": _PAPER, "edgecolor": "none", "pad": 1.5})
        axes.set_yticks(range(len(groups)), [_wrapped(group, 22) for group in groups])
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(visible(x_label))
        axes.set_axisbelow(True)
        axes.grid(visible=True, axis="x", color=_INK, alpha=0.14, linewidth=0.6)
        if len(bars) > 1:
            _legend(figure, axes)
        _make_room_for_labels(figure, axes)
        return figure, axes

    return Chart(title, draw)


@contextmanager
def _settings() -> Iterator[None]:
    """Draw with the settings of this module, whatever a person has set for matplotlib."""
    with mpl.rc_context(), warnings.catch_warnings():
        # What the font has no glyph for is drawn as a box.
        warnings.filterwarnings("ignore", r"(?s).*Glyph", UserWarning)
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        yield


def _wrapped(text: str, width: int) -> str:
    lines = [textwrap.wrap(visible(line), width) for line in text.split("\n")]
    return "\n".join(part for parts in lines for part in parts)


def _style_of(route: str) -> tuple[str, str]:
    return ROUTE_COLOURS[route], _MARKERS[route]


def _draw_grouped(axes: Axes, groups: Sequence[str], bars: Sequence[Bars], unit: Unit) -> None:
    height = 0.8 / len(bars)
    others = itertools.cycle(_OTHER_COLOURS)
    for place, bar in enumerate(bars):
        colour = next(others) if bar.route is None else ROUTE_COLOURS[bar.route]
        middles = [row + (place - (len(bars) - 1) / 2) * height for row in range(len(groups))]
        errors = None
        if bar.spread is not None and _is_seen(bar.spread):
            pairs = list(zip(bar.values, bar.spread, strict=True))
            errors = [[max(v - low, 0) for v, (low, _) in pairs]]
            errors.append([max(high - v, 0) for v, (_, high) in pairs])
        drawn = axes.barh(
            middles, bar.values, height * 0.92, color=colour, label=visible(bar.name), xerr=errors,
            error_kw={"ecolor": _INK, "elinewidth": 1, "capsize": 2.5},
        )  # fmt: skip
        labels = bar.labels or [short(value, unit) for value in bar.values]
        axes.bar_label(drawn, labels, padding=4, fontsize=8.5)


def _is_seen(spread: Sequence[tuple[float, float]]) -> bool:
    """Tell whether any spread is wide enough to be more than a blot at the end of its bar."""
    most = max(high for _, high in spread)
    return any(high - low > 0.02 * most for low, high in spread)


def _draw_stacked(axes: Axes, groups: Sequence[str], bars: Sequence[Bars], unit: Unit) -> None:
    ends = [0.0] * len(groups)
    others = itertools.cycle(_OTHER_COLOURS)
    drawn: Any = None
    for bar in bars:
        drawn = axes.barh(
            range(len(groups)),
            bar.values,
            0.62,
            left=ends,
            color=next(others),
            label=visible(bar.name),
        )
        ends = [end + value for end, value in zip(ends, bar.values, strict=True)]
    axes.bar_label(drawn, [short(end, unit) for end in ends], padding=4, fontsize=8.5)


def _ends(bars: Sequence[Bars], *, stacked: bool) -> list[float]:
    if stacked:
        return [sum(values) for values in zip(*(bar.values for bar in bars), strict=True)]
    spreads = [high for bar in bars for _, high in bar.spread or ()]
    return [*spreads, *(value for bar in bars for value in bar.values)]


def _scale(axes: Axes, name: str, values: Sequence[float], *, log: bool, unit: Unit) -> None:
    """Set scale, limits and tick labels of the axis `x` or `y`."""
    functions: dict[str, tuple[Any, Any, Any]] = {
        "x": (axes.xaxis, axes.set_xscale, axes.set_xlim),
        "y": (axes.yaxis, axes.set_yscale, axes.set_ylim),
    }
    axis, set_scale, set_limits = functions[name]
    positive = [value for value in values if value > 0]
    if log and positive:
        least, most = min(positive), max(positive)
        if len(positive) == len(values):
            set_scale("log")
            set_limits(least / 1.6, most * 1.6)
        else:
            # Zero has a place on this one: at the axis, below the least value.
            set_scale("symlog", linthresh=least, linscale=0.6)
            set_limits(0.0, most * 1.6)
        axis.set_minor_formatter(NullFormatter())
    else:
        set_limits(0, 1.08 * max(positive, default=1.0))
        # Counts have no halves.
        axis.set_major_locator(MaxNLocator(5, integer=unit == "count"))
        axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: short(value, unit)))


def _legend(figure: Figure, axes: Axes) -> None:
    """Name the series below the axes, where no data can be."""
    names = axes.get_legend_handles_labels()[1]
    columns = max(1, min(len(names), 70 // (max(map(len, names), default=1) + 6)))
    figure.legend(loc="outside lower left", ncols=columns, handlelength=1.4, columnspacing=1.4)


def _make_room_for_labels(figure: Figure, axes: Axes) -> None:
    """Make the axis longer until the labels at the bars are inside of it."""
    canvas: Any = FigureCanvasAgg(figure)
    for _ in range(4):
        canvas.draw()
        frame = axes.get_window_extent()
        boxes = [text.get_window_extent() for text in axes.texts]
        over = Bbox.union(boxes).x1 - frame.x1 if boxes else 0.0
        if over <= 0:
            return
        place = axes.transData
        low, high = axes.get_xlim()
        # In the axis's own scale, so that it holds for a logarithmic one, too.
        grown = place.inverted().transform((place.transform((high, 0))[0] + over * 1.15 + 2, 0))[0]
        axes.set_xlim(low, float(grown))


_REMOVED = re.compile(
    r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>|<style.*?</style>", re.DOTALL
)


def _inline(svg: str, prefix: str, title: str) -> str:
    """Make a file's SVG a part of a page: no declarations, no addresses, names of its own."""
    svg = _REMOVED.sub("", svg)
    svg = re.sub(r' xmlns(:xlink)?="[^"]*"', "", svg).replace("xlink:href", "href")
    svg = re.sub(r'\bid="', f'id="{prefix}-', svg)
    svg = re.sub(r'href="#', f'href="#{prefix}-', svg).replace("url(#", f"url(#{prefix}-")
    for route, colour in ROUTE_COLOURS.items():
        svg = svg.replace(colour, f"var(--{route}, {colour})")
    svg = svg.replace(_INK, "currentColor").replace(_PAPER, f"var(--paper, {_PAPER})")
    label = _attribute(title)
    # The size is that of the page's column; the shape stays.
    return re.sub(
        r'<svg [^>]*?viewBox="([^"]*)"[^>]*>',
        lambda found: f'<svg role="img" aria-label="{label}" viewBox="{found[1]}">',
        svg,
        count=1,
    ).strip()


def _attribute(text: str) -> str:
    escapes: Mapping[str, str] = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    return "".join(escapes.get(character, character) for character in text)
