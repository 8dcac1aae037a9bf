"""The figures of one answer list and of many: nDCG, reciprocal rank, recall, and how sure they are.

An answer list is the list of its gains: the grade of the hit at each rank, 0 where it is no answer.
There are no ties to break: search gives equals in a fixed order, and that is what people see.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CUTOFF = 10

# A hit of grade 1 is next to the answer, and not yet one.
LEAST_ANSWER = 2

_Symbol = TypeVar("_Symbol")

RESAMPLES = 10_000
_SEED = 20_261_123


def gains(hits: Sequence[_Symbol], grades: Mapping[_Symbol, int]) -> list[int]:
    """Give the grade of each hit. One that was there before, as an overload is, has none."""
    left = dict(grades)
    return [left.pop(hit, 0) for hit in hits]


def ndcg(found: Sequence[int], grades: Sequence[int]) -> float:
    """Give the discounted gain of the first ten hits as a share of the best possible one.

    A hit of grade g counts 2^g - 1: one of grade 3 counts 7, of grade 2 counts 3, of grade 1 counts
    1. At rank r, that is divided by log2(r + 1).
    """
    return _discounted(found) / _discounted(sorted(grades, reverse=True))


def _discounted(found: Sequence[int]) -> float:
    first = enumerate(found[:CUTOFF], start=1)
    return math.fsum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in first)


def reciprocal_rank(found: Sequence[int]) -> float:
    """Give one divided by the rank of the first answer, or 0 when the first ten have none."""
    for rank, grade in enumerate(found[:CUTOFF], start=1):
        if grade >= LEAST_ANSWER:
            return 1 / rank
    return 0.0


def recall(found: Sequence[int], grades: Sequence[int]) -> float:
    """Give the share of the answers that are among the first ten hits."""
    answers = sum(grade >= LEAST_ANSWER for grade in grades)
    there = sum(grade >= LEAST_ANSWER for grade in found[:CUTOFF])
    return there / min(answers, CUTOFF)


def interval(differences: Sequence[float]) -> tuple[float, float]:
    """Give the bootstrap interval of 95 % of a mean: drawn again and again, with replacement.

    The draws are the same in each run.
    """
    values = np.asarray(differences, dtype=np.float64)
    generator = np.random.default_rng(_SEED)
    drawn = generator.integers(0, len(values), size=(RESAMPLES, len(values)))
    low, high = np.quantile(values[drawn].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)
