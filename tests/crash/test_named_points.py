"""A run that is killed between two steps leaves an index that readers and the next run trust."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from crash.killing import Run, commits_are_whole, contents, has_tables, recovers
from crash.test_outbox import OUTBOX_RUN
from miller import SQLiteStore, VectorStore, steps, unfinished_run
from miller.errors import StoreError
from miller.index_check import note_as_left
from miller.index_folder import IndexFolder
from miller.state import VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from crash.conftest import Workspaces

# A point and how often it is passed before the process dies at it.
FIRST_RUN = [
    ("workspace recorded", 1),
    ("begin recorded", 1),
    ("vector folder made", 1),
    ("vector folder filled", 1),
    ("vector folder marked", 1),
    ("vector folder recorded", 1),
    ("bulk load begun", 1),
    ("flush begun", 2),
    ("vectors written", 1),
    ("vectors written", 3),
    ("rows written", 2),
    ("flush committed", 1),
    ("flush committed", 3),
    ("bulk load ends", 1),
    ("references resolved", 1),
    ("index built", 5),
    ("bulk load ended", 1),
    ("files written", 1),
    ("run recorded", 1),
    ("text index built", 1),
    ("fragments joined", 1),
    ("joined version recorded", 1),
    ("old versions removed", 1),
]
LATER_RUN = [
    ("vectors of deleted files removed", 1),
    ("deleted files committed", 1),
    ("begin recorded", 1),
    ("stamps renewed", 1),
    ("old vectors removed", 1),
    ("old vectors removed", 2),
    ("vectors written", 1),
    ("vectors written", 2),
    ("rows written", 2),
    ("flush committed", 1),
    ("flush committed", 2),
    ("files written", 1),
    ("references resolved", 1),
    ("run recorded", 1),
    ("text index built", 1),
    ("fragments joined", 1),
    ("joined version recorded", 1),
    ("old versions removed", 1),
]
# From here on, all files are as they are in the workspace.
ENDED = {
    "run recorded",
    "text index built",
    "text index recorded",
    "vector index built",
    "vector index recorded",
    "pieces joined",
    "joined pieces recorded",
    "fragments joined",
    "joined version recorded",
    "old versions removed",
}
# At the end of a run of either kind.
BY_PIECES = [
    "pieces joined",
    "joined pieces recorded",
    "text index built",
    "text index recorded",
    "vector index built",
    "vector index recorded",
]
ONLY_OBJECTS = {"rows written", "index built"}
ONLY_VECTORS = {
    "vector folder made",
    "vector folder filled",
    "vector folder marked",
    "vector folder recorded",
    "old vectors removed",
    "text index built",
    "fragments joined",
    "joined version recorded",
    "old versions removed",
}


def _runs(points: list[tuple[str, int]]) -> list[object]:
    """Give the runs of all routes with and without vectors; all but one a point are slow."""
    runs: list[object] = []
    for number, (point, occurrence) in enumerate(points):
        routes = ["object"] if point in ONLY_OBJECTS else ["arrow", "object"]
        embedders = ["static"] if point in ONLY_VECTORS else ["static", "none"]
        choices = [(route, embedder) for embedder in embedders for route in routes]
        # Each second time the other route; without vectors where a point has them as a choice.
        quick = choices[number % len(choices)] if number % 2 == 0 else None
        for route, embedder in choices:
            run = Run(route, embedder, point, occurrence)
            marks = () if (route, embedder) == quick else (pytest.mark.slow,)
            name = f"{point} {occurrence}-{route}-{embedder}".replace(" ", "_")
            runs.append(pytest.param(run, marks=marks, id=name))
    return runs


def is_said_to_be_unfinished(root: Path) -> tuple[bool, ...]:
    """Say whether it is a first run that an index is told not to have ended, if any."""
    found = unfinished_run(root)
    return () if found is None else (found.is_first,)


@pytest.mark.parametrize("run", _runs(FIRST_RUN))
def test_first_run(workspaces: Workspaces, tmp_path: Path, run: Run) -> None:
    root = workspaces.new(tmp_path / "workspace")
    assert run.is_killed(root)
    expected = workspaces.before[run.embedder]
    assert is_said_to_be_unfinished(root) == ((True,) if run.point not in ENDED else ())
    commits_are_whole(root, expected)
    recovers(root, run, expected)


@pytest.mark.parametrize("run", _runs(LATER_RUN))
def test_later_run(workspaces: Workspaces, tmp_path: Path, run: Run) -> None:
    root = workspaces.changed(tmp_path / "workspace", run.embedder)
    assert run.is_killed(root)
    expected = workspaces.after[run.embedder]
    assert is_said_to_be_unfinished(root) == ((False,) if run.point not in ENDED else ())
    commits_are_whole(root, workspaces.before[run.embedder], expected)
    recovers(root, run, expected)


@pytest.mark.parametrize("point", BY_PIECES)
@pytest.mark.parametrize(
    ("route", "is_first"),
    [
        ("arrow", True),
        ("arrow", False),
        pytest.param("object", True, marks=pytest.mark.slow),
        pytest.param("object", False, marks=pytest.mark.slow),
    ],
)
def test_upkeep_by_pieces(
    workspaces: Workspaces, tmp_path: Path, point: str, route: str, *, is_first: bool
) -> None:
    folder = tmp_path / "workspace"
    root = workspaces.new(folder) if is_first else workspaces.changed(folder)
    expected = (workspaces.before if is_first else workspaces.after)["static"]
    assert Run(route, point=point, upkeep="by pieces").is_killed(root)
    contents(root).assert_equal(expected)
    recovers(root, Run(route), expected)


@pytest.mark.parametrize(
    ("point", "route"),
    [
        ("vectors written", "arrow"),
        pytest.param("vectors of deleted files removed", "object", marks=pytest.mark.slow),
        pytest.param("rows written", "object", marks=pytest.mark.slow),
        pytest.param("flush committed", "arrow", marks=pytest.mark.slow),
    ],
)
def test_change_is_taken_back_after_the_kill(
    workspaces: Workspaces, tmp_path: Path, point: str, route: str
) -> None:
    """Nothing of the killed run is written again, so that what it left cannot hide."""
    root = workspaces.changed(tmp_path / "workspace")
    run = Run(route, point=point)
    assert run.is_killed(root)
    for path in root.iterdir():
        if path.is_dir() and path.name != ".miller":
            shutil.rmtree(path)
    workspaces.new(root)
    recovers(root, run, workspaces.before["static"])


@pytest.mark.parametrize(
    ("point", "route"),
    [
        ("vectors written", "arrow"),
        pytest.param("rows written", "object", marks=pytest.mark.slow),
        pytest.param("fragments joined", "object", marks=pytest.mark.slow),
    ],
)
def test_killed_again_while_repairing(
    workspaces: Workspaces, tmp_path: Path, point: str, route: str
) -> None:
    root = workspaces.changed(tmp_path / "workspace")
    assert Run(route, point=point, occurrence=1).is_killed(root)
    before = contents(root)
    for _ in range(2):
        assert Run(route, point="version restored").is_killed(root)
        contents(root).assert_equal(before)
    recovers(root, Run(route), workspaces.after["static"])


def test_killed_before_emptying_the_index(workspaces: Workspaces, tmp_path: Path) -> None:
    root = workspaces.changed(tmp_path / "workspace")
    run = Run(point="all vectors marked", rebuild=True)
    assert run.is_killed(root)
    contents(root).assert_equal(workspaces.before["static"])
    # The vectors stay on record, and that somebody has marked them is no reason to remove them.
    recovers(root, run, workspaces.after["static"])


def test_killed_after_emptying_the_index(workspaces: Workspaces, tmp_path: Path) -> None:
    root = workspaces.changed(tmp_path / "workspace")
    run = Run(point="index emptied", rebuild=True)
    assert run.is_killed(root)
    assert not has_tables(root)
    assert (root / ".miller/vectors-1").is_dir()
    recovers(root, run, workspaces.after["static"])


@pytest.mark.parametrize(
    "point",
    [
        pytest.param("vector folder made", marks=pytest.mark.slow),
        pytest.param("vector folder filled", marks=pytest.mark.slow),
        "vector folder marked",
        pytest.param("vector folder recorded", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("lost", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_killed_while_making_all_vectors_anew(
    workspaces: Workspaces, tmp_path: Path, point: str, *, lost: bool
) -> None:
    root = workspaces.indexed(tmp_path / "workspace", "static" if lost else "none")
    if lost:
        shutil.rmtree(root / ".miller/vectors-1")
    run = Run(point=point)
    assert run.is_killed(root)
    recovers(root, run, workspaces.before["static"])


def test_killed_when_new_vectors_come_to_the_version_on_record(
    workspaces: Workspaces, tmp_path: Path
) -> None:
    root = workspaces.indexed(tmp_path / "workspace")
    with SQLiteStore(root / ".miller/index.db", read_only=True) as store:
        recorded = int(store.get_state()[VERSION])
    shutil.rmtree(root / ".miller/vectors-1")
    # The empty table is version 1, and each file with symbols makes another.
    run = Run(point="part of the vectors made", occurrence=recorded - 1, parts=True)
    assert run.is_killed(root)
    (left,) = (root / ".miller").glob("vectors-*")
    with VectorStore(left, 256) as vectors:
        assert vectors.version == recorded
        assert 0 < len(vectors) < workspaces.before["static"].tables["symbols"].num_rows
    with pytest.raises(StoreError, match="there is no vector store"):
        contents(root)
    # The next run does not count on what it finds, even if nothing made it look closer.
    note_as_left(IndexFolder(root / ".miller"))
    recovers(root, run, workspaces.before["static"])


@pytest.mark.slow
@pytest.mark.parametrize("route", ["arrow", "object"])
def test_killed_after_giving_vectors_up(workspaces: Workspaces, tmp_path: Path, route: str) -> None:
    root = workspaces.changed(tmp_path / "workspace", "static")
    run = Run(route, "none", "vectors given up")
    assert run.is_killed(root)
    commits_are_whole(root, workspaces.before["none"])
    recovers(root, run, workspaces.after["none"])


def test_every_point_is_tested() -> None:
    special = {
        "part of the vectors made",
        "version restored",
        "all vectors marked",
        "index emptied",
        "vectors given up",
        *(point for point, _ in OUTBOX_RUN),
        *BY_PIECES,
        "free pages left out",
        "lack of vectors recorded",
    }
    assert {point for point, _ in FIRST_RUN + LATER_RUN} | special == set(steps.POINTS)
