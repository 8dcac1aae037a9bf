"""One look at an index: everything that is checked, as of one commit."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from miller import miller_core, outbox
from miller.doctor import disk
from miller.doctor.findings import Finding, Repair
from miller.doctor.sqlite_checks import check_sqlite, from_error
from miller.doctor.tree_checks import (
    check_references,
    check_rows,
    check_tree,
    some_by_chance,
    unchanged_files,
)
from miller.doctor.vector_checks import check_model, check_vectors
from miller.errors import ConfigurationError, EmbeddingError, IndexLockedError, StoreError
from miller.free_pages import free_bytes
from miller.index_check import not_begun
from miller.run_record import unfinished_run_of
from miller.state import FOLDER, ROOT, WRITTEN_BY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from miller.embeddings import Embedder
    from miller.index_folder import IndexFolder
    from miller.miller_core import SQLiteStore
    from miller.scanner import WorkspaceScanner

# Looks at an index that is written to meanwhile, before giving up.
_LOOKS = 3

# Checks that make no sense once SQLite is to be built anew.
_FATAL = {Repair.REBUILD, Repair.SET_ASIDE}


@dataclass
class Examination:
    """What a look at an index has found."""

    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What a person should know, although nothing is wrong."""
    files: int = 0
    """Files in the index."""
    files_compared: int = 0
    """Files whose rows were compared with their sources."""
    files_out_of_date: int = 0
    """Files that were not, because they have changed since or are gone."""
    bytes: dict[str, int] = field(default_factory=dict)
    """Bytes on disk by part."""
    free: dict[str, int] = field(default_factory=dict)
    """Bytes that could be freed, by reason."""
    has_vectors: bool | None = None
    """Whether the index has vectors or waits for them; `None` when it could not be asked."""

    @property
    def files_not_chosen(self) -> int:
        """Files that could have been compared and were not: without `deep`, chance takes some."""
        return self.files - self.files_compared - self.files_out_of_date

    @property
    def healthy(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def to_dict(self) -> dict[str, Any]:
        """Give everything in values that JSON has."""
        return {
            "healthy": self.healthy,
            "findings": [finding.to_dict() for finding in self.findings],
            "notes": self.notes,
            "files": self.files,
            "files_compared": self.files_compared,
            "files_out_of_date": self.files_out_of_date,
            "bytes": self.bytes,
            "free": self.free,
        }


def examine(
    scanner: WorkspaceScanner, *, deep: bool = False, as_writer: bool = False
) -> Examination:
    """Look at the index of a workspace. Nothing is changed.

    With `deep`, the rows of all files are compared with their sources, not only of some.
    `as_writer` says that the caller holds the writer's lock. Raises `IndexLockedError` when others
    write so much that no look is of one commit, and `StoreError` when SQLite cannot be asked.
    """
    for _ in range(_LOOKS):
        holder = None if as_writer else scanner.folder.lock.holder()
        found = _look(scanner, deep=deep, writer_at_work=holder is not None)
        if found is not None:
            if holder is not None:
                found.notes.append(
                    f"the index is being written to by {holder}: this is its last commit"
                )
            return found
    raise IndexLockedError(
        f"the index was written to each time that it was looked at: {scanner.folder.path}",
        hint="run `miller doctor` again when the other run has ended",
    )


def _look(scanner: WorkspaceScanner, *, deep: bool, writer_at_work: bool) -> Examination | None:
    """Look at everything; `None` when somebody has written meanwhile.

    What is read from SQLite is of one commit. The workspace and LanceDB may be of a later one.
    """
    found = Examination()
    folder = scanner.folder
    state: dict[str, str] = {}
    if not folder.exists:
        problem = f"there is no SQLite file, and without it nothing is found: {folder.index_file}"
        found.findings.append(Finding("sqlite", problem, Repair.REBUILD))
    else:
        try:
            with miller_core.SQLiteStore(folder.index_file, one_commit=True) as store:
                before = _files(folder)
                state = store.get_state()
                _note_unfinished(found, folder, store, writer_at_work=writer_at_work)
                found.has_vectors = bool(state.get(FOLDER)) or not outbox.is_empty(store)
                _look_at_stores(
                    found, scanner, store, state, deep=deep, writer_at_work=writer_at_work
                )
                found.free["sqlite"] = free_bytes(store)
                if _files(folder) != before:
                    return None
        except StoreError as error:
            if writer_at_work:
                not_begun(folder, error)
            finding = from_error(error)
            if finding is None:
                raise
            found.findings.append(finding)
    recorded = state.get(FOLDER, "")
    found.bytes = disk.bytes_by_part(folder, recorded)
    found.free["vectors"] = disk.old_versions(folder, state)
    for part in ("kept_vectors", "left_over_vectors"):
        found.free[part] = found.bytes[part]
    if state:
        found.findings += disk.check_disk(
            folder,
            recorded,
            found.bytes,
            found.free,
            writer_at_work=writer_at_work,
        )
    return found


def _note_unfinished(
    found: Examination, folder: IndexFolder, store: SQLiteStore, *, writer_at_work: bool
) -> None:
    """Say that a run has not ended. While it is at work, nothing is wrong with that."""
    run = unfinished_run_of(folder, store)
    if run is None:
        return
    if writer_at_work:
        found.notes.append(run.problem)
    else:
        # A doctor who is the writer has the lock.
        problem = replace(run, writer=None).problem
        found.findings.append(Finding("tree", problem, Repair.RUN))


def _files(folder: IndexFolder) -> dict[str, tuple[int, int]]:
    """Give sizes and times of SQLite's files, one of which changes with each commit."""
    found: dict[str, tuple[int, int]] = {}
    for name in ("index.db", "index.db-wal"):
        # A writer that ends takes its log away.
        with suppress(FileNotFoundError):
            looks = (folder.path / name).stat()
            found[name] = looks.st_size, looks.st_mtime_ns
    return found


def _look_at_stores(  # noqa: PLR0913 -- two flags by name
    found: Examination,
    scanner: WorkspaceScanner,
    store: SQLiteStore,
    state: Mapping[str, str],
    *,
    deep: bool,
    writer_at_work: bool,
) -> None:
    found.findings += check_sqlite(store, bulk_load=writer_at_work)
    if any(finding.repair in _FATAL for finding in found.findings):
        return
    if not found.has_vectors:
        found.notes.append("the index has no vectors: `miller search` finds names alone")
    recorded = state.get(ROOT)
    if recorded != str(scanner.root) and not scanner.folder.path.is_relative_to(scanner.root):
        found.findings.append(
            Finding(
                "tree",
                f"the index belongs to another workspace: {recorded or 'none'}",
                None,
                "name that workspace, or give each workspace an index folder of its own",
            )
        )
        return
    known = store.known_files()
    found.files = known.num_rows
    discovery = scanner.discover()
    changes = discovery.changes(known)
    if not writer_at_work:
        found.findings += check_tree(changes, known, scanner.root, discovery.errors)
        found.findings += check_references(store)
    embedder = _embedder(found, scanner, state)
    unchanged = unchanged_files(changes, known)
    paths = unchanged if deep else some_by_chance(unchanged)
    if state.get(WRITTEN_BY) == scanner.written_by:
        found.files_compared = len(paths)
        found.files_out_of_date = found.files - len(unchanged)
        found.findings += check_rows(store, scanner.root, paths, scanner.settings)
    elif known.num_rows and not writer_at_work:
        problem = (
            "another version of Miller wrote the rows, and may read the same sources otherwise"
        )
        found.findings.append(Finding("rows", problem, Repair.RUN))
    found.findings += check_vectors(
        scanner.folder, store, state, embedder, paths, writer_at_work=writer_at_work
    )


def _embedder(
    found: Examination, scanner: WorkspaceScanner, state: Mapping[str, str]
) -> Embedder | None:
    """Open the model of the settings and compare it with the one on record."""
    if not found.has_vectors:
        return None
    try:
        embedder = scanner.open_embedder()
    except ConfigurationError as error:
        found.findings.append(Finding("vectors", str(error), None, error.hint or ""))
        return None
    except EmbeddingError as error:
        found.notes.append(f"the vectors could not be compared with their model: {error}")
        return None
    found.findings += check_model(state, embedder)
    return embedder
