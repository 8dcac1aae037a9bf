"""Ways to damage an index, each with what a doctor has to say about it."""

# ruff: noqa: S608 -- statements are put together from parts that stand here

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import lancedb
import numpy as np
import pyarrow as pa
import pytest

from end_to_end.conftest import LAMP, write
from miller import SQLiteStore, VectorStore, miller_core
from miller.doctor import Repair
from miller.index_folder import IndexFolder
from miller.state import DIGEST, DIMENSION, FOLDER, VERSION, WRITTEN_BY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Damage:
    name: str
    do: Callable[[Path], object]
    check: str
    repair: Repair
    words: str
    """A pattern of what is said."""

    def __str__(self) -> str:
        return self.name


def change(*statements: str, parameters: Sequence[object] = ()) -> Callable[[Path], None]:
    """Change the SQLite file behind Miller's back: its own store refuses to."""

    def run(root: Path) -> None:
        path = root / ".miller" / "index.db"
        # Python's library alone has the file open: see `docs/architecture.md`.
        with (
            miller_core.claim_index_file(path, "a test"),
            closing(sqlite3.connect(path)) as connection,
        ):
            connection.execute("PRAGMA foreign_keys = OFF")
            for statement in statements:
                connection.execute(statement, parameters)
            connection.commit()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    return run


def overwrite(start: float, length: int) -> Callable[[Path], None]:
    """Overwrite bytes from a part of the file on."""

    def run(root: Path) -> None:
        change()(root)
        path = root / ".miller" / "index.db"
        with path.open("r+b") as file:
            file.seek(int(path.stat().st_size * start))
            file.write(b"\xa5" * length)

    return run


def cut(root: Path) -> None:
    change()(root)
    path = root / ".miller" / "index.db"
    os.truncate(path, path.stat().st_size // 2)


def remove_sqlite(root: Path) -> None:
    for path in (root / ".miller").glob("index.db*"):
        path.unlink()


def record(**entries: str) -> Callable[[Path], None]:
    def run(root: Path) -> None:
        with SQLiteStore(root / ".miller" / "index.db") as store:
            store.set_state(entries)

    return run


def vector_folder(root: Path) -> Path:
    with SQLiteStore(root / ".miller" / "index.db", read_only=True) as store:
        return IndexFolder.of(root).vectors(store.get_state()[FOLDER])


def write_vectors(
    change_them: Callable[[VectorStore], object], *, recorded: bool = True
) -> Callable[[Path], None]:
    """Change the vectors, and let the index count on the version that comes of it."""

    def run(root: Path) -> None:
        with SQLiteStore(root / ".miller" / "index.db") as store:
            state = store.get_state()
            folder = IndexFolder.of(root).vectors(state[FOLDER])
            with VectorStore(folder, int(state[DIMENSION])) as vectors:
                change_them(vectors)
                if recorded:
                    store.set_state({VERSION: str(vectors.version)})

    return run


def add_again(vectors: VectorStore) -> None:
    rows = vectors.to_arrow()
    symbols = rows.select(miller_core.table_schema("symbols").names)
    vectors.add_arrow_batch(symbols, rows["vector"].combine_chunks(), rows["search_text"])


def add_stranger(vectors: VectorStore) -> None:
    rows = vectors.to_arrow().slice(0, 1)
    symbols = rows.select(miller_core.table_schema("symbols").names)
    symbols = symbols.set_column(0, symbols.schema.field(0), pa.array(["f" * 32]))
    vectors.add_arrow_batch(symbols, np.ones((1, vectors.dimension), np.float32))


def lose_file(vectors: VectorStore) -> None:
    vectors.delete_files(["lamp.py"])


def enter_outbox(root: Path) -> None:
    with SQLiteStore(root / ".miller" / "index.db") as store:
        store.vectors_lost(["lamp.py"], {})


def wait_for_model(root: Path) -> None:
    """Leave an index as a run does whose model has failed."""
    write_vectors(lose_file)(root)
    enter_outbox(root)


def other_vectors(vectors: VectorStore) -> None:
    rows = vectors.to_arrow()
    symbols = rows.select(miller_core.table_schema("symbols").names)
    wrong = np.ones((len(rows), vectors.dimension), np.float32)
    vectors.delete_files(symbols["file_path"].unique().to_pylist())
    vectors.add_arrow_batch(symbols, wrong)


def change_column(vectors: VectorStore) -> None:
    lancedb.connect(vectors.path).open_table("symbols").update(values={"signature": "wrong"})
    vectors.checkout(None)


def drop_text_index(vectors: VectorStore) -> None:
    lancedb.connect(vectors.path).open_table("symbols").drop_index("search_text_idx")
    vectors.checkout(None)


def lose_a_part_of_the_text_index(root: Path) -> None:
    (part,) = (root / ".miller").glob("vectors-*/symbols.lance/_indices/*/part_*_tokens.lance")
    part.unlink()


def lose_the_vector_index(root: Path) -> None:
    write_vectors(VectorStore.build_vector_index)(root)
    (part,) = (root / ".miller").glob("vectors-*/symbols.lance/_indices/*/auxiliary.idx")
    part.unlink()


def prune(vectors: VectorStore) -> None:
    add_again(vectors)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("miller.vector_store._SLACK", timedelta())
        vectors.compact(lambda version: version)


def remove_vectors(root: Path) -> None:
    shutil.rmtree(vector_folder(root))


def remove_table(root: Path) -> None:
    shutil.rmtree(vector_folder(root) / "symbols.lance")


def damage_vector_file(root: Path) -> None:
    for path in vector_folder(root).glob("*.lance/data/*"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def leave_vectors(root: Path) -> None:
    for name in ("vectors-8", "vectors-9"):
        write(root, {f".miller/{name}/symbols.lance/data/x": "x" * 1_000})


_SWITCH = "(SELECT word_id FROM words WHERE word = 'switch')"
_LAMP = "(SELECT word_id FROM words WHERE word = 'Lamp')"
_FILE = "(SELECT file_id FROM file_rows WHERE path = 'lamp.py')"
_NOTES = "(SELECT file_id FROM file_rows WHERE path = 'notes.txt')"

_SQLITE = [
    Damage("overwritten pages", overwrite(0.5, 20_000), "sqlite", Repair.REBUILD, "damaged"),
    Damage("cut off", cut, "sqlite", Repair.REBUILD, "damaged"),
    Damage("overwritten head", overwrite(0, 100), "sqlite", Repair.SET_ASIDE, "not an index"),
    Damage(
        "application id",
        change("PRAGMA application_id = 7"),
        "sqlite",
        Repair.SET_ASIDE,
        "not an index",
    ),
    Damage(
        "layout version",
        change("PRAGMA user_version = 99"),
        "sqlite",
        Repair.REBUILD,
        "another layout",
    ),
    Damage(
        "layout fingerprint",
        change("UPDATE state SET value = 'x' WHERE key = 'schema_fingerprint'"),
        "sqlite",
        Repair.REBUILD,
        "another layout",
    ),
    Damage(
        "lost state", change("DROP TABLE state"), "sqlite", Repair.REBUILD, "no such table: state"
    ),
    Damage(
        "lost index",
        change("DROP INDEX symbols_by_name"),
        "sqlite",
        Repair.OPEN,
        "symbols_by_name",
    ),
    Damage(
        "lost view", change("DROP VIEW identifiers"), "sqlite", Repair.REBUILD, "layout.*identif"
    ),
    Damage(
        "lost trigger",
        change("DROP TRIGGER text_words_lose"),
        "sqlite",
        Repair.REBUILD,
        "text_words_lose",
    ),
    Damage(
        "more tables", change("CREATE TABLE more (x)"), "sqlite", Repair.REBUILD, "layout.*more"
    ),
    Damage(
        "file without its row",
        change("DELETE FROM file_rows WHERE path = 'shop/report.py'"),
        "sqlite",
        Repair.REBUILD,
        "`symbol_rows` without its `file_rows`",
    ),
    Damage(
        "word that is used",
        change(f"DELETE FROM words WHERE word_id = {_SWITCH}"),
        "sqlite",
        Repair.REBUILD,
        "without its `words`",
    ),
    Damage(
        "file without a hash",
        change("UPDATE file_rows SET hash = NULL WHERE path = 'lamp.py'"),
        "sqlite",
        Repair.EXTRACT,
        "without a hash.*lamp.py",
    ),
    Damage(
        "hash without content",
        change(f"DELETE FROM contents WHERE file_id = {_FILE}"),
        "sqlite",
        Repair.EXTRACT,
        "without content.*lamp.py",
    ),
    Damage(
        "words of a text",
        change(
            "INSERT INTO text_words(text_words, rowid, content) "
            f"SELECT 'delete', file_id, content FROM contents WHERE file_id = {_NOTES}"
        ),
        "sqlite",
        Repair.REBUILD,
        "full text.*lacks 1",
    ),
    Damage("no file", remove_sqlite, "sqlite", Repair.REBUILD, "no SQLite file"),
]

_ROWS = [
    Damage(
        "other name",
        change(f"UPDATE symbol_rows SET name_id = {_LAMP} WHERE name_id = {_SWITCH}"),
        "rows",
        Repair.EXTRACT,
        r"lamp.py \(symbols\)",
    ),
    Damage(
        "identifiers",
        change(f"DELETE FROM identifier_rows WHERE file_id = {_FILE} AND seq > 3"),
        "rows",
        Repair.EXTRACT,
        r"lamp.py \(identifiers\)",
    ),
    Damage(
        "all rows of a file",
        change(
            f"DELETE FROM identifier_rows WHERE file_id = {_FILE}",
            f"DELETE FROM relationship_rows WHERE file_id = {_FILE}",
            f"DELETE FROM pending_relationship_rows WHERE file_id = {_FILE}",
            f"DELETE FROM symbol_rows WHERE file_id = {_FILE}",
        ),
        "rows",
        Repair.EXTRACT,
        r"lamp.py \(symbols, identifiers, relationships, pending_relationships\)",
    ),
    Damage(
        "hash of another",
        change(f"UPDATE file_rows SET hash = zeroblob(32) WHERE file_id = {_FILE}"),
        "rows",
        Repair.EXTRACT,
        r"lamp.py \(files\)",
    ),
    Damage(
        "content of a text",
        change(f"UPDATE contents SET content = 'other' WHERE file_id = {_NOTES}"),
        "rows",
        Repair.REBUILD,
        r"notes.txt \(files\)",
    ),
    Damage(
        "resolution that is due",
        change("UPDATE file_rows SET resolved = 0 WHERE path = 'lamp.py'"),
        "rows",
        Repair.RESOLVE,
        "references across files.*1 file .*lamp.py",
    ),
    Damage(
        "resolved by other rules",
        change("UPDATE state SET value = 'x' WHERE key = 'resolution_version'"),
        "rows",
        Repair.RESOLVE,
        "references across files.*other rules",
    ),
    Damage(
        "another version of Miller",
        record(**{WRITTEN_BY: "0.0.1"}),
        "rows",
        Repair.RUN,
        "another version",
    ),
]

_VECTORS = [
    Damage("no folder", remove_vectors, "vectors", Repair.VECTORS, "cannot be read"),
    Damage("no table", remove_table, "vectors", Repair.VECTORS, "cannot be read"),
    Damage("cut data", damage_vector_file, "vectors", Repair.VECTORS, "cannot be read"),
    Damage(
        "write that did not end",
        write_vectors(add_again, recorded=False),
        "vectors",
        Repair.RESTORE,
        "did not end",
    ),
    Damage(
        "pruned version",
        write_vectors(prune, recorded=False),
        "vectors",
        Repair.VECTORS,
        "cannot be read",
    ),
    Damage("doubles", write_vectors(add_again), "vectors", Repair.VECTORS, "more than once"),
    Damage("stranger", write_vectors(add_stranger), "vectors", Repair.VECTORS, "only in LanceDB"),
    Damage("lost", write_vectors(lose_file), "vectors", Repair.VECTORS, "only in SQLite"),
    Damage("outbox", wait_for_model, "vectors", Repair.RUN, "1 file are still to be made.*lamp.py"),
    Damage("outbox with rows", enter_outbox, "vectors", Repair.VECTORS, "symbols only in LanceDB"),
    Damage(
        "other column",
        write_vectors(change_column),
        "vectors",
        Repair.VECTORS,
        "other columns or vectors",
    ),
    Damage(
        "other vectors",
        write_vectors(other_vectors),
        "vectors",
        Repair.VECTORS,
        "other columns or vectors",
    ),
    Damage(
        "no text index",
        write_vectors(drop_text_index),
        "vectors",
        Repair.COMPACT,
        "full text index is missing",
    ),
    Damage(
        "damaged text index",
        lose_a_part_of_the_text_index,
        "vectors",
        Repair.VECTORS,
        "cannot be read: searching by text",
    ),
    Damage(
        "damaged vector index",
        lose_the_vector_index,
        "vectors",
        Repair.VECTORS,
        "cannot be read: searching by vector",
    ),
    Damage("model", record(**{DIGEST: "0" * 64}), "vectors", Repair.VECTORS, "digest 000000000000"),
    Damage("dimension", record(**{DIMENSION: "3"}), "vectors", Repair.VECTORS, "of 3 components"),
    Damage(
        "version that is no number", record(**{VERSION: ""}), "vectors", Repair.VECTORS, "version"
    ),
    Damage(
        "version that never was", record(**{VERSION: "77"}), "vectors", Repair.VECTORS, "version 77"
    ),
]

_TREE = [
    Damage(
        "changed",
        lambda root: write(root, {"lamp.py": LAMP + "\nMORE = 1\n"}),
        "tree",
        Repair.RUN,
        "1 file changed.*lamp.py",
    ),
    Damage("new", lambda root: write(root, {"new.py": LAMP}), "tree", Repair.RUN, "1 file new"),
    Damage("gone", lambda root: (root / "lamp.py").unlink(), "tree", Repair.RUN, "1 file gone"),
    Damage(
        "ignored",
        lambda root: write(root, {".ignore": "shop/"}),
        "tree",
        Repair.RUN,
        "2 files gone",
    ),
]

_DISK = [
    Damage(
        "left-over folders",
        leave_vectors,
        "disk",
        Repair.LEFTOVERS,
        "2 vector folders.*2,000 bytes: vectors-8, vectors-9",
    ),
]

DAMAGES = [*_SQLITE, *_ROWS, *_VECTORS, *_TREE, *_DISK]
