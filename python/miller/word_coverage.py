"""Ranks symbols by how much of a query they cover, wherever the words stand.

Full text and vectors treat the text of a symbol as one. Here, a word counts once, by where it
stands and by how rare it is among the candidates: `task` says little where all are about tasks.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from miller import miller_core
from miller.ranking import ordered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from miller.ranking import QueryWords, Row

# What a word counts in the name, the documentation, the place or signature, and the code.
NAME, DOCUMENTATION, PLACE, CODE = 1.0, 0.7, 0.5, 0.3

# Characters of the documentation and of the excerpt that are looked at.
_DOCUMENTATION_LIMIT = 400
_CODE_LIMIT = 600


def by_words(rows: Sequence[Row], query: QueryWords) -> list[Row]:
    """Give the rows that have words of the query, best first."""
    wanted = frozenset(query.forms)
    weights = [_weights(row, query.forms, wanted) for row in rows]
    times = Counter(word for found in weights for word in found)
    rarity = {word: math.log(1 + len(rows) / (1 + count)) for word, count in times.items()}
    scored = [
        (math.fsum(weight * rarity[word] for word, weight in found.items()), row)
        for found, row in zip(weights, rows, strict=True)
        if found
    ]
    return [row for _, row in ordered(scored)]


def _weights(row: Row, forms: dict[str, str], wanted: frozenset[str]) -> dict[str, float]:
    """Give the stems of the query that a row has, each with the most that it counts."""
    split = miller_core.split_identifiers
    weights: dict[str, float] = {}
    for text, weight in (
        (str(row["code_context"] or "")[:_CODE_LIMIT], CODE),
        (f"{row['qualified_name']} {row['file_path']} {row['signature'] or ''}", PLACE),
        (str(row["doc_comment"] or "")[:_DOCUMENTATION_LIMIT], DOCUMENTATION),
        (str(row["name"]), NAME),
    ):
        for word in wanted.intersection(split(text).split()):
            weights[forms[word]] = weight
    return weights
