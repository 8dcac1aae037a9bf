"""Answers that are edges: those of `miller callers`, `callees` and `implementations`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miller.cli.lines import edge_as_json, edge_line, page_as_json, print_lines, tell_of_page
from miller.cli.naming import definitions_as_json
from miller.cli.shared import print_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from miller.cli.naming import Asked
    from miller.miller_core import SQLiteStore
    from miller.navigation import Edge, Page, Subject


def files_of_edges(edges: Iterable[Edge]) -> Iterator[str]:
    """Give the files that edges name."""
    for edge in edges:
        yield edge.file_path
        if edge.target is not None:
            yield edge.target.file_path


def answer_with_edges(
    asked: Asked,
    look_up: Callable[[SQLiteStore, Subject], Page[Edge]],
    what: str,
    *,
    with_target: bool = False,
) -> None:
    """Print a page of edges; people are told how many of `what` there are."""
    answered, page = asked.answer(look_up, lambda page: files_of_edges(page.items))
    if asked.as_json:
        items = map(edge_as_json, page.items)
        print_json({**definitions_as_json(answered), **page_as_json(page, items)})
        return
    print_lines(edge_line(edge, with_target=with_target) for edge in page.items)
    tell_of_page(page, what, answered.subject.first.full_name)
