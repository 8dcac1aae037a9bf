"""Disks that are full or cannot be written to: an error that says so, and an index that stays."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from crash.killing import SMALL_FLUSHES, Run, commits_are_whole, contents
from end_to_end.conftest import Answer, index, miller
from miller import SQLiteStore, pipeline
from miller.errors import ConfigurationError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crash.conftest import Workspaces

# What an index of the workspace needs at most.
ENOUGH = "32m"
FULL = [("arrow", 4), ("arrow", 20), ("object", 800)]
FULLER = [(route, size) for route in ("arrow", "object") for size in range(4, 1_400, 90)]


def _system(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)


@contextmanager
def mounted(folder: Path, *options: str | Path) -> Iterator[Path]:
    """Mount something on a folder, or skip the test."""
    folder.mkdir(exist_ok=True)
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root of a Linux can mount the disk that this test needs")
    try:
        _system("mount", *options, folder)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"this system does not let the test mount a disk: {error}")
    try:
        yield folder
    finally:
        _system("umount", "--lazy", folder)


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """Give a disk of a few kilobytes."""
    with mounted(folder, "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs"):
        yield folder


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write to a folder, not even root."""
    with mounted(folder, "--bind", folder):
        _system("mount", "-o", "remount,bind,ro", folder)
        yield


def is_told(answer: Answer) -> bool:
    """Whether a run said in its last words what happened and what to do."""
    assert "Traceback" not in answer.errors
    return answer.status == 1 and "error: " in answer.errors and "\nhint: " in answer.errors


# Full --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("route", "kilobytes"), [*FULL, *(pytest.param(*f, marks=pytest.mark.slow) for f in FULLER)]
)
def test_full_disk(workspaces: Workspaces, tmp_path: Path, route: str, kilobytes: int) -> None:
    root = workspaces.new(tmp_path / "workspace")
    with small_disk(tmp_path / "disk", kilobytes) as disk:
        folder = disk / "index"
        options = ["--route", route, "--index-dir", folder]
        answer = miller("index", ".", *options, folder=root, **SMALL_FLUSHES)
        if answer.status != 0:
            assert is_told(answer), answer
            assert "full" in answer.errors
            assert str(folder) in answer.errors
        # There is room again.
        _system("mount", "-o", f"remount,size={ENOUGH}", disk)
        index(root, route, index_dir=folder)
        contents(root, folder).assert_equal(workspaces.before["static"])


@pytest.mark.parametrize("route", ["arrow", "object"])
def test_disk_that_fills_up_later(workspaces: Workspaces, tmp_path: Path, route: str) -> None:
    root = workspaces.changed(tmp_path / "workspace")
    with small_disk(root / ".miller", 32 << 10) as folder:
        root_before = workspaces.indexed(tmp_path / "before")
        for name in ("index.db", "vectors-1"):
            _system("cp", "--archive", root_before / ".miller" / name, folder)
        used = sum(path.stat().st_blocks for path in folder.rglob("*")) // 2
        _system("mount", "-o", f"remount,size={used + 80}k", folder)
        answer = miller("index", ".", "--route", route, folder=root, **SMALL_FLUSHES)
        assert is_told(answer), answer
        assert "full" in answer.errors
        commits_are_whole(root, workspaces.before["static"], workspaces.after["static"])
        _system("mount", "-o", f"remount,size={ENOUGH}", folder)
        index(root, route)
        contents(root).assert_equal(workspaces.after["static"])


@pytest.mark.parametrize("route", ["arrow", "object"])
def test_file_that_may_not_grow(workspaces: Workspaces, tmp_path: Path, route: str) -> None:
    """Stands in for the full disk where nothing can be mounted: writes end halfway."""
    root = workspaces.changed(tmp_path / "workspace")
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000));"
        "from miller.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "index", ".", "--route", route],
        cwd=root,
        env={**os.environ, **SMALL_FLUSHES},
        capture_output=True,
        text=True,
        check=False,
    )
    assert is_told(Answer(done.returncode, done.stdout, done.stderr)), done
    commits_are_whole(root, workspaces.before["static"], workspaces.after["static"])
    index(root, route)
    contents(root).assert_equal(workspaces.after["static"])


@pytest.mark.parametrize(
    "error",
    [
        StoreError("adding rows failed: No space left on device (os error 28)"),
        StoreError("the disk is full: index.db"),
        OSError(errno.ENOSPC, "No space left on device"),
        ConfigurationError("a setting without sense"),
    ],
    ids=["lance", "sqlite", "system", "setting"],
)
def test_what_objects_cannot_help_ends_the_arrow_route_at_once(
    workspaces: Workspaces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    root = workspaces.new(tmp_path / "workspace")
    flushes: list[int] = []
    write = pipeline._write_tables  # noqa: SLF001 -- a planted fault takes its place

    def fail_later(run: pipeline.Run, store: Any, buffer: Any) -> None:
        flushes.append(buffer.num_rows)
        if len(flushes) == 2:
            raise error
        write(run, store, buffer)

    monkeypatch.setattr(pipeline, "_write_tables", fail_later)
    monkeypatch.setattr(pipeline, "_object_route", lambda _run, _paths: pytest.fail("fallen back"))
    settings = {"flush_rows": 500, "chunk_size": "4KiB"}
    with pytest.raises((StoreError, ConfigurationError), match=r"full|without sense"):
        index(root, settings=settings)
    assert len(flushes) == 2
    monkeypatch.undo()
    commits_are_whole(root, workspaces.before["static"], None)
    with SQLiteStore(root / ".miller/index.db", read_only=True) as store:
        assert store.counts()["files"] > 0
    index(root)
    contents(root).assert_equal(workspaces.before["static"])


# Read-only ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [[], ["--rebuild"]])
def test_read_only_folder(workspaces: Workspaces, tmp_path: Path, options: list[str]) -> None:
    root = workspaces.changed(tmp_path / "workspace")
    with read_only(root / ".miller"):
        answer = miller("index", ".", *options, folder=root)
        assert is_told(answer), answer
        assert f"cannot be written to: {root / '.miller'}" in answer.errors
        assert "--index-dir" in answer.errors
    contents(root).assert_equal(workspaces.before["static"])
    index(root)
    contents(root).assert_equal(workspaces.after["static"])


@pytest.mark.parametrize("options", [["--rebuild"], ["--route", "object"]])
def test_read_only_vectors(workspaces: Workspaces, tmp_path: Path, options: list[str]) -> None:
    root = workspaces.changed(tmp_path / "workspace")
    with read_only(root / ".miller/vectors-1"):
        answer = miller("index", ".", *options, folder=root)
        assert is_told(answer), answer
        assert str(root / ".miller") in answer.errors
    index(root)
    contents(root).assert_equal(workspaces.after["static"])


def test_read_only_workspace_can_be_indexed_elsewhere(
    workspaces: Workspaces, tmp_path: Path
) -> None:
    root = workspaces.new(tmp_path / "workspace")
    with read_only(root):
        answer = miller("index", ".", folder=root)
        assert is_told(answer), answer
        assert "--index-dir" in answer.errors
        index(root, index_dir=tmp_path / "index")
        contents(root, tmp_path / "index").assert_equal(workspaces.before["static"])


# Reading where nothing can be written ------------------------------------------------------------

READS = [
    ("search", "Lamp1", "--json"),
    ("search", "shine", "--mode", "name", "--json"),
    ("stats", "--json"),
    ("outline", "room_1/lamp.py", "--json"),
    ("refs", "room_1/lamp.py::Lamp1", "--json"),
    ("doctor", "--json"),
]


@pytest.mark.parametrize("arguments", READS, ids=" ".join)
def test_read_only_index_is_read(
    workspaces: Workspaces, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    root = workspaces.indexed(tmp_path / "a workspace?#%41")
    before = miller(*arguments, folder=root)
    # With the empty log that a reader leaves, and without it.
    with read_only(root / ".miller"):
        assert miller(*arguments, folder=root) == before
    forget_the_log(root / ".miller")
    with read_only(root / ".miller"):
        after = miller(*arguments, folder=root)
    assert (after.status, after.errors) == (0, "")
    assert without_sizes(after.json) == without_sizes(before.json)
    assert (before.status, before.errors) == (0, "")
    assert before.json


def without_sizes(answer: Any) -> Any:
    """Leave out the bytes on disk: the log had some."""
    if isinstance(answer, dict):
        answer.pop("bytes", None)
    return answer


def forget_the_log(folder: Path, *but: str) -> None:
    for path in folder.glob("index.db-*"):
        if path.name not in but:
            path.unlink()


@contextmanager
def left_by_a_killed_run(workspaces: Workspaces, root: Path, *names: str) -> Iterator[None]:
    """Give a read-only index with only these of the files that a killed run has left."""
    assert Run(point="flush committed").is_killed(workspaces.changed(root))
    forget_the_log(root / ".miller", *names)
    with read_only(root / ".miller"):
        yield


def test_read_only_index_with_the_log_of_a_killed_run_is_read_with_it(
    workspaces: Workspaces, tmp_path: Path
) -> None:
    root = tmp_path / "workspace"
    with left_by_a_killed_run(workspaces, root, "index.db-wal", "index.db-shm"):
        answer = miller("stats", "--json", folder=root)
        commits_are_whole(root, workspaces.before["static"], workspaces.after["static"])
        assert answer.json["unfinished_run"]["is_first"] is False
        told = miller("search", "Lamp1", folder=root)
        assert "the last run did not end" in told.errors


def test_read_only_index_with_a_log_out_of_reach_is_not_read(
    workspaces: Workspaces, tmp_path: Path
) -> None:
    root = tmp_path / "workspace"
    with left_by_a_killed_run(workspaces, root, "index.db-wal"):
        for arguments in READS:
            answer = miller(*arguments, folder=root)
            assert is_told(answer), answer
            assert f"{root}/.miller/index.db-wal" in answer.errors
            assert "run `miller index` who may write there" in answer.errors
    index(root)
    contents(root).assert_equal(workspaces.after["static"])


def test_index_that_is_written_to_while_it_is_read_without_locks(
    workspaces: Workspaces, tmp_path: Path
) -> None:
    """A folder that is read-only here and not there: somebody else's, or mounted elsewhere."""
    root = workspaces.changed(tmp_path / "workspace")
    forget_the_log(root / ".miller")
    here = tmp_path / "here"
    here.mkdir()
    with mounted(here, "--bind", root / ".miller"):
        _system("mount", "-o", "remount,bind,ro", here)
        with SQLiteStore(here / "index.db", read_only=True) as store:
            before = store.counts()
            assert miller("index", ".", folder=root).status == 0
            with pytest.raises(StoreError, match="written to while it was read"):
                store.counts()
        with SQLiteStore(here / "index.db", read_only=True) as store:
            assert store.counts() != before
