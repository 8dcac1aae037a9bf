"""Sums answers up: the rows of the table, and the questions that went worst."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from tests.search_quality.arithmetic import interval
from tests.search_quality.asking import MODES
from tests.search_quality.question_lists import BY_HAND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from tests.search_quality.asking import Answer

    from miller.search import Mode

HEAD = [
    "questions",
    "number",
    *MODES,
    "hybrid to best other: nDCG",
    "hybrid to best other: MRR",
]


@dataclass(frozen=True)
class Row:
    """A line of the table: some of the questions."""

    title: str
    number: int
    #: nDCG, MRR and recall, by mode.
    means: dict[Mode, tuple[float, ...]]
    #: By how much hybrid is better than the better one of the others: mean, low and high end.
    gain_of_ndcg: tuple[float, float, float]
    gain_of_mrr: tuple[float, float, float]

    def cells(self) -> list[str]:
        """Give the line as text."""
        means = [" / ".join(map(_share, self.means[mode])) for mode in MODES]
        return [
            self.title,
            str(self.number),
            *means,
            _difference(*self.gain_of_ndcg),
            _difference(*self.gain_of_mrr),
        ]


def rows(answers: Sequence[Answer]) -> list[Row]:
    """Give the lines: all, the halves, packages and kinds by hand, and docstrings."""
    packages = sorted({answer.question.package for answer in answers})
    by_hand = [answer for answer in answers if answer.question.kind in BY_HAND]
    docstrings = [answer for answer in answers if answer.question.kind not in BY_HAND]
    groups = [
        ("**by hand, all**", by_hand),
        ("tuned on", [answer for answer in by_hand if not answer.question.is_held_out]),
        ("held out", [answer for answer in by_hand if answer.question.is_held_out]),
        ("in words", [answer for answer in by_hand if answer.question.kind == "questions"]),
        ("names", [answer for answer in by_hand if answer.question.kind == "names"]),
        *((package, _about(package, by_hand)) for package in packages),
        ("**docstrings, all**", docstrings),
        *((f"docstrings of {package}", _about(package, docstrings)) for package in packages),
    ]
    return [row(title, chosen) for title, chosen in groups if chosen]


def _about(package: str, answers: Sequence[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer.question.package == package]


def row(title: str, answers: Sequence[Answer]) -> Row:
    """Sum up answers of all modes to the same questions."""
    figures = {
        mode: np.array([answer.figures for answer in answers if answer.mode == mode])
        for mode in MODES
    }
    means = {mode: tuple(map(float, values.mean(axis=0))) for mode, values in figures.items()}
    number = len(figures["hybrid"])
    return Row(title, number, means, _gain(figures, 0), _gain(figures, 1))


def _gain(figures: dict[Mode, NDArray[np.float64]], which: int) -> tuple[float, float, float]:
    others = [figures[mode][:, which] for mode in MODES if mode != "hybrid"]
    differences = figures["hybrid"][:, which] - max(others, key=np.mean)
    return float(differences.mean()), *interval(differences.tolist())


def worst(answers: Sequence[Answer], number: int) -> list[Answer]:
    """Give the questions by hand that hybrid search answered worst."""
    asked = [each for each in answers if each.mode == "hybrid" and each.question.kind in BY_HAND]
    return sorted(asked, key=lambda each: (each.figures, each.question.text))[:number]


def milliseconds(answers: Sequence[Answer]) -> dict[Mode, float]:
    """Give the median time of an answer, by mode."""
    return {
        mode: 1_000 * median(each.seconds for each in answers if each.mode == mode)
        for mode in MODES
    }


def _share(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _difference(mean: float, low: float, high: float) -> str:
    return f"{mean:+.3f} ({low:+.3f} to {high:+.3f})"
