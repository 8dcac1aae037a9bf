"""The arithmetic, on cases computed by hand."""

from __future__ import annotations

import pytest
from tests.search_quality.arithmetic import gains, interval, ndcg, recall, reciprocal_rank


def test_a_symbol_has_its_grade_once() -> None:
    grades = {"write": 3, "flush": 1}
    assert gains(["open", "write", "write", "flush"], grades) == [0, 3, 0, 1]
    assert gains([], grades) == []
    assert grades == {"write": 3, "flush": 1}


@pytest.mark.parametrize(
    ("found", "grades", "expected"),
    [
        ([3], [3], 1.0),
        ([0, 3], [3], 0.630930),  # 1 / log2(3)
        ([0, 0, 3], [3], 0.5),  # 1 / log2(4)
        ([1, 3], [3, 1], 0.709810),  # (1 + 7 / log2(3)) / (7 + 1 / log2(3))
        ([3, 1], [1, 3], 1.0),
        ([2, 0, 2], [2, 2, 2], 0.703918),  # (3 + 3 / 2) / (3 + 3 / log2(3) + 3 / 2)
        ([0] * 10 + [3], [3], 0.0),  # the eleventh is not looked at
        ([3] * 10, [3] * 12, 1.0),  # no more than ten can be there
        ([], [3], 0.0),
    ],
)
def test_ndcg(found: list[int], grades: list[int], expected: float) -> None:
    assert ndcg(found, grades) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([3, 3], 1.0),
        ([0, 2, 3], 0.5),
        ([1, 1, 0, 2], 0.25),  # next to the answer is not the answer
        ([1], 0.0),
        ([0] * 10 + [3], 0.0),
        ([], 0.0),
    ],
)
def test_reciprocal_rank(found: list[int], expected: float) -> None:
    assert reciprocal_rank(found) == expected


@pytest.mark.parametrize(
    ("found", "grades", "expected"),
    [
        ([3, 0, 2], [3, 2, 2, 2, 1], 0.5),
        ([1, 1], [3, 1, 1], 0.0),
        ([3] * 10, [3] * 20, 1.0),
        ([0] * 10 + [3], [3], 0.0),
    ],
)
def test_recall(found: list[int], grades: list[int], expected: float) -> None:
    assert recall(found, grades) == expected


def test_the_interval_holds_the_mean_and_shrinks_with_more_questions() -> None:
    assert interval([0.25] * 7) == (0.25, 0.25)
    few, many = interval([0.0, 1.0] * 10), interval([0.0, 1.0] * 250)
    # Of a mean of n such draws, the standard error is 0.5 / sqrt(n); 95 % are 1.96 of them.
    assert few == pytest.approx((0.5 - 0.219, 0.5 + 0.219), abs=0.04)
    assert many == pytest.approx((0.5 - 0.0438, 0.5 + 0.0438), abs=0.004)
    assert interval([0.0, 1.0] * 10) == few
