"""Ranks symbols by how much of a query they cover, wherever the words stand.

Full text and vectors treat the text of a symbol as one. Here, a word counts once, by where it
stands and by how rare it is among the candidates: `task` says little where all are about tasks.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import chain
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

# Where words stand, how far that is looked at, and what they count there: what counts most is last.
_FIELDS = (
    ("code_context", _CODE_LIMIT, CODE),
    ("qualified_name", None, PLACE),
    ("file_path", None, PLACE),
    ("signature", None, PLACE),
    ("doc_comment", _DOCUMENTATION_LIMIT, DOCUMENTATION),
    ("name", None, NAME),
)


def by_words(rows: Sequence[Row], query: QueryWords) -> list[Row]:
    """Give the rows that have words of the query, best first."""
    weights = _weights(rows, query)
    times = Counter(chain.from_iterable(weights))
    rarity = {word: math.log(1 + len(rows) / (1 + count)) for word, count in times.items()}
    scored = [
        (math.fsum(weight * rarity[word] for word, weight in found.items()), row)
        for found, row in zip(weights, rows, strict=True)
        if found
    ]
    return [row for _, row in ordered(scored)]


def _weights(rows: Sequence[Row], query: QueryWords) -> list[dict[int, float]]:
    """Give the stems of the query that each row has, by number, with the most that each counts.

    A field is looked through in all rows at once: asking for each text took longer than it does.
    """
    numbers = {stem: number for number, stem in enumerate(query.stems)}
    forms = {word: numbers[stem] for word, stem in query.forms.items()}
    weights: list[dict[int, float]] = [{} for _ in rows]
    for field, limit, weight in _FIELDS:
        texts = [row[field] for row in rows]
        found = miller_core.meanings_found(texts, forms, limit)  # type: ignore[arg-type]
        for own, stems in zip(weights, found, strict=True):
            for stem in stems:
                own[stem] = weight
    return weights
