"""The folder that an index lives in, and who may write to it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from miller import steps
from miller.errors import IndexLockedError, WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = ".miller"


class IndexFolder:
    """The files of one index. Nothing is made before something is written."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    @classmethod
    def of(cls, workspace: Path, index_dir: Path | None = None) -> IndexFolder:
        """Give the folder of a workspace: `.miller` in it, unless another is named."""
        return cls(workspace / NAME if index_dir is None else index_dir)

    @property
    def index_file(self) -> Path:
        """The SQLite index."""
        return self.path / "index.db"

    @property
    def exists(self) -> bool:
        """Whether there is an index."""
        return self.index_file.is_file()

    def vectors(self, name: str) -> Path:
        """Give the folder of a vector store by the name on record."""
        return self.path / name

    def new_vectors_name(self, recorded: str | None) -> str:
        """Give a name for a vector store that no folder has, and not the one on record either.

        In a folder of that name, the version on record would count, whatever rows it has by then.
        """
        number = 1
        while (name := f"vectors-{number}") == recorded or self.vectors(name).exists():
            number += 1
        return name

    def remove_vectors(self, *, keep: str) -> None:
        """Remove all vector stores but one: older models, and what a killed run has left."""
        for folder in self.path.glob("vectors-*"):
            if folder.name != keep:
                shutil.rmtree(folder)

    def remove_index(self) -> None:
        """Remove the index with everything in it. Only a writer may do so."""
        for name in ("index.db", "index.db-wal", "index.db-shm"):
            (self.path / name).unlink(missing_ok=True)
            steps.reached("index file removed")
        self.remove_vectors(keep="")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer for the time of the block; make the folder when it is missing.

        The lock is the operating system's: it ends with the process, whatever ends it. The file
        says whom to wait for.
        """
        self._make()
        lock = self.path / "writer.lock"
        try:
            # Not truncated: the writer that holds the lock has written its name in there.
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise WorkspaceError(
                f"the folder of the index cannot be written to: {self.path}: {error.strerror}",
                hint="choose another with --index-dir",
            ) from error
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise IndexLockedError(
                    f"the index is being written to by {_owner(lock)}: {self.path}",
                    hint="wait until it has ended; reading is possible all the time",
                ) from None
            os.ftruncate(descriptor, 0)
            os.write(descriptor, _description().encode())
            yield
            os.ftruncate(descriptor, 0)
        finally:
            os.close(descriptor)

    def _make(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            ignore = self.path / ".gitignore"
            # Empty is what a process leaves that ends between making it and writing it.
            if not ignore.exists() or not ignore.stat().st_size:
                ignore.write_text("*\n", encoding="utf-8")
        except OSError as error:
            raise WorkspaceError(
                f"the folder of the index cannot be made: {self.path}: {error.strerror}",
                hint="choose another with --index-dir",
            ) from error


def _description() -> str:
    since = datetime.now(timezone.utc).isoformat(timespec="seconds")
    return json.dumps({"process": os.getpid(), "host": socket.gethostname(), "since": since})


def _owner(lock: Path) -> str:
    try:
        owner = json.loads(lock.read_text(encoding="utf-8"))
        return f"process {owner['process']} on {owner['host']} since {owner['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
