"""A watcher at work in a thread."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

import miller
from miller import WorkspaceScanner
from miller.errors import StoreError
from miller.watch import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from miller.watch import Round

# Machines are shared and slow at times: what takes a tenth of a second has this long.
PATIENCE = 60.0


class Watched:
    """A workspace that is watched, and the rounds so far."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.rounds: list[Round] = []
        self.watcher = Watcher(lambda: WorkspaceScanner(root, embedder="none"))
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def start(self) -> None:
        self._thread.start()
        self.wait(lambda: len(self.rounds) >= 2)

    def stop(self) -> float:
        """Stop, and give the seconds that this took."""
        started = time.monotonic()
        self._stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        return time.monotonic() - started

    def functions(self) -> set[str]:
        try:
            with miller.open(self.root) as index:
                return {symbol.name for symbol in index.symbols(kind="function")}
        except StoreError as error:
            if "has only begun to make it" not in str(error):
                raise
            return set()

    def wait_for(self, *names: str) -> None:
        """Wait until the index has these functions, and no others."""
        wanted = set(names)
        self.wait(lambda: (self.root / ".miller/index.db").exists() and self.functions() == wanted)

    def wait(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, [(one.stats, one.error) for one in self.rounds]
            time.sleep(0.02)

    def _watch(self) -> None:
        for found in self.watcher.rounds(self._stop):
            self.rounds.append(found)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "a.py").write_text("def first(): ...\n")
    one = Watched(root)
    one.start()
    yield one
    one.stop()
