"""Two workspaces with the same relative paths, in one process and at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from equivalence.fixtures import all_fixtures
from equivalence.rows import Rows, assert_rows_in_all_tables, assert_same_rows
from equivalence.workspaces import ROUTES, index, stored_rows, write

if TYPE_CHECKING:
    from pathlib import Path

# Of these, the second workspace has another text under the same path.
DIFFERING = ["c/fixture.c", "python/fixture.py", "tsx/fixture.tsx"]


def other_text(content: bytes) -> bytes:
    """Give a text in which a stretch at the beginning is missing."""
    return content[content.index(b"\n", len(content) // 3) + 1 :]


@pytest.fixture
def workspaces(tmp_path: Path) -> tuple[Path, Path]:
    files = all_fixtures()
    write(tmp_path / "one", files)
    write(tmp_path / "another", files | {path: other_text(files[path]) for path in DIFFERING})
    return tmp_path / "one", tmp_path / "another"


def of_files(rows: Rows, *, differing: bool) -> Rows:
    """Give the rows of the files whose text differs between the two, or of the others."""
    chosen = {}
    for table, content in rows.items():
        paths = content["path" if table == "file_data" else "file_path"].to_pylist()
        wanted = [(path in DIFFERING) == differing for path in paths]
        chosen[table] = content.filter(pa.array(wanted, pa.bool_()))
    return chosen


def assert_no_rows_of_the_other(one: Rows, another: Rows) -> None:
    """See that equal files have equal rows, and that each index holds its own text of the rest.

    The rows are those of the files themselves: what stands in other files decides what they mean.
    """
    assert_same_rows(of_files(one, differing=False), of_files(another, differing=False))
    assert_rows_in_all_tables(of_files(one, differing=True))
    for table in one:
        with pytest.raises(AssertionError, match=f"^{table}: "):
            assert_same_rows(
                {table: of_files(one, differing=True)[table]},
                {table: of_files(another, differing=True)[table]},
            )


@pytest.mark.parametrize("second", ROUTES)
@pytest.mark.parametrize("first", ROUTES)
def test_two_workspaces_do_not_know_of_each_other(
    workspaces: tuple[Path, Path], tmp_path: Path, first: str, second: str
) -> None:
    one, another = workspaces
    index(one, tmp_path / "first", first)
    before = stored_rows(tmp_path / "first")
    index(another, tmp_path / "second", second)
    assert_same_rows(before, stored_rows(tmp_path / "first"))
    assert_no_rows_of_the_other(
        stored_rows(tmp_path / "first", as_extracted=True),
        stored_rows(tmp_path / "second", as_extracted=True),
    )
    # What one of them forgets, the other keeps.
    for path in all_fixtures():
        (another / path).unlink()
    index(another, tmp_path / "second", first)
    assert stored_rows(tmp_path / "second")["file_data"].num_rows == 0
    index(one, tmp_path / "first", second)
    assert_same_rows(before, stored_rows(tmp_path / "first"))


def test_two_workspaces_are_indexed_at_the_same_time(
    workspaces: tuple[Path, Path], tmp_path: Path
) -> None:
    alone = []
    for number, root in enumerate(workspaces):
        index(root, tmp_path / f"alone-{number}", "object")
        alone.append(stored_rows(tmp_path / f"alone-{number}"))
    runs = [
        (root, tmp_path / f"{route}-{number}", route)
        for route in ROUTES
        for number, root in enumerate(workspaces)
    ]
    with ThreadPoolExecutor(len(runs)) as pool:
        started = [
            pool.submit(index, *run, chunk_size=5_000, flush_rows=200, threads=2) for run in runs
        ]
        for run in started:
            run.result()
    for number, (_, folder, _) in enumerate(runs):
        assert_same_rows(alone[number % 2], stored_rows(folder))
    folders = (tmp_path / "alone-0", tmp_path / "alone-1")
    assert_no_rows_of_the_other(*(stored_rows(folder, as_extracted=True) for folder in folders))
