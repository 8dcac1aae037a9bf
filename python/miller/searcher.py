"""Searches of an index that is open: vectors and model stay loaded from one to the next."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from miller import outbox
from miller.errors import ConfigurationError, EmbeddingError, StoreError
from miller.pinned import open_vectors_for_search
from miller.remembered_options import settings_of_index
from miller.report import counted
from miller.run_record import unfinished_run_of
from miller.search import DEPTH, search
from miller.settings import NO_EMBEDDER
from miller.state import DIGEST, DIMENSION, FOLDER, MODEL, VERSION
from miller.vector_state import difference
from miller.visible import visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from miller.embeddings import Embedder
    from miller.index_folder import IndexFolder
    from miller.lance_reader import LanceReader
    from miller.miller_core import SQLiteStore
    from miller.search import Mode, SearchHit
    from miller.vector_store import VectorStore

    _Key = tuple[str | None, ...]
    _Find = Callable[..., list[SearchHit]]

#: A search puts so many in order; what it would find behind them depends on how many are asked for.
MOST_PAGED = DEPTH - 1

_NEAR = 5


@dataclass(frozen=True)
class SearchAnswer:
    """What a search has found."""

    items: tuple[SearchHit, ...]
    """The hits of the page: those from `offset` on."""
    offset: int
    total: int
    """The hits up to the end of the page, and one more where there are more."""
    mode: Mode
    """The mode that the hits are of: another than was asked for, where something is missing."""
    remarks: tuple[str, ...] = ()
    """What the answer lacks, why, and what to do about it."""
    near: tuple[str, ...] = ()
    """Where nothing was found: names that are near to the query."""

    @property
    def next_offset(self) -> int | None:
        """Where the next page begins; `None` where there is none."""
        end = self.offset + len(self.items)
        return end if end < min(self.total, MOST_PAGED) else None


class Searcher:
    """Searches an index. Threads may share it."""

    def __init__(self, workspace: Path, folder: IndexFolder) -> None:
        self._workspace = workspace
        self._folder = folder
        self._lock = threading.Lock()
        self._vectors: tuple[_Key, VectorStore | LanceReader] | None = None
        self._embedder: tuple[_Key, Embedder] | None = None

    def search(  # noqa: PLR0913 -- one keyword for each filter
        self,
        store: SQLiteStore,
        query: str,
        *,
        mode: Mode = "hybrid",
        kind: str | Sequence[str] | None = None,
        language: str | Sequence[str] | None = None,
        path: str | None = None,
        limit: int = 10,
        offset: int = 0,
    ) -> SearchAnswer:
        """Search as of the commit of the store; `miller.search.search` says what the modes are.

        A `hybrid` or `text` search without vectors finds by words in names, one without a model
        that works by text; a remark says so. Raises `StoreError` for `vector` without vectors, and
        `ValueError` for a query, a page or a pattern that has no sense.
        """
        if offset and offset + limit > MOST_PAGED:
            raise ValueError(f"pages end at the hit of place {MOST_PAGED}: ask more precisely")
        find = partial(
            search, store, query, kind=kind, language=language, path=path, limit=offset + limit + 1
        )
        hits, answered, remarks = self._hits(find, mode, store)
        # Where filters leave out all that is there, the very name may be among them.
        near = () if hits else _near(store, query)
        items = tuple(hits[offset : offset + limit])
        return SearchAnswer(items, offset, len(hits), answered, tuple(remarks), near)

    def close(self) -> None:
        """Let go of what is loaded."""
        with self._lock:
            if self._vectors is not None:
                self._vectors[1].__exit__(None, None, None)
            self._vectors = self._embedder = None

    def _hits(
        self, find: _Find, mode: Mode, store: SQLiteStore
    ) -> tuple[list[SearchHit], Mode, list[str]]:
        if mode == "name":
            return find(mode=mode), mode, []
        state = store.get_state()
        waiting = outbox.files_outstanding(store)
        if not state.get(FOLDER):
            lack = self._lack(store, waiting)
            if mode == "vector":
                raise lack
            told = visible_lines(f"{lack}; {lack.hint}")
            return find(mode=mode), "name", [f"note: found by words in names alone: {told}"]
        remarks = []
        if waiting:
            told = f"the symbols of {counted(waiting, 'file')} are found by name alone"
            made = "their vectors are still to be made; `miller index` makes them"
            remarks.append(f"{told}: {made}")
        find = partial(find, vectors=self._vectors_of(state))
        if mode == "text":
            return find(mode=mode), mode, remarks
        try:
            return find(mode=mode, embedder=self._embedder_of(state)), mode, remarks
        except (ConfigurationError, EmbeddingError) as error:
            if mode == "vector":
                raise
            hint = visible_lines(error.hint or "look at the embedding model")
            told = (
                f"note: found by text alone, without vectors: {visible_lines(str(error))}\n"
                f"hint: {hint}; or search with --mode text, which needs no model"
            )
            return find(mode="text"), "text", [told, *remarks]

    def _lack(self, store: SQLiteStore, waiting: int) -> StoreError:
        """Say why there are no vectors."""
        run = unfinished_run_of(self._folder, store)
        lacking = f"the index has no vectors: {self._folder.path}"
        if waiting:
            hint = "run `miller index` again: the embedding model had failed"
            return StoreError(lacking, hint=hint)
        if run is not None:
            return StoreError(f"{lacking}: {run.problem}", hint=run.advice)
        return StoreError(
            lacking, hint="run `miller index` with a model, such as `--embedder static`"
        )

    def _vectors_of(self, state: Mapping[str, str]) -> VectorStore | LanceReader:
        """Give the vectors on record, opened once for each version."""
        key = tuple(state.get(name) for name in (FOLDER, VERSION, DIMENSION))
        with self._lock:
            if self._vectors is None or self._vectors[0] != key:
                # Who is still searching the version before holds it until the end.
                self._vectors = (key, open_vectors_for_search(self._folder, state))
            return self._vectors[1]

    def _embedder_of(self, state: Mapping[str, str]) -> Embedder:
        """Give the model that the vectors come from: those of another cannot be compared."""
        # Takes a while to load, and half of all searches do without.
        from miller.embeddings import open_embedder  # noqa: PLC0415

        key = tuple(state.get(name) for name in (MODEL, DIGEST, DIMENSION))
        with self._lock:
            if self._embedder is None or self._embedder[0] != key:
                chosen = settings_of_index(self._workspace, self._folder).embedder
                embedder = open_embedder(None if chosen == NO_EMBEDDER else chosen)
                differing = difference(state, embedder)
                if differing is not None:
                    hint = "run `miller index` to make them anew, or search with --mode text"
                    raise StoreError(differing, hint=hint)
                self._embedder = (key, embedder)
            return self._embedder[1]


def _near(store: SQLiteStore, query: str) -> tuple[str, ...]:
    from miller.navigation.near_names import near_names  # noqa: PLC0415 -- for this alone

    return near_names(store, query.strip(), _NEAR)
