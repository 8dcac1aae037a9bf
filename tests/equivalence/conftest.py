"""What all proofs share: clean settings, the amount of generated input, and a workspace.

`MILLER_EXAMPLES=10` makes ten times as many examples; `--hypothesis-profile=deep` makes twenty
times as many and others at each run.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings

from equivalence.fixtures import all_fixtures
from equivalence.workspaces import write

if TYPE_CHECKING:
    from pathlib import Path

_UNIT = 100 * int(os.environ.get("MILLER_EXAMPLES", "1"))
_COMMON = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    # Explaining which parts of a failing history do not matter takes minutes.
    phases=set(Phase) - {Phase.explain},
)

# The gate sees the same examples at each run: what fails in CI fails on the desk.
settings.register_profile("gate", _COMMON, max_examples=_UNIT, derandomize=True)
settings.register_profile("deep", _COMMON, max_examples=20 * _UNIT)
if settings.get_current_profile_name() not in {"gate", "deep"}:
    settings.load_profile("gate")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("MILLER_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def fixture_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of the fixtures of all languages. No test may change it."""
    root = tmp_path_factory.mktemp("fixtures")
    write(root, all_fixtures())
    return root
