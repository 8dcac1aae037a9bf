"""`miller callees`: what a symbol calls."""

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
    help="So many calls away at most: 2 for what is called there, too.",
)
def callees(asked: Asked, depth: int) -> None:
    """Print what NAME calls, the nearest first, then what is known by name only.

    What is defined within NAME counts: the methods of a class, functions in functions.
    """
    found = partial(navigation.callees, depth=depth, limit=asked.limit, offset=asked.offset)
    answer_with_edges(asked, found, "callee", with_target=True)
