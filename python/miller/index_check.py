"""Whether an index is as the last run has left it and, if it is not, whether it can be built upon.

SQLite and LanceDB notice damage where they read, and a run that changes three files reads little:
it would end well on an index that has lost half its rows. To read everything each time would cost
more than such a run. So a run that ends notes how it leaves the files of the index, and the next
one reads the stores through only when it finds them otherwise: a run has been killed, something
else has written there, a file is gone.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import numpy as np

from miller import memory, miller_core
from miller.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from miller.index_folder import IndexFolder
    from miller.miller_core import SQLiteStore
    from miller.vector_store import VectorStore

_NOTE = "as-left"

# Every SQLite file that holds something is larger.
_SMALLEST = 512
_REBUILD = "run `miller index --rebuild`: nothing is lost, all comes from the source files"

# Words of a query that is to read the full text index.
_WORDS = 20


def is_as_left(folder: IndexFolder) -> bool:
    """Say whether the files of an index are those that a run has left when it ended."""
    try:
        return (folder.path / _NOTE).read_text(encoding="utf-8") == _looks(folder)
    except (OSError, ValueError):
        return False


def note_as_left(folder: IndexFolder) -> None:
    """Note how the files of an index are at the end of a run, when nothing has them open."""
    # Without the note, the next run reads the stores through: slower, and no reason to fail.
    with suppress(OSError):
        unfinished = folder.path / f"{_NOTE}.new"
        unfinished.write_text(_looks(folder), encoding="utf-8")
        unfinished.replace(folder.path / _NOTE)


def _looks(folder: IndexFolder) -> str:
    """Give a digest of names, sizes and times."""
    files = [folder.index_file]
    for store in folder.path.glob("vectors-*"):
        files.extend(path for path in store.rglob("*") if path.is_file())
    lines = []
    for path in sorted(files):
        looks = path.stat()
        lines.append(f"{os.fsdecode(path.relative_to(folder.path))}\t{looks.st_size}")
        lines.append(str(looks.st_mtime_ns))
    return miller_core.hash_content("\n".join(lines))


def reason_to_build_anew(folder: IndexFolder) -> str | None:
    """Say what has become of SQLite's file, where nothing is left of an index but the rest.

    `None` when there is something in that file, or never was.
    """
    if not (folder.vectors_beside("") or (folder.path / _NOTE).exists()):
        return None
    file = folder.index_file
    if not file.exists():
        return f"its file was missing: {file}"
    size = file.stat().st_size
    return f"its file was damaged, {size} bytes: {file}" if size < _SMALLEST else None


@contextmanager
def opening(folder: IndexFolder) -> Iterator[None]:
    """Say of an index that cannot be opened how to get another.

    A damaged first page looks like the file of another program, and nothing says which it is.
    """
    try:
        yield
    except StoreError as error:
        not_begun(folder, error)
        if "another layout" in str(error):
            raise StoreError(str(error), hint=_REBUILD) from error
        if "not an index of Miller" in str(error):
            hint = f"if nothing but Miller writes to {folder.path}, {_REBUILD}"
            raise StoreError(f"damaged, or {error}", hint=hint) from error
        if "is damaged" in str(error):
            raise StoreError(str(error), hint=_REBUILD) from error
        raise


def not_begun(folder: IndexFolder, error: StoreError) -> None:
    """Raise an error that says so if an index cannot be opened because somebody only begins it."""
    writer = folder.lock.holder() if "the index is empty" in str(error) else None
    if writer is not None:
        raise StoreError(
            f"the index is empty: {folder.index_file}: {writer} has only begun to make it",
            hint="wait for its end: `miller index --wait` does",
        ) from error


def check_rows(folder: IndexFolder, store: SQLiteStore) -> None:
    """Read the SQLite index through; raise `StoreError` when it is damaged."""
    try:
        integrity = (
            store.query("SELECT * FROM pragma_integrity_check LIMIT 1").column(0).to_pylist()
        )
        dangling = store.query("SELECT * FROM pragma_foreign_key_check LIMIT 1").to_pylist()
    except StoreError as error:
        raise StoreError(str(error), hint=_REBUILD) from error
    reason = integrity[0] if integrity != ["ok"] else ""
    if dangling:
        reason = f"a row refers to one that is not there: {dangling[0]}"
    if reason:
        reason = reason.removeprefix("*** in database main ***\n")
        raise StoreError(f"the index is damaged: {folder.index_file}: {reason}", hint=_REBUILD)


def check_vectors(vectors: VectorStore, parts: Iterable[pa.Table]) -> None:
    """Read the vectors through; raise `StoreError` unless they are those of the symbols.

    `parts` are the symbols of the index, in tables of consecutive files.
    """
    import pyarrow.compute as pc  # noqa: PLC0415 -- takes 20 ms, which who opens an index does not need

    rows = 0
    for symbols in parts:
        if not symbols.num_rows:
            continue
        rows += symbols.num_rows
        ends = pc.min_max(symbols["file_path"])
        first, last = (str(ends[end].as_py()).replace("'", "''") for end in ("min", "max"))
        found = vectors.to_arrow(condition=f"file_path >= '{first}' AND file_path <= '{last}'")
        for numbers in found["vector"].chunks:
            if not pc.all(pc.is_finite(numbers.flatten()), min_count=0).as_py():
                raise _other_rows(vectors, "vectors with components that are no numbers")
        example = found.slice(0, 1)
        found = found.drop_columns("vector")
        text = miller_core.search_text(symbols)
        if not _are_equal(found, symbols.append_column("search_text", text)):
            raise _other_rows(vectors, f"in the files from {first} to {last}")
        ask_indexes(vectors, example)
        # What a part takes is free until the next one has been read.
        del found, symbols, text, example
        memory.give_back()
    if len(vectors) != rows:
        raise _other_rows(vectors, f"{len(vectors)} rows, where the index has {rows} symbols")


def _are_equal(found: pa.Table, expected: pa.Table) -> bool:
    """Compare rows in the order of their ids, a column at a time: that takes a copy of one."""
    import pyarrow.compute as pc  # noqa: PLC0415 -- takes 20 ms, which who opens an index does not need

    if found.num_rows != expected.num_rows:
        return False
    places = [pc.sort_indices(table["id"]) for table in (found, expected)]
    return all(
        found[name].take(places[0]).equals(expected[name].take(places[1]))
        for name in expected.column_names
    )


def ask_indexes(vectors: VectorStore, rows: pa.Table) -> None:
    """Look rows of the store up; raise `StoreError` when one of its indexes cannot be read.

    Whether it can shows in its answers alone. Of the index of vectors, only the groups near to one
    that is asked for are read.
    """
    for row in rows.select(["search_text", "vector"]).to_pylist():
        vectors.search_text(" ".join(row["search_text"].split()[:_WORDS]), ["id"], 1)
        vectors.search_vector(np.array(row["vector"], np.float32), ["id"], 1)


def _other_rows(vectors: VectorStore, what: str) -> StoreError:
    return StoreError(
        f"the vector store `{vectors.path}` has not the symbols of the index: {what}",
        hint="run `miller index`: it makes the vectors anew",
    )
