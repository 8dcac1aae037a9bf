"""What the measurements share: the corpus, the runs, and the report at the end."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from miller import miller_core
from perf.budgets import judge, read_budgets
from perf.corpus import workspaces
from perf.series import Series

if TYPE_CHECKING:
    from perf.budgets import Budget

RESULTS = Path(__file__).parent / "results"
_SERIES = pytest.StashKey[Series]()


@pytest.fixture(scope="session", autouse=True)
def _environment() -> None:
    """Leave out settings of the one who measures; refuse a build that tells nothing."""
    if not miller_core._optimised:
        pytest.exit("a debug build measures nothing: build Miller with --release", returncode=2)
    for name in [name for name in os.environ if name.startswith("MILLER_")]:
        del os.environ[name]


@pytest.fixture(scope="session")
def series(request: pytest.FixtureRequest) -> Series:
    """All runs of this session."""
    folder = RESULTS / datetime.now(timezone.utc).strftime("%Y-%m-%d-%H%M%S")
    folder.mkdir(parents=True)
    made = Series(workspaces(), folder / "runs.jsonl")
    request.config.stash[_SERIES] = made
    return made


@pytest.fixture(scope="session")
def budgets() -> dict[str, Budget]:
    """Read `budgets.toml`."""
    return read_budgets()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Show the table, and write pictures and page."""
    series = config.stash.get(_SERIES, None)
    if series is None or not series.records or series.file is None:
        return
    from perf import report

    verdicts = judge(read_budgets(), series.records)
    terminalreporter.section("routes")
    for line in report.text(series, verdicts):
        terminalreporter.write_line(line)
    page = report.write(series, verdicts, series.file.parent)
    terminalreporter.write_line(f"figures of each run: {series.file}")
    terminalreporter.write_line(f"charts: {page}")
