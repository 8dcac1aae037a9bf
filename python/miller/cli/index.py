"""`miller index`: bring an index up to date."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from miller.cli.shared import index_dir_option, json_option, print_json
from miller.cli.waiting import CommandThatWaits, show_waiting, wait_option
from miller.errors import ConfigurationError, InterruptedRunError
from miller.remembered_options import as_written
from miller.report import STAGES, counted
from miller.scanner import WorkspaceScanner
from miller.settings import NO_EMBEDDER, ROUTES
from miller.visible import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from miller.report import IndexStats

_STAGES = {"scan": "looking for changes", "index": "indexing", "finish": "finishing"}
_MOST_NAMED = 20


@click.command(cls=CommandThatWaits)
@click.argument(
    "path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path()
)
@click.option("--route", type=click.Choice(ROUTES), help="The way to the stores (MILLER_ARROW).")
@index_dir_option
@click.option("--strict", is_flag=True, help="Exit with 1 when a file could not be read.")
@click.option("--rebuild", is_flag=True, help="Empty the index, and build it anew.")
@click.option("--max-file-size", metavar="SIZE", help="Leave larger files out, such as 2MiB.")
@click.option("--exclude", metavar="GLOB", multiple=True, help="Leave matching files out.")
@click.option("--hidden/--no-hidden", default=None, help="Index what begins with a dot, too.")
@click.option("--threads", type=click.IntRange(min=1), help="Threads that extract.")
@click.option("--embedder", metavar="MODEL", help="The embedding model, such as `static`.")
@click.option("--no-embeddings", is_flag=True, help="Do without vectors: searches find names.")
@click.option("--forget-options", is_flag=True, help="Forget the options of earlier runs.")
@wait_option
@json_option
def index(  # noqa: PLR0913, PLR0917 -- one argument an option
    path: Path,
    route: str | None,
    index_dir: Path | None,
    max_file_size: str | None,
    exclude: tuple[str, ...],
    embedder: str | None,
    threads: int | None,
    wait: float,
    *,
    strict: bool,
    rebuild: bool,
    hidden: bool | None,
    no_embeddings: bool,
    forget_options: bool,
    as_json: bool,
) -> None:
    """Index the workspace PATH, or what has changed in it.

    What to index, and the model, hold for later runs: --max-file-size, --exclude, --hidden,
    --embedder and --no-embeddings, until they are given anew or forgotten by --forget-options.

    Exit status: 0 complete; 1 when the routes differ, vectors are still to be made because the
    embedding model has failed or, with --strict, a file could not be read; 2 wrong usage.
    """
    if no_embeddings and embedder is not None:
        raise click.UsageError("--embedder and --no-embeddings exclude each other")
    with _progress() as progress:
        scanner = WorkspaceScanner(
            path,
            index_dir=index_dir,
            route=route,
            embedder=NO_EMBEDDER if no_embeddings else embedder,
            progress=progress,
            settings={
                "max_file_size": max_file_size,
                "exclude": exclude or None,
                "hidden": hidden,
                "threads": threads,
            },
            keep_options=True,
            forget_options=forget_options,
        )
        try:
            stats = scanner.index_workspace(rebuild=rebuild, wait=wait, waiting=show_waiting())
        except ConfigurationError as error:
            if exclude:
                raise click.UsageError(str(error)) from error
            raise
        except KeyboardInterrupt:
            raise InterruptedRunError(
                f"interrupted: the index has what was complete by then: {scanner.folder.path}",
                hint="run `miller index` again: it goes on with the rest",
            ) from None
    if as_json:
        print_json(stats.to_dict())
    else:
        _print_report(stats)
    sys.exit(stats.exit_status(strict=strict))


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """Show a bar on standard error if a person is looking at it."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        task = bars.add_task(_STAGES["scan"], total=None)

        def show(stage: str, done: int, total: int) -> None:
            bars.update(task, description=_STAGES[stage], completed=done, total=total or None)

        yield show


def _print_report(stats: IndexStats) -> None:
    console = Console(highlight=False, soft_wrap=True)
    total = stats.seconds["total"]
    console.print(
        f"{stats.files_indexed} files indexed, {stats.files_unchanged + stats.files_touched} "
        f"unchanged, {stats.files_deleted} deleted in {total:.2f} s ({stats.route} route)"
    )
    if stats.options:
        kept = visible(as_written(stats.options))
        told = f"options of earlier runs, kept: {kept} (--forget-options goes by the settings)"
        console.print(told, markup=False)
    if stats.route == "verify" and stats.files_indexed and not stats.differences_found:
        console.print("both routes gave the same rows")
    if stats.rows:
        rows = {name: f"{stats.rows[name]:,}" for name in sorted(stats.rows)}
        _print_table(console, "rows", {**rows, "a second": f"{stats.rows_per_second:,.0f}"})
    seconds = {name: f"{spent:.2f}" for name, spent in sorted(stats.seconds.items(), key=_stage)}
    _print_table(console, "seconds", seconds)
    if stats.skipped:
        skipped = {reason.replace("_", " "): str(n) for reason, n in stats.skipped.items()}
        _print_table(console, "files left out", skipped)
    _print_problems(stats)


def _stage(stage: tuple[str, float]) -> int:
    """Give the place of a stage in the order of the work."""
    return (*STAGES, "total").index(stage[0])


def _print_table(console: Console, title: str, rows: dict[str, str]) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column(title, min_width=24)
    table.add_column("", justify="right", min_width=12)
    for name, value in rows.items():
        table.add_row(name, value)
    console.print(table, markup=False)


def _print_problems(stats: IndexStats) -> None:
    """Name on standard error what a person should know of."""
    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    if not stats.files_found:
        console.print(
            "no file was found: the workspace is empty, or ignore rules (`.gitignore`, `.ignore`, "
            "the setting `exclude`) leave out all that it holds"
        )
    if stats.built_anew is not None:
        console.print(f"the index was built anew: {stats.built_anew}")
    for name, files in (("failed", stats.failed), ("partial", stats.partial)):
        for path, reason in files[:_MOST_NAMED]:
            console.print(f"{name}: {visible(path)}: {visible_lines(reason)}")
        if len(files) > _MOST_NAMED:
            console.print(f"{name}: {len(files) - _MOST_NAMED} more; --json names all")
    _print_vectors(console, stats)
    for fallback in stats.fallbacks:
        first = visible(fallback.paths[0])
        console.print(
            f"fallback: {len(fallback.paths)} files from {first} went through objects: "
            f"{visible_lines(fallback.reason)}"
        )
    for difference in stats.differences[:_MOST_NAMED]:
        console.print(
            f"difference: {difference.table} {visible(difference.key)} {difference.column}: "
            f"object {difference.object_value!r}, arrow {difference.arrow_value!r}"
        )
    if stats.differences_found > _MOST_NAMED:
        console.print(f"difference: {stats.differences_found} in all")


def _print_vectors(console: Console, stats: IndexStats) -> None:
    """Say what became of the vectors as a whole."""
    reason = visible_lines(stats.vectors_outstanding_reason or "")
    if stats.vectors_rebuilt is not None:
        console.print(f"all vectors were made anew: {visible_lines(stats.vectors_rebuilt)}")
    if stats.vectors_made_up:
        console.print(f"the vectors of {counted(stats.vectors_made_up, 'file')} were made up for")
    if stats.vectors_outstanding:
        console.print(
            f"the vectors of {counted(stats.vectors_outstanding, 'file')} are still to be made: "
            f"{reason}; the next `miller index` makes them"
        )
    if stats.vectors_of_other_model is not None:
        console.print(
            f"{stats.vectors_of_other_model}, which has failed: "
            f"{reason}; the next `miller index` makes all vectors anew"
        )
