"""Searching the symbols of an index in words, by meaning and by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pyarrow as pa

from miller import ranking, text_files
from miller.ranking import QueryWords, by_name, by_quote, fuse, ordered, prior
from miller.word_coverage import by_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from miller.embeddings import Embedder
    from miller.miller_core import SQLiteStore
    from miller.vector_store import VectorStore

    Row = Mapping[str, object]

Mode = Literal["hybrid", "text", "vector", "name"]

_COLUMNS = [
    "id",
    "name",
    "kind",
    "language",
    "file_path",
    "start_line",
    "end_line",
    "start_byte",
    "signature",
    "doc_comment",
    "code_context",
    "visibility",
    "qualified_name",
]

# Rows taken from each list before they are fused. A symbol that neither text nor vectors put at the
# top can come up by its name and file: 100 rows answer 37 of 40 questions, 300 rows 38.
_DEPTH = 300


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
    store: VectorStore,
    query: str,
    *,
    embedder: Embedder | None = None,
    index: SQLiteStore | None = None,
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

    `embedder` is needed for `hybrid` and `vector` and must be the one that the vectors were made
    with. With an `index`, `hybrid` and `text` look into files that no language claims as well.
    `path` is a file, a folder, or a pattern in which `*` and `?` stay within a folder and `**`
    crosses folders; a pattern without `/` is matched against file names. Imports are left out
    unless `kind` asks for them. Equal scores are ordered by path and line.
    """
    if mode not in get_args(Mode):
        raise ValueError(f"expected a mode of {', '.join(get_args(Mode))}; found {mode}")
    if limit < 1:
        raise ValueError(f"expected a limit of at least 1, found {limit}")
    if not query.strip():
        raise ValueError("expected a query, found nothing")
    if embedder is None and mode in {"hybrid", "vector"}:
        raise ValueError(f"a search of mode {mode} needs an embedder")
    words = QueryWords(query)
    condition = condition_of(kind=kind, language=language, path=path)
    files: list[tuple[float, Row]] = []
    all_words = False
    if index is not None and _is_wanted(kind, text_files.KIND, language, text_files.LANGUAGE):
        wanted = path_filter(path)
        files, all_words = text_files.search_text_files(index, words.words, wanted, limit)
    if mode == "name":
        scored = _by_name_alone(store, words, condition)
    elif not words.words:
        return []
    elif mode == "text":
        symbols = _text(store, words.split, condition, limit)
        scored = ordered([*symbols, *_comparable(files, symbols, all_words=all_words)])
    elif mode == "vector":
        scored = _vector(store, words, embedder, condition, limit)
    else:
        # A file can be in one list only, where a symbol can be in three.
        lists = [[row for _, row in files]] * (3 if all_words else 1) if files else []
        scored = _hybrid(store, words, embedder, condition, lists, limit)
    return [_hit(score, row) for score, row in scored[:limit]]


def condition_of(
    *,
    kind: str | Sequence[str] | None = None,
    language: str | Sequence[str] | None = None,
    path: str | None = None,
) -> str:
    """Give the filters as an SQL condition; whatever they contain is text in it."""
    parts = ["kind != 'import'" if kind is None else _one_of("kind", kind)]
    if language is not None:
        parts.append(_one_of("language", language))
    if path is not None:
        parts.append(_path_condition(path))
    return " AND ".join(parts)


def _is_wanted(
    kind: str | Sequence[str] | None,
    own_kind: str,
    language: str | Sequence[str] | None,
    own_language: str,
) -> bool:
    def among(value: str, wanted: str | Sequence[str] | None) -> bool:
        return wanted is None or value in ([wanted] if isinstance(wanted, str) else wanted)

    return among(own_kind, kind) and among(own_language, language)


def path_filter(path: str | None) -> Callable[[str], bool]:
    """Give the same choice of paths as `condition_of`, as a function."""
    if path is None:
        return lambda _: True
    if any(character in path for character in "*?["):
        pattern = re.compile(_pattern_of(path))
        return lambda found: pattern.search(found) is not None
    whole = path.removeprefix("./").rstrip("/")
    if whole in {"", "."}:
        return lambda _: True
    return lambda found: found == whole or found.startswith(whole + "/")


def _hybrid(  # noqa: PLR0913, PLR0917 -- the lists that are fused need their own
    store: VectorStore,
    words: QueryWords,
    embedder: Embedder | None,
    condition: str,
    further: list[list[Row]],
    limit: int,
) -> list[tuple[float, Row]]:
    text = [row for _, row in _text(store, words.expanded, condition, limit)]
    vector = [row for _, row in _vector(store, words, embedder, condition, limit)]
    same = f"{condition} AND ({name_condition(words)})"
    named = store.to_arrow(_COLUMNS, condition=same).to_pylist()
    found: list[Row] = list({row["id"]: row for row in (*text, *vector, *named)}.values())
    names, covering = by_name(found, words), by_words(found, words)
    depth = max(_DEPTH, limit)
    lists = [text, vector, names[:depth], covering[:depth], by_quote(found, words), *further]
    weights = [ranking.TEXT, ranking.VECTOR, ranking.NAMES, ranking.WORDS, ranking.QUOTES]
    return fuse(lists, words, weights + [1.0] * len(further))


def name_condition(words: QueryWords) -> str:
    """Give the condition that a symbol is called what a query says, in one spelling or another."""
    wanted = [_one_of("lower(name)", sorted(words.same_names))]
    if words.is_one_word and words.letters:
        wanted.append(f"replace(lower(name), '_', '') = {_quoted(words.letters)}")
    if words.is_qualified:
        wanted.append(f"ends_with(lower(qualified_name), {_quoted(words.raw.lower())})")
    return " OR ".join(wanted)


def _comparable(
    files: list[tuple[float, Row]], symbols: list[tuple[float, Row]], *, all_words: bool
) -> list[tuple[float, Row]]:
    """Put the scores of files, which another index gave, on the scale of those of symbols.

    The best file comes before the best symbol where it has all words of the query.
    """
    if not files or not symbols:
        return files
    best = symbols[0][0] * (1.01 if all_words else 0.5)
    return [(score * best / files[0][0], row) for score, row in files]


def _text(store: VectorStore, words: str, condition: str, limit: int) -> list[tuple[float, Row]]:
    depth = max(_DEPTH, limit) + 1
    table = store.search_text(words, _COLUMNS, depth, condition)
    return _settled([(row["_score"], row) for row in table.to_pylist()], depth)


def _vector(
    store: VectorStore, words: QueryWords, embedder: Embedder | None, condition: str, limit: int
) -> list[tuple[float, Row]]:
    assert embedder is not None  # noqa: S101 -- `search` has checked it; this is for the type checker
    vectors = embedder.embed(pa.array([words.split], pa.string()))
    vector = vectors.flatten().to_numpy().astype(np.float32, copy=False)
    depth = max(_DEPTH, limit) + 1
    table = store.search_vector(vector, _COLUMNS, depth, condition)
    return _settled([(1.0 - row["_distance"], row) for row in table.to_pylist()], depth)


def _settled(scored: list[tuple[float, Row]], depth: int) -> list[tuple[float, Row]]:
    """Order a list, without the rows at its end that were cut off from their equals by chance."""
    if len(scored) == depth:
        lowest = min(score for score, _ in scored)
        above = [(score, row) for score, row in scored if score > lowest]
        scored = above or scored
    return ordered(scored)


def _by_name_alone(
    store: VectorStore, words: QueryWords, condition: str
) -> list[tuple[float, Row]]:
    raw = words.raw.lower()
    wanted = [
        f"lower(name) = {_quoted(raw)}",
        f"lower(qualified_name) = {_quoted(raw)}",
        f"starts_with(lower(name), {_quoted(raw)})",
        _one_of("lower(name)", sorted(words.same_names)),
    ]
    if words.words:
        contained = " AND ".join(f"contains(lower(name), {_quoted(word)})" for word in words.words)
        wanted.append(f"({contained})")
    table = store.to_arrow(_COLUMNS, condition=f"{condition} AND ({' OR '.join(wanted)})")
    rows: list[Row] = table.to_pylist()
    less = not words.about_tests
    scored = [(_closeness(row, words) * prior(row, tests_count_less=less), row) for row in rows]
    return ordered(scored)


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


def _quoted(text: str) -> str:
    """Write text as an SQL literal. Doubling the quote is all that LanceDB's grammar needs."""
    return "'" + text.replace("'", "''") + "'"


def _one_of(column: str, values: str | Sequence[str]) -> str:
    several = [values] if isinstance(values, str) else list(values)
    if not several:
        raise ValueError(f"expected at least one {column} to look for")
    return f"{column} IN ({', '.join(map(_quoted, several))})"


def _path_condition(path: str) -> str:
    if any(character in path for character in "*?["):
        return f"regexp_like(file_path, {_quoted(_pattern_of(path))})"
    whole = path.removeprefix("./").rstrip("/")
    if whole in {"", "."}:
        return "true"
    return f"(file_path = {_quoted(whole)} OR starts_with(file_path, {_quoted(whole + '/')}))"


def _pattern_of(glob: str) -> str:
    """Translate a path pattern into a regular expression of Rust's."""
    anywhere = "" if "/" in glob else "**/"
    rest = anywhere + glob.removeprefix("./").removeprefix("/")
    pattern = ""
    while rest:
        bracket = re.match(r"\[(!?)([^\]/]+)\]", rest)
        if rest.startswith("**/"):
            pattern, rest = pattern + "(?:.*/)?", rest[3:]
        elif rest.startswith("**"):
            pattern, rest = pattern + ".*", rest[2:]
        elif rest[0] in "*?":
            pattern, rest = pattern + ("[^/]*" if rest[0] == "*" else "[^/]"), rest[1:]
        elif bracket:
            inverted = "^/" if bracket[1] else ""
            inside = _class_of(bracket[2], glob)
            pattern, rest = f"{pattern}[{inverted}{inside}]", rest[bracket.end() :]
        else:
            pattern, rest = pattern + re.escape(rest[0]), rest[1:]
    return f"(?s)^{pattern}$"


def _class_of(characters: str, glob: str) -> str:
    """Write the inside of a bracket for Rust, to which `&&`, `--` and `~~` are operators."""
    written = ""
    for part in re.findall(r".-.|.", characters, flags=re.DOTALL):
        first, last = part[0], part[-1]
        if first > last:
            raise ValueError(f"cannot read the path pattern `{glob}`: bad range {part}")
        escaped = [re.sub(r"([\\\[\]^&~-])", r"\\\1", end) for end in (first, last)]
        written += escaped[0] if len(part) == 1 else "-".join(escaped)
    return written
