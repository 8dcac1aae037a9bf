"""Writes the table of figures into `docs/accuracy.md`, between two marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.accuracy.fetch import ROOT

if TYPE_CHECKING:
    from tests.accuracy.measure import Tally

DOCUMENT = ROOT / "docs" / "accuracy.md"
BEGIN = "<!-- figures: made by `make accuracy` -->"
END = "<!-- end of figures -->"
COLUMNS = (
    ("definitions found", ("definitions found",)),
    ("ours in truth", ("ours in truth",)),
    ("kind", ("kind",)),
    ("end line", ("end line",)),
    ("parent", ("parent",)),
    ("doc", ("doc",)),
    ("calls", ("calls found", "our calls in truth")),
    ("caller", ("caller",)),
    ("bases", ("bases found", "our bases in truth")),
)
HEAD = ["language", "files", "definitions", *(title for title, _ in COLUMNS)]


def cells(language: str, tally: Tally) -> list[str]:
    """The row of a language."""
    definitions = tally.asked["definitions found"]
    counted = [language, f"{tally.files:,}", f"{definitions:,}"]
    return counted + [
        " / ".join(percent(tally.share(each)) for each in parts) for _, parts in COLUMNS
    ]


def percent(share: float | None) -> str:
    """Write a share."""
    if share is None:
        return "none"
    # Rounded down: 100 means all.
    return f"{int(share * 100) / 100:.2f}".rstrip("0").rstrip(".")


def markdown_row(row: list[str]) -> str:
    """A line of a table."""
    return f"| {' | '.join(row)} |"


def update(text: str, rows: dict[str, list[str]]) -> str:
    """Put rows into the table of a document; those of other languages stay."""
    before, rest = text.split(BEGIN)
    table, after = rest.split(END)
    known: dict[str, str] = {}
    for line in table.strip().splitlines()[2:]:
        known[line.split("|")[1].strip()] = line
    known.update({language: markdown_row(row) for language, row in rows.items()})
    ruler = ["---", *("--:" for _ in HEAD[1:])]
    lines = [markdown_row(HEAD), markdown_row(ruler), *(known[key] for key in sorted(known))]
    return f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{after}"


def write(rows: dict[str, list[str]]) -> None:
    """Renew the figures of some languages in the document."""
    text = DOCUMENT.read_text()
    DOCUMENT.write_text(update(text, rows))
