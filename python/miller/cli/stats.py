"""`miller stats`: what an index holds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from miller import miller_core, outbox
from miller.cli.shared import (
    either,
    find_index,
    find_workspace,
    index_dir_option,
    json_option,
    open_index,
    path_argument,
    print_json,
    workspace_option,
)
from miller.digests import index_digests
from miller.embeddings import open_embedder
from miller.errors import ConfigurationError, EmbeddingError
from miller.remembered_options import as_written, remembered, settings_of_index
from miller.run_record import unfinished_run_of
from miller.settings import NO_EMBEDDER
from miller.state import DIMENSION, FOLDER, MODEL
from miller.vector_state import difference
from miller.visible import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa

    from miller.index_folder import IndexFolder

# By the numbers of words: to look the word of each symbol up takes three times as long.
_SYMBOLS = """
SELECT kinds.word AS kind, languages.word AS language, n
FROM (
  SELECT s.kind_id, coalesce(s.language_id, f.language_id) AS language_id, count(*) AS n
  FROM symbol_rows AS s JOIN file_rows AS f USING (file_id) GROUP BY 1, 2) AS counted
JOIN words AS kinds ON kinds.word_id = counted.kind_id
JOIN words AS languages ON languages.word_id = counted.language_id"""
_FILES = "SELECT language, status, count(*) AS n FROM files GROUP BY 1, 2"


@click.command()
@path_argument
@workspace_option
@index_dir_option
@click.option("--digest", is_flag=True, help="Digests of the rows, to compare indexes by.")
@json_option
def stats(
    path: Path | None,
    workspace: Path | None,
    index_dir: Path | None,
    *,
    digest: bool,
    as_json: bool,
) -> None:
    """Print what the index of the workspace PATH holds."""
    root = find_workspace(either(path, workspace))
    folder = find_index(root, index_dir)
    if digest:
        _print_digests(index_digests(folder), as_json=as_json)
        return
    with open_index(folder) as store:
        state = store.get_state()
        run = unfinished_run_of(folder, store)
        found: dict[str, Any] = {
            "index": str(folder.path),
            "unfinished_run": None if run is None else run.to_dict(),
            "rows": store.counts(),
            "bytes": {
                "sqlite": _size(folder.path.glob("index.db*")),
                "vectors": _size(folder.path.glob("vectors-*/**/*")),
            },
            "model": {"name": state[MODEL], "dimension": int(state[DIMENSION])}
            if state.get(FOLDER)
            else None,
            "model_differs": _model_differs(root, folder, state),
            "options": remembered(folder),
            "vectors_outstanding": outbox.files_outstanding(store),
        }
        symbols, files = (store.query(sql).to_pylist() for sql in (_SYMBOLS, _FILES))
        found["symbols_by_kind"] = _counts_by("kind", symbols)
        found["symbols_by_language"] = _counts_by("language", symbols)
        found["files_by_language"] = _counts_by("language", files)
        found["files_by_status"] = _counts_by("status", files)
    if as_json:
        print_json(found)
    else:
        _print(found)


def _counts_by(column: str, counted: list[dict[str, Any]]) -> dict[str, int]:
    """Add counts up, the largest first."""
    sums: Counter[str] = Counter()
    for row in counted:
        sums[row[column]] += row["n"]
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def _model_differs(root: Path, folder: IndexFolder, state: Mapping[str, str]) -> str | None:
    """Say how the settings' model differs from the one that the vectors come from."""
    if not state.get(FOLDER):
        return None
    chosen = settings_of_index(root, folder).embedder
    try:
        embedder = None if chosen == NO_EMBEDDER else open_embedder(chosen)
    except (ConfigurationError, EmbeddingError) as error:
        return f"the model of the settings cannot be compared with it: {error}"
    differing = difference(state, embedder)
    if differing is None:
        return None
    does = "gives the vectors up" if embedder is None else "makes all of them anew"
    return f"{differing}; `miller index` {does}"


def _print_digests(digests: pa.Table, *, as_json: bool) -> None:
    """Print a digest a table; for machines those of its files, too."""
    tables = miller_core.combine_digests(digests).to_pylist()
    if as_json:
        files: dict[str, dict[str, str]] = {row["table"]: {} for row in tables}
        for row in digests.to_pylist():
            files[row["table"]][row["file_path"]] = row["digest"]
        print_json({row["table"]: {**row, "files": files[row["table"]]} for row in tables})
        return
    for row in tables:
        click.echo(f"{row['digest']}  {row['table']}  {row['rows']:,} rows, {row['files']:,} files")


def _size(paths: Any) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())


def _print(found: dict[str, Any]) -> None:
    from rich.console import Console  # noqa: PLC0415 -- output for machines does without
    from rich.table import Table  # noqa: PLC0415 -- output for machines does without

    console = Console(highlight=False)
    console.print(visible(found["index"]), markup=False, soft_wrap=True)
    run = found["unfinished_run"]
    if run is not None:
        told = visible_lines(f"{run['problem']}; {run['advice']}")
        console.print(told, markup=False, soft_wrap=True)
    model = found["model"]
    described = f"{model['name']}, {model['dimension']} components" if model else "none"
    console.print(f"embedding model: {visible(described)}", markup=False, soft_wrap=True)
    if found["model_differs"] is not None:
        console.print(visible_lines(found["model_differs"]), markup=False, soft_wrap=True)
    if found["options"]:
        kept = visible(as_written(found["options"]))
        console.print(f"options of `miller index`: {kept}", markup=False, soft_wrap=True)
    if found["vectors_outstanding"]:
        console.print(f"files whose vectors are still to be made: {found['vectors_outstanding']:,}")
    groups = {name: counts for name, counts in found.items() if isinstance(counts, dict)}
    for name in ("model", "unfinished_run", "options"):
        groups.pop(name, None)
    for title, counts in groups.items():
        table = Table(box=None, pad_edge=False)
        table.add_column(title.replace("_", " "))
        table.add_column("", justify="right")
        for name, count in counts.items():
            table.add_row(str(name), f"{count:,}")
        console.print(table)
