"""What an index costs at scale, against the floor and against what was asked for.

`python -m perf.scale [FOLDER]` (the pinned packages when no folder is given: 1.1 million lines of
Python) prints a table and keeps it with all figures in `perf/results/<time>-scale/`. FOLDER is
copied first: a file of the copy is edited, and the copy becomes a git repository. The floor is
reading and parsing all files on two threads, without rows; it is built with cargo and takes turns
with the runs. Nothing is gated: seconds are of this machine, and of what else it does.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from miller import WorkspaceScanner, miller_core, steps
from miller.measure import Request, measure
from miller.measure.machine import in_words, is_busy, machine
from miller.measure.units import full, short
from miller.search import search
from miller.state import DIMENSION, FOLDER, VERSION
from miller.vector_store import VectorStore
from perf.corpus import packages

if TYPE_CHECKING:
    from collections.abc import Callable

    from miller.measure import Figures

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"
THREADS = 2
EMBEDDERS = {"none": "without vectors", "static": "with vectors"}

IDENTIFIERS = 1_000_000

# Each leaves a piece; after some dozens they are joined.
_MOST_EDITS = 100

# What is added to a file, by its suffix.
_NEW_FUNCTION = {
    ".py": "\n\ndef {name}():\n    return 1\n",
    ".c": "\n\nint {name}(void)\n{{\n\treturn 1;\n}}\n",
}


@dataclass
class Scale:
    """All that was measured of one workspace."""

    workspace: str
    machine: dict[str, Any]
    floor: list[dict[str, float]] = field(default_factory=list)
    runs: dict[str, list[Figures]] = field(default_factory=dict)
    identifiers: dict[str, float] = field(default_factory=dict)
    unchanged: dict[str, list[float]] = field(default_factory=dict)
    git_status: list[float] = field(default_factory=list)
    edited: dict[str, list[float]] = field(default_factory=dict)
    """Seconds from the write of a file to the answer of a search that finds it."""
    joined: dict[str, float] = field(default_factory=dict)
    """The same for the edit whose run joins the pieces that the edits before it have left."""
    searched: dict[str, list[float]] = field(default_factory=dict)
    """Seconds of a search alone, right after as many edits."""

    def to_json(self) -> str:
        """Give everything as one text."""
        runs = {name: [run.to_dict() for run in runs] for name, runs in self.runs.items()}
        return json.dumps({**vars(self), "runs": runs}, indent=1)


def measure_scale(folder: Path, scratch: Path, times: int) -> Scale:
    """Measure a copy of a folder, made in `scratch`."""
    workspace = scratch / "workspace"
    shutil.copytree(
        folder, workspace, symlinks=True, ignore=shutil.ignore_patterns(".git", ".miller")
    )
    scale = Scale(str(folder), machine())
    for _ in range(times):
        scale.floor.append(_parse_only(workspace))
        for embedder in EMBEDDERS:
            scale.runs.setdefault(embedder, []).append(_index(workspace, scratch, embedder))
    scale.identifiers = _store_identifiers(workspace, scratch)
    _make_repository(workspace)
    for embedder in EMBEDDERS:
        _measure_again(scale, workspace, scratch / embedder, embedder)
    return scale


def _parse_only(workspace: Path) -> dict[str, float]:
    command = ["cargo", "run", "--quiet", "--release", "-p", "miller-extract"]
    command += ["--example", "parse_only", "--", str(workspace), str(THREADS)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _index(workspace: Path, scratch: Path, embedder: str) -> Figures:
    with TemporaryDirectory(dir=scratch) as folder:
        return measure(
            Request(
                workspace=workspace,
                index_dir=Path(folder, "index"),
                route="arrow",
                embedder=embedder,
                settings={"threads": THREADS},
                instrument="none",
            )
        )


def _store_identifiers(workspace: Path, scratch: Path) -> dict[str, float]:
    """Write identifiers alone, their files and symbols being there, and build their indexes."""
    found = miller_core.discover_files(str(workspace))
    stream = miller_core.extract_stream(found.files["path"], str(workspace), max_bytes=2 << 20)
    batches = []
    count = 0
    for batch in stream:
        batches.append(batch)
        count += batch.identifiers.num_rows
        if count >= IDENTIFIERS:
            break
    file = scratch / "identifiers.db"
    with miller_core.SQLiteStore(file) as store:
        store.begin_bulk_load()
        for batch in batches:
            store.add_files_from_arrow(batch.file_data)
            store.add_symbols_from_arrow(batch.symbols)
    before = _size(file)
    tables = [pa.Table.from_batches([batch.identifiers]) for batch in batches]
    # In few transactions: how many makes no difference that could be measured.
    flushes = [pa.concat_tables(tables[start : start + 8]) for start in range(0, len(tables), 8)]
    begun = time.process_time()
    with miller_core.SQLiteStore(file) as store:
        for flush in flushes:
            store.add_identifiers_from_arrow(flush)
    seconds = time.process_time() - begun
    return {
        "rows": count,
        "processor_seconds": seconds,
        "seconds_a_million": seconds / count * 1e6,
        "bytes_each": (_size(file) - before) / count,
    }


def _size(index_file: Path) -> int:
    return sum(path.stat().st_size for path in index_file.parent.glob(f"{index_file.name}*"))


def _make_repository(workspace: Path) -> None:
    for command in (
        ["init", "--quiet"],
        ["add", "--all", "--force"],
        ["-c", "user.name=Miller", "-c", "user.email=-", "commit", "--quiet", "--message=all"],
    ):
        _run(["git", *command], workspace)


def _measure_again(scale: Scale, workspace: Path, index: Path, embedder: str) -> None:
    """Measure runs over an index that is there, in this process and as a command."""
    settings = {"threads": THREADS}
    scanner = WorkspaceScanner(workspace, index_dir=index, embedder=embedder, settings=settings)
    scanner.index_workspace()
    command = [sys.executable, "-m", "miller", "index", str(workspace), "--index-dir", str(index)]
    command += ["--embedder", embedder]
    unchanged, as_command = [], []
    for _ in range(5):
        scale.git_status.append(_seconds(lambda: _run(["git", "status"], workspace)))
        unchanged.append(_seconds(scanner.index_workspace))
        as_command.append(_seconds(lambda: _run(command, workspace)))
    scale.unchanged[embedder] = unchanged
    scale.unchanged[f"{embedder}, as a command"] = as_command
    scale.edited[embedder] = [_edit(scanner, turn) for turn in range(5)]
    if embedder != "none":
        scale.joined[embedder], last = _edit_until_joined(scanner, 5)
        name = _name(last)
        scale.searched[embedder] = [_seconds(lambda: _found(scanner, name)) for _ in range(5)]


def _edit_until_joined(scanner: WorkspaceScanner, turn: int) -> tuple[float, int]:
    """Edit one file after the other until a run joins pieces; give its seconds and its turn."""
    reached: list[str] = []
    steps.watcher = reached.append
    try:
        for last in range(turn, turn + _MOST_EDITS):
            seconds = _edit(scanner, last)
            if "pieces joined" in reached:
                return seconds, last
    finally:
        steps.watcher = None
    raise AssertionError(f"{_MOST_EDITS} edits have joined no pieces")


def _name(turn: int) -> str:
    return f"zebra_crossing_number_{turn}"


def _edit(scanner: WorkspaceScanner, turn: int) -> float:
    """Add a function to a file of about middle size; give the seconds until it is found."""
    file, text = _file_to_edit(scanner, turn)
    name = _name(turn)
    begun = time.perf_counter()
    with file.open("a", encoding="utf-8") as opened:
        opened.write(text.format(name=name))
    scanner.index_workspace()
    found = _found(scanner, name)
    seconds = time.perf_counter() - begun
    if not found:
        raise AssertionError(f"an edit is not found: {name} in {file}")
    return seconds


def _file_to_edit(scanner: WorkspaceScanner, turn: int) -> tuple[Path, str]:
    found = miller_core.discover_files(str(scanner.root)).files
    by_size = found.sort_by("size")["path"].to_pylist()
    suffixed = {
        suffix: [path for path in by_size if path.endswith(suffix)] for suffix in _NEW_FUNCTION
    }
    suffix, paths = max(suffixed.items(), key=lambda item: len(item[1]))
    if not paths:
        raise SystemExit(f"no file to edit: none ends in {' or '.join(_NEW_FUNCTION)}")
    return scanner.root / paths[(len(paths) // 2 + turn) % len(paths)], _NEW_FUNCTION[suffix]


def _found(scanner: WorkspaceScanner, name: str) -> bool:
    folder = scanner.folder
    with miller_core.SQLiteStore(folder.index_file, read_only=True) as index:
        state = index.get_state()
        if not state.get(FOLDER):
            return index.read_table("symbols", name=name).num_rows == 1
        path, version = folder.vectors(state[FOLDER]), int(state[VERSION])
        with VectorStore(path, int(state[DIMENSION]), version=version) as vectors:
            embedder = scanner.open_embedder()
            hits = search(index, name, vectors=vectors, embedder=embedder, limit=3)
    return bool(hits) and hits[0].name == name


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def table(scale: Scale) -> list[tuple[str, str, str]]:
    """Give the lines of the table: what, asked for, measured."""
    floor = statistics.median(run["seconds"] for run in scale.floor)
    first = scale.floor[0]
    lines = [
        ("source", "", f"{full(first['files'])} files, {full(first['lines'])} lines parsed"),
        (f"parsing alone, {THREADS} threads", "", short(floor, "seconds")),
    ]
    for embedder, words in EMBEDDERS.items():
        lines += _lines_of_runs(words, _ASKED[embedder], scale.runs[embedder], floor)
    own = scale.identifiers
    each = f"{own['bytes_each']:.0f} B each"
    million = short(own["seconds_a_million"], "seconds")
    lines.append(
        ("1,000,000 identifiers into SQLite", "≤ 5 s of CPU, ≤ 100 B", f"{million}, {each}")
    )
    git = statistics.median(scale.git_status)
    lines.append(("`git status`", "", short(git, "seconds")))
    for way, seconds in scale.unchanged.items():
        middle = statistics.median(seconds)
        a_file = short(middle / first["files"], "seconds")
        measured = f"{short(middle, 'seconds')}, {middle / git:.1f} of git, {a_file} a file"
        lines.append((f"nothing changed ({way})", "≤ 3 of git, or ≤ 5 µs a file", measured))
    for way, seconds in scale.edited.items():
        measured = short(statistics.median(seconds), "seconds")
        lines.append((f"one file edited, until it is found ({way})", "≤ 300 ms", measured))
    for way, took in scale.joined.items():
        words = f"the same, with the joining of what edits have left ({way})"
        lines.append((words, "", short(took, "seconds")))
    for way, seconds in scale.searched.items():
        measured = short(statistics.median(seconds), "seconds")
        lines.append((f"a search right after these edits ({way})", "≤ 300 ms", measured))
    return lines


_ASKED = {"none": 4, "static": 8}


def _lines_of_runs(
    words: str, asked: int, runs: list[Figures], floor: float
) -> list[tuple[str, str, str]]:
    clock = statistics.median(run.seconds["total"] for run in runs)
    processor = statistics.median(run.processor_seconds["total"] for run in runs)
    ratio = f"{clock / floor:.2f} of parsing: {short(clock, 'seconds')}"
    memory = max(run.peak_memory for run in runs)
    sizes = ", ".join(f"{store} {short(size, 'bytes')}" for store, size in runs[0].sizes.items())
    return [
        (f"index {words}", f"≤ {asked}", f"{ratio}, {short(processor, 'seconds')} of CPU"),
        (f"memory {words}", "< 600 MB", f"{short(memory, 'bytes')} at its peak"),
        (f"on disk {words}", "", f"{sizes}; {full(runs[0].num_rows)} rows"),
        (f"stages {words}", "", _stages(runs[0])),
    ]


def _stages(run: Figures) -> str:
    stages = ((stage, seconds) for stage, seconds in run.seconds.items() if stage != "total")
    return ", ".join(f"{stage} {short(seconds, 'seconds')}" for stage, seconds in stages)


def main() -> None:
    """Measure a folder and print the table."""
    parser = argparse.ArgumentParser(prog="python -m perf.scale", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="what to index")
    parser.add_argument("--times", type=int, default=3, help="runs of each kind")
    options = parser.parse_args()
    for name in [name for name in os.environ if name.startswith("MILLER_")]:
        del os.environ[name]
    with TemporaryDirectory(prefix="miller-scale-") as scratch:
        folder = (options.folder or packages()).absolute()
        scale = measure_scale(folder, Path(scratch), options.times)
    results = RESULTS / f"{datetime.now(timezone.utc):%Y-%m-%d-%H%M%S}-scale"
    results.mkdir(parents=True)
    (results / "scale.json").write_text(scale.to_json(), encoding="utf-8")
    lines = [*in_words(scale.machine)]
    if is_busy(scale.machine):
        lines.append("the machine was busy: the seconds are not to be trusted")
    lines += ["", "| what | asked | measured |", "|---|---|---|"]
    lines += [f"| {' | '.join(line)} |" for line in table(scale)]
    (results / "scale.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
