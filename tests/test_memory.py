"""What the memory of a run rests on. `perf` measures the memory itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

from miller import memory

pytestmark = pytest.mark.skipif(
    memory.glibc() is None, reason="only glibc has arenas and gives memory back on demand"
)

# Threads that hold memory at the same time; `malloc_stats` lists the arenas.
_ARENAS = """
import ctypes, sys, threading
from miller import memory
if sys.argv[1] == "one":
    memory.use_one_arena()
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
ready = threading.Barrier(8)
def hold():
    library.malloc(10_000)
    ready.wait()
threads = [threading.Thread(target=hold) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
library.malloc_stats()
"""

# Blocks below the size from which glibc asks the system for each, with one left on top of them.
_FREE = """
import ctypes
from miller import memory
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
library.memset.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]
library.free.argtypes = [ctypes.c_void_p]
blocks = [library.malloc(60_000) for _ in range(1_000)]
for block in blocks: library.memset(block, 1, 60_000)
for block in blocks[:-1]: library.free(block)
before = resident()
memory.give_back()
print(before - resident())
"""


@pytest.mark.parametrize(("way", "at_most"), [("one", 1), ("usual", 64)])
def test_threads_share_one_arena(way: str, at_most: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ARENAS, way], check=True, capture_output=True, text=True
    )
    arenas = done.stderr.count("Arena ")
    assert 1 <= arenas <= at_most
    # Otherwise the other case shows nothing.
    assert way == "one" or arenas > 1


def test_what_is_free_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", _FREE], check=True, capture_output=True, text=True)
    assert int(done.stdout) > 50_000_000
