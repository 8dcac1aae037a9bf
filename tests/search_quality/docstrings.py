"""Proposes docstrings as queries: drawn by chance, always the same ones, for a person to read.

A proposal is no query yet. Those are thrown away that nobody would ask, and those that several
symbols answer are kept only with all of these.
"""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.search_quality.question_lists import first_sentence

from miller.ranking import is_test_path

if TYPE_CHECKING:
    from tests.search_quality.asking import Index

_SEED = 1
_WORDS = range(5, 26)
_KINDS = frozenset(
    (
        *("class", "constructor", "enum", "function", "interface", "macro"),
        *("method", "property", "struct", "trait", "type"),
    )
)


def propose(index: Index, number: int) -> None:
    """Print first sentences that only one symbol outside of tests begins its documentation with."""
    rows = index.rows.query(
        "SELECT file_path, qualified_name, kind, doc_comment FROM symbols "
        "WHERE doc_comment IS NOT NULL ORDER BY file_path, start_byte, id"
    ).to_pylist()
    found = [
        (first_sentence(row["doc_comment"]), row)
        for row in rows
        if row["kind"] in _KINDS and not _is_test(row)
    ]
    # What begins so is a tag of JSDoc, or an image.
    fitting = [
        (sentence, row)
        for sentence, row in found
        if len(sentence.split()) in _WORDS and not sentence.startswith(("@", "!"))
    ]
    times = Counter(sentence for sentence, _ in fitting)
    once = [(sentence, row) for sentence, row in fitting if times[sentence] == 1]
    random.Random(_SEED).shuffle(once)  # noqa: S311 -- an order, not a secret
    for sentence, row in once[:number]:
        print(f"{row['file_path']} {row['qualified_name']}: {sentence}")


def _is_test(row: dict[str, Any]) -> bool:
    # Rust has tests in modules of the files that they test.
    return is_test_path(row["file_path"]) or "::test" in row["qualified_name"]
