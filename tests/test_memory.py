"""What the memory of a run rests on. `perf` measures the memory itself."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from miller import WorkspaceScanner, memory

if TYPE_CHECKING:
    from pathlib import Path

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

# A run of several flushes, in which LanceDB's threads allocate.
_RUN = """
import ctypes, sys
from miller import WorkspaceScanner, memory
if sys.argv[1] == "usual":
    memory.use_one_arena = lambda: None
settings = {"flush_rows": 20, "chunk_size": 1}
WorkspaceScanner(sys.argv[2], route="arrow", embedder="static", settings=settings).index_workspace()
ctypes.CDLL(None).malloc_stats()
"""

# Blocks below the size from which glibc asks the system for each, with one left on top of them.
_FREE = """
import ctypes
import pyarrow
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


@pytest.mark.parametrize("way", ["one", "usual"])
def test_threads_of_a_run_share_one_arena(tmp_path: Path, way: str) -> None:
    write_modules(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", _RUN, way, tmp_path], check=True, capture_output=True, text=True
    )
    arenas = done.stderr.count("Arena ")
    # The second is that of a thread which PyArrow starts when it is imported.
    assert (arenas <= 2) == (way == "one"), arenas


def test_each_flush_of_a_run_gives_back_what_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That this is given back to the system is what the test below shows."""
    write_modules(tmp_path)
    events: list[str] = []
    monkeypatch.setattr("miller.memory.glibc", lambda: _Library(events))
    monkeypatch.setattr("miller.steps.watcher", events.append)
    settings = {"flush_rows": 20, "chunk_size": 1}
    for route in ("arrow", "object"):
        events.clear()
        scanner = WorkspaceScanner(tmp_path, route=route, embedder="none", settings=settings)
        scanner.index_workspace(rebuild=True)
        seen = [event for event in events if event in {"mallopt", "flush committed", "trim"}]
        assert seen[0] == "mallopt"
        assert seen.count("flush committed") > 3
        assert seen[1:] == ["flush committed", "trim"] * seen.count("flush committed")


class _Library:
    """Stands in for glibc and notes what it is asked for."""

    def __init__(self, events: list[str]) -> None:
        self._events = events

    def mallopt(self, _option: int, _value: int) -> None:
        self._events.append("mallopt")

    def malloc_trim(self, _left: int) -> None:
        self._events.append("trim")


def write_modules(root: Path) -> None:
    for number in range(12):
        functions = (f"def shine_{number}_{n}():\n    return {n}\n" for n in range(20))
        (root / f"lamp_{number}.py").write_text("\n".join(functions))


def test_what_is_free_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", _FREE], check=True, capture_output=True, text=True)
    assert int(done.stdout) > 50_000_000
