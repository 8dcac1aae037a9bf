"""Both routes lead to the same rows, on good files and on hostile ones."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from end_to_end.conftest import LAMP, index, rows_of, write
from miller import WorkspaceScanner, miller_core
from miller.errors import ChunkError, StoreError
from miller.vector_index import VectorIndex

if TYPE_CHECKING:
    from pathlib import Path

ROUTES = ["object", "arrow", "verify"]

HOSTILE: dict[str, str | bytes] = {
    "binary.py": b"\x00\x01\x02" * 100,
    "latin.py": "# Zürich\nname = 'Zürich'\n".encode("latin-1"),
    "utf16.py": "name = 'x'\n".encode("utf-16"),
    "mark.py": b"\xef\xbb\xbfname = 1\n",
    "windows.py": b"def f():\r\n    return 1\r\n",
    "empty.py": b"",
    "broken.py": b"def f(:\n    class\n)))\n",
    "deep.py": b"(" * 20_000,
    "long.py": b"x = '" + b"a" * 200_000 + b"'\n",
    "spaces in name.py": b"a = 1\n",
    "quote'd.py": b"def quoted(): pass\n",
    "ünï/cödé.py": "def größe(): pass\n",
    "twice.py": b"def same(): pass\ndef same(): pass\n",
    "notes.xyz": b"just text\n",
}


@pytest.mark.parametrize("route", ROUTES)
def test_routes_agree(workspace: Path, tmp_path: Path, route: str) -> None:
    write(workspace, HOSTILE)
    (tmp_path / "outside.py").write_text("SECRET = 1\n")
    (workspace / "link.py").symlink_to(tmp_path / "outside.py")
    reference = tmp_path / "reference"
    index(workspace, "object", index_dir=reference)
    stats = index(workspace, route)
    assert stats.route == route
    assert stats.differences_found == 0
    assert stats.fallbacks == []
    rows = rows_of(workspace)
    assert rows == rows_of(workspace, reference)
    assert {row["path"] for row in rows["files"]} == {
        "lamp.py",
        "shop/report.py",
        "shop/__init__.py",
        *HOSTILE,
    }
    assert "SECRET" not in str(rows)
    statuses = {row["path"]: row["status"] for row in rows["files"]}
    assert statuses["binary.py"] == "skipped"
    assert statuses["lamp.py"] == "ok"
    assert rows["symbols"]
    assert rows["identifiers"]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("chunk", ["1", "1000000"])
def test_chunks_change_nothing(workspace: Path, tmp_path: Path, route: str, chunk: str) -> None:
    write(workspace, {f"more/{number}.py": LAMP for number in range(6)})
    reference = tmp_path / "reference"
    index(workspace, "object", index_dir=reference)
    index(workspace, route, settings={"chunk_size": chunk, "flush_rows": int(chunk)})
    assert rows_of(workspace) == rows_of(workspace, reference)


@pytest.mark.parametrize("route", ROUTES)
def test_file_that_vanishes_is_reported(workspace: Path, route: str) -> None:
    def vanish(stage: str, _done: int, _total: int) -> None:
        if stage == "index":
            (workspace / "lamp.py").unlink(missing_ok=True)

    stats = WorkspaceScanner(workspace, route=route, progress=vanish).index_workspace()
    assert [path for path, _ in stats.failed] == ["lamp.py"]
    assert stats.exit_status() == 0
    assert stats.exit_status(strict=True) == 1
    after = index(workspace, route)
    assert after.files_deleted == 1
    assert [row["path"] for row in rows_of(workspace)["files"]] == [
        "shop/__init__.py",
        "shop/report.py",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
@pytest.mark.parametrize("route", ROUTES)
def test_unreadable_file_is_reported_and_tried_again(workspace: Path, route: str) -> None:
    (workspace / "lamp.py").chmod(0)
    assert [path for path, _ in index(workspace, route).failed] == ["lamp.py"]
    (workspace / "lamp.py").chmod(0o644)
    assert index(workspace, route).failed == []


def test_name_that_is_no_text_is_reported(workspace: Path) -> None:
    path = os.path.join(os.fsencode(workspace), b"bad\xff.py")  # noqa: PTH118 -- bytes
    with open(path, "wb") as file:  # noqa: PTH123 -- bytes
        file.write(b"a = 1\n")
    stats = index(workspace)
    assert len(stats.failed) == 1
    assert stats.files_indexed == 3


# Fallback ----------------------------------------------------------------------------------------


class FailingStream:
    """Gives the batches of a stream, but for the chunk with a certain file."""

    def __init__(self, paths: Any, root: str, **options: Any) -> None:
        self._chunks = [[path] for path in paths.to_pylist()]
        self._root = root
        self._threads = options["threads"]

    def __iter__(self) -> FailingStream:
        return self

    def __next__(self) -> Any:
        if not self._chunks:
            raise StopIteration
        chunk = self._chunks.pop(0)
        if chunk == ["lamp.py"]:
            raise ChunkError("out of columns", paths=chunk)
        return miller_core.extract_files_to_arrow(chunk, self._root, threads=self._threads)


def test_fallback_is_counted_and_named(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = tmp_path / "reference"
    index(workspace, "object", index_dir=reference)
    monkeypatch.setattr(miller_core, "extract_stream", FailingStream)
    stats = index(workspace)
    (fallback,) = stats.fallbacks
    assert fallback.paths == ["lamp.py"]
    assert "out of columns" in fallback.reason
    assert stats.files_indexed == 3
    assert rows_of(workspace) == rows_of(workspace, reference)


def test_fallback_can_be_forbidden(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(miller_core, "extract_stream", FailingStream)
    monkeypatch.setenv("MILLER_ARROW_FALLBACK", "0")
    with pytest.raises(ChunkError, match="out of columns"):
        index(workspace)


def test_failed_flush_falls_back_and_leaves_no_trace(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = tmp_path / "reference"
    index(workspace, "object", index_dir=reference)
    write_table = VectorIndex.replace_table

    def fail_afterwards(self: VectorIndex, *arguments: Any) -> dict[str, str]:
        write_table(self, *arguments)
        raise StoreError("the vectors were written, the rest was not")

    monkeypatch.setattr(VectorIndex, "replace_table", fail_afterwards)
    stats = index(workspace)
    assert [len(fallback.paths) for fallback in stats.fallbacks] == [3]
    assert rows_of(workspace) == rows_of(workspace, reference)
    monkeypatch.setenv("MILLER_ARROW_FALLBACK", "0")
    (workspace / "lamp.py").write_text(LAMP + "\n\nEXTRA = 1\n")
    with pytest.raises(StoreError, match="the rest was not"):
        index(workspace)
    # What was committed before the failure stands, in both stores.
    assert rows_of(workspace) == rows_of(workspace, reference)


def test_difference_is_reported_and_object_rows_are_written(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = tmp_path / "reference"
    index(workspace, "object", index_dir=reference)
    extract = miller_core.extract_files_to_arrow

    def other_rows(paths: list[str], root: str, **options: Any) -> Any:
        return extract(list(reversed(paths)), root, **options)

    monkeypatch.setattr(miller_core, "extract_files_to_arrow", other_rows)
    stats = index(workspace, "verify")
    assert stats.differences_found
    assert stats.differences[0].column == "(order)"
    assert stats.exit_status() == 1
    assert rows_of(workspace) == rows_of(workspace, reference)
