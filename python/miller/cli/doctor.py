"""`miller doctor`: whether an index is whole, and mending it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from miller.cli.shared import (
    either,
    find_workspace,
    index_dir_option,
    json_option,
    path_argument,
    print_json,
    workspace_option,
)
from miller.cli.waiting import CommandThatWaits, show_waiting, wait_option
from miller.doctor import examine, repair
from miller.errors import WorkspaceError
from miller.scanner import WorkspaceScanner
from miller.visible import visible, visible_lines

if TYPE_CHECKING:
    from pathlib import Path

    from miller.doctor import Examination, Finding

_PARTS = {
    "sqlite": "SQLite",
    "sqlite_log": "SQLite's log",
    "vectors": "vectors",
    "kept_vectors": "replaced vectors, kept for readers",
    "left_over_vectors": "vectors that are not in use",
    "other": "other files",
}
_FREE = {
    "sqlite": "SQLite's reserve, filled by later runs",
    "vectors": "old versions of the vectors; later runs remove them",
    "kept_vectors": "replaced vectors, kept for readers; a run minutes later removes them",
    "left_over_vectors": "vectors that are not in use; `miller doctor --fix` removes them",
}


@click.command(cls=CommandThatWaits)
@path_argument
@workspace_option
@click.option("--fix", is_flag=True, help="Mend what was found.")
@click.option("--deep", is_flag=True, help="Compare the rows of all files with their sources.")
@index_dir_option
@wait_option
@json_option
def doctor(  # noqa: PLR0913 -- one argument an option
    path: Path | None,
    workspace: Path | None,
    index_dir: Path | None,
    wait: float,
    *,
    fix: bool,
    deep: bool,
    as_json: bool,
) -> None:
    """Check the index of the workspace PATH: both stores, and whether they agree with the files.

    Exit status: 0 healthy, 1 with findings that are left, 2 wrong usage.
    """
    scanner = WorkspaceScanner(find_workspace(either(path, workspace)), index_dir=index_dir)
    scanner.folder.check()
    if not scanner.folder.path.is_dir():
        raise WorkspaceError(
            f"there is no index: {scanner.folder.path}", hint="run `miller index` first"
        )
    if fix:
        before, done, after = repair(scanner, deep=deep, wait=wait, waiting=show_waiting())
    else:
        before, done, after = examine(scanner, deep=deep), [], None
    left = before if after is None else after
    if as_json:
        report = {"index": str(scanner.folder.path), **left.to_dict()}
        if after is not None:
            found = [finding.to_dict() for finding in before.findings]
            report = {**report, "found": found, "repairs": done}
        print_json(report)
    else:
        _print(scanner.folder.path, before, done, after)
    sys.exit(0 if left.healthy else 1)


def _print(folder: Path, before: Examination, done: list[str], after: Examination | None) -> None:
    console = Console(highlight=False, markup=False, soft_wrap=True)
    console.print(visible(str(folder)))
    left = before if after is None else after
    for finding in before.findings:
        _print_finding(console, finding, advise=after is None)
    for what in done:
        console.print(f"done: {visible_lines(what)}")
    if before.findings and after is not None:
        for finding in after.findings:
            console.print("still there:")
            _print_finding(console, finding, advise=True)
    for note in left.notes:
        console.print(f"note: {visible_lines(note)}")
    if left.files_compared:
        console.print(_compared(left))
    _print_bytes(console, "bytes on disk", {_PARTS[name]: n for name, n in left.bytes.items()})
    _print_bytes(console, "bytes to spare", {_FREE[name]: n for name, n in left.free.items()})
    if left.healthy:
        console.print("healthy" if before.healthy else "mended")


def _compared(left: Examination) -> str:
    """Say of how many files the rows were compared, and why not of the others."""
    files = f"{left.files_compared:,} of {left.files:,} files"
    said = [f"compared the rows of {files} with their sources"]
    if left.files_out_of_date == 1:
        said.append("1 has changed since or is gone: `miller index` brings it up to date")
    elif left.files_out_of_date:
        others = f"{left.files_out_of_date:,} have changed since or are gone"
        said.append(f"{others}: `miller index` brings them up to date")
    if left.files_not_chosen:
        said.append(f"{left.files_not_chosen:,} were left out by chance: --deep compares all")
    return "; ".join(said)


def _print_finding(console: Console, finding: Finding, *, advise: bool) -> None:
    console.print(f"{finding.check}: {visible_lines(finding.problem)}")
    if advise:
        console.print(f"    {visible_lines(finding.what_to_do)}")


def _print_bytes(console: Console, title: str, sizes: dict[str, int]) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column(title, min_width=24)
    table.add_column("", justify="right", min_width=12)
    for name, size in sizes.items():
        if size:
            table.add_row(name, f"{size:,}")
    if table.row_count:
        console.print(table)
