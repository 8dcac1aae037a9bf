"""The runs: which there are, starting them, keeping what they told."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from miller.measure import Figures, Request, measure
from miller.measure.machine import machine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from miller.measure import Instrument
    from perf.corpus import Workspace

HERE = Path(__file__).parent
PLANTS = HERE / "plants"

ROUTES = ("object", "arrow")
EMBEDDERS = ("none", "static")

# All files in one chunk and all rows in one flush: what grows with the rows must show.
ONE_FLUSH = {"chunk_size": "1gib", "flush_size": "1gib", "flush_rows": 1_000_000_000}


@dataclass(frozen=True)
class Mode:
    """A way to run and to look."""

    words: str
    ahead: bool = False
    instrument: Instrument = "none"
    settings: Mapping[str, Any] = field(default_factory=dict)


MODES = {
    "usual": Mode("as a user has it, nothing watched but the collector", ahead=True),
    "stages": Mode("extraction waits for the stores: each stage has its own processor time"),
    "blocks": Mode(
        "one chunk, one flush, Python blocks counted", instrument="blocks", settings=ONE_FLUSH
    ),
    "bytes": Mode(
        "one chunk, one flush, Python bytes traced", instrument="tracemalloc", settings=ONE_FLUSH
    ),
    "flushes": Mode("flushes as a user has them, Python blocks counted", instrument="blocks"),
}


@dataclass(frozen=True)
class Record:
    """A run and what it told."""

    workspace: Workspace
    route: str
    embedder: str
    mode: str
    machine: dict[str, Any]
    figures: Figures

    def __str__(self) -> str:
        with_vectors = {"none": "", "static": " with vectors"}[self.embedder]
        return f"{self.workspace.name} {self.route}{with_vectors}, {self.mode}"

    def to_json(self) -> str:
        """Give everything as one line."""
        values = {**asdict(self), "mode_in_words": MODES[self.mode].words}
        values["figures"]["memory_growth"] = self.figures.memory_growth
        return json.dumps(values)


class Series:
    """Runs in processes of their own, each done once; `file` gets a line for each."""

    def __init__(self, workspaces: Mapping[str, Workspace], file: Path | None = None) -> None:
        self.workspaces = workspaces
        self.records: list[Record] = []
        self.file = file
        self._done: dict[tuple[str, str, str, str], list[Record]] = {}

    @property
    def corpus(self) -> str:
        """What is measured, in words."""
        return next(iter(self.workspaces.values())).corpus

    def runs(self, size: str, route: str, embedder: str, mode: str, times: int = 1) -> list[Record]:
        """Give this many runs of a kind, starting those that are missing."""
        done = self._done.setdefault((size, route, embedder, mode), [])
        while len(done) < times:
            done.append(self._start(size, route, embedder, mode))
        return done[:times]

    def alternating(self, size: str, embedder: str, mode: str, times: int) -> list[Record]:
        """Give runs of both routes; the routes take turns, so that what disturbs one does both."""
        for turn in range(1, times + 1):
            for route in ROUTES:
                self.runs(size, route, embedder, mode, turn)
        return [run for route in ROUTES for run in self.runs(size, route, embedder, mode, times)]

    def _start(self, size: str, route: str, embedder: str, mode: str) -> Record:
        workspace = self.workspaces[size]
        described = machine()
        figures = run_once(workspace, route, embedder, mode)
        record = Record(workspace, route, embedder, mode, described, figures)
        self.records.append(record)
        if self.file is not None:
            with self.file.open("a", encoding="utf-8") as lines:
                lines.write(f"{record.to_json()}\n")
        return record


def run_once(workspace: Workspace, route: str, embedder: str, mode: str) -> Figures:
    """Index a workspace into an index that is thrown away."""
    way = MODES[mode]
    with TemporaryDirectory(prefix="miller-perf-") as folder:
        figures = measure(
            Request(
                workspace=Path(workspace.root),
                index_dir=Path(folder, "index"),
                route=route,
                embedder=embedder,
                settings=way.settings,
                ahead=way.ahead,
                instrument=way.instrument,
            )
        )
    # Half a run, or one by another way, would be measured as if it were the whole.
    if figures.rows["identifiers"] != workspace.identifiers or any(
        figures.problems[problem] for problem in ("failed", "fallbacks", "differences")
    ):
        raise AssertionError(
            f"the run did not do its work: {figures.rows}, {figures.problems}; "
            f"expected {workspace.identifiers} identifiers"
        )
    return figures


@contextmanager
def planted(plant: str) -> Iterator[None]:
    """Run what is started meanwhile with a fault from `plants/`; see `plants/sitecustomize.py`."""
    before = {name: os.environ.get(name) for name in ("PYTHONPATH", "MILLER_PLANT")}
    # Python imports `sitecustomize` from its path before it does anything else.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(PLANTS), before["PYTHONPATH"])))
    os.environ["MILLER_PLANT"] = plant
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
