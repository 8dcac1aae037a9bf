"""Comparing the routes over a workspace: the same rows or the differences, and what each costs.

`run` starts the runs, `rows` compares what they wrote, `summary` puts the figures side by side and
says in a sentence what they mean, `page` draws them. `docs/compare.md` explains what is measured.
"""

from __future__ import annotations

from miller.compare.run import Choices, Comparison, Turn, compare

__all__ = ["Choices", "Comparison", "Turn", "compare"]
