"""The thread that keeps the index fresh."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from mcp_types import TextContent

from miller.errors import InterruptedRunError
from miller.index import Index
from miller.mcp_server.freshness import Freshness
from miller.mcp_server.server import answer
from miller.mcp_server.tools import TOOLS, Served
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


def test_what_is_not_there_may_not_be_there_yet(workspace: Path) -> None:
    begun, release = threading.Event(), threading.Event()

    def make_scanner(progress: Progress) -> WorkspaceScanner:
        def told(stage: str, done: int, total: int) -> None:
            progress(stage, done, total)
            if done >= 3:
                begun.set()
                release.wait(60)

        small = {"flush_rows": 1, "chunk_size": 1}
        return WorkspaceScanner(workspace, embedder="none", progress=told, settings=small)

    freshness = Freshness(make_scanner)
    index = Index(freshness.root, freshness.folder)
    served = Served(freshness.root, freshness.folder, index, freshness)
    tools = {tool.name: tool for tool in TOOLS}

    def asked(tool: str, **arguments: str) -> str:
        content = answer(served, tools[tool], arguments).content[0]
        assert isinstance(content, TextContent)
        return content.text

    with freshness:
        try:
            assert begun.wait(60)
            part = "(the index is being made and has a part only: 3 of 5 files)"
            assert asked("symbol", name="none_such").splitlines()[-1] == part
            assert asked("outline", path="wide.py").splitlines()[-1] == part
            assert part in asked("search", query="long", mode="name")
        finally:
            release.set()
        freshness.run_again(60)
        assert "part only" not in asked("symbol", name="none_such")
