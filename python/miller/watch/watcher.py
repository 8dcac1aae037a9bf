"""A run after every change of a workspace."""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfiles import Change, watch

from miller.errors import IndexLockedError, MillerError, WorkspaceError
from miller.remembered_options import files_of_settings
from miller.watch.changes import concern_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from watchfiles.main import FileChange

    from miller.report import IndexStats
    from miller.scanner import WorkspaceScanner

# Changes that follow each other within so many milliseconds belong together: an editor that saves
# makes a file, writes it and renames it; a branch that is switched changes hundreds.
_QUIET = 50
_LONGEST_QUIET = 300
# Files are often deleted because the whole folder is: a run in the middle of that would write into
# what somebody is about to remove. So many seconds without a further event are waited for.
_DELETING = 0.7
_LONGEST_DELETING = 10.0

# So often it is looked whether the workspace is still the same folder.
_TICK = 500

# After a run that has failed, seconds until the next; each time twice as long.
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0


@dataclass(frozen=True)
class Round:
    """A run that a change has led to, or why there is none."""

    stats: IndexStats | None
    error: MillerError | None
    seconds: float
    """How long it took."""


class _CannotWatchError(Exception):
    """The system does not tell of changes, for example because there are too many folders."""


class Watcher:
    """Brings an index up to date, and again after each change of its workspace.

    `make_scanner` gives the scanner, anew when a file with settings has changed. With `polling`,
    the file system is asked again and again: for those that tell of no changes, as network drives.
    """

    def __init__(
        self, make_scanner: Callable[[], WorkspaceScanner], *, polling: bool = False
    ) -> None:
        self._make_scanner = make_scanner
        self.scanner = make_scanner()
        self._polling = polling
        self._settings_look = self._look_at_settings()
        self._requested = threading.Event()

    @property
    def root(self) -> Path:
        """The workspace."""
        return self.scanner.root

    def request_run(self) -> None:
        """Ask for a run without a change; from any thread."""
        self._requested.set()

    def rounds(self, stop: threading.Event) -> Iterator[Round]:
        """Give each run and each failure, until `stop` is set.

        The first run is at once. A workspace that is deleted is waited for; one that is made anew
        in its place is indexed anew. A run that fails is tried again, with longer and longer
        pauses. Where the system cannot watch so many folders, they are polled.
        """
        while not stop.is_set():
            if not self.root.is_dir():
                gone = f"the workspace is gone: {self.root}"
                hint = "it is indexed again when it is back"
                yield _failed(WorkspaceError(gone, hint=hint))
                while not self.root.is_dir() and not stop.is_set():
                    stop.wait(_TICK / 1000)
                continue
            try:
                yield from self._rounds_of_folder(stop)
            except _CannotWatchError as error:
                if not self.root.is_dir():
                    continue
                if self._polling:
                    raise WorkspaceError(f"the workspace cannot be watched: {error}") from error
                self._polling = True
                told = f"the workspace cannot be watched: {error}"
                hint = "it is looked at again and again instead, which takes more time"
                yield _failed(WorkspaceError(told, hint=hint))

    def _rounds_of_folder(self, stop: threading.Event) -> Iterator[Round]:
        """Give the rounds until the root is another folder than now, or none."""
        identity = _identity(self.root)
        schedule = _Schedule()
        is_loaded = False
        for events in self._events(stop):
            if _identity(self.root) != identity:
                return
            error = self._renew_scanner()
            if error is not None:
                yield _failed(error)
            self._plan(schedule, events)
            if not schedule.is_due:
                if not is_loaded and not events:
                    self.scanner.load_ahead()
                    is_loaded = True
                continue
            found = self._run(stop)
            if found is None:
                return
            schedule.after(found)
            yield found

    def _events(self, stop: threading.Event) -> Iterator[set[FileChange]]:
        """Give changes, and an empty set at once and when for a while there were none.

        The first is there before anything is watched: to begin to watch takes a while.
        """
        yield set()
        try:
            yield from watch(
                self.root,
                watch_filter=None,
                debounce=_LONGEST_QUIET,
                step=_QUIET,
                stop_event=stop,
                rust_timeout=_TICK,
                yield_on_timeout=True,
                force_polling=self._polling or None,
                ignore_permission_denied=True,
            )
        except (OSError, RuntimeError) as error:
            raise _CannotWatchError(str(error)) from error

    def _plan(self, schedule: _Schedule, events: set[FileChange]) -> None:
        """Say when the next run is due, after some events or none."""
        if self._requested.is_set():
            self._requested.clear()
            schedule.within(0.0)
        elif not self.scanner.folder.exists:
            schedule.within(_DELETING)
        elif events and self._is_concerned(path for _, path in events):
            if all(change == Change.deleted for change, _ in events):
                schedule.postpone(_DELETING)
            else:
                schedule.within(0.0)

    def _is_concerned(self, changed: Iterable[str]) -> bool:
        try:
            return concern_index(self.scanner, changed)
        except (MillerError, OSError):
            # The run will find out, and say so.
            return True

    def _renew_scanner(self) -> MillerError | None:
        """Read the settings anew if they may have changed; keep the old ones if they are wrong."""
        looks = self._look_at_settings()
        if looks == self._settings_look:
            return None
        self._settings_look = looks
        try:
            self.scanner = self._make_scanner()
        except MillerError as error:
            return error
        self._requested.set()
        return None

    def _look_at_settings(self) -> list[tuple[int, int] | None]:
        """Give what tells that a file with settings has changed; another command may write one."""
        files = files_of_settings(self.root, self.scanner.folder)
        return [_stamp(file) for file in files]

    def _run(self, stop: threading.Event) -> Round | None:
        """Run until it ends, however long another process writes; `None` when it is to stop."""
        started = time.monotonic()
        while not stop.is_set():
            error: MillerError
            try:
                stats = self.scanner.index_workspace()
            except IndexLockedError:
                stop.wait(_TICK / 1000)
                continue
            except MillerError as failure:
                error = failure
            except OSError as failure:
                error = WorkspaceError(f"the workspace cannot be read: {failure}")
            else:
                return Round(stats, None, time.monotonic() - started)
            return Round(None, error, time.monotonic() - started)
        return None


class _Schedule:
    """When the next run is due, whatever changes."""

    def __init__(self) -> None:
        self._due = time.monotonic()
        self._pause = _FIRST_PAUSE
        self._postponed_from = self._due
        self._is_first = True

    @property
    def is_due(self) -> bool:
        return time.monotonic() >= self._due

    def within(self, seconds: float) -> None:
        """Be due no later than then."""
        self._due = min(self._due, time.monotonic() + seconds)

    def postpone(self, seconds: float) -> None:
        """Be due then; what is due already stays so."""
        now = time.monotonic()
        if self._due == math.inf:
            self._postponed_from = now
        if not self.is_due:
            self._due = min(now + seconds, self._postponed_from + _LONGEST_DELETING)

    def after(self, found: Round) -> None:
        if found.error is not None:
            self._due = time.monotonic() + self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            return
        self._pause = _FIRST_PAUSE
        # What changes between the first run and the begin of watching nobody tells.
        self._due = time.monotonic() if self._is_first else math.inf
        self._is_first = False


def _failed(error: MillerError) -> Round:
    return Round(None, error, 0.0)


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def _identity(root: Path) -> tuple[int, int] | None:
    try:
        found = root.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
