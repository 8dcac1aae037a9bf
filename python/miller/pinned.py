"""Reading both stores of an index as of one commit, whatever is written meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from miller import miller_core
from miller.errors import StoreError
from miller.index_check import opening
from miller.state import DIMENSION, FOLDER, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from miller.index_folder import IndexFolder
    from miller.lance_reader import LanceReader
    from miller.miller_core import SQLiteStore
    from miller.vector_store import VectorStore

Found = TypeVar("Found")


def read_pinned(
    folder: IndexFolder, read: Callable[[SQLiteStore, Mapping[str, str]], Found]
) -> Found:
    """Give what `read` finds in an index of which it gets the store and the state.

    Vectors that were on record stay for a while after they were replaced (`miller.readers`). Who
    comes later than that to open them fails, and reads once more, what is on record by then.
    """
    while True:
        with opening(folder), miller_core.SQLiteStore(folder.index_file, one_commit=True) as store:
            state = store.get_state()
            try:
                return read(store, state)
            except StoreError:
                if _vectors_on_record(folder) == _vectors_of(state):
                    raise


def open_vectors_on_record(folder: IndexFolder, state: Mapping[str, str]) -> VectorStore:
    """Open the vectors that a state is about, for reading; there must be some."""
    # Loads LanceDB, which takes a second, and which an index without vectors does not need.
    from miller.vector_store import VectorStore  # noqa: PLC0415

    path, version = folder.vectors(state[FOLDER]), int(state[VERSION])
    return VectorStore(path, int(state[DIMENSION]), version=version)


def open_vectors_for_search(
    folder: IndexFolder, state: Mapping[str, str]
) -> VectorStore | LanceReader:
    """Open the vectors that a state is about with what is loaded quickest; there must be some."""
    try:
        from miller.lance_reader import LanceReader  # noqa: PLC0415 -- may be missing
    except ImportError:
        return open_vectors_on_record(folder, state)
    return LanceReader(folder.vectors(state[FOLDER]), int(state[VERSION]))


def _vectors_on_record(folder: IndexFolder) -> tuple[str | None, ...]:
    with opening(folder), miller_core.SQLiteStore(folder.index_file, read_only=True) as store:
        return _vectors_of(store.get_state())


def _vectors_of(state: Mapping[str, str]) -> tuple[str | None, ...]:
    return tuple(state.get(name) for name in (FOLDER, VERSION, DIMENSION))
