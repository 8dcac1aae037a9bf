"""What is watched of a run, and which runs are none to be measured."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from failing_models import Flaky
from miller.errors import MeasureError
from miller.measure.child import run

if TYPE_CHECKING:
    from pathlib import Path

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


@pytest.mark.parametrize("answers", [2, 3])
def test_a_run_without_all_its_vectors_is_no_measured_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: int
) -> None:
    (tmp_path / "lamp.py").write_text("def light():\n    pass\n")
    # The first two answers are for what comes before the measured run.
    monkeypatch.setattr("miller.scanner.open_embedder", lambda *_: Flaky(answers))
    request = {
        "workspace": str(tmp_path),
        "index_dir": None,
        "route": "arrow",
        "embedder": "static",
        "settings": {},
        "scratch": None,
        "instrument": None,
        "ahead": True,
    }
    if answers == 2:
        with pytest.raises(MeasureError, match="the quota is used up"):
            run(request)
    else:
        assert run(request)[0].files == 1
