"""The thread that keeps the index fresh."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from miller.errors import InterruptedRunError
from miller.mcp_server.freshness import Freshness
from miller.scanner import WorkspaceScanner

if TYPE_CHECKING:
    from pathlib import Path

    from miller.pipeline import Progress


def test_a_run_that_nobody_waits_for_any_more_is_left(workspace: Path) -> None:
    begun, left = threading.Event(), threading.Event()

    def make_scanner(progress: Progress) -> WorkspaceScanner:
        def told(stage: str, done: int, total: int) -> None:
            if stage == "index":
                begun.set()
                left.wait(60)
            progress(stage, done, total)

        return WorkspaceScanner(workspace, embedder="none", progress=told)

    freshness = Freshness(make_scanner)
    with freshness:
        assert begun.wait(60)
        threading.Timer(0.5, left.set).start()
    last = freshness.state.last
    assert last is not None
    assert isinstance(last.error, InterruptedRunError)
    stats = WorkspaceScanner(workspace, embedder="none").index_workspace()
    assert stats.files_indexed + stats.files_unchanged == stats.files_found > 0
