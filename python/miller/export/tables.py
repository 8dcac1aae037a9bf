"""Tables of an index as files."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import pyarrow as pa

from miller import __version__
from miller.export.formats import ENDINGS, TABLE_FORMATS
from miller.export.replacing import replacing
from miller.index.tables import TABLES, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from miller.index import Index


def export_tables(
    index: Index, folder: Path, form: str, tables: Iterable[str] = TABLES
) -> dict[Path, int]:
    """Write tables into a folder, a file each; give the number of rows of each file.

    All are of one commit. Where one cannot be written, those before it are there, each whole. No
    more than the rows of two megabytes of source are in memory.
    """
    written = {}
    with index.snapshot() as commit:
        for table in tables:
            path = folder / f"{table}.{ENDINGS.get(form, form)}"
            with replacing(path) as unfinished, unfinished.open("wb") as file:
                written[path] = write_table(commit, file, form, table)
    return written


def write_table(index: Index, file: IO[bytes], form: str, table: str) -> int:
    """Write a table to an open file; give the number of rows."""
    schema = _schema(table)
    rows = 0
    with TABLE_FORMATS[form](file, schema) as write:
        for batch in index.batches(table):
            write(pa.RecordBatch.from_arrays(batch.columns, schema=schema))
            rows += batch.num_rows
    return rows


def _schema(table: str) -> pa.Schema:
    """Give the schema with its descriptions, and who has written it."""
    schema = Wanted(table).schema
    return schema.with_metadata(
        {**schema.metadata, "table": table, "written_by": f"miller {__version__}"}
    )
