"""What each tool answers."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from miller import navigation
from miller.cli.lines import definition_line, edge_line, use_line
from miller.errors import MillerError, WorkspaceError
from miller.index.opened import Index, subject_of
from miller.mcp_server import arguments
from miller.mcp_server.answers import cut, excerpt, listed, plain
from miller.navigation.outline import folded, lines_of
from miller.report import counted
from miller.run_record import unfinished_run_of
from miller.visible import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from miller.index_folder import IndexFolder
    from miller.mcp_server.freshness import Freshness, State
    from miller.miller_core import SQLiteStore
    from miller.navigation import Definition, Edge, Page

_DOCUMENTATION_LINES = 30
_SYMBOLS_OF_A_FILE = 12


@dataclass(frozen=True)
class Served:
    """What the tools answer from."""

    root: Path
    folder: IndexFolder
    index: Index
    freshness: Freshness

    @contextmanager
    def store(self) -> Iterator[SQLiteStore]:
        """Open the index for an answer, which is of one commit."""
        if not self.folder.exists:
            raise WorkspaceError("the index is being made", hint="ask again in some seconds")
        with self.index.snapshot() as snapshot, snapshot.store() as store:
            yield store

    def remarks_now(self) -> list[str]:
        """Say the same without an answer that it belongs to; nothing where there is no index."""
        try:
            with self.store() as store:
                return self.remarks(store)
        except MillerError:
            return []

    def remarks(self, store: SQLiteStore) -> list[str]:
        """Say what an agent has to know of the index to trust an answer."""
        run = unfinished_run_of(self.folder, store)
        if run is None or not (run.is_first or run.writer is None):
            return []
        state = self.freshness.state
        made = f": {state.done:,} of {state.total:,} files" if state.stage and state.total else ""
        return [f"the index is being made and has a part only{made}"]


@dataclass(frozen=True)
class Tool:
    """A tool: what it is called, what it takes, and how it answers."""

    name: str
    takes: type[arguments.Arguments]
    answer: Callable[[Served, Any], str]
    writes: bool = False


def search(served: Served, asked: arguments.Search) -> str:
    """Answer a search."""
    with served.store() as store:
        remarks = served.remarks(store)
    found = served.index.answer(
        asked.query,
        mode=asked.mode,
        kind=asked.kind,
        language=asked.language,
        path=asked.path,
        limit=asked.limit,
        offset=asked.offset,
    )
    blocks = []
    for hit in found.items:
        named = _named(hit.kind, hit.signature or hit.qualified_name)
        blocks.append(cut(visible(f"{hit.path}:{hit.line}: {named}")))
    near = [f"near names: {', '.join(found.near)}"] if found.near else []
    said = map(visible_lines, [*found.remarks, *near])
    return listed(blocks, found, "results", [*said, *remarks])


def symbol(served: Served, asked: arguments.Symbol) -> str:
    """Describe a symbol."""
    with served.store() as store:
        subject = subject_of(store, asked.name, asked.kind, asked.language)
        found = navigation.describe(store, subject, limit=asked.limit, offset=asked.offset)
        remarks = served.remarks(store)
    head = []
    for one in found.definitions[:5]:
        head.append(plain(definition_line(one)))
        documentation = found.documentation.get(one.id, "").expandtabs().splitlines()
        head += [f"    {cut(visible(line))}" for line in documentation[:_DOCUMENTATION_LINES]]
    head += [plain(edge_line(edge, with_target=True)) for edge in found.bases.items]
    head += [plain(edge_line(edge)) for edge in found.derived.items]
    blocks = [plain(definition_line(one)) for one in found.members.items]
    if not found.members.total:
        return "\n".join([*head, *(f"({remark})" for remark in remarks)])
    blocks[:1] = ["\n".join([*head, *blocks[:1]])]
    return listed(blocks, found.members, "members", remarks)


def references(served: Served, asked: arguments.References) -> str:
    """List uses."""
    with served.store() as store:
        subject = subject_of(store, asked.name, asked.kind, asked.language)
        page = navigation.references(store, subject, limit=asked.limit, offset=asked.offset)
        remarks = served.remarks(store)
    return listed([plain(use_line(use)) for use in page.items], page, "uses", remarks)


def callers(served: Served, asked: arguments.Callers) -> str:
    """List callers."""
    with served.store() as store:
        subject = subject_of(store, asked.name, asked.kind, asked.language)
        page = navigation.callers(
            store, subject, depth=asked.depth, limit=asked.limit, offset=asked.offset
        )
        return _edges(page, "callers", served.remarks(store))


def callees(served: Served, asked: arguments.Callees) -> str:
    """List callees."""
    with served.store() as store:
        subject = subject_of(store, asked.name, asked.kind, asked.language)
        page = navigation.callees(
            store, subject, depth=asked.depth, limit=asked.limit, offset=asked.offset
        )
        return _edges(page, "callees", served.remarks(store), with_target=True)


def implementations(served: Served, asked: arguments.Implementations) -> str:
    """List what derives from a type or overrides a method."""
    with served.store() as store:
        subject = subject_of(store, asked.name, asked.kind, asked.language)
        page = navigation.implementations(store, subject, limit=asked.limit, offset=asked.offset)
        return _edges(page, "implementations", served.remarks(store))


def _edges(page: Page[Edge], what: str, remarks: list[str], *, with_target: bool = False) -> str:
    lines = [plain(edge_line(edge, with_target=with_target)) for edge in page.items]
    return listed(lines, page, what, remarks)


def outline(served: Served, asked: arguments.Outline) -> str:
    """List the symbols of a file, or the files of a folder."""
    path = _in_workspace(asked.path, served.root)
    with served.store() as store:
        remarks = served.remarks(store)
        tree = navigation.file_outline(store, path, limit=asked.limit, offset=asked.offset)
        if tree is not None:
            runs = list(folded(tree.items))
            blocks = [_in_tree(run) for run in runs]
            return listed(blocks, tree, "symbols", remarks, sizes=[len(run) for run in runs])
        files = navigation.folder_outline(store, path, limit=asked.limit, offset=asked.offset)
    if not files.total:
        raise WorkspaceError(
            f"the index has no such file or folder: {asked.path}",
            hint="what ignore rules leave out is not indexed; `outline` of `.` lists the files",
        )
    blocks = []
    for file in files.items:
        names = [f"{one.kind} {one.name}" for one in file.symbols[:_SYMBOLS_OF_A_FILE]]
        more = file.top_level - len(names)
        told = ", ".join([*names, f"{more} more"] if more > 0 else names) or file.language
        blocks.append(cut(visible(f"{file.path}: {told}")))
    return listed(blocks, files, "files", remarks)


def _in_tree(run: Sequence[tuple[int, Definition]]) -> str:
    depth, one = run[0]
    if len(run) > 1:
        return f"{'  ' * depth}{lines_of(run)}: {counted(len(run), one.kind)}"
    named = _named(one.kind, one.signature or one.name)
    return cut(visible(f"{'  ' * depth}{one.start_line}: {named}"))


def _named(kind: str, signature: str) -> str:
    """Write a signature on one line, with the kind in front unless it begins with that."""
    words = signature.split()
    return " ".join(words if words[:1] == [kind] else [kind, *words])


def read_symbol(served: Served, asked: arguments.ReadSymbol) -> str:
    """Read the source of a symbol."""
    with served.store() as store:
        found = subject_of(store, asked.name, asked.kind, asked.language).first
        # As it stands on its line: behind what else there may be.
        lines = (" " * found.start_column + navigation.source(store, found)).splitlines()
        remarks = served.remarks(store)
    head = f"{visible(found.file_path)}:{found.start_line}-{found.end_line}"
    text, taken = excerpt(lines, found.start_line, asked.offset, asked.limit)
    end = asked.offset + taken
    if end < len(lines):
        remarks = [f"lines to {end} of {len(lines)}; the next: offset={end}", *remarks]
    return "\n".join([head, visible_lines(text), *(f"({remark})" for remark in remarks)])


def status(served: Served, _asked: arguments.Status) -> str:
    """Say how things stand."""
    return "\n".join(_status(served, served.freshness.state))


def reindex(served: Served, asked: arguments.Reindex) -> str:
    """Ask for a run, and say how things stand then."""
    state = served.freshness.run_again(asked.wait_seconds)
    return "\n".join(["asked for a run", *_status(served, state)])


def _status(served: Served, state: State) -> Iterator[str]:
    yield f"workspace: {visible(str(served.root))}"
    if served.folder.exists:
        yield from _held(served)
    if state.stage is not None:
        of = f", {state.done:,} of {state.total:,} files" if state.total else ""
        yield f"a run is going on: {state.stage}{of}"
    if state.last is None or state.ended_at is None:
        yield "no run has ended yet"
        return
    ago = time.time() - state.ended_at
    if state.last.error is not None:
        hint = f"; {state.last.error.hint}" if state.last.error.hint else ""
        yield visible_lines(f"the last run failed {ago:.0f} s ago: {state.last.error}{hint}")
        return
    yield f"up to date as of {ago:.0f} s ago; files are watched"
    stats = state.last.stats
    if stats is not None and stats.failed:
        yield f"{counted(len(stats.failed), 'file')} could not be read in the last run"


def _held(served: Served) -> list[str]:
    """Say what the index holds, or why that cannot be said: one that is only begun is empty."""
    try:
        with served.store() as store:
            counts = store.counts()
            told = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in counts.items())
            return [told, *served.remarks(store)]
    except MillerError as error:
        return [visible_lines(str(error))]


def _in_workspace(path: str, root: Path) -> str:
    """Give a path as the index has it; nothing outside of the workspace is answered about."""
    given = Path(path)
    if given.is_absolute():
        if not given.is_relative_to(root):
            raise WorkspaceError(f"the path is outside of the workspace: {path}")
        given = given.relative_to(root)
    parts: list[str] = []
    for part in PurePosixPath(given.as_posix()).parts:
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            raise WorkspaceError(f"the path is outside of the workspace: {path}")
    return "/".join(parts)


TOOLS = (
    Tool("search", arguments.Search, search),
    Tool("symbol", arguments.Symbol, symbol),
    Tool("references", arguments.References, references),
    Tool("callers", arguments.Callers, callers),
    Tool("callees", arguments.Callees, callees),
    Tool("implementations", arguments.Implementations, implementations),
    Tool("outline", arguments.Outline, outline),
    Tool("read_symbol", arguments.ReadSymbol, read_symbol),
    Tool("status", arguments.Status, status),
    Tool("reindex", arguments.Reindex, reindex, writes=True),
)
