"""Faults that are planted into a measured run, to see that they are caught.

Python imports this before anything else where this folder is on its path and runs what
`MILLER_PLANT` names. A flush is wrapped where the pipeline calls it, so that the fault lies in the
same process and within the same watch as the work itself. Miller knows nothing of this.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Any

from miller import miller_core, pipeline
from miller.buffers import ArrowIndexingBuffer
from miller.vector_index import VectorChange, VectorIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    Fault = Callable[[Any, Any], None]

WARM_UP_ROWS = 100
"""A flush of no more rows is of the workspace that warms up the process."""

KEPT: list[Any] = []
"""What a fault holds on to, for as long as the process lives."""


def _at_flush(fault: Fault) -> None:
    """Have a fault at the beginning of each flush: it gets the run and the buffer."""
    write = pipeline._write_tables

    def write_with_fault(run: Any, store: Any, buffer: Any) -> None:
        if buffer.num_rows > WARM_UP_ROWS:
            fault(run, buffer)
        write(run, store, buffer)

    pipeline._write_tables = write_with_fault


def object_a_row() -> None:
    """Hold a Python object for each identifier during the flush."""
    write = pipeline._write_tables

    def write_with_fault(run: Any, store: Any, buffer: Any) -> None:
        held = [value for value in buffer.identifiers()["id"]]  # noqa: C416 -- as one would write it
        write(run, store, buffer)
        del held

    pipeline._write_tables = write_with_fault


def pylist_let_go() -> None:
    """Turn a column into Python values within the flush, and let go of them at once."""
    _at_flush(lambda _run, buffer: buffer.identifiers()["name"].to_pylist())


def values_one_by_one() -> None:
    """Look at a column value by value: each object is let go of before the next."""

    def look(_run: Any, buffer: Any) -> None:
        for value in buffer.identifiers()["id"]:
            value.as_py()

    _at_flush(look)


def rows_read_in_the_buffer() -> None:
    """Turn all rows into Python values on their way into the buffer, several times."""
    add_batch = ArrowIndexingBuffer.add_batch

    def add_batch_with_fault(buffer: Any, batch: Any) -> None:
        add_batch(buffer, batch)
        for _ in range(4):
            for table in miller_core.tables():
                getattr(batch, table).to_pylist()

    ArrowIndexingBuffer.add_batch = add_batch_with_fault


def dictionaries_to_lancedb() -> None:
    """Give LanceDB a dictionary a row."""

    def replace_table(index: Any, replaced: Any, symbols: Any, stats: Any) -> VectorChange:
        with stats.timed("embed"):
            text = miller_core.search_text(symbols)
            vectors = index.model.embedder.embed(text)
        with stats.timed("vectors"):
            index._delete(replaced)
            rows = symbols.to_pylist()
            for row, words, vector in zip(rows, text.to_pylist(), vectors.tolist(), strict=True):
                row.update(search_text=words, vector=vector)
            index.store.add_rows(rows)
            return VectorChange(index._state())

    VectorIndex.replace_table = replace_table


def copy_of_batches() -> None:
    """Hold a copy of the rows of all tables, without a Python object for any."""

    def copy(_run: Any, buffer: Any) -> None:
        for rows in (getattr(buffer, table)() for table in miller_core.tables()):
            KEPT.extend(batch.serialize() for batch in rows.to_batches())

    _at_flush(copy)


def work_twice() -> None:
    """Extract the files of each flush once more and throw the rows away."""

    def extract(run: Any, buffer: Any) -> None:
        paths = buffer.file_data()["path"]
        for _ in miller_core.extract_stream(paths, str(run.root), max_bytes=1 << 16, ahead=False):
            pass

    _at_flush(extract)


def rows_of_dictionaries() -> None:
    """Turn the symbols into dictionaries: the collector counts those."""
    _at_flush(lambda _run, buffer: buffer.symbols().to_pylist())


# What the instruments are tried with -------------------------------------------------------------


def ten_thousand_objects() -> None:
    """Hold 10,000 blocks more in each flush."""
    places = [None] * 10_000
    _at_flush(lambda _run, _buffer: KEPT.extend(object() for _ in places))


def one_mebibyte() -> None:
    """Take 1 MiB of Python's memory in the stage `buffer`, and let go of it."""
    file_data = ArrowIndexingBuffer.file_data

    def file_data_with_fault(buffer: Any) -> Any:
        bytearray(1 << 20)
        return file_data(buffer)

    ArrowIndexingBuffer.file_data = file_data_with_fault


def three_collections() -> None:
    """Run the garbage collector three times in each flush, once a generation."""

    def collect(_run: Any, _buffer: Any) -> None:
        for generation in range(3):
            gc.collect(generation)

    _at_flush(collect)


def two_hundred_megabytes() -> None:
    """Hold 200 MB, written to, from the first flush on."""
    _at_flush(lambda _run, _buffer: KEPT or KEPT.append(bytearray(b"x") * 200_000_000))


PLANTS = {
    plant.__name__: plant
    for plant in (
        object_a_row,
        pylist_let_go,
        values_one_by_one,
        rows_read_in_the_buffer,
        dictionaries_to_lancedb,
        copy_of_batches,
        work_twice,
        rows_of_dictionaries,
        ten_thousand_objects,
        one_mebibyte,
        three_collections,
        two_hundred_megabytes,
    )
}
PLANTS[os.environ["MILLER_PLANT"]]()
