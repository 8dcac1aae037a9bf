"""A run that is killed at any moment, also in the middle of a step or of a single write."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from crash.killing import Run, commits_are_whole, has_tables, recovers

if TYPE_CHECKING:
    from pathlib import Path

    from crash.conftest import Workspaces
    from crash.killing import Contents

MODES = [
    (route, embedder, later)
    for later in (False, True)
    for embedder in ("static", "none")
    for route in ("arrow", "object")
]
QUICK = [("arrow", "static", False), ("object", "static", True)]


def _modes() -> list[object]:
    """Give each mode with the number of kills: one in the quick suite, the rest in the slow one."""
    quick = [pytest.param(mode, 1, id="-".join(map(str, mode))) for mode in QUICK]
    slow = pytest.mark.slow
    return quick + [pytest.param(m, 4, marks=slow, id="-".join(map(str, m)) + "-4") for m in MODES]


def _prepare(
    workspaces: Workspaces, root: Path, embedder: str, *, later: bool
) -> tuple[Contents, list[Contents]]:
    """Make a workspace; give what its index has in the end, and what a reader may see before."""
    if later:
        workspaces.changed(root, embedder)
        return workspaces.after[embedder], [workspaces.before[embedder]]
    workspaces.new(root)
    return workspaces.before[embedder], []


def _check(root: Path, run: Run, expected: Contents, seen: list[Contents]) -> None:
    if seen or has_tables(root):
        commits_are_whole(root, *seen, expected)
    recovers(root, run, expected)


@pytest.mark.parametrize(("mode", "kills"), _modes())
def test_moment_by_the_clock(
    workspaces: Workspaces,
    tmp_path: Path,
    record_property: pytest.RecordProperty,
    mode: tuple[str, str, bool],
    kills: int,
) -> None:
    route, embedder, later = mode
    seed = random.SystemRandom().getrandbits(32)
    record_property("seed", seed)
    moments = random.Random(seed)  # noqa: S311 -- no secret
    latest, attempt = 1.0, 0
    while kills:
        attempt += 1
        root = tmp_path / f"workspace {attempt}"
        expected, seen = _prepare(workspaces, root, embedder, later=later)
        run = Run(route, embedder)
        after = moments.uniform(0, latest)
        if run.is_killed(root, after=after):
            kills -= 1
        else:
            latest = after
        _check(root, run, expected, seen)


@pytest.mark.parametrize("kills", [1, pytest.param(6, marks=pytest.mark.slow)])
@pytest.mark.parametrize("route", ["arrow", "object"])
def test_moment_around_a_model_that_fails(
    workspaces: Workspaces,
    tmp_path: Path,
    record_property: pytest.RecordProperty,
    route: str,
    kills: int,
) -> None:
    """A run without its model is killed, and then one that makes up for it."""
    seed = random.SystemRandom().getrandbits(32)
    record_property("seed", seed)
    moments = random.Random(seed)  # noqa: S311 -- no secret
    expected, before = workspaces.after["static"], workspaces.before["static"]
    for attempt in range(kills):
        root = workspaces.changed(tmp_path / f"workspace {attempt}")
        Run(route, "failing").is_killed(root, after=moments.uniform(0, 1))
        commits_are_whole(root, before, expected)
        run = Run(route, parts=True)
        run.is_killed(root, after=moments.uniform(0, 1))
        commits_are_whole(root, before, expected)
        recovers(root, run, expected)


@pytest.mark.parametrize(("mode", "kills"), _modes())
def test_moment_in_the_middle_of_a_write(
    workspaces: Workspaces,
    tmp_path: Path,
    record_property: pytest.RecordProperty,
    mode: tuple[str, str, bool],
    kills: int,
) -> None:
    route, embedder, later = mode
    seed = random.SystemRandom().getrandbits(32)
    record_property("seed", seed)
    sizes = random.Random(seed)  # noqa: S311 -- no secret
    largest, attempt = 1 << 20, 0
    while kills:
        attempt += 1
        root = tmp_path / f"workspace {attempt}"
        expected, seen = _prepare(workspaces, root, embedder, later=later)
        size = sizes.randrange(4_096, largest)
        run = Run(route, embedder, size=size)
        if run.is_killed(root):
            kills -= 1
        else:
            largest = size
        _check(root, run, expected, seen)
