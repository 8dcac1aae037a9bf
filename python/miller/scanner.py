"""One run over a workspace: find what has changed, extract it, write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from miller import memory, miller_core, outbox, steps
from miller.disk_errors import told
from miller.embeddings import open_embedder
from miller.errors import ConfigurationError, ModelUnavailableError, WorkspaceError
from miller.index_check import (
    check_rows,
    is_as_left,
    note_as_left,
    opening,
    reason_to_build_anew,
)
from miller.index_folder import IndexFolder
from miller.pipeline import ROUTES, Run
from miller.readers import remove_old_vectors
from miller.references import resolve_references
from miller.remembered_options import KEPT, remember, remembered
from miller.report import IndexStats
from miller.run_model import RunModel
from miller.run_record import ENDED, begun
from miller.settings import NO_EMBEDDER, read_settings
from miller.state import DIMENSION, FOLDER, ROOT, WRITTEN_BY
from miller.unused_words import forget_unused_words, too_many_words
from miller.vector_state import difference, give_up_vectors, reason_to_rebuild
from miller.workspace import workspace_root as checked_root

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from typing import TypeAlias

    from miller.embeddings import Embedder
    from miller.miller_core import Discovery, SQLiteStore
    from miller.pipeline import Paths, Progress
    from miller.vector_index import VectorIndex
    from miller.writer_lock import Waiting

    # The model of the settings, or why it does not answer; `None` when they name none.
    _Reached: TypeAlias = Embedder | ModelUnavailableError | None

# Another one may extract other rows of the same files.
_WRITER = f"{miller_core.__version__} {miller_core.extraction_fingerprint()}"


class WorkspaceScanner:
    """Indexes a workspace, and afterwards what has changed in it.

    `route` is `object`, `arrow` or `verify`; `embedder` the name of a model, a mapping, an open
    embedder, or `none`. What is not given comes from the environment, the configuration file or the
    default; `settings` gives further settings by their names in `miller.settings`. `progress` is
    called with a stage, what is done and what there is to do. With `keep_options`, runs keep what
    is chosen here of `miller.remembered_options.KEPT` for later ones, which go by it; with
    `forget_options`, what earlier ones have kept does not count, and their runs forget it.
    """

    def __init__(  # noqa: PLR0913 -- all but one by name
        self,
        workspace_root: str | os.PathLike[str],
        *,
        index_dir: str | os.PathLike[str] | None = None,
        route: str | None = None,
        embedder: Embedder | str | Mapping[str, Any] | None = None,
        progress: Progress | None = None,
        settings: Mapping[str, Any] | None = None,
        keep_options: bool = False,
        forget_options: bool = False,
    ) -> None:
        root = checked_root(workspace_root)
        chosen = {
            **(settings or {}),
            "index_dir": index_dir,
            "route": route,
        }
        self._embedder: Embedder | None = None
        if isinstance(embedder, (str, Mapping)):
            chosen["embedder"] = embedder
        else:
            self._embedder = embedder
        self.root = root
        self.folder = IndexFolder.of(root, read_settings(root, chosen).index_dir)
        kept = {} if forget_options else remembered(self.folder)
        self.settings = read_settings(root, chosen, remembered=kept)
        self._keep_options = keep_options or forget_options
        if keep_options:
            new = {name: chosen.get(name) for name in KEPT}
            kept |= {name: value for name, value in new.items() if value is not None}
        self._options = kept
        self._progress: Progress = progress or (lambda _stage, _done, _total: None)

    def index_workspace(
        self,
        *,
        rebuild: bool = False,
        ahead: bool = True,
        stats: IndexStats | None = None,
        wait: float = 0.0,
        waiting: Waiting | None = None,
    ) -> IndexStats:
        """Bring the index up to date, or build it anew with `rebuild`.

        Without `ahead`, the Arrow route extracts only when the stores are ready for more: slower,
        but then the processor time of each stage is its own. `stats` is the object to fill and
        return, for a caller that measures with a subclass. Another process that writes to the
        index is waited for up to `wait` seconds, with calls of `waiting` to say who it is; after
        that, `IndexLockedError` is raised. A model that fails does not end the run: what is left to
        a later one is `vectors_outstanding` of the result.
        """
        stats = IndexStats() if stats is None else stats
        with told(self.folder.path), self.folder.writing(wait=wait, waiting=waiting):
            self.index_as_writer(stats, rebuild=rebuild, ahead=ahead)
        return stats

    def load_ahead(self) -> None:
        """Load what a run with changes needs, for a process that waits for them: a second less."""
        if self.settings.embedder != NO_EMBEDDER or self._embedder is not None:
            import miller.vector_index  # noqa: PLC0415 -- loads LanceDB
            import miller.vector_upkeep  # noqa: F401, PLC0415

    def index_as_writer(
        self, stats: IndexStats, *, rebuild: bool = False, ahead: bool = True
    ) -> None:
        """Do what `index_workspace` does, for a caller that is the one writer already."""
        stats.route = self.settings.route
        memory.use_one_arena()
        with stats.timed("total"):
            # A setting that has no sense must cost nobody the index that is there.
            reached = self._reach_embedder()
            if rebuild:
                self.folder.make_empty()
            else:
                stats.built_anew = reason_to_build_anew(self.folder)
            self._index(stats, reached, ahead=ahead)
            note_as_left(self.folder)

    def _index(self, stats: IndexStats, reached: _Reached, *, ahead: bool) -> None:
        self._progress("scan", 0, 0)
        with stats.timed("scan"):
            discovery = self.discover()
        stats.files_found = discovery.files.num_rows
        stats.skipped.update((reason, n) for reason, n in discovery.skipped.items() if n)
        stats.too_large.extend(discovery.too_large)
        stats.failed.extend(discovery.errors)
        as_left = is_as_left(self.folder)
        with opening(self.folder), miller_core.SQLiteStore(self.folder.index_file) as store:
            if not as_left:
                with stats.timed("scan"):
                    check_rows(self.folder, store)
            self._claim_index(store)
            if self._keep_options:
                remember(self.folder, self._options)
            stats.options = self._options
            steps.reached("workspace recorded")
            remove_old_vectors(self.folder, store)
            with stats.timed("scan"):
                known = store.known_files()
                changes = discovery.changes(known)
            is_current = store.get_state().get(WRITTEN_BY) == _WRITER
            is_idle = is_current and not len(changes.changed) and not len(changes.deleted)
            if not is_idle:
                store.set_state(begun(store.get_state(), is_empty=known.num_rows == 0))
            steps.reached("begin recorded")
            model = self._model_of(reached, store)
            vectors = self._open_vectors(store, model, stats, as_left=as_left, is_idle=is_idle)
            self.forget_files(store, vectors, changes.deleted, stats)
            if known.num_rows == 0:
                # Whatever this run brings, and should it fail, the next one need not do it again.
                store.set_state({WRITTEN_BY: _WRITER})
            paths, touched = changes.changed, changes.touched
            if store.get_state().get(WRITTEN_BY) != _WRITER:
                paths, touched = discovery.files["path"], touched[:0]
            store.renew_stamps(touched, discovery.stamps(touched))
            steps.reached("stamps renewed")
        stats.files_touched = len(touched)
        stats.files_unchanged = stats.files_found - len(paths) - len(touched)
        run = Run(
            root=self.root,
            index_file=self.folder.index_file,
            settings=self.settings,
            discovery=discovery,
            known=known["path"],
            vectors=vectors,
            lacks_vectors=model is not None and vectors is None,
            stats=stats,
            progress=self._progress,
            total=len(paths),
            ahead=ahead,
        )
        self._progress("index", 0, len(paths))
        if len(paths):
            ROUTES[self.settings.route](run, paths)
        steps.reached("files written")
        self._progress("finish", 0, 0)
        self._finish(model, vectors, stats)

    def _finish(
        self, model: RunModel | None, vectors: VectorIndex | None, stats: IndexStats
    ) -> None:
        """Make up for vectors that are outstanding, and look after both stores."""
        with miller_core.SQLiteStore(self.folder.index_file) as store:
            resolve_references(store, stats)
            store.set_state({WRITTEN_BY: _WRITER, **ENDED})
            steps.reached("run recorded")
            if vectors is not None:
                # Loads LanceDB, as above.
                from miller.vector_upkeep import Upkeep  # noqa: PLC0415

                with vectors.store:
                    vectors.make_up(store, stats)
                    with stats.timed("vectors"):
                        Upkeep(vectors.store, store).do_what_is_due()
            if model is not None and model.failure is not None:
                _note_outstanding(store, model, stats)
            remove_old_vectors(self.folder, store)
            is_due = too_many_words(store)
        if is_due:
            with stats.timed("store"):
                forget_unused_words(self.folder.index_file)

    def _open_vectors(
        self,
        store: SQLiteStore,
        model: RunModel | None,
        stats: IndexStats,
        *,
        as_left: bool,
        is_idle: bool,
    ) -> VectorIndex | None:
        """Open the vectors for writing, when there are any and something is to be written."""
        if model is None:
            give_up_vectors(self.folder, store)
            return None
        if model.embedder is not None and is_idle and as_left:
            state = store.get_state()
            is_there = reason_to_rebuild(state, model.embedder) is None and (
                self.folder.vectors(state[FOLDER]).is_dir()
            )
            if is_there and outbox.is_empty(store):
                return None
        # Loads LanceDB: a second, in which a run that finds no change has ended.
        from miller.vector_index import open_vectors  # noqa: PLC0415

        return open_vectors(self.folder, store, model, stats, as_left=as_left)

    @property
    def written_by(self) -> str:
        """What a run records of the version of Miller, which decides on the rows."""
        return _WRITER

    def _claim_index(self, store: SQLiteStore) -> None:
        """Refuse an index of another workspace: its files would all count as deleted."""
        state = store.get_state()
        recorded = state.get(ROOT)
        if recorded == str(self.root):
            return
        # An index inside its workspace moves with it.
        if recorded and not self.folder.path.is_relative_to(self.root):
            raise WorkspaceError(
                f"the index belongs to another workspace: {self.folder.path} to {recorded}",
                hint="give each workspace an index folder of its own",
            )
        # From the first commit on, an index that is begun is known as such.
        run = {} if recorded else begun(state, is_empty=True)
        store.set_state({ROOT: str(self.root), **run})

    def discover(self, *, only: Sequence[str] | None = None) -> Discovery:
        """Find the files of the workspace, or those of some paths in it."""
        try:
            return miller_core.discover_files(
                str(self.root),
                max_file_bytes=self.settings.max_file_size,
                hidden=self.settings.hidden,
                excludes=self.settings.exclude,
                only=only,
            )
        except ValueError as error:
            hint = "look at the setting `exclude`: globs as in a .gitignore"
            raise ConfigurationError(str(error), hint=hint) from error

    def open_embedder(self) -> Embedder | None:
        """Open the embedding model of the settings; `None` when they name none."""
        if self._embedder is None and self.settings.embedder != NO_EMBEDDER:
            self._embedder = open_embedder(self.settings.embedder)
        return self._embedder

    def open_model(self, store: SQLiteStore) -> RunModel | None:
        """Open the model of the settings for a run; `None` when they name none.

        One that does not answer is known by the dimension that the index has on record, if any.
        """
        return self._model_of(self._reach_embedder(), store)

    def _reach_embedder(self) -> _Reached:
        try:
            return self.open_embedder()
        except ModelUnavailableError as error:
            return error

    def _model_of(self, reached: _Reached, store: SQLiteStore) -> RunModel | None:
        if not isinstance(reached, ModelUnavailableError):
            return None if reached is None else RunModel(reached)
        recorded = store.get_state().get(DIMENSION, "")
        dimension = int(recorded) if recorded.isdecimal() and int(recorded) else None
        if dimension is None:
            return RunModel(None, reached)
        return RunModel(open_embedder(self.settings.embedder, dimension=dimension), reached)

    def do_without_vectors(self) -> None:
        """Use no embedding model, whatever the settings name."""
        self._embedder = None
        self.settings = replace(self.settings, embedder=NO_EMBEDDER)

    def forget_files(
        self,
        store: SQLiteStore,
        vectors: VectorIndex | None,
        deleted: Paths,
        stats: IndexStats,
    ) -> None:
        """Take files out of both stores, in one commit."""
        if not len(deleted):
            return
        state: dict[str, str] = {}
        if vectors is not None:
            with stats.timed("vectors"):
                state = vectors.delete_files(deleted)
        steps.reached("vectors of deleted files removed")
        with stats.timed("store"):
            stats.files_deleted = store.delete_files(deleted, state)
        steps.reached("deleted files committed")
        if vectors is not None:
            vectors.committed(state)


def _note_outstanding(store: SQLiteStore, model: RunModel, stats: IndexStats) -> None:
    """Put into the report what is left to a later run because the model has failed."""
    stats.vectors_outstanding = outbox.files_outstanding(store)
    if model.embedder is not None:
        stats.vectors_of_other_model = difference(
            store.get_state(), model.embedder, was_reached=model.was_reached
        )
    if stats.vectors_are_incomplete:
        stats.vectors_outstanding_reason = model.failure
