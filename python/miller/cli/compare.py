"""`miller compare`: both routes over a workspace, their rows and their cost."""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from miller.compare import Choices
from miller.compare import compare as run_comparison
from miller.compare.rows import shown
from miller.compare.summary import STAGES_NOTE, summarise
from miller.errors import ConfigurationError, MeasureError
from miller.measure.machine import in_words
from miller.measure.units import full, short
from miller.settings import NO_EMBEDDER
from miller.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from miller.compare import Comparison
    from miller.compare.rows import Mismatch
    from miller.compare.summary import Line, Summary

_MOST_NAMED = 20
# What a file or a pipe has room for.
_WIDTH_OF_TABLES = 100
_STANDARD_OUTPUT = Path("-")
_output = click.Path(path_type=Path, dir_okay=False, writable=True, allow_dash=True)


@click.command()
@click.argument(
    "path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path()
)
@click.option(
    "--runs",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="Timed runs of each route.",
)
@click.option("--max-file-size", metavar="SIZE", help="Leave larger files out, such as 2MiB.")
@click.option("--exclude", metavar="GLOB", multiple=True, help="Leave matching files out.")
@click.option("--hidden/--no-hidden", default=None, help="Index what begins with a dot, too.")
@click.option("--threads", type=click.IntRange(min=1), help="Threads that extract.")
@click.option("--embedder", metavar="MODEL", help="The embedding model, such as `static`.")
@click.option("--no-embeddings", is_flag=True, help="Do without vectors.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    metavar="FILE",
    help="Write a page with charts; needs jinja2 and matplotlib.",
)
@click.option(
    "--json",
    "json_file",
    type=_output,
    metavar="FILE",
    help="Write everything as JSON; `-` prints it instead of the tables.",
)
def compare(  # noqa: PLR0913, PLR0917 -- one argument an option
    path: Path,
    runs: int,
    max_file_size: str | None,
    exclude: tuple[str, ...],
    threads: int | None,
    embedder: str | None,
    html: Path | None,
    json_file: Path | None,
    *,
    hidden: bool | None,
    no_embeddings: bool,
) -> None:
    """Index the workspace PATH by both routes, several times, and compare rows and cost.

    Each run is a process of its own and writes to a temporary folder; the index of the workspace
    stays as it is. The exit status is 1 when the rows differ, and 0 when they are equal, even if
    the Arrow route fell back to objects.
    """
    if no_embeddings and embedder is not None:
        raise click.UsageError("--embedder and --no-embeddings exclude each other")
    for file in (html, json_file):
        _require_folder(file)
    make_page = _page_maker() if html is not None else None
    settings = {
        "max_file_size": max_file_size,
        "exclude": list(exclude) or None,
        "hidden": hidden,
        "threads": threads,
    }
    choices = Choices(path, runs, NO_EMBEDDER if no_embeddings else embedder, settings)
    try:
        with _ending_cleanly(), _progress() as progress:
            comparison = run_comparison(choices, progress=progress)
    except ConfigurationError as error:
        if exclude:
            raise click.UsageError(str(error)) from error
        raise
    summary = summarise(comparison)
    # Files first: who reads the tables may close the pipe before their end.
    failures: list[MeasureError] = []
    if html is not None and make_page is not None:
        _write(html, make_page(comparison, summary), failures)
    if json_file is not None:
        found = {**comparison.to_dict(), **summary.to_dict()}
        # ASCII: a path may hold bytes that are no text.
        _write(json_file, json.dumps(found, indent=2, default=str) + "\n", failures)
    if json_file != _STANDARD_OUTPUT:
        _print(comparison, summary)
    for failure in failures:
        raise failure
    sys.exit(0 if comparison.equal else 1)


def _require_folder(file: Path | None) -> None:
    """Find out before the runs whether a result can be written after them."""
    if file is None or file == _STANDARD_OUTPUT:
        return
    if not os.access(file.absolute().parent, os.W_OK | os.X_OK):
        raise click.UsageError(f"there is no folder that can be written to: {file.parent}")


def _page_maker() -> Callable[[Comparison, Summary], str]:
    """Load what draws the page, before anything is measured."""
    try:
        from miller.compare.page import comparison_page  # noqa: PLC0415 -- an optional extra
    except ImportError as error:
        raise MeasureError(
            f"--html needs a package that is not there: {error.name}",
            hint="pip install jinja2 matplotlib",
        ) from error
    return comparison_page


def _write(file: Path, text: str, failures: list[MeasureError]) -> None:
    """Write a result; a failure is kept, since the tables are still to be printed."""
    if file == _STANDARD_OUTPUT:
        click.echo(text, nl=False)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        message = f"the result cannot be written: {file}: {error.strerror}"
        hint = "the tables on standard output are complete"
        failures.append(MeasureError(message, hint=hint))


@contextmanager
def _ending_cleanly() -> Iterator[None]:
    """Remove the temporary folder even if the process is told to end."""

    def end(number: int, _frame: Any) -> None:
        sys.exit(128 + number)

    # What is ignored stays ignored: `nohup` ignores SIGHUP.
    told = [
        number
        for number in (signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) is not signal.SIG_IGN
    ]
    before = [signal.signal(number, end) for number in told]
    try:
        yield
    finally:
        for number, handler in zip(told, before, strict=True):
            signal.signal(number, handler)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """Show a bar on standard error if a person is looking at it."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        task = bars.add_task("", total=None)

        def show(doing: str, done: int, total: int) -> None:
            bars.update(task, description=doing, completed=done, total=total or None)

        yield show


# What people read --------------------------------------------------------------------------------


def _print(comparison: Comparison, summary: Summary) -> None:
    console = Console(highlight=False, markup=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = max(console.width, _WIDTH_OF_TABLES)
    figures = comparison.figures[0]
    console.print(visible(str(comparison.workspace)))
    files = f"{full(figures.files)} file{'' if figures.files == 1 else 's'}"
    console.print(
        f"{files}, {short(figures.source_bytes, 'bytes')}, "
        f"{full(comparison.num_rows)} rows; embedding model: {visible(comparison.embedder)}"
    )
    for line in in_words(comparison.machine):
        console.print(line)
    _print_rows(console, comparison)
    if summary.verdict.outcome != "empty":
        _print_lines(console, "", list(summary.lines.values()))
        _print_lines(console, "seconds by stage", summary.stages)
        console.print(f"\n{STAGES_NOTE}")
    console.print(f"\n{summary.verdict.sentence}", style="bold")
    for remark in summary.verdict.remarks:
        console.print(remark)


def _print_rows(console: Console, comparison: Comparison) -> None:
    table = _table("rows", "files", "", "digest")
    for row in comparison.digests:
        table.add_row(row["table"], full(row["files"]), full(row["rows"]), row["digest"][:16])
    console.print()
    console.print(table)
    if comparison.equal:
        console.print(f"equal in all {len(comparison.turns)} runs, by digest of every file")
    for mismatch in comparison.mismatches:
        _print_mismatch(console, mismatch)


def _print_mismatch(console: Console, mismatch: Mismatch) -> None:
    console.print(
        f"\nnot equal: {mismatch.first_route} route, run 1, and {mismatch.second_route} route, "
        f"{mismatch.runs_text}",
        style="bold red",
    )
    for table, paths in mismatch.files.items():
        named = ", ".join(visible(path) for path in paths[:_MOST_NAMED])
        more = f" and {full(len(paths) - _MOST_NAMED)} more" if len(paths) > _MOST_NAMED else ""
        console.print(f"{table}: {full(len(paths))} files: {named}{more}")
    for one in mismatch.differences[:_MOST_NAMED]:
        first, second = shown(one.first, one.second)
        console.print(
            f"difference: {one.table} {visible(one.file_path)} {visible(one.key)} {one.column}: "
            f"{mismatch.first_route} {visible(first)}, {mismatch.second_route} {visible(second)}"
        )
    if len(mismatch.differences) > _MOST_NAMED:
        console.print("difference: more of them; --json and --html name the first 100")


def _print_lines(console: Console, title: str, lines: Sequence[Line]) -> None:
    table = _table(title, "object", "arrow", "ratio")
    for line in lines:
        sides = (line.object.text(line.unit), line.arrow.text(line.unit))
        table.add_row(line.name, *sides, line.ratio_text)
    console.print()
    console.print(table)


def _table(title: str, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(title, min_width=25)
    for column in columns:
        table.add_column(column, justify="right", overflow="fold")
    return table
