"""The command line of Miller with faults planted on the Arrow route, for the tests of what it says.

    python -m equivalence.planted PLANTS RECORD [ARGUMENTS OF miller …]

PLANTS is a JSON list of plants, each a dictionary with a `kind` and what the function of that name
below asks for. RECORD is a file that gets a line of JSON for each plant at the moment at which it
takes effect: a test that finds no line there has tested nothing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from miller import cli, miller_core
from miller.errors import ChunkError, StoreError
from miller.vector_index import VectorChange, VectorIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from typing_extensions import Self

    from miller.miller_core import PyArrowBatch

    Plant = dict[str, Any]

_record: list[Path] = []


def record(plant: Plant, **what: Any) -> None:
    """Write down that a plant takes effect."""
    with _record[0].open("a", encoding="utf-8") as file:
        file.write(json.dumps({**plant, **what}) + "\n")


# Other rows --------------------------------------------------------------------------------------


def other_value(rows: pa.RecordBatch, row: int, plant: Plant) -> pa.RecordBatch:
    """A row has another value in a column."""
    column = rows.schema.get_field_index(plant["column"])
    field = rows.schema.field(column)
    values = rows.column(column).to_pylist()
    record(plant, replaced=values[row])
    values[row] = plant["value"]
    return rows.set_column(column, field, pa.array(values, field.type))


def missing_row(rows: pa.RecordBatch, row: int, plant: Plant) -> pa.RecordBatch:
    """A row is not there."""
    record(plant)
    return rows.take(pa.array([other for other in range(rows.num_rows) if other != row]))


def further_row(rows: pa.RecordBatch, row: int, plant: Plant) -> pa.RecordBatch:
    """A row is there twice."""
    record(plant)
    return rows.take(pa.array([*range(row + 1), *range(row, rows.num_rows)]))


def swapped_rows(rows: pa.RecordBatch, row: int, plant: Plant) -> pa.RecordBatch:
    """A row and the next one have changed places."""
    record(plant)
    order = list(range(rows.num_rows))
    order[row], order[row + 1] = order[row + 1], order[row]
    return rows.take(pa.array(order))


OTHER_ROWS: dict[str, Callable[[pa.RecordBatch, int, Plant], pa.RecordBatch]] = {
    function.__name__: function
    for function in (other_value, missing_row, further_row, swapped_rows)
}


class OtherBatch:
    """A batch with some other rows, and for the rest the batch that it stands for."""

    def __init__(self, batch: PyArrowBatch, plants: list[Plant]) -> None:
        self._batch = batch
        for plant in plants:
            rows = getattr(self, plant["table"])
            keys = rows.column(0).to_pylist()
            if plant["key"] in keys:
                change = OTHER_ROWS[plant["kind"]]
                setattr(self, plant["table"], change(rows, keys.index(plant["key"]), plant))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batch, name)


def plant_other_rows(plants: list[Plant]) -> None:
    """Let `extract_files_to_arrow` give other rows."""
    extract = miller_core.extract_files_to_arrow

    def extract_others(*arguments: Any, **options: Any) -> OtherBatch:
        return OtherBatch(extract(*arguments, **options), plants)

    vars(miller_core)["extract_files_to_arrow"] = extract_others


# Failures ----------------------------------------------------------------------------------------


def failing_chunk(plant: Plant) -> None:
    """The stream fails for the chunk with the file `path`."""
    stream = miller_core.extract_stream

    class FailingStream:
        def __init__(self, *arguments: Any, **options: Any) -> None:
            self._stream = stream(*arguments, **options)

        def __iter__(self) -> Iterator[PyArrowBatch]:
            return self

        def __next__(self) -> PyArrowBatch:
            batch = next(self._stream)
            paths = batch.file_data["path"].to_pylist()
            if plant["path"] in paths:
                record(plant, paths=paths)
                raise ChunkError("planted in a chunk", paths=paths)
            return batch

    vars(miller_core)["extract_stream"] = FailingStream


def failing_after_vectors(plant: Plant) -> None:
    """The flush with the file `path` fails when LanceDB has been written and SQLite has not."""
    write = VectorIndex.replace_table

    def write_and_fail(
        self: VectorIndex, replaced: Any, symbols: pa.Table, *rest: Any
    ) -> VectorChange:
        before = self.store.version
        change = write(self, replaced, symbols, *rest)
        if plant["path"] in symbols["file_path"].to_pylist():
            record(plant, versions_written=self.store.version - before)
            raise StoreError("planted behind the vectors")
        return change

    vars_of_class: Any = VectorIndex
    vars_of_class.replace_table = write_and_fail


def failing_sqlite(plant: Plant) -> None:
    """SQLite refuses the flush with the file `path`, in the middle of its transaction.

    The failure is SQLite's own: it gets an edge that ends at a symbol that nobody knows.
    """
    real: Any = miller_core.SQLiteStore

    class FailingStore:
        def __init__(self, *arguments: Any, **options: Any) -> None:
            self._store = real(*arguments, **options)

        def __enter__(self) -> Self:
            self._store.__enter__()
            return self

        def __exit__(self, *exception: object) -> None:
            self._store.__exit__(*exception)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._store, name)

        def replace_files(
            self, files: Any, symbols: Any, identifiers: Any, edges: Any, pending: Any, **rest: Any
        ) -> dict[str, int]:
            if plant["path"] in files["path"].to_pylist():
                column = edges.schema.get_field_index("to_symbol_id")
                unknown = pa.array(["0" * 32] * edges.num_rows, pa.string())
                edges = edges.set_column(column, edges.schema.field(column), unknown)
                record(plant, edges=edges.num_rows)
            counts: dict[str, int] = self._store.replace_files(
                files, symbols, identifiers, edges, pending, **rest
            )
            return counts

    vars(miller_core)["SQLiteStore"] = FailingStore


FAILURES: dict[str, Callable[[Plant], None]] = {
    function.__name__: function
    for function in (failing_chunk, failing_after_vectors, failing_sqlite)
}


def main() -> None:
    """Plant what the arguments say, and run the command line with the rest of them."""
    plants: list[Plant] = json.loads(sys.argv[1])
    _record.append(Path(sys.argv[2]))
    for plant in plants:
        if plant["kind"] in FAILURES:
            FAILURES[plant["kind"]](plant)
    others = [plant for plant in plants if plant["kind"] in OTHER_ROWS]
    if others:
        plant_other_rows(others)
    sys.argv = ["miller", *sys.argv[3:]]
    cli.main()


if __name__ == "__main__":
    main()
