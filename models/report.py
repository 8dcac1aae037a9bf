"""Writes `report.md`: what the model was trained on, and how it compares."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from models import evaluate
from models.packages import LANGUAGES

if TYPE_CHECKING:
    import pyarrow as pa

    from models.evaluate import Embed

_TEXT = """\
# What the model can do

Written by `python -m models evaluate`; [README.md](README.md) says how the model is made.

Questions are the first sentences of documentation comments of packages that were not trained on.
They are to find the symbol that they document among those of the same row, whose documentation is
left out of the text. Each cell: mean reciprocal rank / recall, both within ten results. "Fused" is
with full text (SQLite FTS5 with stems, any word counts), by reciprocal rank.

{static}

With the transformer, which embeds some thirty symbols a second where the others embed 100,000, on
fewer questions and as many symbols:

{transformer}

## Pairs

{pairs}
"""


def document(pairs: pa.Table, static: dict[str, Embed], every: dict[str, Embed]) -> str:
    """Judge the models and write the report."""
    return _TEXT.format(
        static=evaluate.table(pairs, evaluate.QUESTIONS, static),
        transformer=evaluate.table(pairs, evaluate.QUESTIONS_OF_TRANSFORMER, every),
        pairs=_counts(pairs),
    )


def _counts(pairs: pa.Table) -> str:
    counts: Counter[tuple[str, bool]] = Counter()
    packages: dict[tuple[str, bool], set[str]] = {}
    columns = (pairs[name].to_pylist() for name in ("language", "held_out", "package"))
    for language, held_out, package in zip(*columns, strict=True):
        counts[language, held_out] += 1
        packages.setdefault((language, held_out), set()).add(package)
    lines = ["| | trained on | of packages | held out | of packages |", "|---|---|---|---|---|"]
    for language in LANGUAGES:
        cells = [
            f"{number:,}"
            for side in ((language, False), (language, True))
            for number in (counts[side], len(packages.get(side, ())))
        ]
        lines.append(f"| {language} | {' | '.join(cells)} |")
    return "\n".join(lines)
