"""`miller search`: find symbols in words, by meaning and by name."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, get_args

import click

from miller import miller_core, text_files
from miller.changed_files import changed_files
from miller.cli.known_words import one_of
from miller.cli.shared import (
    find_index,
    find_workspace,
    index_dir_option,
    json_option,
    limit_option,
    offset_option,
    print_json,
    tell_of_changed,
    tell_of_unfinished,
    workspace_option,
)
from miller.pinned import read_pinned
from miller.run_record import unfinished_run_of
from miller.search import Mode
from miller.searcher import MOST_PAGED, Searcher
from miller.visible import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from miller.miller_core import SQLiteStore
    from miller.run_record import UnfinishedRun
    from miller.search import SearchHit
    from miller.searcher import SearchAnswer

_EXCERPT_LINES = 3


@click.command()
@click.argument("query")
@click.option("--mode", type=click.Choice(get_args(Mode)), default="hybrid", show_default=True)
@click.option(
    "--kind",
    multiple=True,
    callback=one_of(lambda: [*miller_core.symbol_kinds(), text_files.KIND]),
    help="Only this kind, such as `class`; `file` for texts.",
)
@click.option(
    "--language",
    multiple=True,
    callback=one_of(
        lambda: [*miller_core.supported_languages(), text_files.LANGUAGE], "miller languages"
    ),
    help="Only symbols of this language: see `miller languages`.",
)
@click.option("--path", help="Only this file, folder or pattern.")
@limit_option(10)
@offset_option
@workspace_option
@index_dir_option
@json_option
def search(  # noqa: PLR0913, PLR0917 -- one argument an option
    query: str,
    mode: Mode,
    kind: tuple[str, ...],
    language: tuple[str, ...],
    path: str | None,
    limit: int,
    offset: int,
    workspace: Path | None,
    index_dir: Path | None,
    *,
    as_json: bool,
) -> None:
    """Find symbols, and text files, that QUERY describes or names.

    Exit status: 4 when nothing is found.
    """
    if not query.strip():
        raise click.UsageError("the query is empty")
    root = find_workspace(workspace)
    folder = find_index(root, index_dir)
    searcher = Searcher(root, folder)

    def read(
        store: SQLiteStore, _state: object
    ) -> tuple[SearchAnswer, UnfinishedRun | None, list[str]]:
        answer = searcher.search(
            store,
            query,
            mode=mode,
            kind=kind or None,
            language=language or None,
            path=path,
            limit=limit,
            offset=offset,
        )
        paths = [hit.path for hit in answer.items]
        changed = changed_files(store, folder, root, paths)
        return answer, unfinished_run_of(folder, store), changed

    try:
        answer, run, changed = read_pinned(folder, read)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    tell_of_unfinished(run)
    for remark in answer.remarks:
        click.echo(remark, err=True)
    _end_without_hits(answer, as_json=as_json)
    hits = answer.items
    if as_json:
        more = {"found_by": answer.mode}
        print_json([{**asdict(hit), **more, "changed": hit.path in changed} for hit in hits])
        return
    tell_of_changed(changed)
    _print_hits(hits)
    if answer.next_offset is not None and offset + 2 * limit <= MOST_PAGED:
        click.echo(f"there are more; the next page: --offset {offset + limit}", err=True)


def _end_without_hits(answer: SearchAnswer, *, as_json: bool) -> None:
    """End the process when nothing was found, and say what may have been meant."""
    if answer.total:
        return
    from miller.cli.naming import MISSING  # noqa: PLC0415 -- with navigation, for this alone

    if as_json:
        print_json([])
    click.echo("nothing found", err=True)
    if answer.near:
        names = ", ".join(f"`{visible(name)}`" for name in answer.near)
        click.echo(f"hint: near names are {names}", err=True)
    sys.exit(MISSING)


def _print_hits(hits: Sequence[SearchHit]) -> None:
    from rich.console import Console  # noqa: PLC0415 -- output for machines does without
    from rich.text import Text  # noqa: PLC0415 -- output for machines does without

    console = Console(highlight=False, soft_wrap=True)
    for hit in hits:
        line = Text()
        line.append(f"{visible(hit.path)}:{hit.line}", style="cyan")
        line.append(f"  {hit.kind}  ", style="dim")
        line.append(visible_lines(hit.signature or hit.qualified_name), style="bold")
        console.print(line)
        for excerpt in (hit.excerpt or "").splitlines()[:_EXCERPT_LINES]:
            console.print(Text(f"    {visible_lines(excerpt)}", style="dim"))
