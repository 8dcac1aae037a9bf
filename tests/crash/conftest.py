"""The workspaces that runs are killed over, each indexed once and copied from then on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from crash.killing import Contents, contents, copy_of
from crash.sources import change, write_before
from end_to_end.conftest import index
from failing_models import Failing

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True, scope="session")
def _clean_environment() -> None:
    for name in list(os.environ):
        if name.startswith("MILLER_"):
            del os.environ[name]


class Workspaces:
    """A workspace before and after a change, and what its index has then."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.before: dict[str, Contents] = {}
        self.after: dict[str, Contents] = {}
        for embedder in ("static", "none"):
            root = self.new(folder / embedder)
            index(root, embedder=embedder)
            self.before[embedder] = contents(root)
            later = self.new(folder / f"{embedder} later")
            change(later)
            index(later, embedder=embedder)
            self.after[embedder] = contents(later)

    @staticmethod
    def new(root: Path) -> Path:
        """Give the workspace as it was never indexed."""
        write_before(root)
        return root

    def indexed(self, root: Path, embedder: str = "static") -> Path:
        """Give the workspace with its index."""
        return copy_of(self._folder / embedder, root)

    def in_outbox(self, root: Path, route: str = "arrow") -> Path:
        """Give the workspace with its index, changed since and indexed without its model."""
        index(self.changed(root), route, embedder=Failing())
        return root

    def changed(self, root: Path, embedder: str = "static") -> Path:
        """Give the workspace with its index, changed since."""
        change(self.indexed(root, embedder))
        return root


@pytest.fixture(scope="session")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> Workspaces:
    return Workspaces(tmp_path_factory.mktemp("workspaces"))
