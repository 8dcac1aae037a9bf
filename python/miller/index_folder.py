"""The folder that an index lives in, and who may write to it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from miller import miller_core, readers, steps
from miller.errors import WorkspaceError
from miller.writer_lock import WriterLock

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path

    from miller.writer_lock import Waiting

NAME = ".miller"
_VECTORS = "vectors-"
_LOCK = "writer.lock"
_IGNORE = ".gitignore"
# What a writer makes before it has anything to write.
_OF_NO_INDEX = {_LOCK, _IGNORE}


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

    def check(self) -> None:
        """Raise `WorkspaceError` when something else is in the place of the folder."""
        if self.path.exists() and not self.path.is_dir():
            raise WorkspaceError(
                f"there is a file in the place of the index's folder: {self.path}",
                hint="move it away, or choose another folder with --index-dir",
            )

    @property
    def exists(self) -> bool:
        """Whether there is an index."""
        return self.index_file.is_file()

    def vectors(self, name: str) -> Path:
        """Give the folder of a vector store by the name on record."""
        return self.path / name

    def new_vectors_name(self, *recorded: str | None) -> str:
        """Give a name for a vector store that comes behind those of all folders and of the record.

        In a folder of an old name, the version on record would count, whatever rows it has by then;
        and a reader that comes late would find other vectors there than it was told of.
        """
        names = [path.name for path in self.vectors_beside("")]
        numbers = [name.removeprefix(_VECTORS) for name in (*names, *filter(None, recorded))]
        return f"{_VECTORS}{1 + max((int(n) for n in numbers if n.isdecimal()), default=0)}"

    def vectors_beside(self, name: str) -> list[Path]:
        """Give the folders of all vector stores but one."""
        return sorted(folder for folder in self.path.glob(f"{_VECTORS}*") if folder.name != name)

    def remove_vectors(self, *, keep: Container[str]) -> None:
        """Remove all vector stores but these."""
        for folder in self.vectors_beside(""):
            if folder.name not in keep:
                shutil.rmtree(folder)

    def make_empty(self) -> None:
        """Make the index empty, as a writer may. What readers have open stays for a while."""
        for folder in self.vectors_beside(""):
            readers.mark_replaced(folder)
        steps.reached("all vectors marked")
        miller_core.empty_index_file(self.index_file)
        steps.reached("index emptied")

    def set_aside_index(self) -> Path:
        """Move the index file aside, whatever it is, and give its new name."""
        number = 1
        while (aside := self.path / f"index.db.set-aside-{number}").exists():
            number += 1
        self.index_file.rename(aside)
        # A log is another file's as soon as one of the old name is made.
        for name in ("-wal", "-shm"):
            log = self.index_file.with_name(self.index_file.name + name)
            if log.exists():
                log.rename(aside.with_name(aside.name + name))
        return aside

    @contextmanager
    def writing(self, *, wait: float = 0.0, waiting: Waiting | None = None) -> Iterator[None]:
        """Be the one writer for the time of the block; make the folder when it is missing.

        Another writer is waited for up to `wait` seconds; `waiting` is told who it is. Who fails
        before there is anything of an index leaves no folder that was not there.
        """
        is_new = not self.path.exists()
        self._make()
        with self.lock.held(wait=wait, waiting=waiting):
            # Who has waited for the lock may find that the folder was emptied meanwhile.
            self._make()
            try:
                yield
            except BaseException:
                if is_new and {path.name for path in self.path.iterdir()} <= _OF_NO_INDEX:
                    shutil.rmtree(self.path, ignore_errors=True)
                raise

    @property
    def lock(self) -> WriterLock:
        """The lock of the one writer."""
        return WriterLock(self.path / _LOCK)

    def _make(self) -> None:
        self.check()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            ignore = self.path / _IGNORE
            # Empty is what a process leaves that ends between making it and writing it.
            if not ignore.exists() or not ignore.stat().st_size:
                ignore.write_text("*\n", encoding="utf-8")
        except OSError as error:
            raise WorkspaceError(
                f"the folder of the index cannot be made: {self.path}: {error.strerror}",
                hint="choose another with --index-dir",
            ) from error
