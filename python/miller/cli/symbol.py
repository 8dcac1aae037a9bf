"""`miller symbol`: what a symbol is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from miller.cli.edges import files_of_edges
from miller.cli.lines import (
    definition_line,
    edge_as_json,
    edge_line,
    page_as_json,
    print_lines,
    tell_of_page,
)
from miller.cli.naming import MOST_SHOWN, asks_for_name, definitions_as_json
from miller.cli.shared import print_json
from miller.navigation import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miller.cli.lines import Line
    from miller.cli.naming import Answered, Asked
    from miller.navigation import Description


@click.command()
@asks_for_name
def symbol(asked: Asked) -> None:
    """Print where NAME is defined, its documentation, what it extends, and its members.

    Of what it extends and what extends it the first few; `miller implementations` gives all.
    """
    look_up = partial(describe, limit=asked.limit, offset=asked.offset)
    answered, found = asked.answer(look_up, _files)
    if asked.as_json:
        print_json(_as_json(answered, found))
        return
    subject = answered.subject
    print_lines(_lines(found))
    if len(subject.definitions) > MOST_SHOWN:
        more = len(subject.definitions) - MOST_SHOWN
        click.echo(f"{more:,} more imports; `miller refs` gives all by pages", err=True)
    if found.members.total:
        tell_of_page(found.members, "member", subject.first.full_name)
    if found.derived.next_offset is not None:
        tell = f"implementations: {found.derived.total:,}; `miller implementations` gives all"
        click.echo(tell, err=True)


def _lines(found: Description) -> Iterator[Line]:
    for one in found.definitions[:MOST_SHOWN]:
        yield definition_line(one)
        for line in found.documentation.get(one.id, "").expandtabs().splitlines():
            yield [(f"    {line}".rstrip(), "dim")]
    for edge in found.bases.items:
        yield edge_line(edge, with_target=True)
    for edge in found.derived.items:
        yield edge_line(edge)
    for one in found.members.items:
        yield definition_line(one)


def _files(found: Description) -> list[str]:
    edges = files_of_edges([*found.bases.items, *found.derived.items])
    return [*edges, *(one.file_path for one in found.members.items)]


def _as_json(answered: Answered, found: Description) -> dict[str, object]:
    taken = definitions_as_json(answered)
    for one in taken["definitions"]:
        one["doc_comment"] = found.documentation.get(one["id"])
    return {
        **taken,
        "bases": page_as_json(found.bases, map(edge_as_json, found.bases.items)),
        "derived": page_as_json(found.derived, map(edge_as_json, found.derived.items)),
        "members": page_as_json(found.members),
    }
