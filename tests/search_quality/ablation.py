"""Measures what each part of the ranking is worth: asks again with another number in its place."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from tests.search_quality.arithmetic import interval
from tests.search_quality.question_lists import BY_HAND

from miller import ranking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.search_quality.asking import Answer

HEAD = ["changed", "by hand: nDCG", "of it tuned on", "of it held out", "docstrings: nDCG"]


@dataclass(frozen=True)
class Change:
    """A constant of the ranking and the number that takes its effect away, or another one."""

    title: str
    constant: str
    value: float


CHANGES = (
    Change("without full text", "TEXT", 0.0),
    Change("without vectors", "VECTOR", 0.0),
    Change("without the list of words", "WORDS", 0.0),
    Change("without the list of names", "NAMES", 0.0),
    Change("without the list of quotes", "QUOTES", 0.0),
    Change("without the list of files", "FILE_WEIGHT", 0.0),
    Change("a name that is asked for counts no more", "NAMED", 0.0),
    Change("tests count in full", "IN_TESTS", 1.0),
    Change("private symbols count in full", "PRIVATE", 1.0),
    Change("values and re-exports count in full", "WEAK_KIND", 1.0),
    Change("undocumented symbols count in full", "UNDOCUMENTED", 1.0),
    Change("data and styles count in full", "IN_DATA", 1.0),
    Change("texts count in full", "IN_PROSE", 1.0),
    Change("overloads count in full", "REPEATED", 1.0),
    Change("named as the file counts no more", "NAMED_AS_ITS_FILE", 1.0),
    Change("k of the fusion 10, not 20", "RANK_OFFSET", 10),
    Change("k of the fusion 60, not 20", "RANK_OFFSET", 60),
)


@contextmanager
def changed(change: Change) -> Iterator[None]:
    """Search with another number for the time of the block."""
    before = getattr(ranking, change.constant)
    setattr(ranking, change.constant, change.value)
    try:
        yield
    finally:
        setattr(ranking, change.constant, before)


def rows(before: Sequence[Answer], after: dict[str, list[Answer]]) -> list[list[str]]:
    """Give a line for each change: by how much hybrid search gets better or worse."""
    return [[title, *_differences(before, answers)] for title, answers in after.items()]


def _differences(before: Sequence[Answer], after: Sequence[Answer]) -> list[str]:
    figures = {answer.question: answer.figures[0] for answer in before if answer.mode == "hybrid"}
    differences = {each.question: each.figures[0] - figures[each.question] for each in after}

    def told(wanted: Callable[[Answer], bool], *, sure: bool = False) -> str:
        chosen = [differences[each.question] for each in after if wanted(each)]
        mean = f"{np.mean(chosen):+.3f}"
        return (
            f"{mean} ({' to '.join(f'{end:+.3f}' for end in interval(chosen))})" if sure else mean
        )

    def by_hand(each: Answer) -> bool:
        return each.question.kind in BY_HAND

    return [
        told(by_hand, sure=True),
        told(lambda each: by_hand(each) and not each.question.is_held_out),
        told(lambda each: by_hand(each) and each.question.is_held_out),
        told(lambda each: not by_hand(each), sure=True),
    ]
