"""At least 2,000 real source files, through both routes into both stores."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from equivalence import corpus
from equivalence.rows import (
    TABLES,
    Rows,
    assert_rows_in_all_tables,
    assert_same_rows,
    rows_of_batches,
)
from equivalence.workspaces import index, stored_rows
from miller import miller_core
from miller.digests import index_digests
from miller.index_folder import IndexFolder

if TYPE_CHECKING:
    from pathlib import Path

# Neither route gets the files in one piece, and the pieces of the two are not the same.
OF_OBJECTS = {"chunk_size": 3 << 20, "flush_rows": 300_000}
OF_ARROW = {"chunk_size": 2 << 20, "flush_rows": 250_000}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("real") / "workspace"
    copied = corpus.copy_to(root)
    assert copied.total() >= corpus.ENOUGH
    return root


@pytest.fixture(scope="module")
def of_objects(workspace: Path) -> Path:
    folder = workspace.parent / "objects"
    index(workspace, folder, "object", **OF_OBJECTS)
    return folder


@pytest.fixture(scope="module")
def of_arrow(workspace: Path) -> Path:
    folder = workspace.parent / "arrow"
    index(workspace, folder, "arrow", **OF_ARROW)
    return folder


@pytest.fixture(scope="module")
def expected(of_objects: Path) -> Rows:
    return stored_rows(of_objects)


def test_the_files_are_many_and_of_several_languages(
    workspace: Path, expected: Rows, capsys: pytest.CaptureFixture[str]
) -> None:
    files = expected["file_data"]
    assert files.num_rows == sum(path.is_file() for path in workspace.rglob("*"))
    assert files.num_rows >= corpus.ENOUGH
    assert_rows_in_all_tables(expected)
    read = files.filter(pc.field("status") != "failed")
    assert read.num_rows == files.num_rows
    languages = Counter(files["language"].to_pylist())
    assert {"python", "c", "cpp"} <= set(languages)
    with capsys.disabled():
        counts = ", ".join(f"{number} {language}" for language, number in languages.most_common())
        rows = ", ".join(f"{content.num_rows:,} {table}" for table, content in expected.items())
        print(f"\nreal files: {counts}\nrows: {rows}")  # noqa: T201 -- what has been proven


def test_python_alone_has_enough_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CARGO_HOME", str(tmp_path))
    monkeypatch.setattr(corpus, "FURTHER_FOLDERS", "")
    assert len(corpus.source_files()) >= corpus.ENOUGH
    assert set(corpus.sources()) == {"packages", "standard-library"}


def test_both_stores_hold_the_same_rows(expected: Rows, of_arrow: Path) -> None:
    assert_same_rows(expected, stored_rows(of_arrow))


def test_digests_of_both_indexes_are_equal(of_objects: Path, of_arrow: Path) -> None:
    one, another = index_digests(IndexFolder(of_objects)), index_digests(IndexFolder(of_arrow))
    assert one.num_rows > corpus.ENOUGH
    assert one.equals(another)


def test_a_stream_gives_the_rows_that_are_stored(workspace: Path, of_objects: Path) -> None:
    expected = stored_rows(of_objects, as_extracted=True)
    paths = expected["file_data"]["path"].to_pylist()
    stream = miller_core.extract_stream(paths, str(workspace), max_bytes=5 << 20, threads=2)
    assert_same_rows({table: expected[table] for table in TABLES}, rows_of_batches(stream))


def test_objects_have_the_digests_of_what_is_stored(workspace: Path, of_arrow: Path) -> None:
    stored = index_digests(IndexFolder(of_arrow), as_extracted=True)
    files = stored.filter(pc.field("table") == "file_data")["file_path"].to_pylist()
    found = []
    for start in range(0, len(files), 500):
        chunk = files[start : start + 500]
        results = miller_core.extract_files_batch_with_io(chunk, str(workspace))
        found.append(miller_core.result_digests(results))
    extracted = pa.Table.from_batches(found).sort_by(
        [("table", "ascending"), ("file_path", "ascending")]
    )
    stored = stored.filter(pc.is_in(stored["table"], pa.array(TABLES)))
    stored = stored.sort_by([("table", "ascending"), ("file_path", "ascending")])
    assert extracted.equals(stored)
