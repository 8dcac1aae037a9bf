"""Searching the symbols of an index in words, by meaning and by name.

LanceDB is asked for ids by full text and by nearness. Names, and all else of a symbol, are of
SQLite: a search by name needs no LanceDB, and one without vectors looks for the words of names.
"""

from __future__ import annotations

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
    # A list in its order, and what it weighs.
    _Weighted = tuple[list[Row], float]

Mode = Literal["hybrid", "text", "vector", "name"]

# Rows taken from each list before they are fused. A symbol that neither text nor vectors put at the
# top can come up by its name and file. With 300, answers are no better, with 100 they are worse.
DEPTH = 200

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
    return [_hit(score, row) for score, row in scored[:limit]]


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

    def full_text(self, depth: int) -> Nearness:
        """Give the scores of symbols that have words of the query."""
        return self._text_of(self.words.split, depth)

    def expanded_full_text(self, depth: int) -> Nearness:
        """Give the same for words that names run together, too."""
        return self._text_of(self.words.expanded, depth)

    def _text_of(self, words: str, depth: int) -> Nearness:
        assert self.vectors is not None  # noqa: S101 -- `search` has checked it; this is for the type checker
        table = self.vectors.search_text(words, ["id"], depth, self.condition)
        return dict(zip(table["id"].to_pylist(), table["_score"].to_pylist(), strict=True))

    def nearest(self, depth: int) -> Nearness:
        """Give the cosines of the symbols whose vectors are nearest."""
        import pyarrow as pa  # noqa: PLC0415 -- with the NumPy of its vectors, for this alone

        assert self.vectors is not None  # noqa: S101 -- see above
        assert self.embedder is not None  # noqa: S101 -- see above
        (vector,) = self.embedder.embed(pa.array([self.words.split], pa.string())).to_numpy(
            zero_copy_only=False
        )
        table = self.vectors.search_vector(vector, ["id"], depth, self.condition)
        near = (1.0 - distance for distance in table["_distance"].to_pylist())
        return dict(zip(table["id"].to_pylist(), near, strict=True))

    def text_files(self) -> tuple[Scored, bool]:
        """Give text files with words of the query, and whether all have all of them."""
        if not self.filters.take_text_files:
            return [], False
        takes_path = self.filters.takes_path
        return text_files.search_text_files(self.index, self.words.words, takes_path, self.limit)

    def called_so(self) -> list[Row]:
        """Give the symbols that are called what the query says."""
        return list(filter(self.filters.takes, rows_called(self.index, self.words)))


def _hybrid(asked: _Asked) -> Scored:
    depth = max(DEPTH, asked.limit) + 1
    with ThreadPoolExecutor(1) as beside:
        nearest = beside.submit(asked.nearest, depth)
        texts = asked.expanded_full_text(depth)
        rows = rows_by_id(asked.index, texts)
        called_so = asked.called_so()
        files = asked.text_files()
        near = nearest.result()
    rows |= rows_by_id(asked.index, near.keys() - rows.keys())
    text, vector = (_settled(found, rows, depth) for found in (texts, near))
    candidates = {row["id"]: row for row in (*text, *vector, *called_so)}
    lists = [(text, ranking.TEXT), (vector, ranking.VECTOR)]
    return _fused(asked, list(candidates.values()), lists, files)


def _by_words_in_names(asked: _Asked) -> Scored:
    """Find symbols by words in their names, where there is no full text of symbols."""
    rows = rows_with_words_in_name(asked.index, asked.words, _MOST_NAMES)
    return _fused(asked, list(filter(asked.filters.takes, rows)), [], asked.text_files())


def _fused(
    asked: _Asked, rows: list[Row], lists: list[_Weighted], found_files: tuple[Scored, bool]
) -> Scored:
    """Fuse lists with those that are made of all candidates, and with text files."""
    words, depth = asked.words, max(DEPTH, asked.limit)
    files, all_words = found_files
    # A file can be in one list only, where a symbol can be in three.
    further = [([row for _, row in files], 1.0)] * (3 if all_words else 1) if files else []
    lists = [
        *lists,
        (by_name(rows, words)[:depth], ranking.NAMES),
        (by_words(rows, words)[:depth], ranking.WORDS),
        (by_quote(rows, words), ranking.QUOTES),
        *further,
    ]
    return fuse([ranked for ranked, _ in lists], words, [weight for _, weight in lists])


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


def _best(asked: _Asked, find: Callable[[int], Nearness]) -> Scored:
    """Give as many of the best as are asked for, in order."""
    depth = asked.limit + 1
    found = find(depth)
    if _is_cut_among_equals(found, depth):
        # Which of the equals are to be seen, their paths and lines say.
        depth = max(DEPTH, asked.limit) + 1
        found = find(depth)
    rows = rows_by_id(asked.index, found)
    scores = {id(row): found[key] for key, row in rows.items()}
    return [(scores[id(row)], row) for row in _settled(found, rows, depth)]


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


def _hit(score: float, row: Row) -> SearchHit:
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
