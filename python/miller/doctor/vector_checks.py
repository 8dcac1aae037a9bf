"""Whether LanceDB holds what SQLite says: version, symbols, their columns, their vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from lancedb.expr import col, lit

from miller import miller_core, outbox
from miller.doctor.findings import Finding, Repair, some
from miller.embeddings.static import StaticModelEmbedder
from miller.errors import StoreError
from miller.index_check import ask_indexes
from miller.report import counted
from miller.state import DIMENSION, FOLDER, VERSION
from miller.vector_state import difference
from miller.vector_store import TEXT_COLUMN, VECTOR_COLUMN, VectorStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from miller.embeddings import Embedder
    from miller.index_folder import IndexFolder
    from miller.miller_core import SQLiteStore

# Files whose rows are read from both stores at a time.
_FILES_AT_A_TIME = 500

# The largest difference between components of a vector and those that the model gives again.
_TOLERANCE = 1e-5


def check_model(state: Mapping[str, str], embedder: Embedder | None) -> Iterator[Finding]:
    """Compare the model on record with that of the settings."""
    differing = difference(state, embedder)
    if differing is not None:
        yield Finding("vectors", differing, Repair.VECTORS)


def check_vectors(  # noqa: PLR0913 -- what is compared with what
    folder: IndexFolder,
    store: SQLiteStore,
    state: Mapping[str, str],
    embedder: Embedder | None,
    paths: pa.Array,
    *,
    writer_at_work: bool,
) -> Iterator[Finding]:
    """Compare the vector store with the index; the columns and vectors of the files `paths`."""
    if not writer_at_work:
        yield from _check_outbox(store)
    if not state.get(FOLDER):
        return
    try:
        version, dimension = int(state[VERSION]), int(state[DIMENSION])
    except (KeyError, ValueError):
        problem = "the index does not say which version and dimension of the vectors it counts on"
        yield Finding("vectors", problem, Repair.VECTORS)
        return
    path = folder.vectors(state[FOLDER])
    try:
        with VectorStore(path, dimension, must_exist=True) as vectors:
            if vectors.version != version and not writer_at_work:
                yield Finding(
                    "vectors",
                    f"LanceDB is at version {vectors.version}, the index counts on {version}: a "
                    "write did not end. Searches use the version that the index counts on",
                    Repair.RESTORE,
                )
            vectors.checkout(version)
            yield from _check_symbols(store, vectors)
            yield from _check_columns(store, vectors, embedder, paths)
            _ask_indexes(store, vectors)
            if len(vectors) and not vectors.has_text_index and not writer_at_work:
                problem = "the full text index is missing: searches find whole words only, slowly"
                yield Finding("vectors", problem, Repair.COMPACT)
    except StoreError as error:
        yield Finding("vectors", f"the vectors cannot be read: {error}", Repair.VECTORS)


def _ask_indexes(store: SQLiteStore, vectors: VectorStore) -> None:
    sql = f"SELECT uid FROM symbol_rows WHERE {outbox.FILES_WITH_VECTORS} LIMIT 1"  # noqa: S608 -- a constant
    for symbol in store.query(sql)["uid"].to_pylist():
        ask_indexes(vectors, vectors.to_arrow(condition=col("id") == lit(symbol)))


def _check_outbox(store: SQLiteStore) -> Iterator[Finding]:
    names = outbox.paths_outstanding(store).to_pylist()
    if names:
        problem = (
            f"the vectors of {counted(len(names), 'file')} are still to be made, because the model "
            f"has failed; searches do not find their symbols: {some(names)}"
        )
        yield Finding("vectors", problem, Repair.RUN, names=names)


def _check_symbols(store: SQLiteStore, vectors: VectorStore) -> Iterator[Finding]:
    """Compare the ids of the symbols on both sides. Files in the outbox have none in LanceDB."""
    sql = f"SELECT uid FROM symbol_rows WHERE {outbox.FILES_WITH_VECTORS}"  # noqa: S608 -- a constant
    ours: Any = store.query(sql)["uid"]
    theirs = vectors.to_arrow(["id"])["id"]
    counts = theirs.value_counts()
    doubled = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    for ids, what in (
        (ours.filter(pc.invert(pc.is_in(ours, value_set=theirs.unique()))), "only in SQLite"),
        (theirs.filter(pc.invert(pc.is_in(theirs, value_set=ours))), "only in LanceDB"),
        (doubled, "in LanceDB more than once"),
    ):
        names = ids.to_pylist()
        if names:
            yield Finding(
                "vectors",
                f"{counted(len(names), 'symbol')} {what}: {some(names)}",
                Repair.VECTORS,
                names=names,
            )


def _check_columns(
    store: SQLiteStore, vectors: VectorStore, embedder: Embedder | None, paths: pa.Array
) -> Iterator[Finding]:
    """Compare columns, search texts and vectors of the symbols that both sides have."""
    wrong: list[str] = []
    for start in range(0, len(paths), _FILES_AT_A_TIME):
        wrong += _differing(store, vectors, embedder, paths.slice(start, _FILES_AT_A_TIME))
    if wrong:
        yield Finding(
            "vectors",
            f"{counted(len(wrong), 'symbol')} with other columns or vectors in LanceDB than "
            f"SQLite and the model give: {some(wrong)}",
            Repair.VECTORS,
            names=wrong,
        )


def _differing(
    store: SQLiteStore, vectors: VectorStore, embedder: Embedder | None, paths: pa.Array
) -> list[str]:
    names = paths.to_pylist()
    schema: pa.Schema = miller_core.table_schema("symbols")
    tables = [store.read_table("symbols", file_path=path) for path in names]
    ours = pa.Table.from_batches(tables, schema)
    ours = ours.append_column(TEXT_COLUMN, miller_core.search_text(ours))
    if isinstance(embedder, StaticModelEmbedder) and embedder.dimension == vectors.dimension:
        # Asking a model elsewhere again may cost money, and may not give the same.
        ours = ours.append_column(VECTOR_COLUMN, embedder.embed(ours[TEXT_COLUMN]))
    theirs = vectors.to_arrow(condition=col("file_path").isin(names))
    ours, theirs = _common(ours, theirs)
    differs = np.zeros(len(ours), dtype=bool)
    for name in (*schema.names, TEXT_COLUMN):
        left, right = ours[name], theirs[name].cast(ours[name].type)
        same = pc.or_kleene(
            pc.equal(left, right).fill_null(False),  # noqa: FBT003 -- pyarrow's signature
            pc.and_(left.is_null(), right.is_null()),
        )
        differs |= ~same.to_numpy()
    found = _components(theirs[VECTOR_COLUMN], vectors.dimension)
    differs |= ~np.isfinite(found).all(axis=1)
    if VECTOR_COLUMN in ours.column_names:
        expected = _components(ours[VECTOR_COLUMN], vectors.dimension)
        differs |= ~np.isclose(found, expected, rtol=0, atol=_TOLERANCE).all(axis=1)
    wrong: list[str] = ours["id"].filter(pa.array(differs)).to_pylist()
    return wrong


def _common(ours: pa.Table, theirs: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Give the rows of the ids that are once on both sides, in one order."""
    once = theirs.filter(pc.is_in(theirs["id"], value_set=ours["id"]))
    ids = once["id"].to_numpy()
    _, first = np.unique(ids, return_index=True)
    once = once.take(pa.array(first)).sort_by("id")
    common = ours.filter(pc.is_in(ours["id"], value_set=once["id"])).sort_by("id")
    return common, once


def _components(vectors: pa.ChunkedArray, dimension: int) -> Any:
    flat = vectors.combine_chunks().flatten().to_numpy(zero_copy_only=False)
    return flat.reshape(-1, dimension)
