"""Rows that wait to be written, bounded by number and bytes.

Both buffers have the same shape: rows in, `should_flush()`, rows out by table, `clear()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from miller import miller_core

if TYPE_CHECKING:
    from miller.miller_core import (
        BatchFileResult,
        Identifier,
        PendingRelationship,
        PyArrowBatch,
        Relationship,
        Symbol,
    )

_DEFAULT_MAX_BYTES = 64 << 20


class ArrowIndexingBuffer:
    """Holds record batches as they came, without copying their rows.

    There is one table of each kind, however many batches it is made of: what the buffer needs of
    Python's memory depends neither on rows nor on batches. `max_rows` counts the rows of all
    tables, `max_bytes` the memory that they take, and `bytes_a_symbol` more for each symbol: what
    writing them adds, which in generated headers is more than all rows.
    """

    def __init__(
        self,
        max_rows: int = 512,
        *,
        max_bytes: int = _DEFAULT_MAX_BYTES,
        bytes_a_symbol: int = 0,
    ) -> None:
        _check_bounds(max_rows, max_bytes)
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._bytes_a_symbol = bytes_a_symbol
        schemas = {table: miller_core.table_schema(table) for table in miller_core.tables()}
        self._empty = {table: schema.empty_table() for table, schema in schemas.items()}
        self.clear()

    def add_batch(self, batch: PyArrowBatch) -> None:
        """Take the rows of a chunk of files."""
        for table, before in self._tables.items():
            rows: pa.RecordBatch = getattr(batch, table)
            self._tables[table] = pa.concat_tables([before, pa.Table.from_batches([rows])])
            self._rows += rows.num_rows
            self._bytes += rows.nbytes
        self._bytes += batch.symbols.num_rows * self._bytes_a_symbol

    def should_flush(self) -> bool:
        """Whether the rows should be written now."""
        return self._rows >= self._max_rows or self._bytes >= self._max_bytes

    @property
    def num_rows(self) -> int:
        """The rows of all tables."""
        return self._rows

    def symbols(self) -> pa.Table:
        """Give the definitions."""
        return self._tables["symbols"]

    def identifiers(self) -> pa.Table:
        """Give the uses of names."""
        return self._tables["identifiers"]

    def relationships(self) -> pa.Table:
        """Give the edges between two symbols."""
        return self._tables["relationships"]

    def pending_relationships(self) -> pa.Table:
        """Give the edges whose end is known by name only."""
        return self._tables["pending_relationships"]

    def file_data(self) -> pa.Table:
        """Give one row for each file."""
        return self._tables["file_data"]

    def clear(self) -> None:
        """Let go of all rows."""
        self._tables = dict(self._empty)
        self._rows = 0
        self._bytes = 0


class IndexingBuffer:
    """Holds the object route's results, file by file.

    `max_symbols` counts symbols, as the classic buffer does; `max_bytes` counts source text, which
    the rows grow with.
    """

    def __init__(self, max_symbols: int = 512, *, max_bytes: int = _DEFAULT_MAX_BYTES) -> None:
        _check_bounds(max_symbols, max_bytes)
        self._max_symbols = max_symbols
        self._max_bytes = max_bytes
        self.clear()

    def add_result(self, result: BatchFileResult) -> None:
        """Take the rows of a file."""
        self._results.append(result)
        self._symbols.extend(result.results.symbols)
        self._bytes += result.size

    def should_flush(self) -> bool:
        """Whether the rows should be written now."""
        return len(self._symbols) >= self._max_symbols or self._bytes >= self._max_bytes

    @property
    def num_rows(self) -> int:
        """The rows of all tables."""
        return (
            len(self._results)
            + len(self._symbols)
            + len(self.identifiers())
            + len(self.relationships())
            + len(self.pending_relationships())
        )

    def symbols(self) -> list[Symbol]:
        """Give the definitions."""
        return self._symbols

    def identifiers(self) -> list[Identifier]:
        """Give the uses of names."""
        return [row for result in self._results for row in result.results.identifiers]

    def relationships(self) -> list[Relationship]:
        """Give the edges between two symbols."""
        return [row for result in self._results for row in result.results.relationships]

    def pending_relationships(self) -> list[PendingRelationship]:
        """Give the edges whose end is known by name only."""
        return [row for result in self._results for row in result.results.pending_relationships]

    def file_data(self) -> list[BatchFileResult]:
        """Give one result for each file."""
        return self._results

    def clear(self) -> None:
        """Let go of all rows."""
        self._results: list[BatchFileResult] = []
        self._symbols: list[Symbol] = []
        self._bytes = 0


def _check_bounds(max_rows: Any, max_bytes: Any) -> None:
    for bound in (max_rows, max_bytes):
        if bound < 1:
            raise ValueError(f"expected a bound of at least 1, found {bound}")
