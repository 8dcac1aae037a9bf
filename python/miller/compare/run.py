"""The runs of a comparison: which, in what order, where, and what is kept of them."""

from __future__ import annotations

import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from miller import miller_core
from miller.compare.rows import Mismatch, differing_files, find_differences
from miller.compare.workspace import read_all, require_unchanged, take_snapshot
from miller.errors import WorkspaceError
from miller.index_folder import IndexFolder
from miller.measure import Figures, Request, measure, require_release_build
from miller.measure.machine import machine
from miller.workspace import workspace_root

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from miller.settings import Settings

    Progress: TypeAlias = Callable[[str, int, int], None]
    Measure: TypeAlias = Callable[[Request], Figures]

# Two indexes are on the disk at a time, each measured at 2.3 times the source, and a store needs
# some more while it writes.
_INDEX_OF_SOURCE = 7
_SPARE_BYTES = 100_000_000


@dataclass(frozen=True)
class Choices:
    """What to compare, and how often."""

    workspace: Path
    runs: int = 3
    """Timed runs of each route."""
    embedder: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def chosen(self) -> dict[str, Any]:
        """The settings that do not come from the environment or a file."""
        return {**self.settings, "embedder": self.embedder}


@dataclass(frozen=True)
class Turn:
    """One run: of a route, for its times or for counting what Python allocates."""

    number: int
    route: str
    timed: bool


@dataclass
class Comparison:
    """What a comparison has found out."""

    workspace: Path
    settings: Settings
    machine: dict[str, Any]
    turns: list[Turn]
    figures: list[Figures] = field(default_factory=list)
    """Those of each turn."""
    digests: list[dict[str, Any]] = field(default_factory=list)
    """Of the first run, by table: `table`, `files`, `rows`, `digest`."""
    mismatches: list[Mismatch] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        """Whether all runs gave the same rows."""
        return not self.mismatches

    @property
    def num_rows(self) -> int:
        """The rows of the first run in SQLite; vectors are no rows of their own."""
        return sum(row["rows"] for row in self.digests if row["table"] != "vectors")

    @property
    def embedder(self) -> str:
        """The embedding model, without options that may be private."""
        chosen = self.settings.embedder
        return chosen if isinstance(chosen, str) else str(chosen.get("provider"))

    def of(self, route: str, *, timed: bool) -> list[Figures]:
        """Give the figures of a route, of its timed runs or of the counting one."""
        pairs = zip(self.turns, self.figures, strict=True)
        return [figures for turn, figures in pairs if (turn.route, turn.timed) == (route, timed)]

    def to_dict(self) -> dict[str, Any]:
        """Give everything in values that JSON has."""
        pairs = zip(self.turns, self.figures, strict=True)
        return {
            "workspace": str(self.workspace),
            "settings": {**asdict(self.settings), "embedder": self.embedder},
            "machine": self.machine,
            "equal": self.equal,
            "rows": self.num_rows,
            "digests": self.digests,
            "mismatches": [
                {**asdict(mismatch), "between_routes": mismatch.between_routes}
                for mismatch in self.mismatches
            ],
            "runs": [{**asdict(turn), **figures.to_dict()} for turn, figures in pairs],
        }


def turns(runs: int) -> list[Turn]:
    """Give the runs in their order.

    One run of each route counts what Python allocates; its times do not count, since counting costs
    the object route about a twentieth. Then the timed runs take turns, each pair in the order
    opposite to that of the pair before: a machine that slows down steadily slows both alike when
    the pairs are even in number, and nearly so when they are odd.
    """
    order = [("object", False), ("arrow", False)]
    for pair in range(runs):
        routes = ("object", "arrow") if pair % 2 == 0 else ("arrow", "object")
        order.extend((route, True) for route in routes)
    return [Turn(number, route, timed) for number, (route, timed) in enumerate(order, 1)]


def compare(
    choices: Choices, *, progress: Progress | None = None, measure_run: Measure = measure
) -> Comparison:
    """Run both routes over a workspace and compare their rows.

    The indexes live in a temporary folder and are gone afterwards. `progress` is called with what
    is being done, how much of it is done, and how much there is. `measure_run` runs and measures.
    Raises `WorkspaceError` when the workspace changes meanwhile, `MeasureError` when a run fails.
    """
    require_release_build()
    progress = progress or (lambda _doing, _done, _total: None)
    root = workspace_root(choices.workspace)
    before = take_snapshot(root, choices.chosen)
    _require_room(root, before.source_bytes)
    comparison = Comparison(root, before.settings, machine(), turns(choices.runs))
    read = 0

    def advance(size: int) -> None:
        nonlocal read
        read += size
        progress("reading the files once", read, before.source_bytes)

    read_all(root, before, advance)
    with TemporaryDirectory(prefix="miller-compare-") as scratch:
        rows = _Rows(comparison)
        for turn in comparison.turns:
            doing = f"run {turn.number} of {len(comparison.turns)}: {turn.route} route"
            progress(doing, turn.number - 1, len(comparison.turns))
            place = Path(scratch, f"run-{turn.number}")
            place.mkdir()
            request = Request(
                workspace=root,
                index_dir=place / "index",
                route=turn.route,
                embedder=choices.embedder,
                settings=choices.settings,
                instrument="none" if turn.timed else "blocks",
                digests=place / "digests.arrow",
                scratch=place,
            )
            comparison.figures.append(measure_run(request))
            require_unchanged(before, take_snapshot(root, choices.chosen))
            rows.check(turn, request)
        progress("done", len(comparison.turns), len(comparison.turns))
    return comparison


class _Rows:
    """Compares the rows of every run with those of the first, and removes what is done with."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._first: tuple[str, Path, pa.Table] | None = None
        self._others: list[pa.Table] = []

    def check(self, turn: Turn, request: Request) -> None:
        digests = _read_digests(request)
        if self._first is None:
            self._first = turn.route, request.index_dir, digests
            self._comparison.digests = miller_core.combine_digests(digests).to_pylist()
            return
        first_route, first_index, expected = self._first
        files = differing_files(expected, digests)
        if files:
            self._add(turn, first_route, digests, files, (first_index, request.index_dir))
        shutil.rmtree(request.index_dir)

    def _add(
        self,
        turn: Turn,
        first_route: str,
        digests: pa.Table,
        files: dict[str, list[str]],
        indexes: tuple[Path, Path],
    ) -> None:
        mismatches = self._comparison.mismatches
        for mismatch, known in zip(mismatches, self._others, strict=True):
            if mismatch.second_route == turn.route and not differing_files(known, digests):
                mismatch.runs.append(turn.number)
                return
        ours, theirs = (IndexFolder(path) for path in indexes)
        found = find_differences(ours, theirs, files)
        mismatches.append(Mismatch(first_route, turn.route, [turn.number], files, found))
        self._others.append(digests)


def _read_digests(request: Request) -> pa.Table:
    with pa.OSFile(str(request.digests), "rb") as file:
        return pa.ipc.open_file(file).read_all()


def _require_room(root: Path, source_bytes: int) -> None:
    """Refuse a temporary folder within the workspace, and one that is too small."""
    temporary = Path(gettempdir())
    hint = "name another temporary folder in the environment variable TMPDIR"
    if temporary.resolve().is_relative_to(root.resolve()):
        raise WorkspaceError(
            f"the temporary folder lies within the workspace: {os.fspath(temporary)}", hint=hint
        )
    needed = _INDEX_OF_SOURCE * source_bytes + _SPARE_BYTES
    free = shutil.disk_usage(temporary).free
    if free < needed:
        raise WorkspaceError(
            f"the temporary folder may be too small: {os.fspath(temporary)} has "
            f"{free / 1e6:,.0f} MB free, the comparison needs about {needed / 1e6:,.0f} MB",
            hint=hint,
        )
