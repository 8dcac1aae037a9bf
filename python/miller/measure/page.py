"""A page that one can read at a glance: a verdict, figures, charts, tables.

Needs jinja2, which comes with `miller[report]`: import this where a page is asked for. The page is
one file that refers to nothing outside and runs no script. All text is escaped: it may hold names
and messages from an indexed repository.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from miller.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miller.measure.charts import Chart


@dataclass(frozen=True)
class Highlight:
    """A figure in large type: `0.48` · `of the time` · `12.1 s → 5.8 s`."""

    value: str
    name: str
    detail: str = ""


@dataclass(frozen=True)
class Table:
    """A table. The first `text_columns` are text, the others numbers."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""
    note: str = ""
    text_columns: int = 1


@dataclass(frozen=True)
class Section:
    """A part of the page: text, charts side by side, tables below them."""

    title: str
    text: str = ""
    charts: Sequence[Chart] = ()
    tables: Sequence[Table] = ()


@dataclass(frozen=True)
class Page:
    """What stands on a page. `tone` colours the verdict."""

    title: str
    verdict: str
    tone: Literal["good", "neutral", "bad"] = "neutral"
    remarks: Sequence[str] = ()
    """Sentences below the verdict."""
    highlights: Sequence[Highlight] = ()
    sections: Sequence[Section] = ()
    foot: str = ""


def html_page(page: Page) -> str:
    """Give the page as HTML."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = files("miller.measure").joinpath("page.html.jinja").read_text(encoding="utf-8")
    numbered = iter(range(1, 1 + sum(len(section.charts) for section in page.sections)))
    drawn = [
        [(chart.title, Markup(chart.svg(f"chart{next(numbered)}"))) for chart in section.charts]  # noqa: S704 -- the chart's own outlines; its title is escaped there
        for section in page.sections
    ]
    return environment.from_string(text).render(page=page, drawn=drawn)


def _finalize(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
