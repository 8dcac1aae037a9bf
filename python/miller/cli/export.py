"""`miller export`: an index as files that other programs read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from miller.cli.shared import (
    find_index,
    find_workspace,
    index_dir_option,
    json_option,
    open_index,
    print_json,
    tell_of_unfinished,
    workspace_option,
)
from miller.export import FORMATS, export_scip, export_tables
from miller.export.tables import write_table
from miller.index import Index
from miller.index.tables import TABLES
from miller.run_record import unfinished_run_of
from miller.visible import visible

_SCIP = "scip"
_STANDARD_OUTPUT = "-"
_FOR_PIPES = ("csv", "jsonl")


@click.command()
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="parquet", show_default=True)
@click.option("--table", "tables", type=click.Choice(TABLES), multiple=True, help="Only this one.")
@workspace_option
@index_dir_option
@json_option
def export(  # noqa: PLR0913 -- one argument an option
    output: Path,
    form: str,
    tables: tuple[str, ...],
    workspace: Path | None,
    index_dir: Path | None,
    *,
    as_json: bool,
) -> None:
    """Write the tables of the index into the folder OUTPUT, or all of it into a file of SCIP.

    A file that is there is replaced, once the new one is whole. With `-` for OUTPUT, csv and jsonl
    of one --table go to standard output. Columns are those of docs/schema.md.
    """
    if form == _SCIP and tables:
        raise click.UsageError("--format scip is one file of all: it has no --table")
    root = find_workspace(workspace)
    folder = find_index(root, index_dir)
    index = Index(root, folder)
    with open_index(folder) as store:
        tell_of_unfinished(unfinished_run_of(folder, store))
    if str(output) == _STANDARD_OUTPUT:
        _print_table(index, form, tables)
        return
    if form == _SCIP:
        written = export_scip(index, output)
        told = {"path": str(output), **written}
        line = ", ".join(f"{n:,} {what}" for what, n in written.items())
        lines = [f"{visible(str(output))}: {line}"]
    else:
        rows = export_tables(index, output, form, tables or TABLES)
        told = {"files": [{"path": str(path), "rows": n} for path, n in rows.items()]}
        lines = [f"{visible(str(path))}: {n:,} rows" for path, n in rows.items()]
    if as_json:
        print_json(told)
        return
    for line in lines:
        click.echo(line)


def _print_table(index: Index, form: str, tables: tuple[str, ...]) -> None:
    if form not in _FOR_PIPES or len(tables) != 1:
        raise click.UsageError("to standard output goes one --table, as csv or jsonl")
    with index.snapshot() as commit:
        write_table(commit, sys.stdout.buffer, form, tables[0])
    sys.stdout.buffer.flush()
