"""Generated source files under generated names: both routes give the same rows of them."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from equivalence.amount import examples
from equivalence.fixtures import SUPPORTED
from equivalence.rows import assert_same_rows, rows_of_batches, rows_of_results, rows_of_text
from equivalence.sources import mutated_fixtures, workspaces
from equivalence.workspaces import assert_same_index, index, write
from miller import miller_core

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def folder_of(files: dict[str, bytes]) -> Iterator[Path]:
    """Write files into a folder that is gone afterwards; what cannot be written is no example."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            write(folder / "workspace", files)
        except OSError as error:
            event(f"the file system refuses a name: {error.strerror}")
            assume(condition=False)
        yield folder


def assert_routes_extract_the_same(
    root: Path, paths: list[str], threads: int, chunk_size: int
) -> set[str]:
    """Compare all ways into the extension on some files; give the languages of the files."""
    results = miller_core.extract_files_batch_with_io(paths, str(root), threads=threads)
    expected = rows_of_results(results)
    batch = miller_core.extract_files_to_arrow(paths, str(root), threads=threads)
    assert_same_rows(expected, rows_of_batches([batch]))
    stream = miller_core.extract_stream(paths, str(root), max_bytes=chunk_size, threads=threads)
    assert_same_rows(expected, rows_of_batches(stream))
    assert expected["file_data"]["path"].to_pylist() == paths
    sizes = [len((root / path).read_bytes()) for path in paths]
    assert expected["file_data"]["size"].to_pylist() == sizes
    return set(expected["file_data"]["language"].to_pylist())


@pytest.mark.parametrize("language", SUPPORTED)
def test_routes_agree_on_mutated_fixtures(language: str) -> None:
    seen: set[str] = set()

    @examples(200)
    @given(
        files=st.lists(mutated_fixtures(language), min_size=1, max_size=3),
        threads=st.integers(1, 4),
        chunk_size=st.sampled_from([1, 2_000, 1 << 20]),
    )
    def routes_agree(files: list[tuple[str, bytes]], threads: int, chunk_size: int) -> None:
        named = {f"{number}{ending}": content for number, (ending, content) in enumerate(files)}
        with folder_of(named) as folder:
            root = folder / "workspace"
            seen.update(assert_routes_extract_the_same(root, list(named), threads, chunk_size))

    routes_agree()
    assert language in seen


@examples(400)
@given(
    files=workspaces(),
    threads=st.integers(1, 4),
    chunk_size=st.sampled_from([1, 500, 1 << 20]),
    order=st.randoms(use_true_random=False),
)
def test_routes_agree_on_any_files_under_any_names(
    files: dict[str, bytes], threads: int, chunk_size: int, order: st.DataObject
) -> None:
    with folder_of(files) as folder:
        paths = list(files)
        order.shuffle(paths)
        assert_routes_extract_the_same(folder / "workspace", paths, threads, chunk_size)


@examples(150)
@given(files=workspaces(1))
def test_a_text_at_hand_gives_the_rows_of_its_file(files: dict[str, bytes]) -> None:
    with folder_of(files) as folder:
        paths = list(files)
        batch = miller_core.extract_files_to_arrow(paths, str(folder / "workspace"))
        (file,) = batch.file_data.to_pylist()
        # Text of no language gives no rows, and neither does a file that is left out.
        assume(file["language"] in SUPPORTED and file["status"] != "skipped")
        rows = rows_of_batches([batch])
        del rows["file_data"]
        extracted = miller_core.extract_file(file["content"], file["language"], file["path"])
        assert_same_rows(rows, rows_of_text(extracted))


@examples(40)
@given(
    files=workspaces(8),
    route=st.sampled_from(["arrow", "verify"]),
    threads=st.integers(1, 4),
    chunk_size=st.sampled_from([1, 500, 1 << 20]),
    flush_rows=st.sampled_from([1, 50, 150_000]),
)
def test_routes_store_the_same_rows_of_any_files(
    files: dict[str, bytes], route: str, threads: int, chunk_size: int, flush_rows: int
) -> None:
    with folder_of(files) as folder:
        root = folder / "workspace"
        found = index(root, folder / "objects", "object", hidden=True)
        index(
            root,
            folder / route,
            route,
            hidden=True,
            threads=threads,
            chunk_size=chunk_size,
            flush_rows=flush_rows,
        )
        rows = assert_same_index(folder / "objects", folder / route)
        assert rows["file_data"].num_rows == found.files_found
        # Whatever a file is called, its rows are found again when it is written anew or deleted.
        for number, path in enumerate(files):
            if number % 2:
                (root / path).write_bytes(b"def anew(): pass\n")
            else:
                (root / path).unlink()
        for old, other in (("objects", route), (route, "object")):
            index(root, folder / old, other, hidden=True)
        index(root, folder / "fresh", "object", hidden=True)
        assert_same_index(folder / "fresh", folder / "objects")
        assert_same_index(folder / "fresh", folder / route)
