"""The folder that an index lives in, and who may write to it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from miller import steps
from miller.errors import WorkspaceError
from miller.writer_lock import WriterLock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from miller.writer_lock import Waiting

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

    def vectors_beside(self, name: str) -> list[Path]:
        """Give the folders of all vector stores but one."""
        return sorted(folder for folder in self.path.glob("vectors-*") if folder.name != name)

    def remove_vectors(self, *, keep: str) -> None:
        """Remove all vector stores but one: older models, and what a killed run has left."""
        for folder in self.vectors_beside(keep):
            shutil.rmtree(folder)

    def remove_index(self) -> None:
        """Remove the index with everything in it. Only a writer may do so."""
        for name in ("index.db", "index.db-wal", "index.db-shm"):
            (self.path / name).unlink(missing_ok=True)
            steps.reached("index file removed")
        self.remove_vectors(keep="")

    def set_aside_index(self) -> Path:
        """Move the index file aside, whatever it is, and give its new name."""
        number = 1
        while (aside := self.path / f"index.db.set-aside-{number}").exists():
            number += 1
        self.index_file.rename(aside)
        return aside

    @contextmanager
    def writing(self, *, wait: float = 0.0, waiting: Waiting | None = None) -> Iterator[None]:
        """Be the one writer for the time of the block; make the folder when it is missing.

        Another writer is waited for up to `wait` seconds; `waiting` is told who it is.
        """
        self._make()
        with self.lock.held(wait=wait, waiting=waiting):
            # Who has waited for the lock may find that the folder was emptied meanwhile.
            self._make()
            yield

    @property
    def lock(self) -> WriterLock:
        """The lock of the one writer."""
        return WriterLock(self.path / "writer.lock")

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
