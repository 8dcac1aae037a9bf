"""The process of a measured run: reads a request from standard input, prints the figures."""

from __future__ import annotations

import gc
import json
import sys
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from miller import WorkspaceScanner, miller_core
from miller.digests import index_digests
from miller.errors import MeasureError, MillerError
from miller.measure.figures import Figures
from miller.measure.watch import WatchedStats, resident_memory
from miller.settings import NO_EMBEDDER

if TYPE_CHECKING:
    from miller.embeddings import Embedder
    from miller.index_folder import IndexFolder


def run(request: dict[str, Any]) -> tuple[Figures, IndexFolder]:
    """Index a workspace and watch it; give the figures and the index."""
    scanner = WorkspaceScanner(
        request["workspace"],
        index_dir=request["index_dir"],
        route=request["route"],
        embedder=request["embedder"],
        settings=request["settings"],
    )
    _warm_up(scanner.open_embedder(), scanner.settings.route, request["scratch"])
    stats = WatchedStats()
    instrument = request["instrument"]
    gc.collect()
    if instrument == "tracemalloc":
        tracemalloc.start()
    memory_before, _ = resident_memory()
    stats.begin(count_blocks=instrument == "blocks")
    scanner.index_workspace(ahead=request["ahead"], stats=stats)
    allocated, peak, collections = stats.end()
    if stats.vectors_are_incomplete:
        raise MeasureError(
            f"the embedding model failed: {stats.vectors_outstanding_reason}",
            hint="a run without all its vectors is not measured; measure again later",
        )
    _, peak_memory = resident_memory()
    folder = scanner.folder
    figures = Figures(
        route=stats.route,
        ahead=request["ahead"],
        instrument=instrument,
        files=stats.files_indexed,
        source_bytes=stats.bytes_indexed,
        rows=stats.rows,
        seconds=stats.seconds,
        processor_seconds=stats.processor_seconds,
        peak_memory=peak_memory,
        memory_before=memory_before,
        blocks_allocated=allocated,
        blocks_at_peak=peak,
        collections=collections,
        flushes=stats.flush_costs,
        sizes={
            "sqlite": _size(folder.path.glob("index.db*")),
            "vectors": _size(folder.path.glob("vectors-*/**/*")),
        },
        problems={
            "failed": len(stats.failed),
            "partial": len(stats.partial),
            "skipped": sum(stats.skipped.values()),
            "fallbacks": len(stats.fallbacks),
            "differences": stats.differences_found,
        },
    )
    return figures, folder


def _warm_up(embedder: Embedder | None, route: str, scratch: str | None) -> None:
    """Index a tiny workspace: what is loaded and cached at first use belongs to no row."""
    with TemporaryDirectory(dir=scratch) as folder:
        Path(folder, "first.py").write_text("def first():\n    return first()\n", encoding="utf-8")
        no_embedder = NO_EMBEDDER if embedder is None else embedder
        for _ in range(2):
            WorkspaceScanner(folder, route=route, embedder=no_embedder).index_workspace()
            Path(folder, "first.py").write_text("class First:\n    pass\n", encoding="utf-8")


def _write_digests(folder: IndexFolder, path: Path) -> None:
    digests = index_digests(folder)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, digests.schema) as writer:
        writer.write_table(digests)


def _size(paths: Any) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())


def main() -> int:
    """Run the request on standard input."""
    if not miller_core._optimised:  # noqa: SLF001 -- the package's own extension
        sys.stderr.write("a debug build measures nothing: build Miller with --release\n")
        return 2
    request = json.load(sys.stdin)
    try:
        figures, folder = run(request)
        if request["digests"] is not None:
            _write_digests(folder, Path(request["digests"]))
    except MillerError as error:
        hint = "" if error.hint is None else f"\nhint: {error.hint}"
        sys.stderr.write(f"{error}{hint}\n")
        return 1
    json.dump(figures.to_dict(), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
