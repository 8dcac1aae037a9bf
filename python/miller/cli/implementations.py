"""`miller implementations`: what extends or implements a type, or overrides a method."""

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
    help="So many steps down at most: 1 for what extends NAME itself. All when not given.",
)
def implementations(asked: Asked, depth: int | None) -> None:
    """Print the types that extend or implement NAME, or the methods that override it.

    Those marked `by name` extend something of the name; the index does not know what.
    """
    found = partial(navigation.implementations, depth=depth, limit=asked.limit, offset=asked.offset)
    subject, page = asked.answer(found)
    if asked.as_json:
        items = map(edge_as_json, page.items)
        print_json({**definitions_as_json(subject), **page_as_json(page, items)})
        return
    print_lines(edge_line(edge) for edge in page.items)
    tell_of_page(page, "implementation", subject.first.full_name)
