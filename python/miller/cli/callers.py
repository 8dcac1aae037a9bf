"""`miller callers`: who calls a symbol."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from miller import navigation
from miller.cli.lines import edge_as_json, edge_line, page_as_json, print_lines, tell_of_page
from miller.cli.naming import asks_for_name, definitions_as_json
from miller.cli.shared import print_json

if TYPE_CHECKING:
    from miller.cli.naming import Asked


@click.command()
@asks_for_name
@click.option(
    "--depth",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="So many calls away at most: 2 for the callers of callers, too.",
)
def callers(asked: Asked, depth: int) -> None:
    """Print who calls NAME, the nearest first, then who calls something of the name.

    The second are marked `by name`: the index does not know which definition they call.
    """
    found = partial(navigation.callers, depth=depth, limit=asked.limit, offset=asked.offset)
    subject, page = asked.answer(found)
    if asked.as_json:
        items = map(edge_as_json, page.items)
        print_json({**definitions_as_json(subject), **page_as_json(page, items)})
        return
    print_lines(edge_line(edge) for edge in page.items)
    tell_of_page(page, "caller", subject.first.full_name)
