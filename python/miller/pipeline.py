"""The two routes from source files to the stores.

`arrow_route` and `object_route` have the same shape: chunks of files are extracted, their rows wait
in a buffer, and a full buffer is flushed. A flush writes LanceDB first and SQLite after it, in one
transaction that records the LanceDB version; that transaction is the commit of both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from miller import memory, miller_core, steps
from miller.buffers import ArrowIndexingBuffer, IndexingBuffer
from miller.disk_errors import is_to_blame
from miller.errors import ChunkError, ConfigurationError, ExtractionError
from miller.object_store import ObjectStore
from miller.references import resolve_references
from miller.report import LEFT_OUT, Fallback, IndexStats
from miller.verify import compare_routes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import Any

    from miller.miller_core import BatchFileResult, Discovery, PyArrowBatch, SQLiteStore
    from miller.settings import Settings
    from miller.vector_index import VectorIndex

    Progress: TypeAlias = Callable[[str, int, int], None]
    # A path a file, without a Python object for each.
    Paths: TypeAlias = pa.Array[Any] | pa.ChunkedArray[Any]

_CHUNK_FILES = 4_096

# The object route's buffer counts symbols: in measured source, one row of eight is one.
_ROWS_PER_SYMBOL = 8


@dataclass
class Run:
    """What the routes need of a run."""

    root: Path
    index_file: Path
    settings: Settings
    discovery: Discovery
    known: pa.Array[Any]
    """Paths that the index had when the run began."""
    vectors: VectorIndex | None
    lacks_vectors: bool
    """Whether there should be vectors and is no store for them yet: all files go to the outbox."""
    stats: IndexStats
    progress: Progress
    total: int
    """Files that the run has to extract."""
    ahead: bool = True
    """Whether the Arrow route extracts while it writes."""
    done: int = 0
    _sizes: dict[str, int] = field(default_factory=dict)

    def advance(self, files: int) -> None:
        """Say that files have been extracted."""
        self.done += files
        self.progress("index", self.done, self.total)

    def chunks(self, paths: Iterable[str]) -> Iterator[list[str]]:
        """Split paths into chunks of bounded size, as `extract_stream` does."""
        if not self._sizes:
            files = self.discovery.files
            columns = files["path"].to_pylist(), files["size"].to_pylist()
            self._sizes = dict(zip(*columns, strict=True))
        chunk: list[str] = []
        size = 0
        for path in paths:
            size += self._sizes.get(path, 0)
            if chunk and (size > self.settings.chunk_size or len(chunk) == _CHUNK_FILES):
                yield chunk
                chunk, size = [], self._sizes.get(path, 0)
            chunk.append(path)
        if chunk:
            yield chunk

    def replaced(self, paths: Paths) -> Paths:
        """Give those of the paths that the stores have rows of."""
        return paths.filter(pc.is_in(paths, value_set=self.known))


@dataclass(frozen=True)
class FailedFiles:
    """Files that the Arrow route could not bring to the stores."""

    paths: list[str]
    reason: str
    """What went wrong, as text: an exception would hold the rows of its flush."""


# The Arrow route ---------------------------------------------------------------------------------


def arrow_route(run: Run, paths: Paths) -> None:
    """Bring files to the stores without a Python object for any row or file."""
    _write_batches(run, _arrow_chunks(run, paths))


def _write_batches(run: Run, chunks: Iterable[PyArrowBatch | FailedFiles]) -> None:
    buffer = ArrowIndexingBuffer(
        run.settings.flush_rows,
        max_bytes=run.settings.flush_size,
        bytes_a_symbol=0 if run.vectors is None else run.vectors.bytes_a_symbol,
    )
    failed: list[FailedFiles] = []
    with miller_core.SQLiteStore(run.index_file) as store:
        is_first = store.begin_bulk_load()
        steps.reached("bulk load begun")
        for chunk in chunks:
            if isinstance(chunk, FailedFiles):
                failed.append(chunk)
                continue
            with run.stats.timed("cross"):
                buffer.add_batch(chunk)
            if buffer.should_flush():
                failed.extend(_flush_tables(run, store, buffer))
        failed.extend(_flush_tables(run, store, buffer))
        steps.reached("bulk load ends")
        if is_first and not failed:
            # Before the indexes are there whose entries this makes.
            with run.stats.timed("store"):
                store.build_early_indexes()
            resolve_references(store, run.stats)
        with run.stats.timed("store"):
            store.end_bulk_load()
        steps.reached("bulk load ended")
    for files in failed:
        _fall_back(run, files)


def _arrow_chunks(run: Run, paths: Paths) -> Iterator[PyArrowBatch | FailedFiles]:
    stream = miller_core.extract_stream(
        paths,
        str(run.root),
        max_bytes=run.settings.chunk_size,
        threads=run.settings.threads,
        ahead=run.ahead,
    )
    seen = 0
    while True:
        try:
            with run.stats.timed("extract"):
                batch = next(stream, None)
        except ChunkError as error:
            if not run.settings.arrow_fallback:
                raise
            seen += len(error.paths)
            yield FailedFiles(error.paths, _reason(error))
            continue
        if batch is None:
            break
        files = batch.num_rows()["file_data"]
        seen += files
        run.advance(files)
        yield batch
    if seen != len(paths):
        raise ExtractionError(
            f"the extraction gave {seen} of {len(paths)} files",
            hint="run again; the files that are missing are still to be indexed",
        )


def _flush_tables(run: Run, store: SQLiteStore, buffer: ArrowIndexingBuffer) -> list[FailedFiles]:
    """Write and empty the buffer. Gives the files that could not be written."""
    if not buffer.num_rows:
        return []
    try:
        with run.stats.flush():
            _write_tables(run, store, buffer)
    except Exception as error:
        if isinstance(error, ConfigurationError) or is_to_blame(run.index_file.parent, error):
            # Objects would not fare better. Nor would a roll-back, which writes: the next run puts
            # the version on record back.
            raise
        if run.vectors is not None:
            run.vectors.roll_back()
        if not run.settings.arrow_fallback:
            raise
        failed = FailedFiles(buffer.file_data()["path"].to_pylist(), _reason(error))
        buffer.clear()
        return [failed]
    # What is committed is not to be written again, whatever goes wrong from here on.
    files = buffer.file_data()
    buffer.clear()
    _note_tables(run, files)
    del files
    memory.give_back()
    return []


def _write_tables(run: Run, store: SQLiteStore, buffer: ArrowIndexingBuffer) -> None:
    steps.reached("flush begun")
    with run.stats.timed("buffer"):
        files, symbols = buffer.file_data(), buffer.symbols()
        others = buffer.identifiers(), buffer.relationships(), buffer.pending_relationships()
    paths = files["path"]
    state: dict[str, str] = {}
    outstanding = symbols["file_path"].unique() if run.lacks_vectors else None
    if run.vectors is not None:
        change = run.vectors.replace_table(run.replaced(paths), symbols, run.stats)
        state, outstanding = change.state, change.outstanding
    steps.reached("vectors written")
    with run.stats.timed("store"):
        stamps = run.discovery.stamps(paths)
        counts = store.replace_files(
            files, symbols, *others, stamps=stamps, state=state, vectors_outstanding=outstanding
        )
    steps.reached("flush committed")
    if run.vectors is not None:
        run.vectors.committed(state)
    run.stats.add_rows(counts)


def _note_tables(run: Run, files: pa.Table) -> None:
    """Put what was written into the report. Only files that need a word become objects."""
    left_out = pc.is_in(files["status"], value_set=pa.array(LEFT_OUT))
    run.stats.files_indexed += files.num_rows - pc.sum(left_out, min_count=0).as_py()
    run.stats.bytes_indexed += pc.sum(
        files["size"].filter(pc.invert(left_out)), min_count=0
    ).as_py()
    noted = files.select(["path", "status", "detail"]).filter(pc.field("status") != "ok")
    if not noted.num_rows:
        return
    # What was left out is counted by reason, however many files it is.
    is_skipped = pc.equal(noted["status"], "skipped")
    reasons = pc.replace_substring_regex(
        noted["detail"].filter(is_skipped).fill_null(_NO_REASON), "(?s):.*", ""
    )
    for reason in reasons.value_counts().to_pylist():
        run.stats.add_skipped(reason["values"], reason["counts"])
    for row in noted.filter(pc.invert(is_skipped)).to_pylist():
        run.stats.add_file(row["path"], row["status"], row["detail"] or _NO_REASON)


_NO_REASON = "no reason was given"


def _fall_back(run: Run, files: FailedFiles) -> None:
    """Bring files to the stores by the object route, and say so."""
    run.stats.fallbacks.append(Fallback(files.paths, files.reason))
    _object_route(run, files.paths)


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


# The object route --------------------------------------------------------------------------------


def object_route(run: Run, paths: Paths) -> None:
    """Bring files to the stores as Python objects: the reference, and the fallback."""
    _object_route(run, paths.to_pylist())


def _object_route(run: Run, paths: list[str]) -> None:
    _write_results(run, _object_chunks(run, paths))


def _write_results(run: Run, chunks: Iterable[list[BatchFileResult]]) -> None:
    buffer = IndexingBuffer(
        max(1, run.settings.flush_rows // _ROWS_PER_SYMBOL), max_bytes=run.settings.flush_size
    )
    with ObjectStore(run.index_file) as store:
        store.begin_bulk_load()
        steps.reached("bulk load begun")
        for chunk in chunks:
            for result in chunk:
                with run.stats.timed("buffer"):
                    buffer.add_result(result)
                if buffer.should_flush():
                    _flush_objects(run, store, buffer)
        _flush_objects(run, store, buffer)
        steps.reached("bulk load ends")
        with run.stats.timed("store"):
            store.end_bulk_load()
        steps.reached("bulk load ended")


def _object_chunks(run: Run, paths: list[str]) -> Iterator[list[BatchFileResult]]:
    for chunk in run.chunks(paths):
        before = miller_core.object_seconds()
        with run.stats.timed("extract"):
            results = miller_core.extract_files_batch_with_io(
                chunk, str(run.root), threads=run.settings.threads
            )
        run.stats.move_time("extract", "cross", miller_core.object_seconds() - before)
        run.advance(len(results))
        yield results


def _flush_objects(run: Run, store: ObjectStore, buffer: IndexingBuffer) -> None:
    """Write and empty the buffer."""
    if buffer.file_data():
        with run.stats.flush():
            _write_objects(run, store, buffer)
        buffer.clear()
        memory.give_back()


def _write_objects(run: Run, store: ObjectStore, buffer: IndexingBuffer) -> None:
    steps.reached("flush begun")
    results = buffer.file_data()
    paths = pa.array([result.path for result in results], pa.string())
    symbols = buffer.symbols()
    state: dict[str, str] = {}
    outstanding = {symbol.file_path for symbol in symbols} if run.lacks_vectors else set()
    if run.vectors is not None:
        change = run.vectors.replace_rows(run.replaced(paths), symbols, run.stats)
        state, outstanding = change.state, set(change.outstanding.to_pylist())
    steps.reached("vectors written")
    with run.stats.timed("store"):
        counts = store.replace_files(
            results, run.discovery.stamps(paths), state, vectors_outstanding=outstanding
        )
    steps.reached("flush committed")
    if run.vectors is not None:
        run.vectors.committed(state)
    run.stats.add_rows(counts)
    for file in results:
        if file.status not in LEFT_OUT:
            run.stats.files_indexed += 1
            run.stats.bytes_indexed += file.size
        if file.status != "ok":
            run.stats.add_file(file.path, file.status, file.detail or _NO_REASON)


# Both --------------------------------------------------------------------------------------------


def verify_route(run: Run, paths: Paths) -> None:
    """Extract by both routes and compare; write equal rows by Arrow, differing ones as objects."""
    differing: list[list[BatchFileResult]] = []
    _write_batches(run, _equal_chunks(run, paths.to_pylist(), differing))
    if differing:
        _write_results(run, differing)


def _equal_chunks(
    run: Run, paths: list[str], differing: list[list[BatchFileResult]]
) -> Iterator[PyArrowBatch]:
    """Give the batches of the chunks that both routes agree on, and set the others aside."""
    for results in _object_chunks(run, paths):
        chunk = [result.path for result in results]
        with run.stats.timed("extract"):
            batch = miller_core.extract_files_to_arrow(
                chunk, str(run.root), threads=run.settings.threads
            )
        before = run.stats.differences_found
        with run.stats.timed("compare"):
            for difference in compare_routes(results, batch):
                run.stats.add_difference(difference)
        if run.stats.differences_found == before:
            yield batch
        else:
            differing.append(results)


ROUTES: dict[str, Callable[[Run, Paths], None]] = {
    "arrow": arrow_route,
    "object": object_route,
    "verify": verify_route,
}
