"""Searching the symbols of an index in words, by meaning and by name.

LanceDB is asked for ids by full text and by nearness. Names, and all else of a symbol, are of
SQLite: a search by name needs no LanceDB, and one without vectors looks for the words of names.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from miller import ranking, text_files
from miller.ranking import QueryWords, by_name, by_quote, fuse, ordered, prior
from miller.search_filters import Filters
from miller.symbol_rows import (
    rows_by_id,
    rows_called,
    rows_like_name,
    rows_named_in,
    rows_with_words_in_name,
)
from miller.word_coverage import by_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from miller.embeddings import Embedder
    from miller.lance_reader import LanceReader
    from miller.miller_core import SQLiteStore
    from miller.vector_store import VectorStore

    Row = Mapping[str, object]
    Scored = list[tuple[float, Row]]
    # How near each symbol is that LanceDB found, by its id.
    Nearness = dict[str, float]
    # Asks LanceDB for so many symbols on a condition.
    _Look = Callable[[int, str | None], Nearness]
    # A list in its order, and what it weighs.
    _Weighted = tuple[list[Row], float]

Mode = Literal["hybrid", "text", "vector", "name"]

# Rows taken from each list before they are fused. A symbol that neither text nor vectors put at the
# top can come up by its name and file. With 200, answers take half as long again and are no better.
DEPTH = 100

# LanceDB leaves imports out by looking at the kind of all rows: 2 ms among 130,000, and 40 ms where
# a row is not in the index of kinds yet. It is cheaper to ask for more and leave them out here.
# Imports are a fifth of what is near; where they are so many that less than half of what is asked
# for is left, LanceDB is asked to leave them out.
_WITH_IMPORTS = 1.5
_ENOUGH = 0.5

# Where no symbol has any word of a query, the nearest one has to be nearer (cosine) than what is
# nearest to nonsense, which is the nearer by chance the more symbols there are: the nearest to some
# 15 queries that mean nothing had up to 0.16 among 12 symbols and 0.43 among 31,000, where 0.22 and
# 0.46 are asked for. It is no sharp line: among 130,000, one of 13 had 0.52, and is answered.
# Misspelt names, the right queries of which the index has no word, had 0.52 to 0.72.
_NEAR_AMONG_ONE, _NEARER_BY_CHANCE = 0.15, 0.03

# Symbols with words of the query in their names that are looked at where there are no vectors.
_MOST_NAMES = 1_000


@dataclass(frozen=True)
class SearchHit:
    """A symbol that a search found, or a text file (kind `file`, without a `symbol_id`).

    `score` orders the hits of one search and says nothing else.
    """

    path: str
    line: int
    end_line: int
    kind: str
    name: str
    qualified_name: str
    signature: str | None
    excerpt: str | None
    score: float
    symbol_id: str
    language: str


def search(  # noqa: PLR0913 -- one keyword for each filter
    index: SQLiteStore,
    query: str,
    *,
    vectors: VectorStore | LanceReader | None = None,
    embedder: Embedder | None = None,
    mode: Mode = "hybrid",
    kind: str | Sequence[str] | None = None,
    language: str | Sequence[str] | None = None,
    path: str | None = None,
    limit: int = 10,
) -> list[SearchHit]:
    """Find symbols and text files, best first, each once.

    - `hybrid` fuses full text, vectors, words and names; `miller.ranking` says how.
    - `text` is full text alone, scored by BM25; `vector` is nearness alone, scored by cosine.
    - `name` takes the query for (a part of) a name: equal names first, then names that begin with
      it, then names that contain all its words.

    `vectors` is the store of the same commit as the `index`, which also has the full text of
    symbols. Without it, `hybrid` and `text` find symbols that have words of the query in their
    names. `embedder` is needed for `hybrid` and `vector` with `vectors`, and must be the one that
    these were made with. `hybrid` and `text` look into files that no language claims as well.
    `Filters` says what `path` can be. Imports are left out unless `kind` asks for them. Equal
    scores are ordered by path and line.
    """
    if limit < 1:
        raise ValueError(f"expected a limit of at least 1, found {limit}")
    if not query.strip():
        raise ValueError("expected a query, found nothing")
    _check_mode(mode, has_vectors=vectors is not None, has_embedder=embedder is not None)
    filters = Filters(kind, language, path)
    words = QueryWords(query)
    asked = _Asked(index, vectors, embedder, words, filters, filters.condition, limit)
    if mode == "name":
        scored = _by_name_alone(asked)
    elif not asked.words.words:
        return []
    elif mode == "vector":
        scored = _best(asked, asked.nearest)
    elif vectors is None:
        scored = _by_words_in_names(asked)
    elif mode == "text":
        scored = _text(asked)
    else:
        scored = _hybrid(asked)
    return [_hit(asked, score, row) for score, row in scored[:limit]]


def _check_mode(mode: Mode, *, has_vectors: bool, has_embedder: bool) -> None:
    if mode not in get_args(Mode):
        raise ValueError(f"expected a mode of {', '.join(get_args(Mode))}; found {mode}")
    if not has_vectors and mode == "vector":
        raise ValueError("a search of mode vector needs vectors")
    if not has_embedder and has_vectors and mode in {"hybrid", "vector"}:
        raise ValueError(f"a search of mode {mode} needs an embedder")


@dataclass(frozen=True)
class _Asked:
    """What is asked, and where."""

    index: SQLiteStore
    vectors: VectorStore | LanceReader | None
    embedder: Embedder | None
    words: QueryWords
    filters: Filters
    condition: str
    limit: int

    def full_text(self, number: int, condition: str | None) -> Nearness:
        """Give the scores of symbols that have words of the query."""
        return self._text_of(self.words.split, number, condition)

    def expanded_full_text(self, number: int, condition: str | None) -> Nearness:
        """Give the same for words that names run together, too."""
        return self._text_of(self.words.expanded, number, condition)

    def _text_of(self, words: str, number: int, condition: str | None) -> Nearness:
        assert self.vectors is not None  # noqa: S101 -- `search` has checked it; this is for the type checker
        table = self.vectors.search_text(words, ["id"], number, condition)
        return dict(zip(table["id"].to_pylist(), table["_score"].to_pylist(), strict=True))

    def nearest(self, number: int, condition: str | None) -> Nearness:
        """Give the cosines of the symbols whose vectors are nearest."""
        return self._nearest(number, condition, exact=True)

    def about_nearest(self, number: int, condition: str | None) -> Nearness:
        """Give about the nearest symbols, in about their order; the numbers are no cosines."""
        return self._nearest(number, condition, exact=False)

    def _nearest(self, number: int, condition: str | None, *, exact: bool) -> Nearness:
        import pyarrow as pa  # noqa: PLC0415 -- with the NumPy of its vectors, for this alone

        assert self.vectors is not None  # noqa: S101 -- see above
        assert self.embedder is not None  # noqa: S101 -- see above
        (vector,) = self.embedder.embed(pa.array([self.words.split], pa.string())).to_numpy(
            zero_copy_only=False
        )
        table = self.vectors.search_vector(vector, ["id"], number, condition, exact=exact)
        near = (1.0 - distance for distance in table["_distance"].to_pylist())
        return dict(zip(table["id"].to_pylist(), near, strict=True))

    def plan(self, depth: int) -> tuple[int, str | None]:
        """Say how many LanceDB is asked for, and on which condition, to get about `depth`."""
        if self.filters.are_asked_for:
            return depth, self.condition
        return int(depth * _WITH_IMPORTS) + 1, None

    def named_among_others(self) -> list[Row]:
        """Give the symbols that are named exactly as an identifier beside other words."""
        return list(filter(self.filters.takes, rows_named_in(self.index, self.words)))

    def text_files(self) -> tuple[Scored, bool]:
        """Give text files with words of the query, and whether all have all of them."""
        if not self.filters.take_text_files:
            return [], False
        takes_path = None if self.filters.path is None else self.filters.takes_path
        return text_files.search_text_files(self.index, self.words.words, takes_path, self.limit)

    def called_so(self) -> list[Row]:
        """Give the symbols that are called what the query says."""
        return list(filter(self.filters.takes, rows_called(self.index, self.words)))


def _hybrid(asked: _Asked) -> Scored:
    depth = max(DEPTH, asked.limit) + 1
    number, condition = asked.plan(depth)
    with ThreadPoolExecutor(2) as beside:
        looking = [
            beside.submit(look, number, condition)
            for look in (asked.expanded_full_text, asked.about_nearest)
        ]
        named = [*asked.called_so(), *asked.named_among_others()]
        files = asked.text_files()
        # Rows of what is found first, while the other look goes on.
        texts = looking[0].result()
        rows = rows_by_id(asked.index, texts)
        near = looking[1].result()
    rows |= rows_by_id(asked.index, near.keys() - rows.keys())
    text = _taken(asked, asked.expanded_full_text, texts, rows, depth, depth // 2)
    vector = _taken(asked, asked.about_nearest, near, rows, depth, depth // 2)
    if not (text or named or files[0]) and not _is_near_without_a_word(asked):
        return []
    candidates = {row["id"]: row for row in (*text, *vector, *named)}
    lists = [(text, ranking.TEXT), (vector, ranking.VECTOR)]
    return _fused(asked, list(candidates.values()), lists, files)


def _is_near_without_a_word(asked: _Asked) -> bool:
    """Whether what is nearest is an answer where no word of the query is known."""
    (symbols,) = asked.index.query("SELECT count(*) FROM symbol_rows").column(0).to_pylist()
    least = _NEAR_AMONG_ONE + _NEARER_BY_CHANCE * math.log(max(symbols, 1))
    return max(asked.nearest(1, asked.condition).values(), default=0.0) >= least


def _taken(  # noqa: PLR0913, PLR0917 -- what was found, and what to look for more with
    asked: _Asked,
    look: _Look,
    found: Nearness,
    rows: dict[str, Row],
    depth: int,
    enough: int,
) -> list[Row]:
    """Give what the filters take of what LanceDB found; look again where that is not enough.

    `found` is what `look` gave by the plan for `depth`; rows that it had not seen are added.
    """
    number, condition = asked.plan(depth)
    if condition is not None:
        return _settled(found, rows, number)
    taken = list(filter(asked.filters.takes, _settled(found, rows, number)))
    if len(found) < number or len(taken) >= enough:
        return taken[:depth]
    found = look(depth, asked.condition)
    rows |= rows_by_id(asked.index, found.keys() - rows.keys())
    return _settled(found, rows, depth)


def _by_words_in_names(asked: _Asked) -> Scored:
    """Find symbols by words in their names, where there is no full text of symbols."""
    rows = rows_with_words_in_name(asked.index, asked.words, _MOST_NAMES)
    return _fused(asked, list(filter(asked.filters.takes, rows)), [], asked.text_files())


def _fused(
    asked: _Asked, rows: list[Row], lists: list[_Weighted], found_files: tuple[Scored, bool]
) -> Scored:
    """Fuse lists with those that are made of all candidates, and with text files."""
    words, depth = asked.words, max(DEPTH, asked.limit)
    quoting = by_quote(rows, words)
    files, all_words = found_files
    # A file can be in one list only, where a symbol can be in three.
    further = [([row for _, row in files], 1.0)] * (3 if all_words else 1) if files else []
    lists = [
        *lists,
        (by_name(rows, words)[:depth], ranking.NAMES),
        (by_words(rows, words)[:depth], ranking.WORDS),
        (quoting, ranking.QUOTES),
        *further,
    ]
    ranked, weights = [rows for rows, _ in lists], [weight for _, weight in lists]
    return fuse(ranked, words, weights, is_quote=bool(quoting))


def _text(asked: _Asked) -> Scored:
    files, all_words = asked.text_files()
    symbols = _best(asked, asked.full_text)
    return ordered([*symbols, *_comparable(files, symbols, all_words=all_words)])


def _comparable(files: Scored, symbols: Scored, *, all_words: bool) -> Scored:
    """Put the scores of files, which another index gave, on the scale of those of symbols.

    The best file comes before the best symbol where it has all words of the query.
    """
    if not files or not symbols:
        return files
    best = symbols[0][0] * (1.01 if all_words else 0.5)
    return [(score * best / files[0][0], row) for score, row in files]


def _best(asked: _Asked, look: _Look) -> Scored:
    """Give as many of the best as are asked for, in order."""
    depth = asked.limit + 1
    number, condition = asked.plan(depth)
    found = look(number, condition)
    if _is_cut_among_equals(found, number):
        # Which of the equals are to be seen, their paths and lines say.
        depth = max(DEPTH, asked.limit) + 1
        number, condition = asked.plan(depth)
        found = look(number, condition)
    rows = rows_by_id(asked.index, found)
    scores = dict(found)

    def look_again(number: int, condition: str | None) -> Nearness:
        again = look(number, condition)
        scores.update(again)
        return again

    taken = _taken(asked, look_again, found, rows, depth, asked.limit)
    return [(scores[str(row["id"])], row) for row in taken]


def _is_cut_among_equals(found: Nearness, depth: int) -> bool:
    best_first = sorted(found.values(), reverse=True)
    return len(found) == depth and best_first[-1] == best_first[-2]


def _settled(found: Nearness, rows: Mapping[str, Row], depth: int) -> list[Row]:
    """Order what LanceDB found, without what its end cut off from its equals by chance."""
    lowest = min(found.values()) if len(found) == depth else None
    above = [key for key, score in found.items() if score != lowest] or found
    return [row for _, row in ordered((found[key], rows[key]) for key in above if key in rows)]


def _by_name_alone(asked: _Asked) -> Scored:
    rows = filter(asked.filters.takes, rows_like_name(asked.index, asked.words))
    less = not asked.words.about_tests
    return ordered(
        (_closeness(row, asked.words) * prior(row, tests_count_less=less), row) for row in rows
    )


def _closeness(row: Row, words: QueryWords) -> float:
    """Say how close a name is to what was typed: a whole step for each kind of match, up to 5."""
    name, qualified = str(row["name"]), str(row["qualified_name"])
    raw = words.raw
    shorter_is_closer = min(len(raw) / max(len(name), 1), 1.0)
    if raw in {name, qualified}:
        return 16.0
    if raw.lower() in {name.lower(), qualified.lower()}:
        return 8.0
    if name.lower() in words.same_names:
        return 4.0
    if name.lower().startswith(raw.lower()):
        return 1.0 + shorter_is_closer
    return shorter_is_closer


def _hit(asked: _Asked, score: float, row: Row) -> SearchHit:
    if row["kind"] == text_files.KIND:
        row = text_files.with_first_match(asked.index, row, asked.words.words)
    fields: dict[str, object] = {
        "path": row["file_path"],
        "line": row["start_line"],
        "end_line": row["end_line"],
        "kind": row["kind"],
        "name": row["name"],
        "qualified_name": row["qualified_name"],
        "signature": row["signature"],
        "excerpt": row["code_context"],
        "score": score,
        "symbol_id": "" if row["kind"] == text_files.KIND else row["id"],
        "language": row["language"],
    }
    return SearchHit(**fields)  # type: ignore[arg-type]
