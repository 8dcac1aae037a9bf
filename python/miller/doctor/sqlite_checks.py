"""Whether SQLite is whole: its pages, its layout, its references."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from miller import miller_core
from miller.doctor.findings import Finding, Repair, some
from miller.report import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from miller.errors import StoreError
    from miller.miller_core import SQLiteStore

_SCHEMA = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"

# A row that names a file which is gone, a parent which is gone, and so on, by table.
_FOREIGN_KEYS = """
SELECT "table" AS child, parent, count(*) AS n FROM pragma_foreign_key_check GROUP BY 1, 2"""

# The rows of a file are there before its hash is, so that a write that ends early is done again.
_WITHOUT_HASH = """
SELECT path FROM file_rows JOIN words ON word_id = status_id
WHERE coalesce(length(hash), 0) = 0 AND word <> 'failed' ORDER BY path"""
_WITHOUT_CONTENT = """
SELECT path FROM file_rows WHERE length(hash) > 0 AND file_id NOT IN (SELECT file_id FROM contents)
ORDER BY path"""
_WORDS_MISSING = """
SELECT path FROM contents JOIN file_rows USING (file_id) JOIN words ON word_id = language_id
WHERE word = 'text' AND content <> '' AND file_id NOT IN (SELECT id FROM text_words_docsize)
ORDER BY path"""
_WORDS_TOO_MANY = """
SELECT CAST(id AS TEXT) AS path FROM text_words_docsize WHERE id NOT IN (
  SELECT file_id FROM contents JOIN file_rows USING (file_id) JOIN words ON word_id = language_id
  WHERE word = 'text' AND content <> '')"""


def check_sqlite(store: SQLiteStore, *, bulk_load: bool) -> Iterator[Finding]:
    """Give what is wrong with an open index. The first that is fatal for the others is the last.

    While another process fills an empty index (`bulk_load`), SQLite's indexes are left out.
    """
    pages = store.query("SELECT * FROM pragma_integrity_check")["integrity_check"].to_pylist()
    if pages != ["ok"]:
        yield Finding(
            "sqlite", f"the SQLite file is damaged: {some(pages)}", Repair.REBUILD, names=pages
        )
        return
    layout = list(_check_layout(store, bulk_load=bulk_load))
    yield from layout
    if any(finding.repair is Repair.REBUILD for finding in layout):
        return
    yield from _check_references(store)
    yield from _check_files(store)


def from_error(error: StoreError) -> Finding | None:
    """Give the finding that an error of the store stands for; `None` when the file may be whole."""
    message = str(error)
    if message.startswith("not an index of Miller"):
        problem = f"{message}: its head is damaged, or it is something else"
        return Finding("sqlite", problem, Repair.SET_ASIDE)
    if message.startswith(
        (
            "the index is empty",
            "the index is damaged",
            "the index has another layout",
            "SQLite failed on the index",
        )
    ):
        return Finding("sqlite", message, Repair.REBUILD)
    return None


def _check_layout(store: SQLiteStore, *, bulk_load: bool) -> Iterator[Finding]:
    found = _schema(store)
    with (
        tempfile.TemporaryDirectory(prefix="miller-doctor-") as folder,
        miller_core.SQLiteStore(Path(folder) / "index.db") as empty,
    ):
        expected = _schema(empty)
    late = {("index", name) for name in miller_core.sqlite_layout().indexes}
    missing = [key for key in expected if key not in found]
    indexes = [key[1] for key in missing if key in late]
    if indexes and not bulk_load:
        yield Finding(
            "sqlite",
            f"indexes are missing, so that look-ups are slow: {some(indexes)}",
            Repair.OPEN,
            names=indexes,
        )
    wrong = [key[1] for key in missing if key not in late]
    wrong += [key[1] for key, text in found.items() if expected.get(key) != text]
    if wrong:
        yield Finding(
            "sqlite",
            f"the layout is not that of this version of Miller: {some(wrong)} missing or changed",
            Repair.REBUILD,
            names=wrong,
        )


def _schema(store: SQLiteStore) -> dict[tuple[str, str], str | None]:
    rows = store.query(_SCHEMA).to_pylist()
    return {(row["type"], row["name"]): row["sql"] for row in rows}


def _check_references(store: SQLiteStore) -> Iterator[Finding]:
    broken = store.query(_FOREIGN_KEYS).to_pylist()
    if broken:
        words = [
            f"{counted(row['n'], 'row')} of `{row['child']}` without its `{row['parent']}`"
            for row in broken
        ]
        yield Finding(
            "sqlite",
            f"rows refer to rows that are not there (foreign keys): {some(words)}",
            Repair.REBUILD,
            names=words,
        )


def _check_files(store: SQLiteStore) -> Iterator[Finding]:
    paths = _paths(store, _WITHOUT_HASH)
    if paths:
        yield Finding(
            "sqlite",
            f"{counted(len(paths), 'file')} with rows and without a hash, left by a write that "
            f"did not end: {some(paths)}",
            Repair.EXTRACT,
            names=paths,
        )
    paths = _paths(store, _WITHOUT_CONTENT)
    if paths:
        yield Finding(
            "sqlite",
            f"{counted(len(paths), 'file')} with a hash and without content, so that no run would "
            f"look at them again: {some(paths)}",
            Repair.EXTRACT,
            names=paths,
        )
    missing, more = _paths(store, _WORDS_MISSING), _paths(store, _WORDS_TOO_MANY)
    if missing or more:
        yield Finding(
            "sqlite",
            f"the full text index of text files lacks {len(missing)} and has {len(more)} too many: "
            f"{some(missing or more)}",
            Repair.REBUILD,
            names=missing + more,
        )


def _paths(store: SQLiteStore, sql: str) -> list[str]:
    paths: list[str] = store.query(sql)["path"].to_pylist()
    return paths
