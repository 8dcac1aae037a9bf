"""Proposes docstrings as queries: drawn by chance, always the same ones, for a person to read.

A proposal is no query yet. Those are thrown away that nobody would ask, and those that several
symbols answer are kept only with all of these.
"""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from miller.ranking import is_test_path
from tests.search_quality.questions import first_sentence

if TYPE_CHECKING:
    from tests.search_quality.asking import Index

_SEED = 1
_WORDS = range(5, 26)
_KINDS = (
    *("class", "constructor", "enum", "function", "interface", "macro"),
    *("method", "property", "struct", "trait", "type"),
)


def propose(index: Index, number: int) -> None:
    """Print first sentences that only one symbol outside of tests begins its documentation with."""
    kinds = ", ".join(f"'{kind}'" for kind in _KINDS)
    rows = index.rows.query(
        "SELECT file_path, qualified_name, doc_comment FROM symbols "
        f"WHERE doc_comment IS NOT NULL AND kind IN ({kinds}) "  # noqa: S608 -- kinds are our own
        "ORDER BY file_path, start_byte, id"
    ).to_pylist()
    found = [
        (first_sentence(row["doc_comment"]), row) for row in rows if not is_test_path(row["file_path"])
    ]
    times = Counter(sentence for sentence, _ in found)
    once = [
        (sentence, row)
        for sentence, row in found
        if times[sentence] == 1 and len(sentence.split()) in _WORDS
    ]
    random.Random(_SEED).shuffle(once)  # noqa: S311 -- an order, not a secret
    for sentence, row in once[:number]:
        print(f"{row['file_path']} {row['qualified_name']}: {sentence}")
