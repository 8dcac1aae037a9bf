"""What the disk of an index does not allow, in words that say what to do."""

from __future__ import annotations

import errno
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from miller.errors import StoreError, WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM, errno.EBUSY}

# SQLite reports an error of input and output when there is no room for the 32 KiB that its writers
# and readers share.
_LEAST_ROOM = 64 << 10


def is_to_blame(folder: Path, error: BaseException) -> bool:
    """Whether it is the disk that an error is about: whatever is written next fails, too."""
    if isinstance(error, OSError):
        return error.errno in _FULL | _FORBIDDEN
    return isinstance(error, StoreError) and _is_full(folder, str(error))


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Raise what the disk is to blame for as an error of Miller that names the folder."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise _full(folder, error) from error
        if error.errno in _FORBIDDEN:
            raise WorkspaceError(
                f"the folder of the index cannot be written to: {folder}: {error}",
                hint="see who owns the files in it, or choose another with --index-dir",
            ) from error
        raise
    except StoreError as error:
        if _is_full(folder, str(error)):
            raise _full(folder, error) from error
        raise


def _is_full(folder: Path, message: str) -> bool:
    if "No space left on device" in message or "disk is full" in message:
        return True
    return "disk I/O error" in message and shutil.disk_usage(folder).free < _LEAST_ROOM


def _full(folder: Path, error: Exception) -> StoreError:
    return StoreError(
        f"the disk of the index is full: {folder}: {error}",
        hint="free some space and run again: what was committed is kept, and the run goes on there",
    )
