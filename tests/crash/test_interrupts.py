"""Ctrl-C: a word instead of a traceback, and no write that goes on behind the run's back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from crash.killing import SMALL_FLUSHES, Run, commits_are_whole, recovers
from end_to_end.conftest import index
from miller.interrupts import held_back

if TYPE_CHECKING:
    from pathlib import Path

    from crash.conftest import Workspaces

# The command line, interrupted by the keyboard's signal when it comes to a point.
INTERRUPTED = """
import signal, sys
from miller import steps
from miller.cli import main
wanted = sys.argv.pop(1)
def watch(point):
    if point == wanted:
        steps.watcher = None
        signal.raise_signal(signal.SIGINT)
steps.watcher = watch
main()
"""


@pytest.mark.parametrize(
    ("point", "route"),
    [
        ("vectors written", "arrow"),
        ("rows written", "object"),
        ("deleted files committed", "arrow"),
        ("files written", "object"),
    ],
)
def test_interrupt_is_told_and_loses_nothing(
    workspaces: Workspaces, tmp_path: Path, point: str, route: str
) -> None:
    root = workspaces.changed(tmp_path / "workspace")
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, point, "index", ".", "--route", route],
        cwd=root,
        env={**os.environ, **SMALL_FLUSHES},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("error: interrupted: ")
    assert "hint: run `miller index` again" in done.stderr
    assert "Traceback" not in done.stderr
    commits_are_whole(root, workspaces.before["static"], workspaces.after["static"])
    recovers(root, Run(route), workspaces.after["static"])


@pytest.mark.parametrize("route", ["arrow", "object"])
def test_interrupt_of_a_library_leaves_an_index_to_go_on_with(
    workspaces: Workspaces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, route: str
) -> None:
    root = workspaces.changed(tmp_path / "workspace")
    with monkeypatch.context() as patch:
        for name, value in SMALL_FLUSHES.items():
            patch.setenv(name, value)
        flushes = 0

        def watch(point: str) -> None:
            nonlocal flushes
            flushes += point == "vectors written"
            if flushes == 2:
                signal.raise_signal(signal.SIGINT)

        patch.setattr("miller.steps.watcher", watch)
        with pytest.raises(KeyboardInterrupt):
            index(root, route)
    # The same process goes on, with the lock and all handles free.
    commits_are_whole(root, workspaces.before["static"], workspaces.after["static"])
    recovers(root, Run(route), workspaces.after["static"])


def test_interrupt_waits_for_the_end_of_a_write() -> None:
    done = []

    def work() -> None:
        with held_back():
            signal.raise_signal(signal.SIGINT)
            done.append("write")
        done.append("after it")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["write"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_interrupt_comes_also_when_the_write_fails() -> None:
    def work() -> None:
        with held_back():
            signal.raise_signal(signal.SIGINT)
            raise OSError("the disk")

    with pytest.raises(KeyboardInterrupt) as caught:
        work()
    assert isinstance(caught.value.__context__, OSError)


def test_nothing_is_held_back_in_other_threads_or_without_a_handler() -> None:
    handlers = []

    def work() -> None:
        with held_back():
            handlers.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with held_back():
            handlers.append(signal.getsignal(signal.SIGINT))
    finally:
        signal.signal(signal.SIGINT, before)
    assert handlers == [signal.default_int_handler, signal.SIG_IGN]


def test_writes_to_the_vector_store_hold_an_interrupt_back(
    workspaces: Workspaces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspaces.changed(tmp_path / "workspace")
    from lancedb.table import LanceTable  # noqa: PLC0415 -- late, as Miller loads it

    add, added = LanceTable.add, []

    def interrupted(self: LanceTable, *arguments: object, **options: object) -> object:
        signal.raise_signal(signal.SIGINT)
        result = add(self, *arguments, **options)
        added.append(result)
        return result

    with monkeypatch.context() as patch:
        patch.setattr(LanceTable, "add", interrupted)
        with pytest.raises(KeyboardInterrupt):
            index(root)
    assert len(added) == 1
    recovers(root, Run(), workspaces.after["static"])
