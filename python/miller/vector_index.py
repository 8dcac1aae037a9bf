"""The vector store of an index: the model it belongs to, and the version that the index counts on.

LanceDB is written first; the SQLite transaction that follows records the version that it has led
to. That transaction is the commit: a version that is not on record does not count, and opening the
index puts the recorded one back.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from miller import miller_core, steps
from miller.errors import StoreError
from miller.index_check import check_vectors
from miller.state import COMPACTED, COMPACTED_AT, FOLDER, VERSION
from miller.vector_columns import checked_vectors
from miller.vector_state import description, give_up_vectors, reason_to_rebuild
from miller.vector_store import KEPT_FOR_READERS, TEXT_COLUMN, VECTOR_COLUMN, VectorStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from miller.embeddings import Embedder
    from miller.index_folder import IndexFolder
    from miller.miller_core import SQLiteStore, Symbol
    from miller.pipeline import Paths
    from miller.report import IndexStats

# Each run leaves fragments and versions behind. While they are few, searching them costs little.
# Joining them writes the table anew, and the old one stays for its readers for a while: who saves a
# file a second must not have a copy of the table on disk for every few seconds of that time.
_VERSIONS_WORTH_COMPACTING = 24
_VERSIONS_BEFORE_COMPACTING = 240

# Source text whose symbols are embedded at a time when all vectors are made anew.
_REBUILD_BYTES = 16 << 20


class VectorIndex:
    """A vector store together with the model that its vectors come from."""

    def __init__(self, store: VectorStore, embedder: Embedder, recorded: Mapping[str, str]) -> None:
        self.store = store
        self.embedder = embedder
        self._recorded = int(recorded[VERSION])
        self._compacted = int(recorded.get(COMPACTED) or 0)
        self._compacted_at = float(recorded.get(COMPACTED_AT) or 0)

    def replace_table(
        self, replaced: Paths, symbols: pa.Table, stats: IndexStats
    ) -> dict[str, str]:
        """Write symbols in the place of those of the files `replaced`; give the state to commit."""
        with stats.timed("embed"):
            text = miller_core.search_text(symbols)
        vectors = self._vectors(replaced, text, stats)
        with stats.timed("vectors"):
            self._delete(replaced)
            steps.reached("old vectors removed")
            self.store.add_arrow_batch(symbols, vectors, text)
            return self._state()

    def replace_rows(
        self, replaced: Paths, symbols: Sequence[Symbol], stats: IndexStats
    ) -> dict[str, str]:
        """Write symbols as dictionaries: the object route's way of `replace_table`."""
        with stats.timed("embed"):
            texts = [symbol.search_text() for symbol in symbols]
        vectors = self._vectors(replaced, pa.array(texts, pa.string()), stats).to_pylist()
        with stats.timed("vectors"):
            columns: list[str] = miller_core.table_schema("symbols").names
            rows: list[dict[str, Any]] = [
                {
                    **{column: getattr(symbol, column) for column in columns},
                    TEXT_COLUMN: text,
                    VECTOR_COLUMN: vector,
                }
                for symbol, text, vector in zip(symbols, texts, vectors, strict=True)
            ]
            self._delete(replaced)
            steps.reached("old vectors removed")
            self.store.add_rows(rows)
            return self._state()

    def delete_files(self, paths: Paths) -> dict[str, str]:
        """Delete the symbols of files; give the state to commit."""
        self._delete(paths)
        return self._state()

    def committed(self, state: Mapping[str, str]) -> None:
        """Take note that the index has recorded a state that came from here."""
        self._recorded = int(state.get(VERSION, self._recorded))

    def roll_back(self) -> None:
        """Undo what was written since the last commit."""
        if self.store.version != self._recorded:
            self._recorded = self.store.restore(self._recorded)

    def compact(self, store: SQLiteStore, *, at_once: bool = False) -> None:
        """Join what many writes have left in pieces, when there is enough of it or `at_once`."""
        now = time.time()
        is_due = at_once or not self.store.has_text_index or self._is_worth_compacting(now)
        if not is_due:
            return

        def record(version: int) -> None:
            entries = {VERSION: version, COMPACTED: version, COMPACTED_AT: now}
            store.set_state({name: str(value) for name, value in entries.items()})

        self.store.compact(record)

    def _is_worth_compacting(self, now: float) -> bool:
        versions = self.store.version - self._compacted
        if versions >= _VERSIONS_BEFORE_COMPACTING:
            return True
        # A clock that was put back must not hold this up.
        is_recent = 0 <= now - self._compacted_at < KEPT_FOR_READERS.total_seconds()
        return versions >= _VERSIONS_WORTH_COMPACTING and not is_recent

    def _vectors(self, replaced: Paths, text: pa.Array[Any], stats: IndexStats) -> Any:
        """Give a vector a text; what stands in the files `replaced` already is not embedded again.

        An edit in one function leaves the texts of all others in the file as they were, and their
        vectors with them. All of it is Arrow columns: no text and no vector becomes an object.
        """
        with stats.timed("vectors"):
            known = self.store.vectors_of_files(replaced)
        with stats.timed("embed"):
            if not known.num_rows:
                return self._embed(text)
            places = pc.index_in(text, value_set=known[TEXT_COLUMN].combine_chunks())
            is_new = places.is_null()
            new = self._embed(text.filter(is_new))
            # Those that are new stand behind those that are known, in their own order.
            behind = pc.cumulative_sum(is_new.cast(pa.int64()))
            behind = pc.add(behind, known.num_rows - 1)
            places = pc.if_else(is_new, behind, places.cast(pa.int64()))
            return pa.chunked_array([*known[VECTOR_COLUMN].chunks, new]).take(places)

    def _embed(self, text: pa.Array[Any]) -> pa.Array[Any]:
        """Give the vectors of texts, in the type of the store's column, or raise `ValueError`."""
        if not len(text):
            return pa.array([], pa.list_(pa.float32(), self.store.dimension))
        return checked_vectors(self.embedder.embed(text), len(text), self.store.dimension)

    def _delete(self, paths: Paths) -> None:
        if len(paths):
            self.store.delete_files(paths)

    def _state(self) -> dict[str, str]:
        return {VERSION: str(self.store.version)}


def open_vectors(
    folder: IndexFolder,
    store: SQLiteStore,
    embedder: Embedder | None,
    stats: IndexStats,
    *,
    as_left: bool,
) -> VectorIndex | None:
    """Open the vector store for writing, at the version on record.

    Unless it is `as_left` by the last run, it is read through before.

    When the model is another than the one on record, or the vectors cannot be used, all of them are
    made anew from the index. Without an embedder, they are given up: they would no longer fit.
    """
    if embedder is None:
        give_up_vectors(folder, store)
        return None
    state = store.get_state()
    reason = reason_to_rebuild(state, embedder)
    if reason is None:
        try:
            with stats.timed("vectors"):
                vectors = _open_recorded(folder, store, embedder, state)
                if not as_left:
                    check_vectors(vectors.store, _symbols_of(store))
        except StoreError as error:
            reason = f"the vectors cannot be used: {error}"
        else:
            # What a run has left that was killed before it could remove it.
            folder.remove_vectors(keep=state[FOLDER])
            return vectors
    if store.counts()["symbols"]:
        stats.vectors_rebuilt = reason
    with stats.timed("vectors"):
        return _build(folder, store, embedder, state.get(FOLDER))


def _open_recorded(
    folder: IndexFolder, store: SQLiteStore, embedder: Embedder, state: Mapping[str, str]
) -> VectorIndex:
    path = folder.vectors(state[FOLDER])
    vectors = VectorStore(path, embedder.dimension, must_exist=True)
    recorded = int(state[VERSION])
    if vectors.version != recorded:
        recorded = vectors.restore(recorded)
        steps.reached("version restored")
        store.set_state({VERSION: str(recorded)})
    return VectorIndex(vectors, embedder, {**state, VERSION: str(recorded)})


def _build(
    folder: IndexFolder, store: SQLiteStore, embedder: Embedder, recorded: str | None
) -> VectorIndex:
    """Make all vectors in a new folder. Recording the folder is the commit."""
    name = folder.new_vectors_name(recorded)
    vectors = VectorStore(folder.vectors(name), embedder.dimension)
    steps.reached("vector folder made")
    for symbols in _symbols_of(store):
        text = miller_core.search_text(symbols)
        vectors.add_arrow_batch(symbols, embedder.embed(text), text)
        steps.reached("part of the vectors made")
    state = {
        **description(embedder),
        FOLDER: name,
        VERSION: str(vectors.version),
        COMPACTED: "0",
    }
    steps.reached("vector folder filled")
    store.set_state(state)
    steps.reached("vector folder recorded")
    folder.remove_vectors(keep=name)
    return VectorIndex(vectors, embedder, state)


def _symbols_of(store: SQLiteStore) -> Iterator[pa.Table]:
    """Give all symbols in tables of bounded size, by consecutive files."""
    schema: pa.Schema = miller_core.table_schema("symbols")
    files = store.known_files()
    if not files.num_rows:
        return
    parts = np.cumsum(files["size"].to_numpy()) // _REBUILD_BYTES
    starts = np.flatnonzero(np.diff(parts, prepend=parts[0] - 1))
    ends = np.append(starts[1:], files.num_rows) - 1
    paths = files["path"]
    sql = f"SELECT {', '.join(schema.names)} FROM symbols WHERE file_path BETWEEN ? AND ?"  # noqa: S608 -- names of the schema
    for start, end in zip(starts, ends, strict=True):
        rows = store.query(sql, [paths[int(start)].as_py(), paths[int(end)].as_py()])
        yield pa.Table.from_batches([rows]).cast(schema)
