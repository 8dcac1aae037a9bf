"""The fixtures of every language: what the extension returns is the same by every way in."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from equivalence.fixtures import SUPPORTED, all_fixtures, fixtures_of
from equivalence.rows import (
    TABLES_OF_A_FILE,
    Rows,
    assert_same_rows,
    joined,
    rows_of_batches,
    rows_of_results,
    rows_of_text,
)
from miller import miller_core
from miller.languages import language_table

if TYPE_CHECKING:
    from pathlib import Path

PATHS = list(all_fixtures())
# A file that is not there, one outside the workspace, and a folder: rows of `file_data` as well.
MISSING = ["gone.py", "../outside.py", "python"]

CHUNK_SIZES = [1, 5_000, 20_000, 1 << 30]
THREADS = [1, 2, 3, 4]


def objects(root: Path, paths: list[str], threads: int | None = None) -> Rows:
    results = miller_core.extract_files_batch_with_io(paths, str(root), threads=threads)
    return rows_of_results(results)


def arrow(root: Path, paths: list[str], threads: int | None = None) -> Rows:
    return rows_of_batches([miller_core.extract_files_to_arrow(paths, str(root), threads=threads)])


def stream(root: Path, paths: list[str], max_bytes: int, threads: int | None = None) -> Rows:
    return rows_of_batches(
        miller_core.extract_stream(paths, str(root), max_bytes=max_bytes, threads=threads)
    )


@pytest.mark.parametrize("language", SUPPORTED)
def test_every_language_has_fixtures_with_rows_of_its_tables(
    fixture_workspace: Path, language: str
) -> None:
    paths = [f"{language}/{name}" for name in fixtures_of(language)]
    assert paths, f"{language} has no fixture"
    rows = arrow(fixture_workspace, paths)
    assert set(rows["file_data"]["language"].to_pylist()) == {language}
    assert rows["symbols"].num_rows
    # Data have no calls; what a language has besides symbols is on record.
    [has] = [row for row in language_table() if row["language"] == language]
    assert bool(rows["identifiers"].num_rows) == bool(has["identifiers"] or has["embeds"])
    edges = rows["relationships"].num_rows + rows["pending_relationships"].num_rows
    assert bool(edges) >= bool(has["relationships"])


@pytest.mark.parametrize("path", PATHS)
def test_objects_and_arrow_agree_on_each_fixture(fixture_workspace: Path, path: str) -> None:
    expected = objects(fixture_workspace, [path])
    assert expected["file_data"].num_rows == 1
    assert_same_rows(expected, arrow(fixture_workspace, [path]))
    assert_same_rows(expected, stream(fixture_workspace, [path], 1))


@pytest.mark.parametrize("path", PATHS)
def test_a_text_at_hand_gives_the_rows_of_its_file(fixture_workspace: Path, path: str) -> None:
    rows = arrow(fixture_workspace, [path])
    file = rows.pop("file_data").to_pylist()[0]
    extracted = miller_core.extract_file(file["content"], file["language"], path)
    assert list(rows) == TABLES_OF_A_FILE
    assert_same_rows(rows, rows_of_text(extracted))


@pytest.mark.parametrize("threads", THREADS)
def test_threads_change_nothing(fixture_workspace: Path, threads: int) -> None:
    paths = PATHS + MISSING
    expected = objects(fixture_workspace, paths, threads=1)
    assert expected["file_data"]["path"].to_pylist() == paths
    assert_same_rows(expected, objects(fixture_workspace, paths, threads))
    assert_same_rows(expected, arrow(fixture_workspace, paths, threads))


@pytest.mark.parametrize("threads", THREADS)
@pytest.mark.parametrize("chunk_size", CHUNK_SIZES)
def test_chunks_of_a_stream_joined_are_one_batch(
    fixture_workspace: Path, chunk_size: int, threads: int
) -> None:
    paths = PATHS + MISSING
    expected = objects(fixture_workspace, paths)
    assert_same_rows(expected, stream(fixture_workspace, paths, chunk_size, threads))


def test_chunk_sizes_reach_from_one_file_to_all(fixture_workspace: Path) -> None:
    chunks = {
        size: len(list(miller_core.extract_stream(PATHS, str(fixture_workspace), max_bytes=size)))
        for size in CHUNK_SIZES
    }
    assert chunks[1] == len(PATHS)
    assert len(PATHS) > chunks[5_000] > chunks[20_000] > 1
    assert chunks[1 << 30] == 1


@pytest.mark.parametrize("seed", range(5))
def test_rows_of_a_file_depend_on_no_other_file(fixture_workspace: Path, seed: int) -> None:
    """Files in another order give the rows of each file, in that order."""
    paths = PATHS + MISSING
    random.Random(seed).shuffle(paths)  # noqa: S311 -- an order, not a secret
    expected = joined(objects(fixture_workspace, [path]) for path in paths)
    assert_same_rows(expected, objects(fixture_workspace, paths))
    assert_same_rows(expected, arrow(fixture_workspace, paths))
    assert_same_rows(expected, stream(fixture_workspace, paths, 10_000))


def test_a_file_asked_for_twice_comes_twice(fixture_workspace: Path) -> None:
    paths = ["go/fixture.go", "c/fixture.c", "go/fixture.go"]
    expected = joined(objects(fixture_workspace, [path]) for path in paths)
    assert_same_rows(expected, objects(fixture_workspace, paths))
    assert_same_rows(expected, arrow(fixture_workspace, paths))
    assert_same_rows(expected, stream(fixture_workspace, paths, 1))


def test_no_files_give_no_rows(fixture_workspace: Path) -> None:
    expected = objects(fixture_workspace, [])
    assert {table: rows.num_rows for table, rows in expected.items()} == dict.fromkeys(expected, 0)
    assert_same_rows(expected, arrow(fixture_workspace, []))
    assert_same_rows(expected, stream(fixture_workspace, [], 1))
