"""`miller refs`: the uses of a definition."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

import click

from miller.cli.lines import page_as_json, print_lines, tell_of_page, use_line
from miller.cli.naming import asks_for_name, definitions_as_json
from miller.cli.shared import print_json
from miller.navigation import references

if TYPE_CHECKING:
    from miller.cli.naming import Asked


@click.command()
@asks_for_name
def refs(asked: Asked) -> None:
    """Print the uses of NAME: those that mean it, then those that only bear its name.

    The second are marked `by name`: the index does not know which definition they mean.
    """
    look_up = partial(references, limit=asked.limit, offset=asked.offset)
    answered, page = asked.answer(look_up, lambda page: [use.file_path for use in page.items])
    if asked.as_json:
        items = [asdict(use) for use in page.items]
        print_json({**definitions_as_json(answered), **page_as_json(page, items)})
        return
    print_lines(use_line(use) for use in page.items)
    tell_of_page(page, "use", answered.subject.first.full_name)
