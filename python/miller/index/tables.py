"""Reading the tables of an index in parts, so that no more than a part is in memory."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from miller import miller_core
from miller.search_filters import Filters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from miller.miller_core import SQLiteStore

#: The tables by the names of their views.
TABLES = ("files", "symbols", "identifiers", "relationships", "pending_relationships")

# Source text whose rows are a part: some 50,000 lines, and a few hundred thousand identifiers.
_PART_BYTES = 2 << 20


@dataclass(frozen=True)
class Wanted:
    """Which rows of a table are wanted: those that meet all conditions given.

    `kind`, `language`, `name` and `status` are a value or several; `path` is a file, a folder, or a
    pattern as `miller search --path` takes it.
    """

    table: str
    name: str | Sequence[str] | None = None
    kind: str | Sequence[str] | None = None
    language: str | Sequence[str] | None = None
    status: str | Sequence[str] | None = None
    path: str | None = None

    def __post_init__(self) -> None:
        if self.table not in TABLES:
            raise ValueError(
                f"no table is called `{self.table}`; the tables are {', '.join(TABLES)}"
            )
        # What is wrong in a pattern is told before anything is read.
        _ = Filters(path=self.path).takes_path

    @property
    def schema(self) -> pa.Schema:
        """The schema of the table, with what it and its columns hold in the metadata."""
        return miller_core.table_schema(
            "file_data" if self.table == "files" else self.table, described=True
        )

    def condition(self) -> tuple[str, list[str]]:
        """Give the conditions but that on paths as SQL, and its parameters."""
        parts, parameters = [], []
        for column in ("name", "kind", "language", "status"):
            value = getattr(self, column)
            if value is not None:
                values = [value] if isinstance(value, str) else list(value)
                parts.append(f"{column} IN (SELECT value FROM json_each(?))")  # noqa: S608 -- constants
                parameters.append(json.dumps(values))
        return " AND ".join(parts) or "true", parameters


def read(store: SQLiteStore, wanted: Wanted) -> pa.Table:
    """Give the wanted rows of a table, by path and position."""
    return pa.Table.from_batches(batches(store, wanted), wanted.schema)


def batches(store: SQLiteStore, wanted: Wanted) -> Iterator[pa.RecordBatch]:
    """Give the wanted rows of a table in batches of consecutive files, by path and position."""
    schema = wanted.schema
    condition, parameters = wanted.condition()
    path = "path" if wanted.table == "files" else "file_path"
    columns = ", ".join(schema.names)
    if wanted.name is not None and wanted.path is None:
        # Names have an index: most files have none of these rows.
        sql = f"SELECT {columns} FROM {wanted.table} WHERE {condition} ORDER BY {_order(schema)}"  # noqa: S608 -- names of the schema
        yield from _batches(store, sql, parameters, schema)
        return
    sql = (
        f"SELECT {columns} FROM {wanted.table}"  # noqa: S608 -- names of the schema
        f" WHERE {path} IN (SELECT value FROM json_each(?)) AND {condition}"
        f" ORDER BY {_order(schema)}"
    )
    for paths in _parts(store, wanted.path):
        yield from _batches(store, sql, [json.dumps(paths), *parameters], schema)


def _order(schema: pa.Schema) -> str:
    wanted = ("file_path", "path", "start_byte", "end_byte", "line_number", "id")
    return ", ".join(name for name in wanted if name in schema.names)


def _batches(
    store: SQLiteStore, sql: str, parameters: list[str], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    found = store.query(sql, parameters)
    if found.num_rows:
        # The types of an answer are those of its values; a column of nulls has any.
        yield from pa.Table.from_batches([found]).cast(schema).to_batches()


def _parts(store: SQLiteStore, path: str | None) -> Iterator[list[str]]:
    """Give the paths of the files in parts, in their order."""
    found: Any = store.query("SELECT path, size FROM file_rows ORDER BY path")
    if not found.num_rows:
        return
    takes = Filters(path=path).takes_path
    paths, sizes = found["path"].to_pylist(), found["size"].to_numpy()
    chosen = [place for place, one in enumerate(paths) if takes(one)]
    if not chosen:
        return
    parts = np.cumsum(sizes[chosen].astype(np.int64)) // _PART_BYTES
    for part in np.split(np.array(chosen), np.flatnonzero(np.diff(parts)) + 1):
        yield [paths[place] for place in part]
