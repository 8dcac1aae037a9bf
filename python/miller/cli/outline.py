"""`miller outline`: the symbols of a file as a tree, or those of a folder in short."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from miller.changed_files import changed_files
from miller.cli.lines import definition_line, page_as_json, print_lines, tell_of_page
from miller.cli.shared import (
    find_index,
    find_workspace,
    index_dir_option,
    json_option,
    limit_option,
    offset_option,
    open_index,
    path_in_index,
    print_json,
    tell_of_changed,
    tell_of_unfinished,
    workspace_option,
)
from miller.errors import WorkspaceError
from miller.navigation import file_outline, folder_outline
from miller.navigation.outline import folded, lines_of
from miller.report import counted
from miller.run_record import unfinished_run_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from miller.cli.lines import Line
    from miller.navigation import Definition, FileOutline, Page

_FILES = 50


@click.command()
@click.argument("path", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@limit_option(None, f"So many symbols of a file, files of a folder; all, and {_FILES} of a folder.")
@offset_option
@workspace_option
@index_dir_option
@json_option
def outline(  # noqa: PLR0913 -- one argument an option
    path: Path,
    limit: int | None,
    offset: int,
    workspace: Path | None,
    index_dir: Path | None,
    *,
    as_json: bool,
) -> None:
    """Print the symbols of a file as a tree, or the files of a folder with their first symbols."""
    root = find_workspace(workspace)
    folder = find_index(root, index_dir)
    wanted = path_in_index(path, root)
    with open_index(folder) as store:
        tree = file_outline(store, wanted, limit=limit, offset=offset)
        files = None
        if tree is None:
            inside = "" if wanted == "." else wanted
            files = folder_outline(store, inside, limit=limit or _FILES, offset=offset)
        shown = [wanted] if files is None else [file.path for file in files.items]
        changed = changed_files(store, folder, root, shown)
        tell_of_unfinished(unfinished_run_of(folder, store))
    if not as_json:
        tell_of_changed(changed)
    if tree is not None:
        _print_tree(wanted, tree, changed, as_json=as_json)
    elif files is not None and files.total:
        _print_files(wanted, files, changed, as_json=as_json)
    else:
        raise WorkspaceError(
            f"the index does not have this file: {wanted}",
            hint="run `miller index`; files that ignore rules leave out are not indexed",
        )


def _print_tree(
    path: str, tree: Page[tuple[int, Definition]], changed: list[str], *, as_json: bool
) -> None:
    if as_json:
        items = [{"depth": depth, **asdict(symbol)} for depth, symbol in tree.items]
        print_json({"path": path, "changed_files": changed, **page_as_json(tree, items)})
        return
    print_lines(_lines(tree.items))
    if len(tree.items) < tree.total:
        tell_of_page(tree, "symbol")


def _lines(symbols: Iterable[tuple[int, Definition]]) -> Iterator[Line]:
    """Give a line a symbol, but one for all imports and exports that follow each other."""
    for run in folded(symbols):
        depth, symbol = run[0]
        if len(run) == 1:
            yield _symbol_line(depth, symbol)
            continue
        told = (counted(len(run), symbol.kind), "dim")
        yield [("  " * depth, ""), told, (f"  {lines_of(run)}", "cyan")]


def _symbol_line(depth: int, symbol: Definition) -> Line:
    named = " ".join((symbol.signature or symbol.name).split())
    return [
        ("  " * depth, ""),
        (f"{symbol.kind} ", "dim"),
        (named, ""),
        (f"  {symbol.start_line}", "cyan"),
    ]


def _print_files(path: str, files: Page[FileOutline], changed: list[str], *, as_json: bool) -> None:
    if as_json:
        print_json({"path": path, "changed_files": changed, **page_as_json(files)})
        return
    print_lines(line for file in files.items for line in _file_lines(file))
    tell_of_page(files, "file")


def _file_lines(file: FileOutline) -> Iterator[Line]:
    if not file.symbols:
        yield [(f"{file.path}: ", "cyan"), (file.language, "dim")]
    for symbol in file.symbols:
        yield definition_line(symbol)
    if file.top_level > len(file.symbols):
        more = f"{file.top_level - len(file.symbols):,} more"
        yield [(f"{file.path}: ", "cyan"), (more, "dim")]
