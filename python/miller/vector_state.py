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
    return difference(state, embedder)


def difference(
    state: Mapping[str, str], embedder: Embedder | None, *, was_reached: bool = True
) -> str | None:
    """Say how the model of the vectors on record and that of the settings differ.

    `None` when they are the same, or there are no vectors. One that was not reached has not said
    its dimension.
    """
    if not state.get(FOLDER):
        return None
    recorded = {key: state.get(key, "") for key in (MODEL, DIGEST, DIMENSION)}
    chosen = {} if embedder is None else description(embedder)
    if recorded == chosen:
        return None
    names = [_in_words(recorded), _in_words(chosen) if chosen else "no model"]
    if not was_reached:
        names[1] = f"`{chosen[MODEL]}`"
    elif names[0] == names[1]:
        digests = (recorded[DIGEST], chosen[DIGEST])
        names = [
            f"{name}, digest {digest[:12] or 'missing'}"
            for name, digest in zip(names, digests, strict=True)
        ]
    return f"the vectors of the index are of {names[0]}; the settings name {names[1]}"


def _in_words(described: Mapping[str, str]) -> str:
    return f"`{described[MODEL]}` of {described[DIMENSION] or 'no'} components"


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
