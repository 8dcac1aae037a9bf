"""Keeping the memory of a run small where the C library is glibc; elsewhere nothing is done.

glibc keeps up to eight arenas a processor, so that threads need not wait for each other, and what
is freed in one is of no use to another. LanceDB's many threads each write a little: an index of ten
million lines held 400 MB of free memory that way, and was written no faster.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

# From `malloc.h`.
_M_ARENA_MAX = -8


def use_one_arena() -> None:
    """Make no arenas beyond those that there are: one, in a process that has just begun."""
    library = glibc()
    if library is not None:
        library.mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Give the system what is free: after a flush, the rows that it has written.

    PyArrow holds memory of its own back, which is no part of the C library's.
    """
    # Not above: it starts threads, which get arenas of their own when nobody has asked for one.
    import pyarrow as pa  # noqa: PLC0415

    pa.default_memory_pool().release_unused()
    library = glibc()
    if library is not None:
        library.malloc_trim(0)


@cache
def glibc() -> ctypes.CDLL | None:
    """Give the C library, when it is one that has arenas and gives memory back on demand."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    # musl, the other C library of Linux, has neither.
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None
