"""Several processes at one index: one writes, others wait for it or read."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from end_to_end.conftest import LAMP, index, miller, rows_of, write
from miller.cli.index import index as index_command
from miller.errors import IndexLockedError
from miller.index_folder import IndexFolder
from miller.writer_lock import WriterLock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Indexes the workspace and stops before each of its stages until a line is sent.
STEPWISE = """
import sys
from miller import WorkspaceScanner

def stop(stage, done, total):
    print(stage, done, flush=True)
    sys.stdin.readline()

WorkspaceScanner(".", route=sys.argv[1], progress=stop).index_workspace(rebuild=len(sys.argv) > 2)
"""
HOLD = """
import sys
from pathlib import Path
from miller.index_folder import IndexFolder

with IndexFolder.of(Path(".")).writing():
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def process(source: str, *arguments: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", source, *arguments]
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        try:
            yield other
        finally:
            other.kill()


def read_line(other: subprocess.Popen[str]) -> str:
    assert other.stdout is not None
    return other.stdout.readline().strip()


def go_on(other: subprocess.Popen[str]) -> None:
    assert other.stdin is not None
    other.stdin.write("\n")
    other.stdin.flush()


def waiting_index(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "miller", "index", *arguments]
    return subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_two_runs_at_once_the_second_says_whom_it_would_wait_for(workspace: Path) -> None:
    with process(STEPWISE, "arrow", folder=workspace) as first:
        assert read_line(first).startswith("scan")
        second = miller("index", ".", folder=workspace)
    assert second.status == 1
    owner = f"by process {first.pid} on {socket.gethostname()} since 2"
    assert owner in second.errors
    assert "--wait" in second.errors


@pytest.mark.parametrize("arguments", [["--wait"], ["--wait", "."], [".", "--wait", "600"]])
def test_second_run_waits_and_then_indexes(workspace: Path, arguments: list[str]) -> None:
    with process(HOLD, folder=workspace) as first:
        assert read_line(first) == "held"
        write(workspace, {"new.py": LAMP})
        with waiting_index(workspace, *arguments, "--json") as second:
            assert second.stderr is not None
            told = second.stderr.readline()
            assert told.startswith(f"waiting for process {first.pid} on {socket.gethostname()}")
            assert second.poll() is None
            go_on(first)
            output, errors = second.communicate()
    assert (second.returncode, errors) == (0, "")
    assert json.loads(output)["files_indexed"] == 4
    assert "new.py" in {row["path"] for row in rows_of(workspace)["files"]}


def test_wait_goes_on_when_the_first_writer_is_killed(workspace: Path) -> None:
    with process(STEPWISE, "arrow", folder=workspace) as first:
        assert read_line(first).startswith("scan")
        with waiting_index(workspace, "--wait") as second:
            assert second.stderr is not None
            second.stderr.readline()
            first.send_signal(signal.SIGKILL)
            second.communicate()
    assert second.returncode == 0
    assert len(rows_of(workspace)["files"]) == 3


def test_wait_for_a_time_ends(workspace: Path) -> None:
    with process(HOLD, folder=workspace) as first:
        read_line(first)
        second = miller("index", ".", "--wait=0.2", folder=workspace)
    assert second.status == 1
    assert f"waiting for process {first.pid}" in second.errors
    assert f"process {first.pid} on" in second.errors.splitlines()[1]
    assert "also after a wait of 0.2 s" in second.errors


@pytest.mark.parametrize("value", ["--wait=-1", "--wait=soon", "--wait=nan"])
def test_wrong_seconds_are_wrong_usage(workspace: Path, value: str) -> None:
    answer = CliRunner().invoke(index_command, [str(workspace), value])
    assert answer.exit_code == 2
    assert "expected a number of seconds" in answer.output


# What the lock file says -------------------------------------------------------------------------


def leave_behind(lock: Path, pid: int, host: str | None = None) -> None:
    lock.parent.mkdir(exist_ok=True)
    host = socket.gethostname() if host is None else host
    text = {"process": pid, "host": host, "since": "2020-01-01T00:00:00+00:00"}
    lock.write_text(json.dumps(text))


def ended_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as other:
        other.wait()
    return other.pid


def test_name_of_a_killed_writer_locks_nobody_out(workspace: Path) -> None:
    lock = workspace / ".miller" / "writer.lock"
    with process(HOLD, folder=workspace) as first:
        read_line(first)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert json.loads(lock.read_text())["process"] == first.pid
    assert WriterLock(lock).holder() is None
    answer = miller("index", ".", folder=workspace)
    assert (answer.status, answer.errors) == (0, "")
    assert lock.read_text() == ""


def test_writer_that_has_ended_is_not_named_as_the_holder(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "index")
    with folder.writing():
        # As if this process had the lock and had not yet written its name.
        pid = ended_process()
        leave_behind(folder.lock.path, pid)
        with pytest.raises(IndexLockedError, match="not said its name") as caught, folder.writing():
            pytest.fail("two writers at once")
        assert f"process {pid} on {socket.gethostname()}" in str(caught.value)
        assert "has ended" in str(caught.value)
        # Of another host's processes nothing can be known.
        leave_behind(folder.lock.path, pid, host="elsewhere")
        with (
            pytest.raises(IndexLockedError, match=f"by process {pid} on elsewhere"),
            folder.writing(),
        ):
            pytest.fail("two writers at once")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"process": -1}', '{"process": "x"}', "\x00"])
def test_file_without_a_name_is_borne(tmp_path: Path, text: str) -> None:
    folder = IndexFolder(tmp_path / "index")
    with folder.writing():
        folder.lock.path.write_text(text)
        assert folder.lock.holder() == "a process that has not said its name"
        with pytest.raises(IndexLockedError, match="not said its name"), folder.writing():
            pytest.fail("two writers at once")
    with folder.writing():
        assert json.loads(folder.lock.path.read_text())["process"] == os.getpid()


def test_lock_on_a_removed_file_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = IndexFolder(tmp_path / "index")
    lock_file, paths = fcntl.flock, [folder.lock.path]

    def remove_and_lock(descriptor: int, operation: int) -> None:
        # Between opening and locking, somebody empties the folder.
        while paths:
            paths.pop().unlink()
        lock_file(descriptor, operation)

    monkeypatch.setattr("miller.writer_lock.fcntl.flock", remove_and_lock)
    with folder.writing():
        monkeypatch.undo()
        assert folder.lock.holder() is not None
        with pytest.raises(IndexLockedError), folder.writing():
            pytest.fail("two writers at once")


@pytest.mark.parametrize("named", [True, False])
def test_who_only_asks_for_the_writer_keeps_none_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, named: bool
) -> None:
    folder = IndexFolder(tmp_path / "index")
    with folder.writing():
        pass
    if named:
        # The name of a killed writer, whose number another process has got.
        leave_behind(folder.lock.path, os.getpid())
    asking = os.open(folder.lock.path, os.O_RDONLY)
    fcntl.flock(asking, fcntl.LOCK_SH)
    pauses = []

    def answer(seconds: float) -> None:
        pauses.append(seconds)
        fcntl.flock(asking, fcntl.LOCK_UN)

    monkeypatch.setattr("miller.writer_lock.time.sleep", answer)
    try:
        with folder.writing():
            assert len(pauses) == 1
    finally:
        os.close(asking)


# Reading beside a writer -------------------------------------------------------------------------


@pytest.mark.parametrize("route", ["object", "arrow"])
def test_search_sees_the_last_commit_while_a_run_writes(workspace: Path, route: str) -> None:
    index(workspace)
    before = rows_of(workspace)
    write(workspace, {"torch.py": LAMP.replace("Lamp", "Torch")})
    (workspace / "lamp.py").unlink()
    # The run forgets lamp.py in a commit of its own before it comes to what is new.
    seen = []
    with process(STEPWISE, route, folder=workspace) as writer:
        while stage := read_line(writer):
            found = miller("search", "Torch", "--mode", "name", "--json", folder=workspace)
            # Not there yet is an answer, and no error.
            assert (found.status, found.errors) in {(0, ""), (4, "nothing found\n")}
            names = {hit["path"] for hit in found.json}
            rows = rows_of(workspace)
            if stage.startswith("scan"):
                assert rows == before
            # Both stores agree at every moment: `rows_of` has compared them.
            assert ("torch.py" in names) == ("torch.py" in {row["path"] for row in rows["files"]})
            seen.append(stage.split()[0])
            go_on(writer)
        writer.wait()
    assert (writer.returncode, seen[0], seen[-1]) == (0, "scan", "finish")
    index(workspace, "object", index_dir=workspace.parent / "fresh")
    assert rows_of(workspace) == rows_of(workspace, workspace.parent / "fresh")
