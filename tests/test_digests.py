"""Digests of rows as Python sees them: of both routes, of an index, and of single tables."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from end_to_end.conftest import LAMP, REPORT, index, miller, write
from miller import SQLiteStore, miller_core
from miller.digests import index_digests
from miller.index_folder import IndexFolder

if TYPE_CHECKING:
    from pathlib import Path

ROW_TABLES = ("symbols", "identifiers", "relationships", "pending_relationships")
PATHS = ["lamp.py", "gone.py", "shop/report.py"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "workspace", {"lamp.py": LAMP, "shop/report.py": REPORT})
    return tmp_path / "workspace"


def by_file(digests: Any) -> dict[tuple[str, str], tuple[int, str]]:
    rows = digests.to_pylist()
    found = {(row["table"], row["file_path"]): (row["rows"], row["digest"]) for row in rows}
    assert len(found) == len(rows)
    return found


def test_routes_views_and_tables_give_the_same_digests(root: Path) -> None:
    batch = miller_core.extract_files_to_arrow(PATHS, str(root))
    found = by_file(batch.digests())
    assert {table for table, _ in found} == set(miller_core.tables())
    assert found[("file_data", "gone.py")][0] == 1
    results = miller_core.extract_files_batch_with_io(PATHS, str(root))
    assert by_file(miller_core.result_digests(results)) == found
    tables = [miller_core.row_digests(t, getattr(batch, t)) for t in miller_core.tables()]
    assert by_file(pa.Table.from_batches(tables)) == found
    index(root, embedder="none")
    with SQLiteStore(root / ".miller" / "index.db", read_only=True) as store:
        stored = by_file(store.digests(as_extracted=True))
    assert stored == {key: value for key, value in found.items() if key[1] != "gone.py"}


def test_vectors_have_digests_too(root: Path) -> None:
    index(root)
    digests = index_digests(IndexFolder.of(root, None))
    found = by_file(digests)
    assert {path for table, path in found if table == "vectors"} == {"lamp.py", "shop/report.py"}
    rows = {key[1]: value[0] for key, value in found.items() if key[0] == "symbols"}
    assert {key[1]: value[0] for key, value in found.items() if key[0] == "vectors"} == rows


def test_one_bit_of_a_vector_changes_its_digest() -> None:
    def rows(component: float, text: str = "lamp") -> pa.Table:
        vectors = pa.array([[1.0, component]], pa.list_(pa.float32(), 2))
        return pa.table({"id": ["0"], "file_path": ["a"], "search_text": [text], "vector": vectors})

    (first,) = miller_core.vector_digests(rows(0.5)).to_pylist()
    assert miller_core.vector_digests(rows(0.5)).to_pylist() == [first]
    for other in (rows(0.5 + 2**-24), rows(0.5, "lamps")):
        assert miller_core.vector_digests(other).to_pylist() != [first]


def test_digests_are_of_one_commit_while_somebody_writes(tmp_path: Path) -> None:
    root, path = tmp_path / "workspace", tmp_path / "index.db"
    names = [f"{number}.py" for number in range(60)]
    states = []
    for source in (LAMP, REPORT):
        write(root, dict.fromkeys(names, source))
        batch = miller_core.extract_files_to_arrow(names, str(root))
        states.append([getattr(batch, table) for table in ("file_data", *ROW_TABLES)])
    done = threading.Event()

    def alternate() -> None:
        with SQLiteStore(path) as store:
            for turn in range(40):
                store.replace_files(*states[turn % 2], state={"turn": str(turn % 2)})
        done.set()

    with SQLiteStore(path) as store:
        expected = []
        for turn, state in enumerate(states):
            store.replace_files(*state, state={"turn": str(turn)})
            expected.append((str(turn), store.digests()))
    writer = threading.Thread(target=alternate)
    writer.start()
    seen = set()
    with SQLiteStore(path, read_only=True) as reader:
        while not done.is_set():
            digests, state = reader.digests_with_state()
            turn, whole = expected[int(state["turn"])]
            assert digests.equals(whole)
            seen.add(turn)
    writer.join()
    assert seen


def test_wrong_rows_are_refused(root: Path) -> None:
    batch = miller_core.extract_files_to_arrow(PATHS, str(root))
    with pytest.raises(ValueError, match="no table is called `names`"):
        miller_core.row_digests("names", batch.symbols)
    with pytest.raises(ValueError, match="column `signature`"):
        miller_core.row_digests("symbols", batch.symbols.drop_columns(["signature"]))
    apart = pa.concat_tables([pa.table(batch.symbols), pa.table(batch.symbols)])
    with pytest.raises(ValueError, match="do not stand together"):
        miller_core.row_digests("symbols", apart)
    with pytest.raises(ValueError, match="column `vector`"):
        miller_core.vector_digests(pa.table({"id": ["0"], "file_path": ["a"], "search_text": [""]}))
    with pytest.raises(ValueError, match="column `table`"):
        miller_core.combine_digests(batch.symbols)
    twice = pa.Table.from_batches([batch.digests()] * 2)
    with pytest.raises(ValueError, match="do not stand together"):
        miller_core.combine_digests(twice)


def test_command_line_prints_digests(root: Path, tmp_path: Path) -> None:
    index(root)
    copy = tmp_path / "copy"
    index(root, "object", index_dir=copy)
    first = miller("stats", "--digest", folder=root)
    second = miller("stats", "--digest", "--index-dir", str(copy), folder=root)
    assert first.output == second.output
    lines = [line.split()[:2] for line in first.output.splitlines()]
    assert [name for _, name in lines] == [*miller_core.tables(), "vectors"]
    found = miller("stats", "--digest", "--json", folder=root).json
    assert {name: found[name]["digest"] for _, name in lines} == {n: d for d, n in lines}
    assert set(found["symbols"]["files"]) == {"lamp.py", "shop/report.py"}
    write(root, {"lamp.py": LAMP + "\n"})
    index(root)
    assert miller("stats", "--digest", folder=root).output != first.output
