"""`miller outline`: the symbols of a file as a tree."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from miller.cli.shared import (
    find_index,
    find_workspace,
    index_dir_option,
    json_option,
    open_index,
    print_json,
    workspace_option,
)
from miller.errors import WorkspaceError

_COLUMNS = (
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
    if not known.num_rows:
        raise WorkspaceError(
            f"the index does not have this file: {path}",
            hint="run `miller index`; files that ignore rules leave out are not indexed",
        )
    tree = _tree(symbols)
    if as_json:
        print_json(tree)
    else:
        _print_tree(tree)


def _path_in_index(file: Path, root: Path) -> str:
    """Give a path as the index has it: from the current folder, or from the workspace."""
    from_here = Path(os.path.normpath(file.absolute()))
    if from_here.exists() and from_here.is_relative_to(root):
        return from_here.relative_to(root).as_posix()
    return file.as_posix()


def _tree(symbols: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Nest symbols in their parents."""
    nodes = {
        symbol["id"]: {**{name: symbol[name] for name in _COLUMNS}, "children": []}
        for symbol in symbols
    }
    roots: list[dict[str, Any]] = []
    for symbol in symbols:
        parent = nodes.get(symbol["parent_id"])
        siblings = roots if parent is None else parent["children"]
        siblings.append(nodes[symbol["id"]])
    return roots


def _print_tree(tree: list[dict[str, Any]]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    # Not by recursion: symbols nest as deep as their source does.
    waiting = [(node, 0) for node in reversed(tree)]
    while waiting:
        node, depth = waiting.pop()
        line = Text("  " * depth)
        line.append(f"{node['kind']} ", style="dim")
        line.append(node["signature"] or node["name"])
        line.append(f"  {node['start_line']}", style="cyan")
        console.print(line)
        waiting.extend((child, depth + 1) for child in reversed(node["children"]))
