"""A small workspace, runs whose figures are made up, and rows that are changed on their way."""

from __future__ import annotations

import dataclasses
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from miller import WorkspaceScanner, pipeline
from miller.buffers import ArrowIndexingBuffer
from miller.compare import Choices, Comparison, compare
from miller.compare.run import turns
from miller.digests import index_digests
from miller.measure import Figures, Flush, Request
from miller.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable


LAMP = '''\
import os


class Lamp:
    """Gives light."""

    def switch(self, on):
        self.on = on
        report(on)


def main():
    Lamp().switch(bool(os.environ))
'''


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("MILLER_"):
            monkeypatch.delenv(name)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "lamp.py").write_text(LAMP)
    (root / "empty.py").write_text("")
    return root


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for what is temporary, empty in the beginning."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def figures(route: str = "object", seconds: float = 2.0, **others: Any) -> Figures:
    stages = {"extract": seconds / 4, "embed": seconds / 2, "total": seconds}
    made = Figures(
        route=route,
        ahead=True,
        instrument="none",
        files=2,
        source_bytes=1_000,
        rows={"symbols": 60, "file_data": 2},
        seconds=stages,
        processor_seconds=stages,
        peak_memory=300_000_000,
        memory_before=100_000_000,
        blocks_allocated=1_000_000 if route == "object" else 500,
        blocks_at_peak=500_000 if route == "object" else 100,
        collections=[90, 8, 1] if route == "object" else [0, 0, 0],
        flushes=[Flush(rows=20, allocated=400) for _ in range(4)],
        sizes={"sqlite": 10_000, "vectors": 20_000},
        problems={"failed": 0, "partial": 0, "skipped": 0, "fallbacks": 0, "differences": 0},
    )
    return dataclasses.replace(made, **others)


def measure_here(request: Request) -> Figures:
    """Index in this process and make the figures up."""
    scanner = WorkspaceScanner(
        request.workspace,
        index_dir=request.index_dir,
        route=request.route,
        embedder=request.embedder,
        settings=request.settings,
    )
    stats = scanner.index_workspace()
    digests = index_digests(scanner.folder)
    with pa.OSFile(str(request.digests), "wb") as file, pa.ipc.new_file(file, digests.schema) as to:
        to.write_table(digests)
    return figures(request.route, 2.0 if request.route == "object" else 1.0, rows=stats.rows)


def compare_here(workspace: Path, measure_run: Any = measure_here, runs: int = 1) -> Comparison:
    return compare(Choices(workspace, runs, "none"), measure_run=measure_run)


def made(object_times: list[float], arrow_times: list[float], **others: Any) -> Comparison:
    """A comparison of which only the figures matter."""
    order = turns(len(object_times))
    times = {"object": iter(object_times), "arrow": iter(arrow_times)}
    found = [
        figures(turn.route, next(times[turn.route]) if turn.timed else 99.0, **others)
        for turn in order
    ]
    digests = [{"table": "symbols", "files": 2, "rows": 1_234_567, "digest": "00"}]
    machine = {"load": [0.0, 0.0, 0.0], "cores": 2}
    return Comparison(Path("w"), Settings(), machine, order, found, digests)


def planted(
    monkeypatch: pytest.MonkeyPatch, table: str, change: Callable[[pa.Table], pa.Table]
) -> None:
    """Make the Arrow route change the rows of a table on their way."""

    class Buffer(ArrowIndexingBuffer):
        pass

    original = getattr(ArrowIndexingBuffer, table)
    setattr(Buffer, table, lambda self: change(original(self)))
    monkeypatch.setattr(pipeline, "ArrowIndexingBuffer", Buffer)


def replaced(column: str, before: Any, after: Any) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        place = table.column_names.index(column)
        old = table[column]
        new = pc.if_else(
            pc.equal(old, pa.scalar(before, old.type)), pa.scalar(after, old.type), old
        )
        return table.set_column(place, table.schema.field(place), new)

    return change
