"""`miller outline`: the symbols of a file as a tree."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

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
from miller.errors import WorkspaceError
from miller.run_record import unfinished_run_of
from miller.visible import visible_lines

_COLUMNS = (
    "id",
    "parent_id",
    "name",
    "kind",
    "signature",
    "visibility",
    "start_line",
    "end_line",
    "qualified_name",
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@workspace_option
@index_dir_option
@json_option
def outline(file: Path, workspace: Path | None, index_dir: Path | None, *, as_json: bool) -> None:
    """Print the symbols of FILE as a tree."""
    root = find_workspace(workspace)
    folder = find_index(root, index_dir)
    path = _path_in_index(file, root)
    with open_index(folder) as store:
        known = store.query("SELECT status FROM files WHERE path = ?", [path])
        symbols = store.read_table("symbols", file_path=path).to_pylist()
        tell_of_unfinished(unfinished_run_of(folder, store))
    if not known.num_rows:
        raise WorkspaceError(
            f"the index does not have this file: {path}",
            hint="run `miller index`; files that ignore rules leave out are not indexed",
        )
    rows = _outline(symbols)
    if as_json:
        print_json(rows)
    else:
        _print_outline(rows)


def _path_in_index(file: Path, root: Path) -> str:
    """Give a path as the index has it: from the current folder, or from the workspace."""
    from_here = Path(os.path.normpath(file.absolute()))
    # `os.path.exists` is false, not an error, for what may not be looked at.
    if os.path.exists(from_here) and from_here.is_relative_to(root):  # noqa: PTH110
        return from_here.relative_to(root).as_posix()
    return file.as_posix()


def _outline(symbols: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give symbols in the order of a tree, each with its depth.

    The list is flat: symbols nest as deep as their source does, deeper than JSON can be written.
    """
    known = {symbol["id"] for symbol in symbols}
    children: dict[str | None, list[dict[str, Any]]] = {}
    for symbol in symbols:
        parent = symbol["parent_id"] if symbol["parent_id"] in known else None
        children.setdefault(parent, []).append(symbol)
    ordered: list[dict[str, Any]] = []
    waiting = [(symbol, 0) for symbol in reversed(children.get(None, []))]
    while waiting:
        symbol, depth = waiting.pop()
        ordered.append({"depth": depth, **{name: symbol[name] for name in _COLUMNS}})
        nested = children.get(symbol["id"], [])
        waiting.extend((child, depth + 1) for child in reversed(nested))
    return ordered


def _print_outline(outline: list[dict[str, Any]]) -> None:
    from rich.console import Console  # noqa: PLC0415 -- output for machines does without
    from rich.text import Text  # noqa: PLC0415 -- output for machines does without

    console = Console(highlight=False, soft_wrap=True)
    for symbol in outline:
        line = Text("  " * symbol["depth"])
        line.append(f"{symbol['kind']} ", style="dim")
        line.append(visible_lines(symbol["signature"] or symbol["name"]))
        line.append(f"  {symbol['start_line']}", style="cyan")
        console.print(line)
