"""`miller implementations`: what extends or implements a type, or overrides a method."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from miller import navigation
from miller.cli.edges import answer_with_edges
from miller.cli.naming import asks_for_name

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
    answer_with_edges(asked, found, "implementation")
