"""Lines of results: with colours for people, plain for pipes, safe to look at for both.

A line that is about a place begins with `path:line:column:`, as compilers and `grep -n` write it:
editors jump there. Columns count from 1 in it, in bytes.
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from miller.report import counted
from miller.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from miller.navigation import Definition, Edge, Page, Use

    Span = tuple[str, str]
    Line = Sequence[Span]

_PLACE = "cyan"
_KIND = "dim"
_NAME = "bold"
_UNSURE = "yellow"
_PLAIN = ""


def print_lines(lines: Iterable[Line]) -> None:
    """Print lines of spans, each a text and how it looks to a person."""
    if not (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")):
        for line in lines:
            click.echo("".join(visible(text) for text, _ in line))
        return
    # Takes longer to load than most answers take to find.
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*((visible(text), style) for text, style in line)))


def place(path: str, line: int, column: int | None) -> Span:
    """Give the begin of a line that is about a place; `column` counts from 0."""
    return f"{path}:{line}:{'' if column is None else f'{column + 1}:'} ", _PLACE


def definition_line(one: Definition) -> Line:
    """Show a definition in one line."""
    line = [
        place(one.file_path, one.start_line, one.start_column),
        (f"{one.kind} ", _KIND),
        (one.qualified_name, _NAME),
    ]
    return [*line, (f": {_on_one_line(one.signature)}", _PLAIN)] if one.signature else line


def edge_line(edge: Edge, *, with_target: bool = False) -> Line:
    """Show an edge at the place where the source says so, and where its end is, if asked for."""
    line = [
        place(edge.file_path, edge.line_number, edge.start_column),
        (f"{edge.source.kind} ", _KIND),
        (edge.source.qualified_name, _NAME),
        (f" {edge.kind} ", _PLAIN),
    ]
    if edge.through is not None and edge.target is not None:
        line += [("through ", _UNSURE), (edge.target.qualified_name, _NAME)]
    elif edge.target is None:
        qualifier = f" of {edge.target_qualifier}" if edge.target_qualifier else ""
        line += [(f"{edge.target_name}{qualifier}", _NAME), (" by name", _UNSURE)]
    else:
        line += [(f"{edge.target.kind} ", _KIND), (edge.target.qualified_name, _NAME)]
        if with_target:
            where = place(edge.target.file_path, edge.target.start_line, edge.target.start_column)
            line += [(" at ", _PLAIN), (where[0].rstrip(" :"), _PLACE)]
    remarks = []
    if edge.times > 1:
        remarks.append(f"{edge.times} times")
    if edge.depth > 1:
        remarks.append(f"depth {edge.depth}")
    return [*line, *_remarks(remarks, edge.confidence)]


def use_line(use: Use) -> Line:
    """Show a use with the line of source that it stands on."""
    line = [
        place(use.file_path, use.start_line, use.start_column),
        (use.kind, _KIND),
    ]
    if use.through is not None:
        line.append((f" through {use.through}", _UNSURE))
    elif not use.resolved:
        line.append((" by name", _UNSURE))
    line.append((f": {_on_one_line(use.text)}", _PLAIN))
    inside = [f"in {use.containing_name}"] if use.containing_name else []
    return [*line, *_remarks(inside, use.confidence)]


def _remarks(remarks: Sequence[str], confidence: float) -> Line:
    sure = [] if confidence >= 1 else [f"confidence {confidence:.2g}"]
    return [(f"  [{', '.join([*remarks, *sure])}]", _KIND)] if remarks or sure else []


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def tell_of_page(page: Page[Any], what: str, of: str = "") -> None:
    """Tell on standard error how much there is, what of it is shown, and how to get the rest."""
    told = counted(page.total, what) if page.total else f"no {what}s"
    told += f" of {visible(of)}" if of else ""
    told += _by_what_has_decided(page)
    if not page.complete:
        told += "; there are more of the resolved: a search through edges ends here"
    if len(page.items) < page.total:
        end = page.offset + len(page.items)
        told += f"; shown: {page.offset + 1:,} to {end:,}" if page.items else "; none shown"
        if page.next_offset is not None:
            told += f"; the next page: --offset {page.next_offset}"
    click.echo(told, err=True)
    if page.of_overrides:
        click.echo(
            f"not among them: {counted(page.of_overrides, what)} of what overrides it; "
            "`miller implementations` names it, to be asked for",
            err=True,
        )


def _by_what_has_decided(page: Page[Any]) -> str:
    """Say how many are known in which way, where not all are resolved."""
    ways = [
        (page.resolved, "resolved"),
        (page.by_unique_name, "by unique name"),
        *((one.total, f"through {visible(one.name)}") for one in page.through),
        (page.by_name, "by name only"),
    ]
    there = [(number, way) for number, way in ways if number]
    if len(there) > 1:
        return ": " + ", ".join(f"{number:,} {way}" for number, way in there)
    return f", {there[0][1]}" if there and not page.resolved else ""


def page_as_json(page: Page[Any], items: Iterable[Any] | None = None) -> dict[str, Any]:
    """Give a page in values that JSON has."""
    return {
        "total": page.total,
        "resolved": page.resolved,
        "by_unique_name": page.by_unique_name,
        "through": [asdict(one) for one in page.through],
        "by_name": page.by_name,
        "of_overrides": page.of_overrides,
        "complete": page.complete,
        "offset": page.offset,
        "limit": page.limit,
        "next_offset": page.next_offset,
        "items": [asdict(item) for item in page.items] if items is None else list(items),
    }


def edge_as_json(edge: Edge) -> dict[str, Any]:
    """Give an edge in values that JSON has."""
    return {**asdict(edge), "resolved": edge.resolved}
