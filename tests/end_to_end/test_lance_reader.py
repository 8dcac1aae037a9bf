"""Where `pylance` is installed, a search reads with Lance's own package, and finds the same."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from end_to_end.conftest import index, write
from miller import SQLiteStore, VectorStore
from miller.embeddings import open_embedder
from miller.errors import StoreError
from miller.index_folder import IndexFolder
from miller.pinned import open_vectors_for_search
from miller.row_ids import RowIds
from miller.search import search
from miller.state import DIMENSION, FOLDER, VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WORDS = ["open", "close", "queue", "lamp", "read", "write"]
QUERIES = ["open the queue", "read_lamp_3", "writes lamps", "close", "xylophone"]


@pytest.fixture
def lance_package() -> None:
    pytest.importorskip("lance", reason="`pylance` has no wheel for this platform")


@pytest.fixture
def indexed(workspace: Path) -> Path:
    for number in range(40):
        functions = [
            f'def {first}_{second}_{number}():\n    """{first.title()}s each {second}."""\n'
            for first in WORDS
            for second in WORDS
        ]
        write(workspace, {f"m{number}.py": "import os\n\n" + "\n".join(functions)})
    index(workspace)
    return workspace


def state_of(root: Path) -> Mapping[str, str]:
    with SQLiteStore(IndexFolder.of(root).index_file, read_only=True) as store:
        return store.get_state()


@pytest.mark.usefixtures("lance_package")
@pytest.mark.parametrize("mode", ["hybrid", "text", "vector"])
@pytest.mark.parametrize("options", [{}, {"kind": "import"}, {"path": "m[1-3].py", "limit": 60}])
def test_it_finds_what_lancedb_finds(indexed: Path, mode: Any, options: dict[str, Any]) -> None:
    # Rows outside of the indexes, too.
    write(indexed, {"m1.py": "def open_a_new_queue(): ...\n"})
    index(indexed)
    folder, state = IndexFolder.of(indexed), state_of(indexed)
    path, recorded = folder.vectors(state[FOLDER]), int(state[VERSION])
    model = open_embedder()
    with (
        SQLiteStore(folder.index_file, read_only=True) as store,
        VectorStore(path, int(state[DIMENSION]), version=recorded) as lancedb,
        open_vectors_for_search(folder, state) as lance,
    ):
        assert type(lance).__name__ == "LanceReader"
        # From some searches on, ids are in memory.
        for query in [*QUERIES, *QUERIES]:
            by_lancedb, by_lance = (
                search(store, query, vectors=vectors, embedder=model, mode=mode, **options)
                for vectors in (lancedb, lance)
            )
            assert by_lance == by_lancedb


@pytest.mark.usefixtures("lance_package")
def test_who_goes_on_searching_has_the_ids_in_memory(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []

    class Counted(RowIds):
        def __init__(self, table: pa.Table) -> None:
            reads.append(table.num_rows)
            super().__init__(table)

    monkeypatch.setattr("miller.lance_reader.RowIds", Counted)
    folder, state = IndexFolder.of(indexed), state_of(indexed)
    with open_vectors_for_search(folder, state) as lance:
        # More than there are: which of equals are cut off is chance.
        found = [lance.search_text("open the queue", ["id"], 5_000) for _ in range(20)]
        assert len(reads) == 1
        first, *rest = (table.sort_by("id") for table in found)
        assert first.num_rows > 100
        assert all(table.equals(first) for table in rest)
        # Other columns than the id are still to be had.
        assert lance.search_text("queue", ["id", "kind"], 3).column_names == [
            "id",
            "kind",
            "_score",
        ]
    # The command, which searches once, reads none.
    with open_vectors_for_search(folder, state) as lance:
        lance.search_text("open the queue", ["id"], 10)
        assert len(reads) == 1


def test_ids_are_found_by_the_numbers_of_rows_in_any_order() -> None:
    numbers = pa.array([5 << 32, 1, 7, 1 << 32], pa.uint64())
    ids = RowIds(pa.table({"id": ["e", "a", "b", "c"], "_rowid": numbers}))
    found = pa.table({"_score": [2.0, 1.0, 0.5], "_rowid": pa.array([7, 5 << 32, 1], pa.uint64())})
    assert ids.instead_of_rows(found).to_pydict() == {
        "id": ["b", "e", "a"],
        "_score": [2.0, 1.0, 0.5],
    }


@pytest.mark.usefixtures("lance_package")
def test_what_is_gone_is_an_error_of_the_store(indexed: Path) -> None:
    folder, state = IndexFolder.of(indexed), state_of(indexed)
    with pytest.raises(StoreError, match=r"opening version 999 failed .*vectors-1"):
        open_vectors_for_search(folder, {**state, VERSION: "999"})


@pytest.mark.usefixtures("lance_package")
def test_it_is_of_the_lance_that_lancedb_is_of() -> None:
    assert version("pylance").split(".")[0] == "13", "look at which Lance LanceDB is built with"


def test_without_the_package_lancedb_reads(indexed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lance", None)
    monkeypatch.delitem(sys.modules, "miller.lance_reader", raising=False)
    folder, state = IndexFolder.of(indexed), state_of(indexed)
    with open_vectors_for_search(folder, state) as vectors:
        assert isinstance(vectors, VectorStore)
