"""Measuring a run: what it costs in time, memory, Python objects and garbage collections.

`run.measure` starts a run in a process of its own, `child` is that process, `figures` is what it
tells. `miller compare` and the performance tests stand on it.
"""

from __future__ import annotations

from miller.measure.figures import Figures, Flush, StageCost
from miller.measure.run import Instrument, Request, measure, require_release_build

__all__ = [
    "Figures",
    "Flush",
    "Instrument",
    "Request",
    "StageCost",
    "measure",
    "require_release_build",
]
