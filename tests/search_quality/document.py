"""Writes what was measured into `docs/search.md`, between marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.accuracy.document import markdown_row
from tests.accuracy.fetch import ROOT
from tests.search_quality import ablation, figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.search_quality.asking import Answer

DOCUMENT = ROOT / "docs" / "search.md"
BEGIN = "<!-- {part}: made by `make search-quality` -->"
END = "<!-- end of {part} -->"
WORST = 10


def table(answers: Sequence[Answer]) -> str:
    """The figures as a table, and how long an answer takes."""
    ruler = ["---", *("--:" for _ in figures.HEAD[1:])]
    rows = [figures.HEAD, ruler, *(row.cells() for row in figures.rows(answers))]
    times = figures.milliseconds(answers)
    told = ", ".join(f"{mode} {spent:.0f} ms" for mode, spent in times.items())
    return "\n".join([*map(markdown_row, rows), "", f"An answer takes, in the median: {told}."])


def failures(answers: Sequence[Answer]) -> str:
    """The questions that went worst: what was expected, and what came first."""
    lines = [["package", "question", "expected", "at rank", "came first"], ["---"] * 5]
    for answer in figures.worst(answers, WORST):
        question = answer.question
        best = max(question.grades.values())
        expected = next(name for (_, name), grade in question.grades.items() if grade == best)
        ranks = [rank for rank, gain in enumerate(answer.gains, 1) if gain]
        first = [f"`{hit.qualified_name}`" for hit in answer.hits[:2]]
        lines.append(
            [
                question.package,
                question.text,
                f"`{expected}`",
                ", ".join(map(str, ranks)) or "none",
                ", ".join(first) or "nothing",
            ]
        )
    return "\n".join(map(markdown_row, lines))


def parts(answers: Sequence[Answer], after: dict[str, list[Answer]]) -> str:
    """What each part of the ranking is worth."""
    ruler = ["---", *("--:" for _ in ablation.HEAD[1:])]
    return "\n".join(map(markdown_row, [ablation.HEAD, ruler, *ablation.rows(answers, after)]))


def update(text: str, part: str, content: str) -> str:
    """Put content into a part of a document."""
    begin, end = BEGIN.format(part=part), END.format(part=part)
    before, rest = text.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}\n{content}\n{end}{after}"


def write(answers: Sequence[Answer], after: dict[str, list[Answer]]) -> None:
    """Renew what was measured in the document; what was not stays."""
    text = DOCUMENT.read_text(encoding="utf-8")
    text = update(text, "figures", table(answers))
    text = update(text, "failures", failures(answers))
    if after:
        text = update(text, "parts", parts(answers, after))
    DOCUMENT.write_text(text, encoding="utf-8")
