"""A part of an index is never shown as if it was the whole."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from end_to_end.conftest import LAMP, index, rows_of, write
from end_to_end.test_writers_and_readers import STEPWISE, go_on, process, read_line
from miller import SQLiteStore, WorkspaceScanner, run_record, unfinished_run
from miller.cli import commands
from miller.doctor import Repair, examine, repair
from miller.errors import StoreError
from miller.index_folder import IndexFolder
from miller.state import RUN

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

# A chunk and a flush a file.
SMALL = {"MILLER_CHUNK_SIZE": "1", "MILLER_FLUSH_ROWS": "1"}


@pytest.fixture
def small_flushes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SMALL.items():
        monkeypatch.setenv(name, value)


def ask(root: Path, *arguments: str) -> Result:
    """Run the command line in this process: a reader takes no time then to load LanceDB."""
    return CliRunner().invoke(commands, [*arguments, "--workspace", str(root)])


def told(root: Path) -> tuple[Any, list[str]]:
    """Give the run that `stats` names to machines, and what people are told by each command."""
    found = json.loads(ask(root, "stats", "--json").stdout)["unfinished_run"]
    people = [
        ask(root, "stats").stdout,
        ask(root, "search", "lamp", "--mode", "name").stderr,
        ask(root, "search", "lamp", "--mode", "name", "--json").stderr,
        ask(root, "outline", "lamp.py").stderr,
        ask(root, "symbol", "lamp.py:6", "--json").stderr,
    ]
    return found, people


def until(run: subprocess.Popen[str], stage: str, done: int) -> None:
    """Let a run go on to a point, before which it stops."""
    while True:
        name, number = read_line(run).split()
        if (name, int(number)) == (stage, done):
            return
        go_on(run)


@pytest.mark.usefixtures("small_flushes")
@pytest.mark.parametrize("route", ["arrow", "object"])
def test_first_run_that_did_not_end(workspace: Path, route: str) -> None:
    write(workspace, {f"room_{n}.py": LAMP for n in range(6)})
    with process(STEPWISE, route, folder=workspace) as run:
        until(run, "index", 8)
        found, people = told(workspace)
        assert (found["is_first"], found["begun_by"]["process"]) == (True, run.pid)
        assert f"process {run.pid} on " in found["writer"]
        assert 0 < found["files"] < 9
        for text in people:
            assert f"a part of the workspace, {found['files']} file" in text
            assert f"is being made by process {run.pid} on" in text
        notes = examine(WorkspaceScanner(workspace)).notes
        assert any("only a part of the workspace" in note for note in notes)
        run.send_signal(signal.SIGKILL)
        run.wait()
    found, people = told(workspace)
    assert found["writer"] is None
    for text in people:
        assert f"did not end (process {run.pid} on" in text
        assert "run `miller index`" in text
    here = unfinished_run(workspace)
    assert here is not None
    assert here.to_dict() == found
    findings = examine(WorkspaceScanner(workspace)).findings
    assert ("tree", Repair.RUN, here.problem) in [(f.check, f.repair, f.problem) for f in findings]
    # A run that goes on and does not end either makes it no whole one.
    with process(STEPWISE, route, folder=workspace) as run:
        until(run, "index", 1)
        run.send_signal(signal.SIGINT)
        run.wait()
    again = unfinished_run(workspace)
    assert again is not None
    assert again.is_first
    assert again.begun_by is not None
    assert again.begun_by.process == run.pid
    index(workspace, route)
    assert unfinished_run(workspace) is None
    found, people = told(workspace)
    assert found is None
    assert people[1:] == ["", "", "", ""]


def test_later_run_that_did_not_end(workspace: Path) -> None:
    index(workspace)
    write(workspace, {"lamp.py": LAMP.replace("Lamp", "Torch"), "new.py": LAMP})
    with process(STEPWISE, "arrow", folder=workspace) as run:
        until(run, "index", 0)
        found, people = told(workspace)
        assert (found["is_first"], found["files"]) == (False, 3)
        # A search that gives the last commit gives what it promises, but for a file that is older.
        assert "being brought up to date" in people[0]
        older = "1 file of this answer has changed since the index was made: lamp.py"
        assert {text.partition(";")[0] for text in people[1:]} == {"", older}
        run.send_signal(signal.SIGKILL)
        run.wait()
    found, people = told(workspace)
    assert (found["is_first"], found["writer"]) == (False, None)
    for text in people:
        assert f"the last run did not end (process {run.pid} on" in text
    _, done, after = repair(WorkspaceScanner(workspace))
    assert done
    assert after.findings == []
    assert unfinished_run(workspace) is None
    rows_of(workspace)


def test_rebuild_that_did_not_end(workspace: Path) -> None:
    index(workspace)
    with process(STEPWISE, "arrow", "rebuild", folder=workspace) as run:
        until(run, "index", 0)
        found, _ = told(workspace)
        assert (found["is_first"], found["files"]) == (True, 0)


def test_run_that_ends_between_two_looks_is_no_other_one(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(workspace)
    folder = IndexFolder.of(workspace)
    with SQLiteStore(folder.index_file) as store:
        store.set_state(run_record.begun({}, is_empty=False))

    def nobody(_lock: object) -> None:
        with SQLiteStore(folder.index_file) as store:
            store.set_state(run_record.ENDED)

    with SQLiteStore(folder.index_file, one_commit=True) as store:
        monkeypatch.setattr("miller.writer_lock.WriterLock.holder", nobody)
        found = run_record.unfinished_run_of(folder, store)
    assert found is not None
    assert found.writer == "a run that has just ended"
    assert "did not end" not in found.problem


def test_entry_that_cannot_be_read_counts(workspace: Path) -> None:
    index(workspace)
    with SQLiteStore(IndexFolder.of(workspace).index_file) as store:
        store.set_state({RUN: "?"})
    found = unfinished_run(workspace)
    assert found is not None
    assert found.is_first
    assert found.begun_by is None


def test_run_that_finds_nothing_to_do_leaves_no_note(workspace: Path) -> None:
    index(workspace)
    with process(STEPWISE, "arrow", folder=workspace) as run:
        until(run, "finish", 0)
        assert unfinished_run(workspace) is None


# An index that is built anew under its readers ---------------------------------------------------


def test_rebuild_under_readers(workspace: Path) -> None:
    index(workspace)
    folder = IndexFolder.of(workspace)
    with SQLiteStore(folder.index_file, one_commit=True) as reader:
        before = reader.counts(), reader.read_table("symbols")
        WorkspaceScanner(workspace).index_workspace(rebuild=True)
        assert (reader.counts(), reader.read_table("symbols")) == before
    inode = folder.index_file.stat().st_ino
    WorkspaceScanner(workspace).index_workspace(rebuild=True)
    # A file that is made anew would be read with the log of the other.
    assert folder.index_file.stat().st_ino == inode


@pytest.mark.usefixtures("small_flushes")
def test_readers_during_a_rebuild_are_right_or_say_why_not(workspace: Path) -> None:
    index(workspace)
    with process(STEPWISE, "arrow", "rebuild", folder=workspace) as run:
        while stage := read_line(run):
            for arguments in (["search", "Lamp", "--json"], ["stats", "--json"]):
                answer = ask(workspace, *arguments)
                # A part of an index may have nothing of what is looked for: status 4.
                if answer.exit_code not in {0, 4}:
                    assert isinstance(answer.exception, StoreError), (stage, answer)
                    assert answer.exception.hint
            if stage.startswith("scan"):
                with pytest.raises(StoreError, match="has only begun to make it"):
                    examine(WorkspaceScanner(workspace))
            else:
                examine(WorkspaceScanner(workspace))
            go_on(run)
    assert run.returncode == 0
    assert unfinished_run(workspace) is None


def test_index_that_is_only_begun_says_so(workspace: Path) -> None:
    folder = IndexFolder.of(workspace)
    with folder.writing():
        folder.index_file.touch()
        error = str(ask(workspace, "stats").exception)
    assert f"process {os.getpid()} on" in error
    assert "has only begun to make it" in error
    with pytest.raises(StoreError, match="is empty"):
        unfinished_run(workspace)


def test_search_reads_again_when_its_vectors_are_gone(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the state and the vectors lies more time than they are kept for."""
    from miller import pinned  # noqa: PLC0415
    from miller.digests import index_digests  # noqa: PLC0415

    index(workspace)
    opening, folder = pinned.open_vectors_on_record, IndexFolder.of(workspace)

    def late(*arguments: Any) -> Any:
        monkeypatch.undo()
        index(workspace, embedder="none")
        for mark in folder.path.glob("vectors-*/replaced"):
            os.utime(mark, (0, 0))
        index(workspace)
        return opening(*arguments)

    monkeypatch.setattr("miller.digests.open_vectors_on_record", late)
    found = index_digests(folder)
    assert found.equals(index_digests(folder))
    for vectors in folder.path.glob("vectors-*/symbols.lance/data/*"):
        vectors.unlink()
    # Vectors that are on record and cannot be read stay an error.
    with pytest.raises(StoreError, match="vector store"):
        index_digests(folder)
