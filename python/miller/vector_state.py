"""What the index has on record of its vectors. Nothing here loads LanceDB, which takes a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miller import outbox, readers, steps
from miller.state import DIGEST, DIMENSION, FOLDER, MODEL, VECTOR_ENTRIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miller.embeddings import Embedder
    from miller.index_folder import IndexFolder
    from miller.miller_core import SQLiteStore


def description(embedder: Embedder) -> dict[str, str]:
    """Give the entries that say which model vectors come from."""
    return {
        MODEL: embedder.model_id,
        DIGEST: embedder.digest,
        DIMENSION: str(embedder.dimension),
    }


def reason_to_rebuild(state: Mapping[str, str], embedder: Embedder) -> str | None:
    """Say why the vectors on record are of no use with this model; `None` when they are."""
    if not state.get(FOLDER):
        return "the index has none yet"
    for key, value in description(embedder).items():
        if state.get(key) != value:
            return f"`{key}` was {state.get(key)}, is {value}"
    return None


def give_up_vectors(folder: IndexFolder, store: SQLiteStore) -> None:
    """Take the vectors of an index off the record."""
    recorded = store.get_state().get(FOLDER)
    if recorded or not outbox.is_empty(store):
        _mark_replaced(folder, recorded)
        store.vectors_made(None, dict.fromkeys(VECTOR_ENTRIES, ""))
        steps.reached("vectors given up")


def lack_vectors(folder: IndexFolder, store: SQLiteStore) -> None:
    """Put on record that there are no vectors and that those of all symbols are to be made.

    A model that has never answered has no dimension yet, without which there can be no table.
    """
    _mark_replaced(folder, store.get_state().get(FOLDER))
    store.vectors_lost(None, dict.fromkeys(VECTOR_ENTRIES, ""))
    steps.reached("lack of vectors recorded")


def _mark_replaced(folder: IndexFolder, recorded: str | None) -> None:
    if recorded:
        readers.mark_replaced(folder.vectors(recorded))
