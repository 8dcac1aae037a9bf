"""Mending what an examination has found, by what an index run does anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from miller import miller_core
from miller.doctor.disk import bytes_by_part
from miller.doctor.examination import examine
from miller.doctor.findings import Repair, some
from miller.free_pages import shrink
from miller.readers import remove_old_vectors
from miller.report import IndexStats, counted
from miller.run_record import begun
from miller.state import DIGEST, FOLDER, VERSION
from miller.vector_index import open_vectors
from miller.vector_upkeep import Upkeep

if TYPE_CHECKING:
    from miller.doctor.examination import Examination
    from miller.index_folder import IndexFolder
    from miller.scanner import WorkspaceScanner
    from miller.writer_lock import Waiting

# What needs an index run, which also restores and rebuilds vectors.
_BY_RUN = {
    Repair.REBUILD,
    Repair.SET_ASIDE,
    Repair.EXTRACT,
    Repair.RESOLVE,
    Repair.RUN,
    Repair.RESTORE,
    Repair.VECTORS,
}


def repair(
    scanner: WorkspaceScanner,
    *,
    deep: bool = False,
    wait: float = 0.0,
    waiting: Waiting | None = None,
) -> tuple[Examination, list[str], Examination]:
    """Look at an index, mend it as its one writer, and look again.

    Gives what was found, what was done in words, and what is left. An index without vectors stays
    without. Another writer is waited for as in `WorkspaceScanner.index_workspace`.
    """
    with scanner.folder.writing(wait=wait, waiting=waiting):
        before = examine(scanner, deep=deep, as_writer=True)
        done = _Repairs(scanner, before).apply()
        after = before if before.healthy else examine(scanner, deep=deep, as_writer=True)
    return before, done, after


class _Repairs:
    """The repairs of one examination, by whoever holds the writer's lock."""

    def __init__(self, scanner: WorkspaceScanner, found: Examination) -> None:
        self._scanner = scanner
        self._folder = scanner.folder
        self._findings = found.findings
        self._kinds = {finding.repair for finding in found.findings}
        self._stats = IndexStats()
        if found.has_vectors is False:
            scanner.do_without_vectors()

    def apply(self) -> list[str]:
        """Mend what can be mended and give what was done."""
        if None in self._kinds:
            # What only a person can decide comes first: an index run might make it worse.
            return []
        done: list[str] = []
        if self._kinds & {Repair.REBUILD, Repair.SET_ASIDE}:
            return self._rebuild()
        if Repair.OPEN in self._kinds:
            with miller_core.SQLiteStore(self._folder.index_file):
                done.append("built the missing indexes of SQLite")
        if self._kinds & _BY_RUN:
            done += self._run()
        if Repair.COMPACT in self._kinds:
            done += self._compact()
        if Repair.SHRINK in self._kinds:
            done += self._shrink()
        if Repair.LEFTOVERS in self._kinds:
            done += self._remove_left_overs()
        return done

    def _rebuild(self) -> list[str]:
        done: list[str] = []
        if Repair.SET_ASIDE in self._kinds:
            aside = self._folder.set_aside_index()
            done.append(f"moved {self._folder.index_file.name} aside, to {aside.name}")
        self._scanner.index_as_writer(self._stats, rebuild=True)
        files = counted(self._stats.files_indexed, "file")
        return [*done, f"built the index anew: {files} indexed", *_left_to_do(self._stats)]

    def _run(self) -> list[str]:
        done: list[str] = []
        stats = self._stats
        with miller_core.SQLiteStore(self._folder.index_file) as store:
            state = store.get_state()
            if Repair.VECTORS in self._kinds:
                # Vectors of a model without a digest are made anew, also by the next run if this
                # one ends early.
                store.set_state({DIGEST: ""})
            model = self._scanner.open_model(store)
            vectors = open_vectors(self._folder, store, model, stats, as_left=False)
            if stats.vectors_rebuilt is not None:
                done.append(
                    f"made all vectors anew: {counted(store.counts()['symbols'], 'symbol')}"
                )
            elif model is None and state.get(FOLDER):
                done.append("gave the vectors up, because the settings name no model")
            elif Repair.RESTORE in self._kinds:
                done.append(f"put version {state[VERSION]} of the vectors back")
            paths = self._named(Repair.EXTRACT)
            if paths:
                # Until they are extracted again, rows are missing.
                store.set_state(begun(store.get_state(), is_empty=False))
            self._scanner.forget_files(store, vectors, pa.array(paths, pa.string()), stats)
        if paths:
            done.append(f"removed the rows of {counted(len(paths), 'file')}: {some(paths)}")
        after = IndexStats()
        self._scanner.index_as_writer(after)
        if after.files_indexed or after.files_deleted:
            done.append(
                f"indexed {counted(after.files_indexed, 'file')}, removed {after.files_deleted}"
            )
        if Repair.RESOLVE in self._kinds:
            done.append(f"resolved {counted(after.references_resolved, 'reference')} across files")
        if after.vectors_made_up:
            files = counted(after.vectors_made_up, "file")
            done.append(f"made the vectors of {files} that were still to be made")
        return [*done, *_left_to_do(after)]

    def _compact(self) -> list[str]:
        before = _bytes(self._folder)
        with miller_core.SQLiteStore(self._folder.index_file) as store:
            model = self._scanner.open_model(store)
            vectors = open_vectors(self._folder, store, model, self._stats, as_left=False)
            if vectors is None:
                return []
            Upkeep(vectors.store, store).compact()
        freed = max(0, before - _bytes(self._folder))
        return [f"compacted the vectors and freed {freed:,} bytes"]

    def _shrink(self) -> list[str]:
        before = _bytes(self._folder)
        shrink(self._folder.index_file)
        freed = max(0, before - _bytes(self._folder))
        return [f"wrote the SQLite file anew and freed {freed:,} bytes"]

    def _remove_left_overs(self) -> list[str]:
        with miller_core.SQLiteStore(self._folder.index_file) as store:
            # The run may have removed them already.
            remove_old_vectors(self._folder, store)
        return [f"removed {some(self._named(Repair.LEFTOVERS))}"]

    def _named(self, kind: Repair) -> list[str]:
        names = [finding.names for finding in self._findings if finding.repair is kind]
        return sorted({name for some_names in names for name in some_names})


def _left_to_do(stats: IndexStats) -> list[str]:
    """Say what a repair could not do because the model has failed."""
    left: list[str] = []
    if stats.vectors_outstanding:
        left.append(f"the vectors of {counted(stats.vectors_outstanding, 'file')}")
    if stats.vectors_of_other_model is not None:
        left.append("the change of the model of all vectors")
    reason = stats.vectors_outstanding_reason
    return [f"left {' and '.join(left)} to a later run: {reason}"] if left else []


def _bytes(folder: IndexFolder) -> int:
    return sum(bytes_by_part(folder, "").values())
