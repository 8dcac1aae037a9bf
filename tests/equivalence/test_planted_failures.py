"""When Arrow fails, the files go through objects, are counted and named, and their rows are right.

Each test runs the command line in a process of its own, in which the Arrow route fails at one place
for one file (see `planted.py`): in the extraction of a chunk, in a flush after LanceDB has been
written, or in the transaction of SQLite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from equivalence.commands import miller_index
from equivalence.fixtures import all_fixtures
from equivalence.rows import (
    TABLES_OF_A_FILE,
    Rows,
    assert_rows_in_all_tables,
    assert_same_rows,
)
from equivalence.workspaces import VECTORS, index, stored_rows, write
from miller import SQLiteStore

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    path: content
    for path, content in all_fixtures().items()
    if path.startswith(("c/", "go/", "java/", "python/"))
}
FAILING = "java/fixture.java"

REASONS = {
    "failing_chunk": "ChunkError: planted in a chunk",
    "failing_after_vectors": "StoreError: planted behind the vectors",
    "failing_sqlite": "is an unknown symbol: 00000000000000000000000000000000",
}
SETTINGS: dict[str, dict[str, Any]] = {
    "each file by itself": {"MILLER_CHUNK_SIZE": 1, "MILLER_FLUSH_ROWS": 1},
    "all files at once": {},
}


def plant_of(kind: str) -> dict[str, str]:
    return {"kind": kind, "path": FAILING}


def failing_files(setting: str) -> list[str]:
    """Give the files that share a chunk and a flush with the failing one."""
    return [FAILING] if SETTINGS[setting] else sorted(FILES)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write(tmp_path / "workspace", FILES)
    return tmp_path / "workspace"


@pytest.fixture
def expected(workspace: Path, tmp_path: Path) -> Rows:
    """What both stores hold after the object route."""
    index(workspace, tmp_path / "reference", "object")
    rows = stored_rows(tmp_path / "reference")
    assert_rows_in_all_tables(rows)
    return rows


def of_files(rows: Rows, paths: set[str]) -> Rows:
    """Give the rows of some files."""
    chosen = {}
    for table, content in rows.items():
        of_row = content["path" if table == "file_data" else "file_path"].to_pylist()
        chosen[table] = content.filter(pa.array([path in paths for path in of_row], pa.bool_()))
    return chosen


# With the fallback -------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("kind", REASONS)
def test_files_fall_back_and_are_counted_and_named(
    workspace: Path, tmp_path: Path, expected: Rows, kind: str, setting: str
) -> None:
    answer = miller_index(
        workspace, tmp_path / "index", "--json", plants=[plant_of(kind)], MILLER_ARROW="1",
        **SETTINGS[setting],
    )  # fmt: skip
    assert answer.status == 0, answer.errors
    assert [planted["kind"] for planted in answer.record] == [kind]
    (fallback,) = answer.json["fallbacks"]
    assert fallback["paths"] == failing_files(setting)
    assert REASONS[kind] in fallback["reason"]
    assert_same_rows(expected, stored_rows(tmp_path / "index"))
    # Each row is written once, and each file counts once, by whichever route: before the resolution
    # makes edges of pending ones.
    with SQLiteStore(tmp_path / "reference" / "index.db", read_only=True) as store:
        counts = {
            table: store.read_table(table, as_extracted=True).num_rows for table in TABLES_OF_A_FILE
        }
    assert answer.json["rows"] == {"files": len(FILES), **counts}
    assert answer.json["files_indexed"] == len(FILES)
    assert answer.json["bytes_indexed"] == sum(map(len, FILES.values()))


@pytest.mark.parametrize("kind", REASONS)
def test_a_fallback_is_told_to_people(workspace: Path, tmp_path: Path, kind: str) -> None:
    answer = miller_index(
        workspace, tmp_path / "index", plants=[plant_of(kind)], MILLER_ARROW="1",
        **SETTINGS["each file by itself"],
    )  # fmt: skip
    assert answer.status == 0
    assert f"fallback: 1 files from {FAILING} went through objects: " in answer.errors
    assert REASONS[kind] in answer.errors


@pytest.mark.parametrize("kind", REASONS)
def test_files_fall_back_in_a_later_run(workspace: Path, tmp_path: Path, kind: str) -> None:
    """What the stores hold of the file is replaced, and rolled back before it is."""
    index(workspace, tmp_path / "index", "arrow")
    write(workspace, {FAILING: FILES[FAILING].replace(b"class ", b"/** Changed. */\nclass ")})
    write(workspace, {"go/fixture.go": b"package other\n"})
    answer = miller_index(
        workspace, tmp_path / "index", "--json", plants=[plant_of(kind)], MILLER_ARROW="1",
        **SETTINGS["each file by itself"],
    )  # fmt: skip
    assert answer.status == 0, answer.errors
    assert len(answer.record) == 1
    assert [fallback["paths"] for fallback in answer.json["fallbacks"]] == [[FAILING]]
    index(workspace, tmp_path / "fresh", "object")
    assert_same_rows(stored_rows(tmp_path / "fresh"), stored_rows(tmp_path / "index"))


# Without it --------------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("kind", REASONS)
def test_without_the_fallback_a_failure_is_an_error_and_nothing_is_partial(
    workspace: Path, tmp_path: Path, expected: Rows, kind: str, setting: str
) -> None:
    forbidden = {"MILLER_ARROW": "1", "MILLER_ARROW_FALLBACK": "0"}
    answer = miller_index(
        workspace, tmp_path / "index", "--json", plants=[plant_of(kind)], **forbidden,
        **SETTINGS[setting],
    )  # fmt: skip
    assert answer.status == 1
    assert len(answer.record) == 1
    assert answer.output == ""
    assert answer.errors.startswith("error: ")
    assert "Traceback" not in answer.errors
    assert REASONS[kind].rpartition("Error: ")[2] in answer.errors
    # Files are in both stores with all their rows, or in none. What they mean to each other is
    # decided at the end of a run.
    rows = stored_rows(tmp_path / "index", as_extracted=True)
    stored = set(rows["file_data"]["path"].to_pylist())
    assert stored.isdisjoint(failing_files(setting))
    assert bool(stored) == bool(SETTINGS[setting])
    extracted = stored_rows(tmp_path / "reference", as_extracted=True)
    assert_same_rows(of_files(extracted, stored), rows)
    # The next run, in which nothing fails, brings the rest.
    again = index(workspace, tmp_path / "index", "arrow")
    assert again.files_indexed == len(FILES) - len(stored)
    assert_same_rows(expected, stored_rows(tmp_path / "index"))


@pytest.mark.parametrize("kind", REASONS)
def test_without_the_fallback_a_failure_leaves_what_was_there(
    workspace: Path, tmp_path: Path, expected: Rows, kind: str
) -> None:
    forbidden = {"MILLER_ARROW": "1", "MILLER_ARROW_FALLBACK": "0"}
    index(workspace, tmp_path / "index", "arrow")
    write(workspace, {FAILING: FILES[FAILING].replace(b"class ", b"/** Changed. */\nclass ")})
    answer = miller_index(workspace, tmp_path / "index", plants=[plant_of(kind)], **forbidden)
    assert answer.status == 1
    assert len(answer.record) == 1
    # The vectors of a failed flush may be in LanceDB; they are in no version that counts.
    assert_same_rows(expected, stored_rows(tmp_path / "index"))


def test_vectors_of_a_failed_flush_do_not_stay(workspace: Path, tmp_path: Path) -> None:
    """The latest version of LanceDB, which the next run builds on, has the recorded rows."""
    index_dir = tmp_path / "index"
    plant = plant_of("failing_after_vectors")
    answer = miller_index(
        workspace, index_dir, plants=[plant], MILLER_ARROW="1", MILLER_ARROW_FALLBACK="0"
    )
    assert answer.status == 1
    assert answer.record[0]["versions_written"] > 0
    assert stored_rows(index_dir)[VECTORS].num_rows == 0


@pytest.mark.parametrize("kind", ["failing_after_vectors", "failing_sqlite"])
def test_a_failing_flush_falls_back_in_verify_as_well(
    workspace: Path, tmp_path: Path, expected: Rows, kind: str
) -> None:
    answer = miller_index(
        workspace, tmp_path / "index", "--json", plants=[plant_of(kind)], MILLER_ARROW="verify",
        **SETTINGS["each file by itself"],
    )  # fmt: skip
    assert answer.status == 0, answer.errors
    assert len(answer.record) == 1
    assert answer.json["differences_found"] == 0
    assert [fallback["paths"] for fallback in answer.json["fallbacks"]] == [[FAILING]]
    assert_same_rows(expected, stored_rows(tmp_path / "index"))
