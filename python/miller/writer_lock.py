"""The lock of the one writer of an index.

The lock is the operating system's: it ends with the process, whatever ends it. What stands in the
file only says whom to wait for, and may be that of a writer that was killed; it is believed only
while somebody holds the lock, and only if the process that it names can be the holder.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from miller.errors import IndexLockedError, WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import Any, TypeAlias

    Waiting: TypeAlias = Callable[[str, float], None]

# Seconds between two tries for the lock. The system can wait itself, but neither for a bounded time
# nor telling meanwhile who is being waited for.
_PAUSE = 0.1

# Seconds for which a lock is tried again whose holder has not said its name: it has only just taken
# it, is about to let go, or is a doctor who asks whether somebody is writing.
_GRACE = 1.0


@dataclass(frozen=True)
class Owner:
    """The writer that a lock file names."""

    process: int
    host: str
    since: str

    def __str__(self) -> str:
        return f"process {self.process} on {self.host} since {self.since}"

    @classmethod
    def of_this_process(cls) -> Owner:
        """Describe this process as a writer since now."""
        since = datetime.now(timezone.utc).isoformat(timespec="seconds")
        return cls(process=os.getpid(), host=socket.gethostname(), since=since)

    @classmethod
    def read(cls, entries: Mapping[str, Any]) -> Owner:
        """Read what `asdict` gives; raise `ValueError`, `KeyError` or `TypeError` otherwise."""
        return cls(int(entries["process"]), str(entries["host"]), str(entries["since"]))

    @property
    def is_gone(self) -> bool:
        """Whether the process has certainly ended. Those of other hosts cannot be asked."""
        if self.host != socket.gethostname():
            return False
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return True
        except OverflowError:
            # A number beyond all processes.
            return True
        except PermissionError:
            # It runs, and is somebody else's.
            return False
        return False


class WriterLock:
    """The lock file of an index."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def held(self, *, wait: float = 0.0, waiting: Waiting | None = None) -> Iterator[None]:
        """Hold the lock for the time of the block.

        While another process has it, wait up to `wait` seconds and call `waiting` again and again
        with the holder and the seconds that have passed. Raises `IndexLockedError` after that, and
        `WorkspaceError` when there can be no lock in this folder.
        """
        descriptor = self._take(wait, waiting)
        try:
            self._sign(descriptor)
            yield
            os.ftruncate(descriptor, 0)
        finally:
            os.close(descriptor)

    def holder(self) -> str | None:
        """Give who holds the lock, in words, or `None` when nobody does."""
        try:
            descriptor = os.open(self.path, os.O_RDONLY)
        except OSError:
            # Without a file that can be opened, nobody has ever locked it.
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return self._described()
        finally:
            os.close(descriptor)
        return None

    def _take(self, wait: float, waiting: Waiting | None) -> int:
        started = time.monotonic()
        while True:
            descriptor = self._try()
            if descriptor is not None:
                return descriptor
            passed = time.monotonic() - started
            patience = _PAUSE if self._named() is not None else _GRACE
            if passed >= max(wait, patience):
                raise self._locked(wait)
            if waiting is not None and wait:
                waiting(self._described(), passed)
            time.sleep(_PAUSE)

    def _locked(self, waited: float) -> IndexLockedError:
        also = f", also after a wait of {waited:g} s" if waited else ""
        holder = self._named()
        end = f"end process {holder.process} on {holder.host}" if holder else "end the other run"
        hint = f"wait longer with --wait, for as long as it takes without a number; or {end}"
        if not waited:
            hint = "wait with --wait; reading is possible all the time"
        return IndexLockedError(
            f"the index is being written to by {self._described()}{also}: {self.path.parent}",
            hint=hint,
        )

    def _try(self) -> int | None:
        """Give a descriptor that has the lock, or `None` when another has it."""
        descriptor = self._open()
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self._is_file_of(descriptor):
                return descriptor
        except BlockingIOError:
            pass
        except OSError as error:
            os.close(descriptor)
            raise WorkspaceError(
                f"the folder of the index cannot be locked: {self.path}: {error.strerror}",
                hint="choose one on a local disk with --index-dir",
            ) from error
        os.close(descriptor)
        return None

    def _open(self) -> int:
        try:
            # Not truncated: the writer that holds the lock has written its name in there.
            return os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise WorkspaceError(
                f"the folder of the index cannot be written to: {self.path.parent}: "
                f"{error.strerror}",
                hint="choose another with --index-dir",
            ) from error

    def _is_file_of(self, descriptor: int) -> bool:
        """Whether the file is still the one of that name: a removed one locks nobody out."""
        try:
            named = self.path.stat()
        except OSError:
            return False
        return os.path.samestat(os.fstat(descriptor), named)

    @staticmethod
    def _sign(descriptor: int) -> None:
        owner = Owner.of_this_process()
        os.ftruncate(descriptor, 0)
        # On a full disk the lock holds all the same; only its name is missing.
        with suppress(OSError):
            os.pwrite(descriptor, json.dumps(asdict(owner)).encode(), 0)

    def _owner(self) -> Owner | None:
        """Give whom the file names, who need not be the one that holds the lock."""
        try:
            owner = Owner.read(json.loads(self.path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        # Zero and less would ask for a group of processes.
        return owner if owner.process > 0 else None

    def _named(self) -> Owner | None:
        owner = self._owner()
        return None if owner is None or owner.is_gone else owner

    def _described(self) -> str:
        owner = self._owner()
        if owner is None:
            return "a process that has not said its name"
        if owner.is_gone:
            return f"a process that has not said its name ({owner} has ended)"
        return str(owner)
