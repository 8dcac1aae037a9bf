"""What several commands share: options, opening an index, output for machines."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from miller import miller_core
from miller.errors import WorkspaceError
from miller.index_check import opening
from miller.index_folder import NAME, IndexFolder
from miller.report import counted
from miller.settings import read_settings
from miller.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from miller.run_record import UnfinishedRun

_MOST_NAMED = 5

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")

index_dir_option = click.option(
    "--index-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the index; `.miller` in the workspace when not given.",
)

workspace_option = click.option(
    "--workspace",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The workspace; when not given, the nearest folder above that has an index.",
)

offset_option = click.option(
    "--offset",
    type=click.IntRange(min=0),
    default=0,
    help="Leave out so many: where the next page begins.",
)


def limit_option(
    default: int | None, explanation: str = "So many at most."
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give the option for how many results to print."""
    return click.option(
        "--limit",
        type=click.IntRange(min=1),
        default=default,
        show_default=default is not None,
        help=explanation,
    )


path_argument = click.argument(
    "path", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False
)


def print_json(value: Any) -> None:
    """Print a value as JSON; what JSON has no form for as text."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def either(path: Path | None, workspace: Path | None) -> Path | None:
    """Give the workspace of a command that takes it as PATH or by `--workspace`."""
    if path is not None and workspace is not None:
        raise click.UsageError("PATH and --workspace both name the workspace: leave one out")
    return workspace if path is None else path


def find_workspace(workspace: Path | None) -> Path:
    """Give the workspace asked for, or the nearest folder above with an index."""
    if workspace is not None:
        return workspace.absolute()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / NAME / "index.db").is_file():
            return folder
    return here


def find_index(workspace: Path, index_dir: Path | None) -> IndexFolder:
    """Give the folder of an index that is there."""
    chosen = read_settings(workspace, {"index_dir": index_dir}).index_dir
    folder = IndexFolder.of(workspace, chosen)
    folder.check()
    if not folder.exists:
        raise WorkspaceError(f"there is no index: {folder.path}", hint="run `miller index` first")
    return folder


def path_in_index(path: Path, root: Path) -> str:
    """Give a path as the index has it: from the current folder, or from the workspace."""
    from_here = Path(os.path.normpath(path.absolute()))
    # `os.path.exists` is false, not an error, for what may not be looked at.
    if os.path.exists(from_here) and from_here.is_relative_to(root):  # noqa: PTH110
        return from_here.relative_to(root).as_posix()
    return path.as_posix()


@contextmanager
def open_index(folder: IndexFolder) -> Iterator[miller_core.SQLiteStore]:
    """Open an index for reading: all that is read is of one commit."""
    with opening(folder), miller_core.SQLiteStore(folder.index_file, one_commit=True) as store:
        yield store


def tell_of_changed(paths: list[str]) -> None:
    """Tell on standard error of files that are no longer as an answer shows them."""
    if not paths:
        return
    named = ", ".join(map(visible, paths[:_MOST_NAMED]))
    more = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
    has, it = ("has", "it") if len(paths) == 1 else ("have", "them")
    files = f"{counted(len(paths), 'file')} of this answer {has} changed since the index was made"
    click.echo(f"{files}: {named}{more}; `miller index` brings {it} up to date", err=True)


def tell_of_unfinished(run: UnfinishedRun | None) -> None:
    """Tell on standard error of a run that did not end, or makes the index only now.

    That a whole index is being brought up to date is nothing that a reader has to be told of.
    """
    if run is not None and (run.is_first or run.writer is None):
        click.echo(f"{run.problem}; {run.advice}", err=True)
