"""Where `pylance` is installed, a search reads with Lance's own package, and finds the same."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest

from end_to_end.conftest import index, write
from miller import SQLiteStore, VectorStore
from miller.embeddings import open_embedder
from miller.errors import StoreError
from miller.index_folder import IndexFolder
from miller.pinned import open_vectors_for_search
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
        for query in QUERIES:
            by_lancedb, by_lance = (
                search(store, query, vectors=vectors, embedder=model, mode=mode, **options)
                for vectors in (lancedb, lance)
            )
            assert by_lance == by_lancedb


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
