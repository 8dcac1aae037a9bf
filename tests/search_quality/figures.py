"""Sums answers up: the rows of the table, and the questions that went worst."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from tests.search_quality.arithmetic import interval
from tests.search_quality.asking import MODES
from tests.search_quality.questions import BY_HAND

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.search_quality.asking import Answer

HEAD = [
    "questions",
    "number",
    *MODES,
    "hybrid − best other: nDCG",
    "hybrid − best other: MRR",
]


@dataclass(frozen=True)
class Row:
    """A line of the table: some of the questions."""

    title: str
    number: int
    #: nDCG, MRR and recall, by mode.
    means: dict[str, tuple[float, ...]]
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
    groups: list[tuple[str, Sequence[Answer], Callable[[Answer], bool]]] = [
        ("**by hand, all**", by_hand, lambda _: True),
        ("tuned on", by_hand, lambda answer: not answer.question.is_held_out),
        ("held out", by_hand, lambda answer: answer.question.is_held_out),
        ("in words", by_hand, lambda answer: answer.question.kind == "questions"),
        ("names", by_hand, lambda answer: answer.question.kind == "names"),
        *(
            (package, by_hand, lambda answer, name=package: answer.question.package == name)  # type: ignore[misc]
            for package in packages
        ),
        ("**docstrings, all**", answers, lambda answer: answer.question.kind == "docstrings"),
        *(
            (
                f"docstrings of {package}",
                answers,
                lambda answer, name=package: (  # type: ignore[misc]
                    (answer.question.package, answer.question.kind) == (name, "docstrings")
                ),
            )
            for package in packages
        ),
    ]
    chosen = [(title, list(filter(wanted, those))) for title, those, wanted in groups]
    return [row(title, those) for title, those in chosen if those]


def row(title: str, answers: Sequence[Answer]) -> Row:
    """Sum up answers of all modes to the same questions."""
    figures = {
        mode: np.array([answer.figures for answer in answers if answer.mode == mode])
        for mode in MODES
    }
    means = {mode: tuple(map(float, values.mean(axis=0))) for mode, values in figures.items()}
    number = len(figures["hybrid"])
    return Row(title, number, means, _gain(figures, 0), _gain(figures, 1))


def _gain(figures: dict[str, np.ndarray], which: int) -> tuple[float, float, float]:
    others = [figures[mode][:, which] for mode in MODES if mode != "hybrid"]
    differences = figures["hybrid"][:, which] - max(others, key=np.mean)
    return float(differences.mean()), *interval(differences.tolist())


def worst(answers: Sequence[Answer], number: int) -> list[Answer]:
    """Give the questions by hand that hybrid search answered worst."""
    asked = [each for each in answers if each.mode == "hybrid" and each.question.kind in BY_HAND]
    return sorted(asked, key=lambda each: (each.figures, each.question.text))[:number]


def milliseconds(answers: Sequence[Answer]) -> dict[str, float]:
    """Give the median time of an answer, by mode."""
    return {
        mode: 1_000 * median(each.seconds for each in answers if each.mode == mode)
        for mode in MODES
    }


def _share(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _difference(mean: float, low: float, high: float) -> str:
    return f"{mean:+.3f} ({low:+.3f} to {high:+.3f})"
