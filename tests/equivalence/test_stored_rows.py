"""Whole runs into both stores: the views of SQLite and the rows of LanceDB are the same."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from equivalence.fixtures import all_fixtures
from equivalence.rows import Rows, assert_rows_in_all_tables, assert_same_rows, rows_of_results
from equivalence.workspaces import (
    ROUTES,
    VECTORS,
    assert_same_index,
    embedder,
    index,
    stored_rows,
    write,
)
from miller import miller_core, pipeline

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE: dict[str, str | bytes] = {
    "binary.py": b"\x00\x01\x02" * 100,
    "latin.py": "# Zürich\nname = 'Zürich'\n".encode("latin-1"),
    "utf16.py": "name = 'x'\n".encode("utf-16"),
    "mark.py": b"\xef\xbb\xbfname = 1\n",
    "windows.py": b"def f():\r\n    return 1\r\n",
    "macintosh.py": b"def f():\r    return 1\r",
    "empty.py": b"",
    "blank.py": b" \n\t\n",
    "broken.py": b"def f(:\n    class\n)))\n",
    "deep.py": b"(" * 20_000,
    "long.py": b"x = '" + b"a" * 200_000 + b"'\n",
    "late.py": b"name = 1\n" * 2_000 + b"\x00",
    "twice.py": b"def same(): pass\ndef same(): pass\n",
    "notes.xyz": b"just text\n",
    "script": b"#!/usr/bin/env python3\nname = 1\n",
    "spaces in name.py": b"a = 1\n",
    'quote\'d "twice".py': b"def quoted(): pass\n",
    "new\nline\r.py": b"def line(): pass\n",
    "back\\slash.py": b"def slash(): pass\n",
    "100%_of*[it]?.py": b"def percent(): pass\n",
    "ünï/cödé/日本/👍🏽.py": "def größe(): pass\n",
    "it's'/); DROP TABLE file_rows; --.py": b"def drop(): pass\n",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixtures of all languages, and files that are hard to read or to name."""
    folder = tmp_path_factory.mktemp("stored")
    root = folder / "workspace"
    write(root, all_fixtures())
    write(root, HOSTILE)
    (folder / "outside.py").write_text("OUT_OF_THE_WORKSPACE = 1\n")
    (root / "link.py").symlink_to(folder / "outside.py")
    return root


@pytest.fixture(scope="module")
def reference(workspace: Path) -> Path:
    """The index of the object route."""
    folder = workspace.parent / "reference"
    index(workspace, folder, "object")
    return folder


@pytest.fixture(scope="module")
def expected(reference: Path) -> Rows:
    return stored_rows(reference)


def test_reference_holds_every_file_and_nothing_else(expected: Rows) -> None:
    assert_rows_in_all_tables(expected)
    assert expected["file_data"]["path"].to_pylist() == sorted(
        [*all_fixtures(), *HOSTILE], key=str.encode
    )
    assert "OUT_OF_THE_WORKSPACE" not in str(expected["file_data"]["content"].to_pylist())
    statuses = set(expected["file_data"]["status"].to_pylist())
    assert statuses == {"ok", "partial", "skipped"}


def test_reference_holds_what_the_extension_returns(workspace: Path, reference: Path) -> None:
    extracted = stored_rows(reference, as_extracted=True)
    paths = extracted["file_data"]["path"].to_pylist()
    results = miller_core.extract_files_batch_with_io(paths, str(workspace))
    stored = {table: rows for table, rows in extracted.items() if table != VECTORS}
    assert_same_rows(rows_of_results(results), stored)


def test_vectors_are_those_of_the_model(expected: Rows) -> None:
    """Whatever a run embeds together, a symbol's vector is that of its text alone."""
    rows = expected[VECTORS]
    vectors = embedder().embed(rows["search_text"].combine_chunks())
    alone = rows.set_column(rows.num_columns - 1, rows.schema.field("vector"), vectors)
    assert_same_rows({VECTORS: alone}, {VECTORS: rows})
    assert len(set(map(tuple, rows["vector"].to_pylist()))) > rows.num_rows // 2


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("threads", [1, 2, 3, 4])
def test_threads_change_nothing(
    workspace: Path, reference: Path, tmp_path: Path, route: str, threads: int
) -> None:
    index(workspace, tmp_path, route, threads=threads)
    assert_same_index(reference, tmp_path)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "settings",
    [
        {"chunk_size": 1},
        {"chunk_size": 30_000},
        {"flush_rows": 1},
        {"flush_size": 1},
        {"chunk_size": 1, "flush_rows": 1},
        {"chunk_size": 20_000, "flush_rows": 700},
        {"chunk_size": 1, "flush_size": 50_000},
        {"chunk_size": 1 << 40, "flush_rows": 1 << 40, "flush_size": 1 << 40},
    ],
    ids=str,
)
def test_chunks_and_flushes_change_nothing(
    workspace: Path, reference: Path, tmp_path: Path, route: str, settings: dict[str, Any]
) -> None:
    index(workspace, tmp_path, route, **settings)
    assert_same_index(reference, tmp_path)


@pytest.mark.parametrize("route", ROUTES)
def test_the_order_of_files_changes_nothing(
    workspace: Path,
    reference: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    route: str,
) -> None:
    in_order = pipeline.ROUTES[route]
    orders: list[list[str]] = []

    def in_another_order(run: pipeline.Run, paths: pa.Array) -> None:
        order = random.Random(1).sample(range(len(paths)), len(paths))  # noqa: S311 -- an order
        shuffled = paths.take(pa.array(order))
        orders.append(shuffled.to_pylist())
        in_order(run, shuffled)

    monkeypatch.setitem(pipeline.ROUTES, route, in_another_order)
    index(workspace, tmp_path, route, chunk_size=10_000, flush_rows=300)
    assert orders[0] != sorted(orders[0], key=str.encode)
    assert_same_index(reference, tmp_path)


@pytest.mark.parametrize("route", ROUTES)
def test_a_run_counts_the_rows_that_it_writes(
    workspace: Path, reference: Path, tmp_path: Path, route: str
) -> None:
    stats = index(workspace, tmp_path, route, chunk_size=10_000, flush_rows=300)
    expected = stored_rows(reference, as_extracted=True)
    counts = {table: rows.num_rows for table, rows in expected.items() if table != VECTORS}
    counts["files"] = counts.pop("file_data")
    assert stats.rows == counts
    files = expected["file_data"]
    is_read = pc.is_in(files["status"], value_set=pa.array(["ok", "partial"]))
    assert 0 < pc.sum(is_read).as_py() < counts["files"]
    assert stats.files_indexed == pc.sum(is_read).as_py()
    assert stats.bytes_indexed == pc.sum(files["size"].filter(is_read)).as_py()


def test_both_routes_report_the_same(workspace: Path, tmp_path: Path) -> None:
    reports = []
    for route in ROUTES:
        report = index(workspace, tmp_path / route, route).to_dict()
        for measured in ("route", "seconds", "processor_seconds", "rows_per_second"):
            del report[measured]
        reports.append(report)
    assert reports[0] == reports[1] == reports[2]
    assert reports[0]["partial"]


def test_vectors_are_rows_of_the_schema(expected: Rows) -> None:
    vector = expected[VECTORS].schema.field("vector")
    assert vector.type == pa.list_(pa.float32(), embedder().dimension)
