"""Symbols with their search text and vectors, in LanceDB.

The rows here can be made again from the SQLite index at any time. Each change is one commit and one
version; the index records in SQLite which version belongs to it, and puts that version back when it
finds another (see `docs/architecture.md`).
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lancedb
import pyarrow as pa
import pyarrow.compute as pc
from lancedb.index import FTS
from lancedb.query import MatchQuery

from miller import miller_core, steps
from miller.errors import StoreError
from miller.interrupts import held_back
from miller.vector_columns import (
    as_table,
    checked_symbols,
    checked_text,
    checked_vectors,
    table_of_rows,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from lancedb.expr import Expr
    from numpy.typing import NDArray
    from typing_extensions import Self

    from miller.vector_columns import Vectors

TEXT_COLUMN = "search_text"
VECTOR_COLUMN = "vector"

_MAKE_ANEW = (
    "run `miller index`, which makes vectors that cannot be used anew; where it finds nothing "
    "changed, `miller doctor --fix` looks closer"
)

# Paths in one condition: 5,000 take 0.02 s to plan, 100,000 take 1.2 s.
_PATHS_PER_CONDITION = 5_000

# How long a version stays that is no longer the one on record: readers may be pinned to it.
KEPT_FOR_READERS = timedelta(minutes=5)

# Long enough that compaction removes no version; pruning is a step of its own.
_NEVER = timedelta(days=36_500)


class VectorStore:
    """A LanceDB table of symbols, each with its search text and vector.

    The folder is made when it is missing, unless `must_exist`. With `version`, the store is a
    reader pinned to that version.
    """

    path: Path
    dimension: int
    table_name: str

    def __init__(
        self,
        path: str | os.PathLike[str],
        dimension: int,
        table_name: str = "symbols",
        *,
        must_exist: bool = False,
        version: int | None = None,
    ) -> None:
        if dimension < 1:
            raise ValueError(f"expected a dimension of at least 1, found {dimension}")
        self.path = Path(path)
        self.dimension = dimension
        self.table_name = table_name
        self._schema = vector_schema(dimension)
        # `Any` here and below: LanceDB's own annotations leave out methods and defaults.
        self._open_table = self._open(must_exist=must_exist or version is not None)
        if version is not None:
            self.checkout(version)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"VectorStore({str(self.path)!r}, {self.dimension}, {self.table_name!r})"

    def __len__(self) -> int:
        with self._reading("counting the rows"):
            return int(self._table.count_rows())

    def close(self) -> None:
        """Let go of the table. Nothing can be done with the store afterwards."""
        self._open_table = None

    @property
    def schema(self) -> pa.Schema:
        """The columns of the table: those of `symbols`, then `search_text` and `vector`."""
        return self._schema

    # Writing -------------------------------------------------------------------------------------

    def add_arrow_batch(
        self, symbols: Any, vectors: Vectors, search_text: pa.Array[Any] | None = None
    ) -> int:
        """Add the rows of a record batch or table, in one commit; return their number.

        `vectors` is float32 of shape (rows, dimension), NumPy or Arrow. `search_text` is made from
        the symbols when it is not given. Raises `ValueError` before anything is written. Few large
        batches are faster than many small ones: every call is a commit and makes a fragment.
        """
        return self._add(self._complete(symbols, vectors, search_text))

    def add_rows(self, rows: Sequence[dict[str, Any]]) -> int:
        """Add rows given as dictionaries with a key for each column, in one commit.

        This is the way of the object route. Raises `ValueError` before anything is written.
        """
        table = table_of_rows(rows, self._schema)
        checked_vectors(table[VECTOR_COLUMN], len(table), self.dimension)
        return self._add(table)

    def delete_files(self, paths: Sequence[str] | pa.Array[Any] | pa.ChunkedArray[Any]) -> int:
        """Delete all rows of these files; return their number."""
        if not isinstance(paths, (pa.Array, pa.ChunkedArray)):
            paths = pa.array(list(paths), pa.string())
        deleted = 0
        with self._writing("deleting rows"):
            for condition in _conditions(paths):
                deleted += self._table.delete(condition).num_deleted_rows
        return deleted

    # Versions ------------------------------------------------------------------------------------

    @property
    def version(self) -> int:
        """The version that the table stands at."""
        with self._reading("reading the version"):
            return int(self._table.version)

    def restore(self, version: int) -> int:
        """Put the rows of an earlier version back, as a new version, which is returned."""
        with self._writing(f"restoring version {version}"):
            self._table.restore(version)
        return self.version

    def checkout(self, version: int | None) -> None:
        """Pin reading to a version; `None` goes back to the latest, which can be written to."""
        with self._reading(f"opening version {version}"):
            if version is None:
                self._table.checkout_latest()
            else:
                self._table.checkout(version)

    @property
    def live_bytes(self) -> int:
        """The bytes on disk that the rows and indexes of the version at hand take."""
        with self._reading("reading the size"):
            return int(self._table.stats()["total_bytes"])

    # Upkeep --------------------------------------------------------------------------------------

    @property
    def has_text_index(self) -> bool:
        """Whether full text search has an index. Without one it scans, for whole words only."""
        with self._reading("listing the indexes"):
            return any(TEXT_COLUMN in index.columns for index in self._table.list_indices())

    def build_text_index(self) -> None:
        """Build the index for full text search where there is none and there are rows.

        Later rows are found at once, by scanning, and enter the index in `compact`.
        """
        if self.has_text_index or not len(self):
            return
        with self._writing("building the full text index"):
            self._table.create_index(TEXT_COLUMN, config=text_index_settings())

    def compact(
        self, record_version: Callable[[int], None], *, keep: timedelta | None = None
    ) -> None:
        """Join fragments, bring the full text index up to date, and free disk space.

        The order matters. Old versions go only after `record_version` has made the new one the one
        that belongs to the index: if the process dies before, the recorded version is still there.
        Versions younger than `keep` (`KEPT_FOR_READERS`) stay for readers pinned to them.
        """
        self.build_text_index()
        steps.reached("text index built")
        with self._writing("compacting"):
            self._table.optimize(cleanup_older_than=_NEVER)
        steps.reached("fragments joined")
        record_version(self.version)
        steps.reached("joined version recorded")
        # LanceDB warns about a period of zero; a millisecond means the same.
        period = max(KEPT_FOR_READERS if keep is None else keep, timedelta(milliseconds=1))
        with self._writing("removing old versions"):
            # With files that no version has, as a write that was cut off leaves them: there is one
            # writer, so that they are nobody's work in progress.
            self._table.optimize(cleanup_older_than=period, delete_unverified=True)
        steps.reached("old versions removed")
        record_version(self.version)

    # Reading -------------------------------------------------------------------------------------

    def to_arrow(
        self, columns: Sequence[str] | None = None, *, condition: Expr | str | None = None
    ) -> pa.Table:
        """Give all rows, ordered by path and position."""
        wanted = list(columns) if columns is not None else self._schema.names
        unknown = [name for name in wanted if name not in self._schema.names]
        if unknown:
            expected = ", ".join(self._schema.names)
            raise ValueError(f"no such columns: {', '.join(unknown)}; there are: {expected}")
        order = ["file_path", "start_byte", "end_byte", "id"]
        read = wanted + [name for name in order if name not in wanted]
        with self._reading("reading rows"):
            query = self._table.search().select(read)
            if condition is not None:
                query = query.where(condition)
            table: pa.Table = query.to_arrow()
        # Of two that start together, the outer one ends later and comes first.
        directions = ["ascending", "ascending", "descending", "ascending"]
        table = table.sort_by(list(zip(order, directions, strict=True)))
        return table.select(wanted)

    def vectors_of_files(self, paths: pa.Array[Any] | pa.ChunkedArray[Any]) -> pa.Table:
        """Give the search texts in these files and the vector of each, in any order."""
        columns = [TEXT_COLUMN, VECTOR_COLUMN]
        parts = [pa.schema([self._schema.field(name) for name in columns]).empty_table()]
        with self._reading("reading vectors"):
            for condition in _conditions(paths):
                query = self._table.search().where(condition).select(columns)
                parts.append(query.to_arrow())
        return pa.concat_tables(parts)

    def search_vector(
        self,
        vector: NDArray[np.float32],
        columns: Sequence[str],
        limit: int,
        condition: Expr | str | None = None,
    ) -> pa.Table:
        """Give the rows nearest to a vector by cosine, nearest first, with `_distance` behind."""
        if vector.shape != (self.dimension,):
            message = f"expected a vector of shape ({self.dimension},), found {vector.shape}"
            raise ValueError(message)
        with self._reading("searching by vector"):
            query = self._table.search(vector, VECTOR_COLUMN, "vector")
            query = query.distance_type("cosine").select([*columns, "_distance"]).limit(limit)
            if condition is not None:
                query = query.where(condition, prefilter=True)
            table: pa.Table = query.to_arrow()
        return table

    def search_text(
        self, words: str, columns: Sequence[str], limit: int, condition: Expr | str | None = None
    ) -> pa.Table:
        """Give the rows that full text search finds, best first, with `_score` behind.

        `words` are the split words of a query. A row needs only some of them.
        """
        with self._reading("searching by text"):
            query = self._table.search(_match(words), query_type="fts")
            query = query.select([*columns, "_score"]).limit(limit)
            if condition is not None:
                query = query.where(condition, prefilter=True)
            table: pa.Table = query.to_arrow()
        return table

    # ---------------------------------------------------------------------------------------------

    @property
    def _table(self) -> Any:
        if self._open_table is None:
            raise StoreError(
                f"the vector store `{self.path}` is closed", hint="open it again to use it"
            )
        return self._open_table

    def _open(self, *, must_exist: bool) -> Any:
        if must_exist and not self.path.is_dir():
            raise StoreError(f"there is no vector store: `{self.path}`", hint=_MAKE_ANEW)
        with self._reading("opening"):
            database = lancedb.connect(self.path)
            if self.table_name in database.list_tables().tables:
                table = database.open_table(self.table_name)
            elif must_exist:
                message = f"the vector store `{self.path}` has no table `{self.table_name}`"
                raise StoreError(message, hint=_MAKE_ANEW)
            else:
                table = database.create_table(self.table_name, schema=self._schema)
            found = table.schema
        if not found.equals(self._schema):
            raise StoreError(
                f"the vector store `{self.path}` has other columns than this version of Miller: "
                f"{_difference(self._schema, found)}",
                hint=_MAKE_ANEW,
            )
        return table

    def _complete(
        self, symbols: Any, vectors: Vectors, search_text: pa.Array[Any] | None
    ) -> pa.Table:
        table = checked_symbols(as_table(symbols), miller_core.table_schema("symbols"))
        column = checked_vectors(vectors, len(table), self.dimension)
        text = miller_core.search_text(table) if search_text is None else search_text
        table = table.append_column(self._schema.field(TEXT_COLUMN), checked_text(text, len(table)))
        return table.append_column(self._schema.field(VECTOR_COLUMN), pa.chunked_array([column]))

    def _add(self, table: pa.Table) -> int:
        if len(table):
            with self._writing("adding rows"):
                self._table.add(table)
        return len(table)

    @contextmanager
    def _reading(self, doing: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if not _is_of_lance(error):
                raise
            raise StoreError(
                f"{doing} failed in the vector store `{self.path}`: {_reason(error)}",
                hint=_MAKE_ANEW,
            ) from error

    @contextmanager
    def _writing(self, doing: str) -> Iterator[None]:
        try:
            with held_back():
                yield
        except Exception as error:
            if not _is_of_lance(error):
                raise
            raise StoreError(
                f"{doing} failed in the vector store `{self.path}`: {_reason(error)}",
                hint="nothing of it was written; check the free disk space and who owns the folder",
            ) from error


def vector_schema(dimension: int) -> pa.Schema:
    """Give the columns of the table: those of `symbols`, then `search_text` and `vector`."""
    schema: pa.Schema = miller_core.table_schema("symbols")
    schema = schema.append(pa.field(TEXT_COLUMN, pa.string(), nullable=False))
    return schema.append(pa.field(VECTOR_COLUMN, pa.list_(pa.float32(), dimension), nullable=False))


def text_index_settings() -> FTS:
    """Give the settings of the full text index.

    The text is split and lower-case already; stems and stop words are LanceDB's part.
    """
    return FTS(with_position=False, stem=True, remove_stop_words=True)


def _conditions(paths: pa.Array[Any] | pa.ChunkedArray[Any]) -> Iterator[str]:
    """Give conditions that together take in the rows of the files, each of bounded length."""
    for start in range(0, len(paths), _PATHS_PER_CONDITION):
        yield _condition(paths.slice(start, _PATHS_PER_CONDITION))


def _condition(paths: pa.Array[Any] | pa.ChunkedArray[Any]) -> str:
    """Give the condition that a row is of one of the files, without an object for each path."""
    quoted = pc.replace_substring(paths, "'", "''")
    quoted = pc.binary_join_element_wise("'", quoted, "'", "")
    if isinstance(quoted, pa.ChunkedArray):
        quoted = quoted.combine_chunks()
    whole = pa.ListArray.from_arrays([0, len(quoted)], quoted)
    return f"file_path IN ({pc.binary_join(whole, ', ')[0]})"


def _is_of_lance(error: Exception) -> bool:
    """Whether LanceDB raises such; its extension has a class for panics that no module exports."""
    return isinstance(error, (OSError, RuntimeError, ValueError)) or (
        type(error).__name__ == "RustPanic"
    )


def _reason(error: Exception) -> str:
    """Give what LanceDB says, without the place in its sources that it says it from."""
    return re.sub(r", \S+\.rs:\d+:\d+", "", str(error))


def _match(words: str) -> Any:
    query_type: Any = MatchQuery
    return query_type(words, TEXT_COLUMN)


def _difference(expected: pa.Schema, found: pa.Schema) -> str:
    def describe(schema: pa.Schema, name: str) -> str:
        return str(schema.field(name).type) if name in schema.names else "missing"

    names = dict.fromkeys([*expected.names, *found.names])
    differing = [
        f"`{name}` expected {describe(expected, name)}, found {describe(found, name)}"
        for name in names
        if describe(expected, name) != describe(found, name)
    ]
    return "; ".join(differing) or "their order or nulls"
