"""Ranks the right symbols for questions: by vectors, by full text, and by both together."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from models.static import Vectors

    Ranking = list[NDArray[np.int64]]

#: Results that are looked at.
DEPTH = 10
#: Results of each list that are fused, and the constant of reciprocal rank as in `miller.ranking`.
_FUSED = 100
_RANK_OFFSET = 20


@dataclass(frozen=True)
class Score:
    """How well questions are answered."""

    reciprocal_rank: float
    recall: float

    def __str__(self) -> str:
        return f"{self.reciprocal_rank:.3f} / {self.recall:.3f}".replace("0.", ".")


def by_vectors(asked: Vectors, symbols: Vectors) -> Ranking:
    """Rank symbols by the cosine of their vectors."""
    return [np.argsort(-(symbols @ vector), kind="stable")[:_FUSED] for vector in asked]


def by_full_text(questions: list[str], texts: list[str]) -> Ranking:
    """Rank symbols by SQLite's full text search: any word counts, reduced to its stem."""
    ranking: Ranking = []
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize='porter')")
        database.executemany("INSERT INTO texts VALUES (?)", ((text,) for text in texts))
        for question in questions:
            words = " OR ".join(f'"{word}"' for word in question.split())
            found = database.execute(
                "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (words, _FUSED)
            ).fetchall()
            ranking.append(np.array([row - 1 for (row,) in found], np.int64))
    return ranking


def fused(one: Ranking, other: Ranking) -> Ranking:
    """Fuse two lists by reciprocal rank."""
    ranking: Ranking = []
    for lists in zip(one, other, strict=True):
        scores: dict[int, float] = {}
        for found in lists:
            for rank, row in enumerate(found.tolist(), 1):
                scores[row] = scores.get(row, 0.0) + 1 / (_RANK_OFFSET + rank)
        best = sorted(scores, key=lambda row: (-scores[row], row))[:DEPTH]
        ranking.append(np.array(best, np.int64))
    return ranking


def score(ranking: Ranking) -> Score:
    """Score the answers: the first question's is the first symbol, and so on."""
    ranks = [
        next((at for at, row in enumerate(found[:DEPTH].tolist(), 1) if row == right), 0)
        for right, found in enumerate(ranking)
    ]
    return Score(
        float(np.mean([1 / rank if rank else 0.0 for rank in ranks])),
        float(np.mean([rank > 0 for rank in ranks])),
    )
