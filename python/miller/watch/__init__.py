"""Keeping an index fresh while its workspace changes."""

from __future__ import annotations

from miller.watch.watcher import Round, Watcher

__all__ = ["Round", "Watcher"]
