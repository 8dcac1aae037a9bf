"""Whether the rows are those of the files as they are now."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from miller import miller_core
from miller.doctor.findings import Finding, Repair, some
from miller.report import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from miller.miller_core import Changes, SQLiteStore
    from miller.settings import Settings

SAMPLE = 200
"""Files compared with their sources unless all are: below a second, as a rule."""

_UNRESOLVED = "SELECT path FROM file_rows WHERE resolved = 0 ORDER BY path"

# Tables that people query by another name.
_VIEWS = {"file_data": "files"}


def check_tree(
    changes: Changes, known: pa.RecordBatch, root: Path, errors: list[tuple[str, str]]
) -> Iterator[Finding]:
    """Give what a run of `miller index` would do, and which files it could not read.

    `errors` are the paths that the scan could not look at or into, each with the reason.
    """
    deleted: list[str] = changes.deleted.to_pylist()
    for path, reason in errors:
        within = [one for one in deleted if one == path or one.startswith(f"{path}/")]
        deleted = [one for one in deleted if one not in set(within)]
        problem = f"cannot be looked at: {path}: {reason}"
        if within:
            problem += f"; {counted(len(within), 'file')} of the index in it, as they were"
        advice = "look who owns it and who may read it: `miller index` would remove these rows"
        yield Finding("tree", problem, None, advice, names=[path])
    failed = known["path"].filter(pc.equal(known["status"], "failed"))
    tried_again = changes.changed.filter(pc.is_in(changes.changed, value_set=failed))
    unreadable = [path for path in tried_again.to_pylist() if not _is_readable(root / path)]
    if unreadable:
        problem = f"{counted(len(unreadable), 'file')} cannot be read: {some(unreadable)}"
        advice = "look who owns it and who may read it; `miller index` tries again each time"
        yield Finding("tree", problem, None, advice, names=unreadable)
    changed = changes.changed.filter(
        pc.invert(pc.is_in(changes.changed, value_set=pa.array(unreadable, pa.string())))
    )
    is_known = pc.is_in(changed, value_set=known["path"])
    for names, what in (
        (changed.filter(is_known).to_pylist(), "changed since the last run"),
        (changed.filter(pc.invert(is_known)).to_pylist(), "new since the last run"),
        (deleted, "gone, or left out, since the last run"),
    ):
        if names:
            problem = f"{counted(len(names), 'file')} {what}: {some(names)}"
            yield Finding("tree", problem, Repair.RUN, names=names)


def _is_readable(path: Path) -> bool:
    try:
        with path.open("rb"):
            return True
    except OSError:
        return False


def unchanged_files(changes: Changes, known: pa.RecordBatch) -> pa.Array:
    """Give the files of the index that have not changed since."""
    paths = known["path"]
    paths = paths.filter(pc.invert(pc.is_in(paths, value_set=changes.changed)))
    return paths.filter(pc.invert(pc.is_in(paths, value_set=changes.deleted)))


def some_by_chance(paths: pa.Array) -> pa.Array:
    """Give a sample, in order. By chance, so that doctors who are called again look at others."""
    if len(paths) <= SAMPLE:
        return paths
    chosen = random.sample(range(len(paths)), SAMPLE)
    return paths.take(pa.array(sorted(chosen)))


def check_references(store: SQLiteStore) -> Iterator[Finding]:
    """Give whether what uses mean in other files is to be found anew, and in which."""
    if not store.is_resolution_due():
        return
    paths: list[str] = store.query(_UNRESOLVED)["path"].to_pylist()
    why = f"after changes in {counted(len(paths), 'file')} ({some(paths)})"
    if not paths:
        why = "after a deletion, or because other rules decided them"
    problem = f"references across files are to be resolved anew, {why}: some mean what they meant"
    yield Finding("rows", f"{problem} before, or nothing", Repair.RESOLVE, names=paths)


def check_rows(
    store: SQLiteStore, root: Path, paths: pa.Array, settings: Settings
) -> Iterator[Finding]:
    """Extract files again and compare the digests of their rows with those of the stored rows."""
    wrong: dict[str, list[str]] = {}
    texts: list[str] = []
    stream = miller_core.extract_stream(
        paths, str(root), max_bytes=settings.chunk_size, threads=settings.threads
    )
    for batch in stream:
        expected = {
            (row["table"], row["file_path"]): row["digest"] for row in batch.digests().to_pylist()
        }
        for path in batch.file_data["path"].to_pylist():
            for table in miller_core.tables():
                view = _VIEWS.get(table, table)
                rows = store.read_table(view, file_path=path, as_extracted=True)
                digests = miller_core.row_digests(table, rows)["digest"].to_pylist()
                if digests == [expected[table, path]] if (table, path) in expected else not digests:
                    continue
                wrong.setdefault(path, []).append(view)
                if table == "file_data" and "text" in rows["language"].to_pylist():
                    texts.append(path)
    if wrong:
        words = [f"{path} ({', '.join(tables)})" for path, tables in wrong.items()]
        yield Finding(
            "rows",
            f"the rows of {counted(len(wrong), 'file')} are not those that its content gives, "
            f"although it has not changed: {some(words)}",
            # Words of a text leave the full text index by the content that they came with.
            Repair.REBUILD if texts else Repair.EXTRACT,
            names=list(wrong),
        )
