"""References across files: the pass that follows the writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miller import steps

if TYPE_CHECKING:
    from miller.miller_core import SQLiteStore
    from miller.report import IndexStats


def resolve_references(store: SQLiteStore, stats: IndexStats) -> None:
    """Find what uses mean that their own file leaves open, where that may have changed."""
    with stats.timed("resolve"):
        resolved = store.resolve()
    stats.references_resolved += resolved["identifiers"]
    steps.reached("references resolved")
