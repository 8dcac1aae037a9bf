"""Writes the tables of references into `docs/accuracy.md`, each between two marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.accuracy import document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.accuracy.references.judge import Tally

    #: By language, and whether the packages are held out.
    Tallies = Mapping[tuple[str, bool], Tally]

BEGIN_FIGURES = "<!-- references: made by `make accuracy` -->"
END_FIGURES = "<!-- end of references -->"
BEGIN_RULES = "<!-- references by confidence: made by `make accuracy` -->"
END_RULES = "<!-- end of references by confidence -->"
FIGURES = [
    "language",
    "packages",
    "files",
    "uses",
    "undecided",
    "decided",
    "precision",
    "found",
    "decided across files",
    "precision across files",
    "found across files",
]
RULES = ["language", "packages", "confidence", "where", "judged", "precision", "unjudged"]


def figures(tallies: Tallies) -> list[list[str]]:
    """The table of languages."""
    return [FIGURES, ["---", "---", *("--:" for _ in FIGURES[2:])], *_figures(tallies)]


def rules(tallies: Tallies) -> list[list[str]]:
    """The table of what decided."""
    return [RULES, ["---", "---", "--:", "---", *("--:" for _ in RULES[4:])], *_rules(tallies)]


def _figures(tallies: Tallies) -> list[list[str]]:
    rows = []
    for (language, held_out), tally in sorted(tallies.items()):
        undecided = 100 * tally.verdicts["undecided"] / tally.uses if tally.uses else None
        rows.append(
            [
                language,
                _packages(held_out=held_out),
                f"{tally.files:,}",
                f"{tally.uses:,}",
                document.percent(undecided),
                f"{tally.recall().asked:,}",
                document.percent(tally.count().precision),
                document.percent(tally.recall().share),
                f"{tally.recall(across=True).asked:,}",
                document.percent(tally.count(across=True).precision),
                document.percent(tally.recall(across=True).share),
            ]
        )
    return rows


def _rules(tallies: Tallies) -> list[list[str]]:
    rows = []
    for (language, held_out), tally in sorted(tallies.items()):
        known = sorted(tally.rules.items(), key=lambda each: (each[0].across, -each[0].confidence))
        for rule, count in known:
            where = "across files" if rule.across else "within a file"
            rows.append(
                [
                    language,
                    _packages(held_out=held_out),
                    f"{rule.confidence:.2f}",
                    where,
                    f"{count.judged:,}",
                    document.percent(count.precision),
                    f"{count.unjudged:,}",
                ]
            )
    return rows


def _packages(*, held_out: bool) -> str:
    return "held out" if held_out else "open"


def update(text: str, tallies: Tallies) -> str:
    """Put figures into the tables of a document; the rows of other languages stay."""
    measured = {language for language, _ in tallies}
    for begin, end, rows in (
        (BEGIN_FIGURES, END_FIGURES, figures(tallies)),
        (BEGIN_RULES, END_RULES, rules(tallies)),
    ):
        before, rest = text.split(begin)
        old, after = rest.split(end)
        kept = [
            line
            for line in old.strip().splitlines()[2:]
            if line.split("|")[1].strip() not in measured
        ]
        head, ruler, *new = (document.markdown_row(row) for row in rows)
        # Languages in their order; the rows of each stay as they are.
        lines = sorted([*kept, *new], key=lambda line: line.split("|")[1].strip())
        text = f"{before}{begin}\n" + "\n".join([head, ruler, *lines]) + f"\n{end}{after}"
    return text


def write(tallies: Tallies) -> None:
    """Renew the figures of some languages in the document."""
    document.DOCUMENT.write_text(update(document.DOCUMENT.read_text(), tallies))
