"""Symbols with their search text and vectors, in LanceDB.

The rows here can be made again from the SQLite index at any time. Each change is one commit and one
version; the index records in SQLite which version belongs to it, and puts that version back when it
finds another (see `docs/architecture.md`).
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lancedb
import pyarrow as pa
from lancedb.query import MatchQuery

from miller import miller_core, steps, vector_fragments, vector_indexes, vector_lookup
from miller.errors import StoreError
from miller.interrupts import held_back
from miller.lance_errors import MAKE_ANEW, raised_by_lance
from miller.path_conditions import path_conditions
from miller.vector_columns import (
    as_table,
    checked_symbols,
    checked_text,
    checked_vectors,
    table_of_rows,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    import numpy as np
    from lancedb.expr import Expr
    from numpy.typing import NDArray
    from typing_extensions import Self

    from miller.vector_columns import Vectors

TEXT_COLUMN = "search_text"
VECTOR_COLUMN = "vector"
_KIND_COLUMN = "kind"

# Long enough that compaction removes no version; pruning is a step of its own.
_NEVER = timedelta(days=36_500)

# LanceDB prunes what was made before a time, which it counts back from when it comes to it.
_SLACK = timedelta(minutes=1)


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
            for condition in path_conditions(paths):
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
        return self.rows_outside_text_index is not None

    @property
    def rows_outside_text_index(self) -> int | None:
        """The rows that full text search scans; `None` without an index, when it scans all."""
        with self._reading("listing the indexes"):
            return vector_indexes.rows_outside(self._table, TEXT_COLUMN)

    @property
    def rows_outside_vector_index(self) -> int | None:
        """The rows that a search for near vectors scans; `None` without an index."""
        with self._reading("listing the indexes"):
            return vector_indexes.rows_outside(self._table, VECTOR_COLUMN)

    def build_text_index(self) -> None:
        """Build the indexes for full text search and of kinds, in the place of older ones.

        LanceDB can take up later rows only by reading all of the index, and after joining all
        fragments; to build it anew takes half the time and a third of the memory.
        """
        if len(self):
            settings = vector_indexes.text_index()
            with self._writing("building the full text index"):
                self._table.create_index(TEXT_COLUMN, config=settings, replace=True)
                self._table.create_index(
                    _KIND_COLUMN, config=vector_indexes.kind_index(), replace=True
                )

    def build_vector_index(self) -> None:
        """Build the index for near vectors, in the place of one that is there."""
        settings = vector_indexes.vector_index(self.dimension)
        with self._writing("building the vector index"):
            self._table.create_index(VECTOR_COLUMN, config=settings, replace=True)

    def pieces(self) -> dict[int, int]:
        """Give the small fragments and the rows that each has."""
        with self._reading("reading row numbers"):
            return vector_fragments.small_fragments(self._table)

    def join(self, pieces: Mapping[int, int]) -> None:
        """Put the rows of small fragments together. Whoever calls this records the version."""
        with self._writing("joining pieces"):
            vector_fragments.join(self._table, pieces, self._schema.names)

    @property
    def waste(self) -> float:
        """What is on disk and no row of this version needs, in multiples of what they need."""
        with self._reading("reading the size"):
            return vector_fragments.waste(self._table, self.path)

    def compact(self, record_version: Callable[[int], int | None]) -> None:
        """Write all rows anew, in few fragments, with their indexes, and free disk space.

        The order matters. Old versions go only after `record_version` has made the new one the one
        that belongs to the index: if the process dies before, the recorded version is still there.
        It gives the oldest version that readers may be pinned to, or `None` when that may be any.
        """
        had_vector_index = self.rows_outside_vector_index is not None
        with self._writing("compacting"):
            for index in self._table.list_indices():
                # To bring it to the new fragments, LanceDB would hold all of it in memory.
                self._table.drop_index(index.name)
            # The first time may leave two pieces, which pruning would then join into a version
            # that is younger than what it prunes, so that the pieces would stay.
            for _ in range(2):
                self._table.optimize(cleanup_older_than=_NEVER)
        steps.reached("fragments joined")
        self.build_text_index()
        steps.reached("text index built")
        if had_vector_index:
            self.build_vector_index()
            steps.reached("vector index built")
        oldest = record_version(self.version)
        steps.reached("joined version recorded")
        period = self._age_of(oldest)
        with self._writing("removing old versions"):
            # With files that no version has, as a write that was cut off leaves them: there is one
            # writer, so that they are nobody's work in progress.
            self._table.optimize(cleanup_older_than=period, delete_unverified=True)
        steps.reached("old versions removed")
        record_version(self.version)

    def _age_of(self, oldest: int | None) -> timedelta:
        """Give a time that is longer ago than when this version and all later ones were made."""
        with self._reading("listing the versions"):
            made = [
                version["timestamp"].timestamp()
                for version in self._table.list_versions()
                if oldest is None or version["version"] >= oldest
            ]
        # A clock that was put back made a later version seem to be older. LanceDB warns about a
        # period of zero; a millisecond means the same.
        return max(timedelta(seconds=time.time() - min(made)) + _SLACK, timedelta(milliseconds=1))

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
            for condition in path_conditions(paths):
                query = self._table.search().where(condition).select(columns)
                parts.append(query.to_arrow())
        return pa.concat_tables(parts)

    def search_vector(
        self,
        vector: NDArray[np.float32],
        columns: Sequence[str],
        limit: int,
        condition: Expr | str | None = None,
        *,
        exact: bool = True,
    ) -> pa.Table:
        """Give the rows nearest to a vector by cosine, nearest first, with `_distance` behind.

        With an index, a few of the nearest may be missed; the distances are exact all the same.
        Unless they are to be `exact`: then more may be missed, and the distances are good for
        their order alone, for half of the time.
        """
        if vector.shape != (self.dimension,):
            message = f"expected a vector of shape ({self.dimension},), found {vector.shape}"
            raise ValueError(message)
        with self._reading("searching by vector"):
            query = self._table.search(vector, VECTOR_COLUMN, "vector")
            query = query.distance_type("cosine").select([*columns, "_distance"]).limit(limit)
            # With a condition, more groups are looked into until there are enough rows.
            query = query.minimum_nprobes(vector_lookup.GROUPS_LOOKED_INTO)
            query = query.maximum_nprobes(0)
            if exact:
                query = query.refine_factor(vector_lookup.times_compared(limit))
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
            raise StoreError(f"there is no vector store: `{self.path}`", hint=MAKE_ANEW)
        with self._reading("opening"):
            database = lancedb.connect(self.path)
            if self.table_name in database.list_tables().tables:
                table = database.open_table(self.table_name)
            elif must_exist:
                message = f"the vector store `{self.path}` has no table `{self.table_name}`"
                raise StoreError(message, hint=MAKE_ANEW)
            else:
                table = database.create_table(self.table_name, schema=self._schema)
            found = table.schema
        if not found.equals(self._schema):
            raise StoreError(
                f"the vector store `{self.path}` has other columns than this version of Miller: "
                f"{_difference(self._schema, found)}",
                hint=MAKE_ANEW,
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

    def _reading(self, doing: str) -> AbstractContextManager[None]:
        return raised_by_lance(self.path, doing)

    @contextmanager
    def _writing(self, doing: str) -> Iterator[None]:
        hint = "nothing of it was written; check the free disk space and who owns the folder"
        with raised_by_lance(self.path, doing, hint), held_back():
            yield


def vector_schema(dimension: int) -> pa.Schema:
    """Give the columns of the table: those of `symbols`, then `search_text` and `vector`."""
    schema: pa.Schema = miller_core.table_schema("symbols")
    schema = schema.append(pa.field(TEXT_COLUMN, pa.string(), nullable=False))
    return schema.append(pa.field(VECTOR_COLUMN, pa.list_(pa.float32(), dimension), nullable=False))


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
