"""The thread that makes the index and keeps it fresh, while others ask it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from miller.errors import InterruptedRunError
from miller.watch import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typing_extensions import Self

    from miller.index_folder import IndexFolder
    from miller.pipeline import Progress
    from miller.scanner import WorkspaceScanner
    from miller.watch import Round


@dataclass(frozen=True)
class State:
    """How things stand with the index."""

    rounds: int = 0
    """Runs that have ended since the begin, well or not."""
    last: Round | None = None
    ended_at: float | None = None
    """When the last of them did, in seconds since 1970."""
    stage: str | None = None
    """What is done just now: `scan`, `index` or `finish`; `None` when nothing is."""
    done: int = 0
    total: int = 0


class Freshness:
    """Runs a watcher in a thread of its own."""

    def __init__(
        self, make_scanner: Callable[[Progress], WorkspaceScanner], *, polling: bool = False
    ) -> None:
        """Take what makes a scanner that tells of its progress."""
        self._watcher = Watcher(lambda: make_scanner(self._told), polling=polling)
        self._stop = threading.Event()
        self._changed = threading.Condition()
        self._state = State()
        self._thread = threading.Thread(target=self._watch, name="miller-watch", daemon=True)

    @property
    def root(self) -> Path:
        """The workspace."""
        return self._watcher.root

    @property
    def folder(self) -> IndexFolder:
        """The folder of the index."""
        return self._watcher.scanner.folder

    @property
    def state(self) -> State:
        """How things stand just now."""
        return self._state

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop; a run that is going on is left where it is, and the next one goes on there."""
        self._stop.set()
        self._thread.join()

    def run_again(self, wait_seconds: float) -> State:
        """Ask for a run now, and give the state after it, or when the time is up."""
        with self._changed:
            before = self._state
            # A run that has begun may have looked already at what is to be seen.
            wanted = before.rounds + (2 if before.stage is not None else 1)
            self._watcher.request_run()
            self._changed.wait_for(lambda: self._state.rounds >= wanted, wait_seconds)
            return self._state

    def _watch(self) -> None:
        for found in self._watcher.rounds(self._stop):
            with self._changed:
                rounds = self._state.rounds + 1
                self._state = State(rounds=rounds, last=found, ended_at=time.time())
                self._changed.notify_all()

    def _told(self, stage: str, done: int, total: int) -> None:
        if self._stop.is_set():
            raise InterruptedRunError("the run was interrupted: nobody asks any more")
        self._state = replace(self._state, stage=stage, done=done, total=total)
