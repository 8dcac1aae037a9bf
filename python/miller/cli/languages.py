"""`miller languages`: what Miller reads, and what it makes of it."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from miller.cli.shared import json_option, print_json
from miller.languages import language_table

# Columns of a file or a pipe, which have no width of their own.
_WIDTH_ELSEWHERE = 200


@click.command()
@json_option
def languages(*, as_json: bool) -> None:
    """Print the languages: their files, what is extracted, the grammar, the accuracy."""
    rows = language_table()
    if as_json:
        print_json(rows)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("language", "files", "definitions", "grammar", "found / right, %"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        accuracy = row["accuracy"]
        table.add_row(
            row["language"],
            " ".join(row["files"]),
            " ".join(row["symbols"]),
            f"{row['grammar'].removeprefix('tree-sitter-')} {row['grammar_version']}",
            "" if accuracy is None else f"{accuracy['found']} / {accuracy['right']}",
        )
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH_ELSEWHERE
    console.print(table)
