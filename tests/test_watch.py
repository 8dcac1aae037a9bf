"""What is watched of a run: the memory of a flush, in and between its stages."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import tracemalloc
from miller.measure.watch import WatchedStats

MIB = 1 << 20
stats = WatchedStats()
tracemalloc.start()
stats.begin(count_blocks=False)

def flush(*, between=0, inside=0, embedding=0):
    bytearray(7 * MIB)
    with stats.timed("extract"):
        pass
    bytearray(between)
    with stats.timed("embed"):
        kept = bytearray(embedding)
        del kept
    with stats.flush(), stats.timed("store"):
        bytearray(inside)
    return round(stats.flush_costs[-1].peak_bytes / MIB, 1)

assert flush() == 0
assert flush(between=3 * MIB) == 3
assert flush(inside=2 * MIB) == 2
assert flush(embedding=5 * MIB) == 0
assert flush(between=1 * MIB, inside=2 * MIB, embedding=9 * MIB) == 2
assert flush() == 0
"""


def test_memory_of_a_flush_counts_in_and_between_stages_but_not_the_embedding() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
