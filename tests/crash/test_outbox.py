"""Runs without their model, and runs that make up for them, are killed like all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crash.killing import Run, commits_are_whole, contents, recovers

if TYPE_CHECKING:
    from pathlib import Path

    from crash.conftest import Workspaces

# A point and how often it is passed before the process dies at it.
OUTBOX_RUN = [
    ("way for vectors of the outbox made", 1),
    ("way for vectors of the outbox made", 3),
    ("vectors of the outbox written", 1),
    ("vectors of the outbox written", 3),
    ("vectors of the outbox committed", 1),
    ("vectors of the outbox committed", 3),
]
FAILING_RUN = [
    ("old vectors removed", 1),
    ("vectors written", 2),
    ("flush committed", 1),
    ("flush committed", 2),
    ("files written", 1),
    ("joined version recorded", 1),
]


def _routes(points: list[tuple[str, int]]) -> list[object]:
    """Give each point by both routes; all but one a point are slow."""
    return [
        pytest.param(
            point,
            occurrence,
            route,
            marks=() if number % 2 == is_object else (pytest.mark.slow,),
            id=f"{point} {occurrence}-{route}".replace(" ", "_"),
        )
        for number, (point, occurrence) in enumerate(points)
        for is_object, route in enumerate(("arrow", "object"))
    ]


@pytest.mark.parametrize(("point", "occurrence", "route"), _routes(OUTBOX_RUN))
def test_killed_while_vectors_are_made_up_for(
    workspaces: Workspaces, tmp_path: Path, point: str, occurrence: int, route: str
) -> None:
    root = workspaces.in_outbox(tmp_path / "workspace", route)
    expected = workspaces.after["static"]
    before = contents(root).outstanding
    run = Run(route, point=point, occurrence=occurrence, parts=True)
    assert run.is_killed(root)
    commits_are_whole(root, expected)
    # Each part is a commit of its own.
    made = occurrence if point == "vectors of the outbox committed" else occurrence - 1
    assert contents(root).outstanding < before or not made
    assert len(before - contents(root).outstanding) == made
    recovers(root, run, expected)


@pytest.mark.parametrize(("point", "occurrence", "route"), _routes(FAILING_RUN))
def test_killed_in_a_run_without_its_model(
    workspaces: Workspaces, tmp_path: Path, point: str, occurrence: int, route: str
) -> None:
    root = workspaces.changed(tmp_path / "workspace")
    expected = workspaces.after["static"]
    assert Run(route, "failing", point, occurrence).is_killed(root)
    commits_are_whole(root, workspaces.before["static"], expected)
    # The next one has no model either.
    assert not Run(route, "failing").is_killed(root)
    commits_are_whole(root, expected)
    assert contents(root).outstanding
    recovers(root, Run(route), expected)


@pytest.mark.parametrize(
    "point", ["flush committed", pytest.param("vectors written", marks=pytest.mark.slow)]
)
def test_killed_in_a_first_run_without_its_model(
    workspaces: Workspaces, tmp_path: Path, point: str
) -> None:
    root = workspaces.new(tmp_path / "workspace")
    assert Run("object", "failing", point, 2).is_killed(root)
    commits_are_whole(root, workspaces.before["static"])
    recovers(root, Run(), workspaces.before["static"])


@pytest.mark.parametrize(
    "point",
    ["vector folder recorded", pytest.param("vector folder filled", marks=pytest.mark.slow)],
)
def test_killed_when_the_model_has_made_a_part_of_all_vectors(
    workspaces: Workspaces, tmp_path: Path, point: str
) -> None:
    root = workspaces.indexed(tmp_path / "workspace", "none")
    assert Run("arrow", "partly", point, parts=True).is_killed(root)
    if point == "vector folder recorded":
        commits_are_whole(root, workspaces.before["static"])
        assert 0 < len(contents(root).outstanding) < len(workspaces.before["static"].by_file())
    recovers(root, Run(), workspaces.before["static"])


@pytest.mark.parametrize("later", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_killed_when_the_model_cannot_be_opened(
    workspaces: Workspaces, tmp_path: Path, *, later: bool
) -> None:
    root = tmp_path / "workspace"
    root = workspaces.indexed(root, "none") if later else workspaces.new(root)
    assert Run("arrow", "away", "lack of vectors recorded").is_killed(root)
    commits_are_whole(root, workspaces.before["static"])
    assert bool(contents(root).outstanding) == later
    assert not Run("arrow", "away").is_killed(root)
    assert contents(root).outstanding
    recovers(root, Run(), workspaces.before["static"])
