"""The formats of files of rows, each with a writer that takes batch after batch."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    Write = Callable[[pa.RecordBatch], None]
    Opened = AbstractContextManager[Write]


@contextmanager
def _parquet(file: IO[bytes], schema: pa.Schema) -> Iterator[Write]:
    import pyarrow.parquet as pq  # noqa: PLC0415 -- of this format alone

    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        yield writer.write_batch


@contextmanager
def _ipc(file: IO[bytes], schema: pa.Schema) -> Iterator[Write]:
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_file(file, schema, options=options) as writer:
        yield writer.write_batch


@contextmanager
def _csv(file: IO[bytes], schema: pa.Schema) -> Iterator[Write]:
    from pyarrow import csv  # noqa: PLC0415 -- of this format alone

    with csv.CSVWriter(file, schema) as writer:
        yield writer.write_batch


@contextmanager
def _jsonl(file: IO[bytes], _schema: pa.Schema) -> Iterator[Write]:
    def write(batch: pa.RecordBatch) -> None:
        for part in pa.Table.from_batches([batch]).to_batches(1_024):
            lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in part.to_pylist())
            file.write("".join(lines).encode())

    yield write


#: The formats of tables: each opens a file for batches of a schema. `ipc` is Arrow's own file.
TABLE_FORMATS: dict[str, Callable[[IO[bytes], pa.Schema], Opened]] = {
    "parquet": _parquet,
    "ipc": _ipc,
    "csv": _csv,
    "jsonl": _jsonl,
}

#: All formats.
FORMATS = (*TABLE_FORMATS, "scip")

#: What the name of a file of a format ends with.
ENDINGS = {"ipc": "arrow"}
