"""The counter of Python's allocations counts what it says."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import gc
import sys
from miller.miller_core import AllocationCounter

gc.disable()
counter, again = AllocationCounter(), AllocationCounter()
places = [None] * 10_000
before, blocks = (counter.allocated, counter.live), sys.getallocatedblocks()
counter.reset_peak()
kept = [object() for _ in places]
filled = counter.live
assert 0 <= counter.allocated - before[0] - 10_000 < 100, counter.allocated - before[0]
assert abs(filled - before[1] - (sys.getallocatedblocks() - blocks)) < 20
kept.clear()
assert 0 <= filled - counter.live - 10_000 < 100
assert 0 <= counter.peak - filled < 100
counter.reset_peak()
assert counter.peak - counter.live < 100
grown = bytearray(10)
allocated = counter.allocated
for _ in range(100):
    grown.extend(b"x" * 1_000_000)
assert counter.allocated - allocated < 500
"""


def test_blocks_are_counted_when_allocated_and_when_freed() -> None:
    # A process of its own: counting does not end.
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
