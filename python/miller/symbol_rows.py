"""The symbols that a search has to do with, as rows of SQLite: by id, and by name.

LanceDB says which symbols it finds, by their ids. What ranking and readers need of them comes from
SQLite: it gives 450 rows in 3 ms, where LanceDB takes 10 ms to gather them from its columns.
"""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING

from miller.ranking import last_part

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from miller.miller_core import SQLiteStore
    from miller.ranking import QueryWords

    Row = Mapping[str, object]

_ROWS = """
SELECT id, name, kind, language, file_path, start_line, end_line, start_byte, signature,
  doc_comment, code_context, visibility, qualified_name
FROM symbols
"""
_BY_ID = f"{_ROWS}WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 -- constants
_BY_NAME = f"{_ROWS}WHERE name IN (SELECT value FROM json_each(?))"  # noqa: S608 -- constants

# The names of symbols are words, of which identifiers have most. Those of a beginning are a
# piece of an index; to look at all 70,000 of a million lines takes 6 ms. `lower` is of ASCII alone.
_OF_A_BEGINNING = """
SELECT word FROM json_each(?1) AS first CROSS JOIN words
  ON word >= first.value AND word < first.value || char(0x10FFFF)"""
_SAME = f"""{_OF_A_BEGINNING}
WHERE lower(word) IN (SELECT value FROM json_each(?2))
  OR word IN (SELECT value FROM json_each(?2))"""  # noqa: S608 -- constants
_SAME_LETTERS = f"""{_OF_A_BEGINNING}
WHERE replace(lower(word), '_', '') = ?2"""
_WITH_ALL = """
SELECT word FROM words WHERE instr(lower(word), ?1) > 0
  AND NOT EXISTS (SELECT 1 FROM json_each(?2) WHERE instr(lower(word), value) = 0)"""
_WITH_ANY = """
SELECT word, (SELECT count(*) FROM symbol_rows WHERE name_id = word_id) AS symbols FROM words
WHERE symbols > 0 AND EXISTS (SELECT 1 FROM json_each(?) WHERE instr(lower(word), value) > 0)"""
# Letters by which such a piece is looked up: there are 16 ways to write four, and names that begin
# with one of these are few.
_BEGINNING = 4
# A name with more definitions says nothing of which one is meant.
_MOST_OF_A_NAME = 500
_FEW_OF_A_NAME = f"""
{_ROWS}WHERE name IN (
  SELECT word FROM json_each(?1) JOIN words ON word = value
  WHERE (SELECT count(*) FROM symbol_rows WHERE name_id = word_id) <= {_MOST_OF_A_NAME})"""  # noqa: S608 -- constants


def rows_by_id(index: SQLiteStore, ids: Iterable[str]) -> dict[str, Row]:
    """Give symbols by their ids."""
    rows = index.query(_BY_ID, [json.dumps(list(ids))]).to_pylist()
    return {row["id"]: row for row in rows}


def rows_called(index: SQLiteStore, query: QueryWords) -> list[Row]:
    """Give the symbols that are called what a query says, in one spelling or another.

    After the name of its container, a name is asked for with it: `QuerySet.filter`.
    """
    rows = _rows_by_name(index, _same_names(index, query))
    return [row for row in rows if query.is_name_of(row)]


def rows_named_in(index: SQLiteStore, query: QueryWords) -> list[Row]:
    """Give the symbols that are named exactly as an identifier that stands beside other words."""
    if not query.identifiers:
        return []
    names = sorted({last_part(identifier) for identifier in query.identifiers})
    rows = index.query(_FEW_OF_A_NAME, [json.dumps(names)]).to_pylist()
    return [row for row in rows if query.identifier_of(row)]


def rows_like_name(index: SQLiteStore, query: QueryWords) -> list[Row]:
    """Give the symbols whose name has all words of a query, begins with it, or is it."""
    parts = query.words or [query.raw.lower()]
    names = set(_column(index, _WITH_ALL, max(parts, key=len), json.dumps(parts)))
    if not query.words:
        names = {name for name in names if name.lower().startswith(parts[0])}
    rows = _rows_by_name(index, names | _same_names(index, query))
    return [row for row in rows if row["name"] in names or query.is_name_of(row)]


def rows_with_words_in_name(index: SQLiteStore, query: QueryWords, most: int) -> list[Row]:
    """Give about as many symbols as `most` with words of a query in their names: the best names."""
    found = index.query(_WITH_ANY, [json.dumps(query.stems)]).to_pydict()
    symbols = dict(zip(found["word"], found["symbols"], strict=True))
    scores = {name: query.name_score(name) for name in symbols}
    chosen, number = _same_names(index, query), 0
    for name in sorted(filter(scores.__getitem__, scores), key=lambda name: (-scores[name], name)):
        if number >= most:
            break
        chosen.add(name)
        number += symbols[name]
    rows = _rows_by_name(index, chosen)
    return [row for row in rows if scores.get(str(row["name"])) or query.is_name_of(row)]


def _same_names(index: SQLiteStore, query: QueryWords) -> set[str]:
    """Give the names that are the query, or what it has behind the name of a container."""
    last = last_part(query.raw)
    wanted = {*query.same_names, query.raw, last, last.lower()} - {""}
    first = {case for name in wanted for case in _cases(name[:_BEGINNING])}
    same = set(_column(index, _SAME, json.dumps(sorted(first)), json.dumps(sorted(wanted))))
    if query.is_one_word and query.letters:
        first = set(_spread(query.letters[:_BEGINNING], _BEGINNING))
        same.update(_column(index, _SAME_LETTERS, json.dumps(sorted(first)), query.letters))
    return same


def _cases(beginning: str) -> Iterable[str]:
    """Give the beginning of a name in all ways in which its letters can be upper or lower."""
    return map("".join, product(*((letter.lower(), letter.upper()) for letter in beginning)))


def _spread(letters: str, length: int) -> Iterable[str]:
    """Give what a name that has these letters can begin with, as `_` may stand anywhere in it.

    No beginning is the beginning of another, so that each name is found once.
    """
    if not letters or not length:
        return [""]
    first = {letters[0].lower(), letters[0].upper()}
    return [
        *(case + rest for case in first for rest in _spread(letters[1:], length - 1)),
        *("_" + rest for rest in _spread(letters, length - 1)),
    ]


def _rows_by_name(index: SQLiteStore, names: Collection[str]) -> list[Row]:
    if not names:
        return []
    rows: list[Row] = index.query(_BY_NAME, [json.dumps(sorted(names))]).to_pylist()
    return rows


def _column(index: SQLiteStore, sql: str, *parameters: str | None) -> list[str]:
    words: list[str] = index.query(sql, list(parameters)).column("word").to_pylist()
    return words
