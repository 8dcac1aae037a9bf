"""Charts and the page: self-contained, the same every time, and safe with hostile names."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from miller.measure.charts import Bars, Chart, Line, bar_chart, line_chart
from miller.measure.page import Highlight, Page, Section, Table, html_page
from miller.measure.units import short
from miller.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HOSTILE = '<script>alert("$x$ & -->")</script><img src=http://evil.example/x>'


def lines(title: str = "Blocks over rows", y: Sequence[float] = (10, 100, 1000)) -> Chart:
    series = [
        Line("object route", [1, 10, 100], y, "object"),
        Line("Arrow route", [1, 10, 100], [0, 0, 0], "arrow"),
    ]
    return line_chart(title, "rows", "blocks", series, log_x=True, log_y=True)


def bars(title: str = "Time", name: str = "object route") -> Chart:
    both = [
        Bars(name, [12.1, 20], "object", spread=[(11, 13), (19, 22)]),
        Bars("Arrow route", [5.8, 0], "arrow"),
    ]
    return bar_chart(title, "seconds", ["clock", "processor"], both, unit="seconds")


def page(name: str) -> Page:
    table = Table([name, "rows"], [[name, "1,234"]], title=name, note=name)
    return Page(
        title=f"Miller: {name}",
        verdict=name,
        tone="good",
        remarks=[name],
        highlights=[Highlight(name, name, name)],
        sections=[Section(name, name, [lines(name), bars(name, name)], [table])],
        foot=name,
    )


class Reader(HTMLParser):
    """What a browser would make of the page: tags, attributes, text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_page_refers_to_nothing_outside() -> None:
    text = html_page(page("a plain name"))
    assert "http" not in text
    assert "@import" not in text
    read = Reader(text)
    assert "script" not in read.tags
    assert "link" not in read.tags
    assert not [name for name, _ in read.attributes if name == "src"]
    targets = [value or "" for name, value in read.attributes if name.endswith("href")]
    assert targets
    assert all(target.startswith("#") for target in targets)
    assert all(part.startswith("#") for part in re.findall(r"url\(([^)]*)\)", text))


def test_parts_of_the_charts_have_names_of_their_own() -> None:
    read = Reader(html_page(page("name")))
    names = [value for attribute, value in read.attributes if attribute == "id"]
    assert len(names) == len(set(names))
    for attribute, value in read.attributes:
        if attribute == "href" and value is not None:
            assert value.removeprefix("#") in names


def test_hostile_names_stay_text() -> None:
    text = html_page(page(HOSTILE))
    assert "<script>alert" not in text
    read = Reader(text)
    assert "script" not in read.tags
    assert "img" not in read.tags
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    # Title, heading, verdict, remark, section, captions, table: shown as it is.
    assert read.text.count(HOSTILE) > 10


def test_what_cannot_be_seen_is_written_out() -> None:
    assert visible("año/文件 1.py") == "año/文件 1.py"
    assert visible("a\nb\x1b[31m\u202e\udcff") == r"a\nb\x1b[31m\u202e\udcff"
    text = html_page(page("stray\udcff byte\x00"))
    assert r"stray\udcff byte\x00" in text
    text.encode("utf-8")


def test_svg_is_well_formed_and_takes_the_colours_of_the_page() -> None:
    for chart in (lines(HOSTILE), bars(HOSTILE, "$name$")):
        svg = chart.svg("first")
        root = ET.fromstring(svg)  # noqa: S314 -- made here
        assert root.tag == "svg"
        assert root.attrib["aria-label"] == HOSTILE
        assert "var(--object" in svg
        assert "var(--arrow" in svg
        assert "currentColor" in svg
        assert "<text" not in svg


def test_charts_are_the_same_every_time(tmp_path: Path) -> None:
    for make in (lines, bars):
        assert make().svg() == make().svg()
        pictures = [tmp_path / "1.png", tmp_path / "2.png"]
        for picture in pictures:
            make().write_png(picture)
        first, second = (picture.read_bytes() for picture in pictures)
        assert first == second
        assert first.startswith(b"\x89PNG")
    assert lines().svg() != lines(y=(10, 100, 2000)).svg()


@pytest.mark.parametrize("values", [[0.0, 0.0], [1e-9, 1e12], [5.0, 5.0]])
def test_any_values_can_be_drawn(values: list[float]) -> None:
    for log in (False, True):
        line = [Line("route", values, values, "arrow")]
        ET.fromstring(line_chart("t", "x", "y", line, log_x=log, log_y=log).svg())  # noqa: S314
        for stacked in (False, True):
            chart = bar_chart("t", "x", ["a", "b"], [Bars("b", values)], stacked=stacked, log_x=log)
            ET.fromstring(chart.svg())  # noqa: S314


def test_labels_lie_inside_of_the_picture() -> None:
    label = "a label much longer than the bar that it stands at"
    both = [Bars("route", [9.0, 10.0], "arrow", labels=["short", label])]
    for log in (False, True):
        _, axes = bar_chart("t", "x", ["a", "b"], both, log_x=log)._draw()  # noqa: SLF001
        frame = axes.get_window_extent()
        boxes = [text.get_window_extent() for text in axes.texts]
        assert len(boxes) == 2
        assert all(box.x1 <= frame.x1 + 1 for box in boxes)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0, "count", "0"),
        (9_999, "count", "9,999"),
        (12_345, "count", "12.3 k"),
        (999_700, "count", "1 M"),
        (75_000_000, "count", "75 M"),
        (-1_500, "count", "\N{MINUS SIGN}1,500"),
        (2.5, "count", "2.5"),
        (500, "bytes", "500 B"),
        (412_300_000, "bytes", "412 MB"),
        (0, "seconds", "0 s"),
        (0.000_012, "seconds", "12 µs"),
        (0.310_4, "seconds", "310 ms"),
        (0.999_7, "seconds", "1 s"),
        (1_234.5, "seconds", "1,234 s"),
        (0.483, "share", "48.3 %"),
        (0.483, "ratio", "0.48\N{MULTIPLICATION SIGN}"),
        (0.000_012, "share", "0.0012 %"),
    ],
)
def test_numbers_are_short(value: float, unit: str, expected: str) -> None:
    assert short(value, unit) == expected  # type: ignore[arg-type]
