"""An index that is open for reading."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from miller import miller_core, navigation
from miller.errors import AmbiguousNameError, UnknownNameError, WorkspaceError
from miller.index.answers import rows_of
from miller.index.rows import Rows
from miller.index.table_rows import ROWS
from miller.index.tables import Wanted, batches, read
from miller.index_check import opening
from miller.index_folder import IndexFolder
from miller.pinned import read_pinned
from miller.settings import read_settings
from miller.workspace import workspace_root

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from typing_extensions import Self

    from miller.index.table_rows import (
        FileRow,
        IdentifierRow,
        PendingRelationshipRow,
        RelationshipRow,
        SymbolRow,
    )
    from miller.miller_core import SQLiteStore
    from miller.navigation import Definition, Description, Edge, Subject, Use
    from miller.search import Mode, SearchHit
    from miller.searcher import SearchAnswer, Searcher

    OneOrMore = str | Sequence[str] | None

# All: lists end somewhere.
_ALL = 2**31 - 1


def open_index(
    workspace: str | os.PathLike[str] = ".", *, index_dir: str | os.PathLike[str] | None = None
) -> Index:
    """Open the index of a workspace for reading.

    `index_dir` is the folder of the index, where the settings do not say it. Raises
    `WorkspaceError` when there is no index.
    """
    root = workspace_root(workspace)
    chosen = read_settings(root, {"index_dir": index_dir}).index_dir
    folder = IndexFolder.of(root, chosen)
    if not folder.exists:
        raise WorkspaceError(f"there is no index: {folder.path}", hint="run `miller index` first")
    return Index(root, folder)


class Index:
    """The index of a workspace, open for reading.

    Every answer is of one commit, the newest when it is asked for, whatever is written meanwhile;
    `snapshot` gives several answers of the same. Any number of threads may ask at once. Tables and
    lists come as `Rows`: an Arrow table, and typed rows in a loop.
    """

    def __init__(self, workspace: Path, folder: IndexFolder) -> None:
        self.workspace = workspace
        self._folder = folder
        self._held: SQLiteStore | None = None
        self._searcher: Searcher | None = None
        self._lock = threading.Lock()

    @property
    def path(self) -> Path:
        """The folder of the index."""
        return self._folder.path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of what is open. Closing again does nothing."""
        if self._held is not None:
            self._held.close()
            self._held = None
        with self._lock:
            if self._searcher is not None:
                self._searcher.close()
            self._searcher = None

    @contextmanager
    def snapshot(self) -> Iterator[Index]:
        """Give an index all of whose answers are of the commit that is the newest now.

        Hold it for the time of some questions, not for hours: what is written meanwhile cannot be
        joined to the index, whose log grows.
        """
        with Index(self.workspace, self._folder) as held:
            held._held = _opened(self._folder)
            yield held

    @contextmanager
    def store(self) -> Iterator[SQLiteStore]:
        """Open the store of an answer, for the time of the block."""
        if self._held is not None:
            yield self._held
            return
        with _opened(self._folder) as store:
            yield store

    # Tables --------------------------------------------------------------------------------------

    def files(
        self, *, language: OneOrMore = None, status: OneOrMore = None, path: str | None = None
    ) -> Rows[FileRow]:
        """Give files with their text: of a language, a status, a file, folder or pattern."""
        return self._table(Wanted("files", language=language, status=status, path=path))

    def symbols(
        self,
        *,
        name: OneOrMore = None,
        kind: OneOrMore = None,
        language: OneOrMore = None,
        path: str | None = None,
    ) -> Rows[SymbolRow]:
        """Give definitions: of a name, a kind, a language, a file, folder or pattern."""
        wanted = Wanted("symbols", name=name, kind=kind, language=language, path=path)
        return self._table(wanted)

    def identifiers(
        self,
        *,
        name: OneOrMore = None,
        kind: OneOrMore = None,
        language: OneOrMore = None,
        path: str | None = None,
    ) -> Rows[IdentifierRow]:
        """Give uses of names: of a name, a kind, a language, a file, folder or pattern."""
        wanted = Wanted("identifiers", name=name, kind=kind, language=language, path=path)
        return self._table(wanted)

    def relationships(
        self, *, kind: OneOrMore = None, path: str | None = None
    ) -> Rows[RelationshipRow]:
        """Give edges between symbols: of a kind, a file, folder or pattern."""
        return self._table(Wanted("relationships", kind=kind, path=path))

    def pending_relationships(
        self, *, kind: OneOrMore = None, path: str | None = None
    ) -> Rows[PendingRelationshipRow]:
        """Give edges of whose end the name alone is known: of a kind, a file, folder or pattern."""
        return self._table(Wanted("pending_relationships", kind=kind, path=path))

    def batches(self, table: str, *, path: str | None = None) -> Iterator[pa.RecordBatch]:
        """Give a table (`files`, `symbols`, …) in record batches of some files each, in order.

        For tables that are larger than memory: a batch has the rows of two megabytes of source.
        """
        with self.store() as store:
            yield from batches(store, Wanted(table, path=path))

    def _table(self, wanted: Wanted) -> Rows[Any]:
        row_type: Any = ROWS[wanted.table]
        with self.store() as store:
            return Rows(read(store, wanted), lambda row: row_type(**row))

    def sql(
        self, query: str, parameters: Sequence[str | float | bytes | None] = ()
    ) -> Rows[Mapping[str, Any]]:
        """Ask SQLite, with `?` for each of the parameters; nothing can be changed so.

        The views have the columns of `docs/schema.md`. Raises `StoreError` for a query that is
        wrong or would change something.
        """
        import pyarrow as pa  # noqa: PLC0415 -- takes longer than most answers

        with self.store() as store:
            found = pa.Table.from_batches([store.query(query, list(parameters))])
        return Rows(found, dict)

    # Searches ------------------------------------------------------------------------------------

    def search(  # noqa: PLR0913 -- one keyword for each filter
        self,
        query: str,
        *,
        mode: Mode = "hybrid",
        kind: OneOrMore = None,
        language: OneOrMore = None,
        path: str | None = None,
        limit: int = 10,
    ) -> Rows[SearchHit]:
        """Find definitions and texts by words, by meaning or by name, best first.

        Where the index has no vectors, or the model does not work, hits are of what is there;
        `answer` says so. Raises `ValueError` for an empty query or a pattern that cannot be read.
        """
        found = self.answer(query, mode=mode, kind=kind, language=language, path=path, limit=limit)
        # Loads what a table of anything else does without.
        from miller.search import SearchHit  # noqa: PLC0415

        return rows_of(found.items, SearchHit)

    def answer(  # noqa: PLR0913 -- one keyword for each filter
        self,
        query: str,
        *,
        mode: Mode = "hybrid",
        kind: OneOrMore = None,
        language: OneOrMore = None,
        path: str | None = None,
        limit: int = 10,
        offset: int = 0,
    ) -> SearchAnswer:
        """Search, and say which mode the hits are of, what is missing, and if there are more."""
        find = partial(
            self._search_with().search,
            query=query,
            mode=mode,
            kind=kind,
            language=language,
            path=path,
            limit=limit,
            offset=offset,
        )
        if self._held is not None:
            return find(self._held)
        return read_pinned(self._folder, lambda store, _state: find(store))

    def _search_with(self) -> Searcher:
        from miller.searcher import Searcher  # noqa: PLC0415 -- of searches alone

        with self._lock:
            if self._searcher is None:
                self._searcher = Searcher(self.workspace, self._folder)
            return self._searcher

    # Answers -------------------------------------------------------------------------------------

    def find(
        self, name: str, *, kind: OneOrMore = None, language: OneOrMore = None
    ) -> Rows[Definition]:
        """Find the definition that a name means, with what counts as one with it.

        Names are written as for `miller symbol`: `Class.method`, `path::name`, `path:line`, an id.
        Raises `AmbiguousNameError` when several definitions fit, `UnknownNameError` when none does;
        so do all answers about a name.
        """
        with self.store() as store:
            found = subject_of(store, name, kind, language)
        return rows_of(found.definitions, navigation.Definition)

    def symbol(
        self, name: str, *, kind: OneOrMore = None, language: OneOrMore = None
    ) -> Description:
        """Describe a symbol: definitions, documentation, bases, what derives from it, members."""
        with self.store() as store:
            subject = subject_of(store, name, kind, language)
            return navigation.describe(store, subject, limit=_ALL)

    def source(self, name: str, *, kind: OneOrMore = None, language: OneOrMore = None) -> str:
        """Give the source text of the first definition that a name means."""
        with self.store() as store:
            return navigation.source(store, subject_of(store, name, kind, language).first)

    def references(
        self,
        name: str,
        *,
        kind: OneOrMore = None,
        language: OneOrMore = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> Rows[Use]:
        """Find the uses of a definition, and behind them those that only bear its name."""
        with self.store() as store:
            subject = subject_of(store, name, kind, language)
            page = navigation.references(store, subject, limit=limit or _ALL, offset=offset)
        return rows_of(page.items, navigation.Use)

    def callers(  # noqa: PLR0913 -- one keyword for each filter
        self,
        name: str,
        *,
        depth: int = 1,
        kind: OneOrMore = None,
        language: OneOrMore = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> Rows[Edge]:
        """Find who calls a symbol, nearest first; with a `depth`, callers of callers as well."""
        with self.store() as store:
            subject = subject_of(store, name, kind, language)
            page = navigation.callers(
                store, subject, depth=depth, limit=limit or _ALL, offset=offset
            )
        return rows_of(page.items, navigation.Edge)

    def callees(  # noqa: PLR0913 -- one keyword for each filter
        self,
        name: str,
        *,
        depth: int = 1,
        kind: OneOrMore = None,
        language: OneOrMore = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> Rows[Edge]:
        """Find what a symbol calls, nearest first; with a `depth`, what that calls as well."""
        with self.store() as store:
            subject = subject_of(store, name, kind, language)
            page = navigation.callees(
                store, subject, depth=depth, limit=limit or _ALL, offset=offset
            )
        return rows_of(page.items, navigation.Edge)

    def implementations(
        self,
        name: str,
        *,
        kind: OneOrMore = None,
        language: OneOrMore = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> Rows[Edge]:
        """Find what extends or implements a type, or overrides a method."""
        with self.store() as store:
            subject = subject_of(store, name, kind, language)
            page = navigation.implementations(store, subject, limit=limit or _ALL, offset=offset)
        return rows_of(page.items, navigation.Edge)

    def __repr__(self) -> str:
        return f"Index({str(self.workspace)!r})"


def _opened(folder: IndexFolder) -> SQLiteStore:
    with opening(folder):
        return miller_core.SQLiteStore(folder.index_file, one_commit=True)


def subject_of(
    store: SQLiteStore, name: str, kind: OneOrMore = None, language: OneOrMore = None
) -> Subject:
    """Find what a name means, or raise the error that says why it means no one thing."""
    found = navigation.find(store, name, kind=_listed(kind), language=_listed(language))
    if isinstance(found, navigation.Several):
        choices = tuple(one.full_name for one in found.choices.items)
        raise AmbiguousNameError(name, choices)
    if isinstance(found, navigation.Missing):
        raise UnknownNameError(name, found.near)
    return found


def _listed(values: OneOrMore) -> Sequence[str]:
    if values is None:
        return ()
    return [values] if isinstance(values, str) else values
