"""`miller callers`: who calls a symbol."""

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
    default=1,
    show_default=True,
    help="So many calls away at most: 2 for the callers of callers, too.",
)
def callers(asked: Asked, depth: int) -> None:
    """Print who calls NAME, the nearest first, then who calls something of the name.

    The second are marked `by name`: the index does not know which definition they call.
    """
    found = partial(navigation.callers, depth=depth, limit=asked.limit, offset=asked.offset)
    answer_with_edges(asked, found, "caller")
