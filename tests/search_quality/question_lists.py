"""Reads the questions of a package and checks them against its index."""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miller import miller_core

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HERE = Path(__file__).parent
KINDS = ("questions", "names", "docstrings")
BY_HAND = ("questions", "names")

# (path, qualified name)
Symbol = tuple[str, str]

_ANSWER = re.compile(r"([123]) (\S+) (\S.*)")


class QuestionError(Exception):
    """A list of questions cannot be used; the text says why."""


@dataclass(frozen=True, eq=False)
class Question:
    """What somebody asks for, and the symbols that answer it, with grades from 1 to 3."""

    package: str
    kind: str
    text: str
    grades: Mapping[Symbol, int]

    @property
    def is_held_out(self) -> bool:
        """Whether the question is in the half that no setting may be chosen by."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


def packages() -> dict[str, dict[str, Any]]:
    """What the list of packages says, by name."""
    read: dict[str, dict[str, Any]] = tomllib.loads((HERE / "packages.toml").read_text())
    return read


def of_package(package: str) -> list[Question]:
    """Give the questions about a package."""
    path = HERE / "questions" / f"{package}.toml"
    return parsed(package, path.read_text(encoding="utf-8"))


def parsed(package: str, text: str) -> list[Question]:
    """Give the questions of a TOML text: by kind, lists of a query and its answers."""
    lists: dict[str, list[list[str]]] = tomllib.loads(text)
    questions: dict[str, Question] = {}
    for kind, entries in lists.items():
        if kind not in KINDS:
            raise QuestionError(f"{package}: expected {', '.join(KINDS)}; found {kind}")
        for query, *answers in entries:
            if query in questions:
                raise QuestionError(f"{package}: asked twice: {query}")
            grades = _grades(package, query, answers)
            questions[query] = Question(package, kind, query, grades)
    return list(questions.values())


def _grades(package: str, query: str, answers: list[str]) -> dict[Symbol, int]:
    grades: dict[Symbol, int] = {}
    for answer in answers:
        match = _ANSWER.fullmatch(answer)
        if match is None:
            raise QuestionError(f"{package}: {query}: expected GRADE PATH NAME, found `{answer}`")
        symbol = (match[2], match[3])
        if symbol in grades:
            raise QuestionError(f"{package}: {query}: the same answer twice: {answer}")
        grades[symbol] = int(match[1])
    if 3 not in grades.values():
        raise QuestionError(f"{package}: {query}: no answer of grade 3")
    return grades


def check(questions: Iterable[Question], documentation: Mapping[Symbol, str]) -> None:
    """Raise unless all expected symbols exist and no question by hand copies documentation.

    `documentation` has all symbols of the index. A question copies when all its words, three at
    least, are in the first sentence of an answer's documentation.
    """
    wrong: list[str] = []
    for question in questions:
        for symbol in question.grades:
            if symbol not in documentation:
                wrong.append(f"{question.text}: the index has no {symbol[1]} in {symbol[0]}")
            elif question.kind == "questions" and _copies(question.text, documentation[symbol]):
                wrong.append(f"{question.text}: copied from the documentation of {symbol[1]}")
    if wrong:
        raise QuestionError("\n".join(wrong))


def _copies(query: str, documentation: str) -> bool:
    words = set(miller_core.split_identifiers(query).split())
    theirs = set(miller_core.split_identifiers(first_sentence(documentation)).split())
    return len(words) > 2 and words <= theirs


def first_sentence(documentation: str) -> str:
    """Give the first sentence of a documentation, on one line."""
    paragraph = " ".join(documentation.strip().split("\n\n")[0].split())
    return re.split(r"(?<=[.!?])\s", paragraph)[0].rstrip(".:")
