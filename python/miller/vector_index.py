"""The vector store of an index: the model it belongs to, and the version that the index counts on.

LanceDB is written first; the SQLite transaction that follows records the version that it has led
to. That transaction is the commit: a version that is not on record does not count, and opening the
index puts the recorded one back.

When the model fails, the files that it was needed for have no rows in LanceDB. They enter the
outbox in that transaction, and `make_up` takes them out of it, in this run or a later one.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from miller import miller_core, outbox, readers, steps
from miller.errors import StoreError
from miller.index_check import check_vectors
from miller.state import DIMENSION, FOLDER, NEWEST_FOLDER, VERSION
from miller.vector_state import description, give_up_vectors, lack_vectors, reason_to_rebuild
from miller.vector_store import TEXT_COLUMN, VECTOR_COLUMN, VectorStore

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from miller.index_folder import IndexFolder
    from miller.miller_core import SQLiteStore, Symbol
    from miller.pipeline import Paths
    from miller.report import IndexStats
    from miller.run_model import RunModel

_FLOAT_BYTES = 4

# Files that a model refuses are asked for one by one. A model that refuses more would be asked
# so often in each run.
_MOST_REFUSED_FILES = 100


def _no_paths() -> Paths:
    return pa.array([], pa.string())


@dataclass(frozen=True)
class VectorChange:
    """What the transaction has to record that follows a write of vectors."""

    state: dict[str, str] = field(default_factory=dict)
    outstanding: Paths = field(default_factory=_no_paths)
    """The files that enter the outbox: the model has failed, and they have no rows in LanceDB."""


@dataclass(frozen=True)
class _Vectors:
    """The vectors of symbols, or of those of them whose files are complete."""

    column: Any
    is_complete: pa.Array[Any] | None = None
    """Which symbols have a vector; `None` when all have."""
    outstanding: Paths = field(default_factory=_no_paths)


class VectorIndex:
    """A vector store together with the model that its vectors come from."""

    def __init__(self, store: VectorStore, model: RunModel, recorded: Mapping[str, str]) -> None:
        self.store = store
        self.model = model
        self._recorded = int(recorded[VERSION])

    @property
    def bytes_a_symbol(self) -> int:
        """The memory that a symbol takes beside its row: a vector, and copies of it in LanceDB."""
        return 3 * _FLOAT_BYTES * self.store.dimension

    def replace_table(self, replaced: Paths, symbols: pa.Table, stats: IndexStats) -> VectorChange:
        """Write symbols in the place of those of the files `replaced`; give what to commit."""
        with stats.timed("embed"):
            text = miller_core.search_text(symbols)
        vectors = self._vectors(replaced, symbols["file_path"], text, stats)
        if vectors.is_complete is not None:
            symbols, text = symbols.filter(vectors.is_complete), text.filter(vectors.is_complete)
        with stats.timed("vectors"):
            self._delete(replaced)
            steps.reached("old vectors removed")
            self.store.add_arrow_batch(symbols, vectors.column, text)
            return VectorChange(self._state(), vectors.outstanding)

    def replace_rows(
        self, replaced: Paths, symbols: Sequence[Symbol], stats: IndexStats
    ) -> VectorChange:
        """Write symbols as dictionaries: the object route's way of `replace_table`."""
        with stats.timed("embed"):
            texts = [symbol.search_text() for symbol in symbols]
        files = pa.chunked_array([[symbol.file_path for symbol in symbols]], pa.string())
        vectors = self._vectors(replaced, files, pa.array(texts, pa.string()), stats)
        written = list(zip(symbols, texts, strict=True))
        if vectors.is_complete is not None:
            is_complete = vectors.is_complete.to_pylist()
            written = [row for row, wanted in zip(written, is_complete, strict=True) if wanted]
        with stats.timed("vectors"):
            columns: list[str] = miller_core.table_schema("symbols").names
            rows: list[dict[str, Any]] = [
                {
                    **{column: getattr(symbol, column) for column in columns},
                    TEXT_COLUMN: text,
                    VECTOR_COLUMN: vector,
                }
                for (symbol, text), vector in zip(written, vectors.column.to_pylist(), strict=True)
            ]
            self._delete(replaced)
            steps.reached("old vectors removed")
            self.store.add_rows(rows)
            return VectorChange(self._state(), vectors.outstanding)

    def make_up(self, store: SQLiteStore, stats: IndexStats) -> None:
        """Make the vectors of the files in the outbox, each part of them in a commit of its own.

        A part that the model fails on is tried again in smaller ones, down to single files: what a
        model refuses must not keep out what it would take. Ends when the model does not answer a
        plain word either; does nothing when it has been given up before in this run.
        """
        if self.model.is_given_up:
            return
        refused = 0
        for whole in outbox.symbols_in_parts(store, outbox.FILES_OUTSTANDING):
            parts = [whole]
            while parts:
                part = parts.pop()
                if self._make_up_part(store, part, stats):
                    continue
                smaller = outbox.halves(part)
                refused += not smaller
                if refused > _MOST_REFUSED_FILES or not self.model.answers():
                    self.model.is_given_up = True
                    return
                parts += smaller

    def _make_up_part(self, store: SQLiteStore, part: outbox.Part, stats: IndexStats) -> bool:
        """Say whether the model has made the vectors of a part, which are committed then."""
        paths, symbols = part
        with stats.timed("embed"):
            text = miller_core.search_text(symbols)
            vectors = self.model.ask(text) if len(text) else self._no_vectors()
        if vectors is None:
            return False
        with stats.timed("vectors"):
            self._delete(paths)
            steps.reached("way for vectors of the outbox made")
            self.store.add_arrow_batch(symbols, vectors, text)
            state = self._state()
        steps.reached("vectors of the outbox written")
        with stats.timed("store"):
            store.vectors_made(paths, state)
        steps.reached("vectors of the outbox committed")
        self.committed(state)
        stats.vectors_made_up += len(symbols["file_path"].unique())
        return True

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

    def _vectors(
        self, replaced: Paths, files: pa.ChunkedArray[Any], text: pa.Array[Any], stats: IndexStats
    ) -> _Vectors:
        """Give a vector a text; what stands in the files `replaced` already is not embedded again.

        An edit in one function leaves the texts of all others in the file as they were, and their
        vectors with them. All of it is Arrow columns: no text and no vector becomes an object.
        `files` are those that the texts are of. When the model fails, the files with texts that are
        not known are left to the outbox, and the others are complete.
        """
        with stats.timed("vectors"):
            known = self.store.vectors_of_files(replaced)
        with stats.timed("embed"):
            if not known.num_rows:
                all_new = self._embed(text)
                if all_new is not None:
                    return _Vectors(all_new)
            places = pc.index_in(text, value_set=known[TEXT_COLUMN].combine_chunks())
            is_new = places.is_null()
            new = self._embed(text.filter(is_new))
            is_complete, outstanding = None, _no_paths()
            if new is None:
                new = self._no_vectors()
                files = files.combine_chunks()
                outstanding = files.filter(is_new).unique()
                is_complete = pc.invert(pc.is_in(files, value_set=outstanding))
                places, is_new = places.filter(is_complete), is_new.filter(is_complete)
            # Those that are new stand behind those that are known, in their own order.
            behind = pc.cumulative_sum(is_new.cast(pa.int64()))
            behind = pc.add(behind, known.num_rows - 1)
            places = pc.if_else(is_new, behind, places.cast(pa.int64()))
            column = pa.chunked_array([*known[VECTOR_COLUMN].chunks, new]).take(places)
            return _Vectors(column, is_complete, outstanding)

    def _embed(self, text: pa.Array[Any]) -> pa.Array[Any] | None:
        """Give the vectors of texts, in the type of the store's column; `None` when it fails."""
        return self.model.embed(text) if len(text) else self._no_vectors()

    def _no_vectors(self) -> pa.Array[Any]:
        return pa.array([], pa.list_(pa.float32(), self.store.dimension))

    def _delete(self, paths: Paths) -> None:
        if len(paths):
            self.store.delete_files(paths)

    def _state(self) -> dict[str, str]:
        return {VERSION: str(self.store.version)}


def open_vectors(
    folder: IndexFolder,
    store: SQLiteStore,
    model: RunModel | None,
    stats: IndexStats,
    *,
    as_left: bool,
) -> VectorIndex | None:
    """Open the vector store for writing, at the version on record.

    Unless it is `as_left` by the last run, it is read through before.

    When the model is another than the one on record, or the vectors cannot be used, all of them are
    made anew from the index. If the model fails before it has made any, those of the other model
    stay, as far as they are those of the symbols. Without a model, vectors are given up: they would
    no longer fit.
    """
    if model is None:
        give_up_vectors(folder, store)
        return None
    if model.embedder is None:
        lack_vectors(folder, store)
        return None
    state = store.get_state()
    reason = reason_to_rebuild(state, model.embedder)
    is_other_model = reason is not None and bool(state.get(FOLDER))
    if reason is None or (is_other_model and model.failure is not None):
        try:
            with stats.timed("vectors"):
                return _open_sound(folder, store, model, as_left=as_left)
        except StoreError as error:
            reason, is_other_model = f"the vectors cannot be used: {error}", False
    with stats.timed("vectors"):
        new = _NewVectors(folder, store, model, state.get(FOLDER))
        if not new.is_begun and is_other_model:
            try:
                return _open_sound(folder, store, model, as_left=as_left)
            except StoreError as error:
                reason = f"the vectors cannot be used: {error}"
        if new.is_complete and store.counts()["symbols"]:
            stats.vectors_rebuilt = reason
        return new.record()


def _open_sound(
    folder: IndexFolder, store: SQLiteStore, model: RunModel, *, as_left: bool
) -> VectorIndex:
    """Open the vectors on record; raise `StoreError` when they are not those of the symbols."""
    state = store.get_state()
    try:
        recorded, dimension = int(state[VERSION]), int(state[DIMENSION])
        vectors = VectorStore(folder.vectors(state[FOLDER]), dimension, must_exist=True)
    except (KeyError, ValueError) as error:
        raise StoreError(
            "the index does not say which version and dimension it counts on",
            hint="run `miller index`: it makes the vectors anew",
        ) from error
    if vectors.version != recorded:
        recorded = vectors.restore(recorded)
        steps.reached("version restored")
        store.set_state({VERSION: str(recorded)})
    if not as_left:
        parts = outbox.symbols_in_parts(store, outbox.FILES_WITH_VECTORS)
        check_vectors(vectors, (symbols for _, symbols in parts))
    return VectorIndex(vectors, model, {**state, VERSION: str(recorded)})


class _NewVectors:
    """All vectors made anew, in a new folder. Recording the folder is the commit."""

    def __init__(
        self, folder: IndexFolder, store: SQLiteStore, model: RunModel, recorded: str | None
    ) -> None:
        assert model.embedder is not None  # noqa: S101 -- for the type checker: who calls has looked
        self._folder, self._store, self._model = folder, store, model
        self._description = description(model.embedder)
        self._recorded = recorded
        newest = store.get_state().get(NEWEST_FOLDER)
        self._name = folder.new_vectors_name(recorded, newest)
        self._vectors = VectorStore(folder.vectors(self._name), model.embedder.dimension)
        steps.reached("vector folder made")
        self._outstanding: list[pa.Array[Any]] = []
        for _, symbols in outbox.symbols_in_parts(store, outbox.ALL_FILES):
            if symbols.num_rows:
                self._add(symbols)

    def _add(self, symbols: pa.Table) -> None:
        text = miller_core.search_text(symbols)
        vectors = self._model.embed(text)
        if vectors is None:
            self._outstanding.append(symbols["file_path"].unique())
            return
        self._vectors.add_arrow_batch(symbols, vectors, text)
        steps.reached("part of the vectors made")

    @property
    def is_complete(self) -> bool:
        """Whether the model has not failed."""
        return not self._outstanding

    @property
    def is_begun(self) -> bool:
        """Whether there is anything that is worth keeping."""
        return self.is_complete or len(self._vectors) > 0

    def record(self) -> VectorIndex:
        """Let the index count on these vectors; files without any are the outbox."""
        state = {
            **self._description,
            FOLDER: self._name,
            NEWEST_FOLDER: self._name,
            VERSION: str(self._vectors.version),
            **readers.entry_of([(self._vectors.version, time.time())]),
        }
        steps.reached("vector folder filled")
        if self._recorded:
            readers.mark_replaced(self._folder.vectors(self._recorded))
        steps.reached("vector folder marked")
        if self.is_complete:
            self._store.vectors_made(None, state)
        else:
            self._store.vectors_lost(pa.concat_arrays(self._outstanding), state)
        steps.reached("vector folder recorded")
        return VectorIndex(self._vectors, self._model, state)
