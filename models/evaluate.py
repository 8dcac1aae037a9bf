"""Judges models by packages that they have not seen: does a question find its symbol.

Of each language as many held-out pairs are taken; their symbols, without documentation, are what
is searched. Every model is judged alone and fused with full text.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from models import measures
from models.packages import LANGUAGES, TOOLS

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from models.measures import Ranking, Score
    from models.static import Vectors

    Embed = Callable[[list[str]], Vectors]

#: Questions of a language; of the transformer, which takes a thousand times as long, fewer.
QUESTIONS = 2_000
QUESTIONS_OF_TRANSFORMER = 500

FULL_TEXT = "full text"


@dataclass(frozen=True)
class HeldOut:
    """The held-out pairs of one language, and what full text makes of them."""

    language: str
    questions: list[str]
    texts: list[str]
    full_text: Ranking

    @classmethod
    def of(cls, pairs: pa.Table, language: str, most: int) -> HeldOut:
        """Take at most so many pairs, of all packages alike."""
        wanted = pc.and_(pairs["held_out"], pc.equal(pairs["language"], language))
        held_out = pairs.filter(wanted)
        rows = _dealt(held_out["package"].to_pylist(), most)
        questions = [held_out["question"][row].as_py() for row in rows]
        texts = [held_out["bare"][row].as_py() for row in rows]
        return cls(language, questions, texts, measures.by_full_text(questions, texts))

    def scores(self, embed: Embed) -> tuple[Score, Score]:
        """Score a model alone and fused."""
        alone = measures.by_vectors(embed(self.questions), embed(self.texts))
        return measures.score(alone), measures.score(measures.fused(alone, self.full_text))


def table(pairs: pa.Table, most: int, models: dict[str, Embed]) -> str:
    """Judge models on every language, and write what comes out as a table."""
    names = [FULL_TEXT, *(f"{name}{fused}" for name in models for fused in ("", ", fused"))]
    lines = [
        f"| | questions | {' | '.join(names)} |",
        "|---|---|" + "---|" * len(names),
    ]
    sums = np.zeros((len(names), 2))
    for language in LANGUAGES:
        held_out = HeldOut.of(pairs, language, most)
        scores = [measures.score(held_out.full_text)]
        for embed in models.values():
            scores += held_out.scores(embed)
        sums += [(score.reciprocal_rank, score.recall) for score in scores]
        cells = " | ".join(map(str, scores))
        lines.append(f"| {language} | {len(held_out.questions)} | {cells} |")
    means = [measures.Score(*row) for row in sums / len(LANGUAGES)]
    lines.append(f"| all | | {' | '.join(map(str, means))} |")
    return "\n".join(lines)


def remembered(embed: Embed) -> Embed:
    """Keep what a slow model has made, so that it is asked once for each list of texts."""

    def kept(texts: list[str]) -> Vectors:
        digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
        path = TOOLS / "transformer" / f"{digest}.npy"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            np.save(path, embed(texts))
        made: Vectors = np.load(path)
        return made

    return kept


def _dealt(packages: list[str], most: int) -> list[int]:
    """Choose rows from all packages in turn, in an order that is mixed and always the same."""
    order = np.random.default_rng(7).permutation(len(packages)).tolist()
    turns: dict[str, int] = {}
    keyed = []
    for row in order:
        turn = turns.get(packages[row], 0)
        turns[packages[row]] = turn + 1
        keyed.append((turn, row))
    return [row for _, row in sorted(keyed)[:most]]
