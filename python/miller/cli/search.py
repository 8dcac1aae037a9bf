"""`miller search`: find symbols in words, by meaning and by name."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, get_args

import click

from miller import miller_core, outbox, text_files
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
from miller.errors import ConfigurationError, EmbeddingError, StoreError
from miller.pinned import open_vectors_for_search, read_pinned
from miller.remembered_options import settings_of_index
from miller.report import counted
from miller.run_record import unfinished_run_of
from miller.search import DEPTH, Mode
from miller.search import search as search_symbols
from miller.settings import NO_EMBEDDER
from miller.state import FOLDER
from miller.vector_state import difference
from miller.visible import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from miller.embeddings import Embedder
    from miller.index_folder import IndexFolder
    from miller.miller_core import SQLiteStore
    from miller.run_record import UnfinishedRun
    from miller.search import SearchHit

_EXCERPT_LINES = 3

# So many names are told that are near to a query that finds nothing.
_NEAR_NAMES = 5

# A search puts so many in order; what it would find behind them depends on how many are asked for.
_MOST_PAGED = DEPTH - 1


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
    if offset and offset + limit > _MOST_PAGED:
        raise click.UsageError(f"pages end at the hit of place {_MOST_PAGED}: ask more precisely")
    root = find_workspace(workspace)
    folder = find_index(root, index_dir)

    def read(index: SQLiteStore, state: Mapping[str, str]) -> _Answer:
        waiting = outbox.files_outstanding(index)
        run = unfinished_run_of(folder, index)
        find = partial(
            search_symbols,
            index,
            query,
            kind=kind or None,
            language=language or None,
            path=path,
            limit=offset + limit + 1,
        )
        if mode == "name":
            return _Answer(find(mode=mode), mode, waiting, run)
        if state.get(FOLDER):
            with open_vectors_for_search(folder, state) as vectors:
                hits, answered = _hits(partial(find, vectors=vectors), mode, root, folder, state)
                return _Answer(hits, answered, waiting, run)
        lack = _no_vectors(folder, waiting, run)
        if mode == "vector":
            raise lack
        return _Answer(find(mode=mode), "name", waiting, run, lack)

    def read_and_look(
        index: SQLiteStore, state: Mapping[str, str]
    ) -> tuple[_Answer, list[SearchHit], list[str]]:
        answer = _with_near_names(read(index, state), index, query)
        hits = answer.hits[offset : offset + limit]
        changed = changed_files(index, folder, root, [hit.path for hit in hits])
        return answer, hits, changed

    try:
        answer, hits, changed = read_pinned(folder, read_and_look)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    _tell_of_index(answer, mode)
    _end_without_hits(answer, as_json=as_json)
    if as_json:
        more = {"found_by": answer.mode}
        print_json([{**asdict(hit), **more, "changed": hit.path in changed} for hit in hits])
    else:
        tell_of_changed(changed)
        _print_hits(hits)
        _tell_of_more(answer, offset, limit)


def _tell_of_more(answer: _Answer, offset: int, limit: int) -> None:
    if len(answer.hits) > offset + limit and offset + 2 * limit <= _MOST_PAGED:
        click.echo(f"there are more; the next page: --offset {offset + limit}", err=True)


@dataclass(frozen=True)
class _Answer:
    """What a search gives, and what there is to tell of the index."""

    hits: list[SearchHit]
    mode: Mode
    """The mode that the hits are of, which is another one where a model or vectors are missing."""
    waiting: int
    """Files whose vectors are still to be made."""
    run: UnfinishedRun | None
    lack: StoreError | None = None
    """Why there are no vectors, where there are none and they are needed."""
    near: tuple[str, ...] = ()
    """Names that are near to a query that finds nothing."""


def _with_near_names(answer: _Answer, index: SQLiteStore, query: str) -> _Answer:
    """Give an answer without hits the names that are near to the query."""
    if answer.hits:
        return answer
    from miller.navigation.near_names import near_names  # noqa: PLC0415 -- for this alone

    # Where filters leave out all that is there, the very name may be among them.
    return replace(answer, near=near_names(index, query.strip(), _NEAR_NAMES))


def _end_without_hits(answer: _Answer, *, as_json: bool) -> None:
    """End the process when nothing was found, and say what may have been meant."""
    if answer.hits:
        return
    from miller.cli.naming import MISSING  # noqa: PLC0415 -- with navigation, for this alone

    if as_json:
        print_json([])
    click.echo("nothing found", err=True)
    if answer.near:
        names = ", ".join(f"`{visible(name)}`" for name in answer.near)
        click.echo(f"hint: near names are {names}", err=True)
    sys.exit(MISSING)


def _tell_of_index(answer: _Answer, mode: Mode) -> None:
    """Tell on standard error what the index lacks for an answer in the mode asked for."""
    tell_of_unfinished(answer.run)
    if answer.lack is not None:
        told = visible_lines(f"{answer.lack}; {answer.lack.hint}")
        click.echo(f"note: found by words in names alone: {told}", err=True)
    elif answer.waiting and mode != "name":
        click.echo(
            f"the symbols of {counted(answer.waiting, 'file')} are found by name alone: their "
            "vectors are still to be made; `miller index` makes them",
            err=True,
        )


def _no_vectors(folder: IndexFolder, waiting: int, run: UnfinishedRun | None) -> StoreError:
    hint = "run `miller index` with a model, such as `--embedder static`"
    if waiting:
        hint = "run `miller index` again: the embedding model had failed"
    elif run is not None:
        return StoreError(
            f"the index has no vectors: {folder.path}: {run.problem}", hint=run.advice
        )
    return StoreError(f"the index has no vectors: {folder.path}", hint=hint)


def _hits(
    find: Callable[..., list[SearchHit]],
    mode: Mode,
    root: Path,
    folder: IndexFolder,
    state: Mapping[str, str],
) -> tuple[list[SearchHit], Mode]:
    """Search; without a model that works, a hybrid search finds what text alone does."""
    if mode == "text":
        return find(mode=mode), mode
    try:
        return find(mode=mode, embedder=_embedder(root, folder, state)), mode
    except (ConfigurationError, EmbeddingError) as error:
        if mode == "vector":
            raise
        hits = find(mode="text")
        click.echo(
            f"note: found by text alone, without vectors: {visible_lines(str(error))}\n"
            f"hint: {visible_lines(error.hint or 'look at the embedding model')}; or search with "
            "--mode text, which needs no model",
            err=True,
        )
        return hits, "text"


def _embedder(root: Path, folder: IndexFolder, state: Mapping[str, str]) -> Embedder:
    """Open the model that the vectors come from: those of another cannot be compared with them."""
    from miller.embeddings import open_embedder  # noqa: PLC0415 -- half of all searches do without

    chosen = settings_of_index(root, folder).embedder
    embedder = open_embedder(None if chosen == NO_EMBEDDER else chosen)
    differing = difference(state, embedder)
    if differing is not None:
        raise StoreError(
            differing, hint="run `miller index` to make them anew, or search with --mode text"
        )
    return embedder


def _print_hits(hits: list[SearchHit]) -> None:
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
