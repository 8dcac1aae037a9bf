"""How search results are put in order.

Ranked lists are fused by reciprocal rank, a symbol getting weight / (k + rank) from each: full
text, vectors, words by where they stand (`word_coverage`), names that share words with the query,
documentation that has the query word for word, and files, by what the other lists found in them.
LanceDB's `RRFReranker` does this for lists of its own; the other lists, the priors below and a
fixed order of equals are why it is written out here.

What each list and each prior is worth stands in `docs/search.md`, measured on 323 questions about
three packages by `make search-quality`. Priors are of libraries: a documented one will do best.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from miller import miller_core

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Row = Mapping[str, object]

RANK_OFFSET = 20

# What a list weighs. A name alone is soon right by chance: words spread over a symbol say more.
TEXT, VECTOR, NAMES, WORDS = 1.0, 1.0, 0.5, 1.0
# Who pastes a sentence means the symbol that it is about. It takes four words to be a sentence.
QUOTES = 2.0
_SENTENCE = 4

# Symbols of one file speak for each other: a symbol in the file that the other lists agree on.
FILE_WEIGHT = 2.0
_SYMBOLS_THAT_SPEAK_FOR_A_FILE = 5

NAMED_AS_ITS_FILE = 1.3
IN_TESTS = 0.5
PRIVATE = 0.9
WEAK_KIND = 0.6
UNDOCUMENTED = 0.8
IN_DATA = 0.5
# What is written about code has all words of a question sooner than the code itself.
IN_PROSE = 0.6
# What a second symbol of the same qualified name in a file counts: overloads say little new.
REPEATED = 0.5

# Who writes down a name asks for what has it. It weighs less in another case, or with other `_`.
# What is named exactly so comes before all else, which cannot pass `NAMED_AS_ITS_FILE`.
NAMED = 1.0
_COMES_FIRST = 1.5
_SAME, _SAME_BUT_CASE, _SAME_LETTERS = 1.0, 0.8, 0.6

# What one asks for is seldom the definition of a value.
WEAK_KINDS = frozenset({"constant", "enum_member", "export", "field", "variable"})

# Languages of data and of looks: a key or a selector is seldom what one asks for.
DATA_LANGUAGES = frozenset({"css", "ini", "json", "scss", "toml", "xml", "yaml"})

# Texts and their headings: `text` is what no language claims.
PROSE_LANGUAGES = frozenset({"markdown", "text"})

_TEST_FOLDERS = frozenset({"__tests__", "spec", "specs", "test", "testing", "tests"})
_TEST_FILE = re.compile(
    r"(^test_|_test\.|_tests\.|_spec\.|\.test\.|\.spec\.|^tests?\.)|(Test|Tests|Spec)\.[a-z]+$"
)

# Words that say nothing in the name of a symbol.
_STOP_WORDS = frozenset(
    [
        *(
            "a",
            "an",
            "and",
            "are",
            "as",
            "at",
            "be",
            "by",
            "for",
            "from",
            "has",
            "have",
            "how",
            "i",
        ),
        *("if", "in", "into", "is", "it", "its", "my", "no", "not", "of", "on", "or", "such"),
        *("that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "what"),
        *("where", "which", "will", "with"),
    ]
)

_FILES_NAMED_AFTER_THEIR_FOLDER = frozenset({"__init__", "index", "lib", "main", "mod"})

# What may stand around a name in a sentence, and names that no plain word looks like.
_AROUND_A_NAME = "`'\"()[]{}<>,;:?!."
_IDENTIFIER = re.compile(
    r"(?=.*(?:\w_\w|\d|\w(?:\.|::)\w|[a-z][A-Z]|[A-Z]{2}[a-z]))[^\W\d]\w*(?:(?:\.|::)\w+)*"
)

_ENDINGS = ("ingly", "edly", "ions", "ing", "ion", "ers", "ors", "er", "or", "ed", "es", "ly")
_ALL_ENDINGS = (*_ENDINGS, "s", "e")
_SHORTEST_STEM = 3


class QueryWords:
    """The words of a query in the forms that the lists need."""

    def __init__(self, query: str) -> None:
        self.raw = query.strip()
        self.words = miller_core.split_identifiers(query).split()
        telling = [word for word in self.words if word not in _STOP_WORDS] or self.words
        self.stems = list(dict.fromkeys(map(stem, telling)))
        # Many names run two words together: `copyfile`, `urlparse`.
        pairs = list(pairwise(telling))
        self._joined = [first + second for first, second in pairs]
        self._joined += [second + first for first, second in pairs]
        self._parts = {
            stem(joined): (stem(first), stem(second))
            for first, second in pairs
            for joined in (first + second, second + first)
        }
        self.same_names = {self.raw.lower(), "".join(telling), "_".join(telling)}
        self.is_one_word = not any(map(str.isspace, self.raw))
        # Whether it looks like a name with that of its container before it.
        self.is_qualified = self.is_one_word and bool(re.search(r"\w(\.|::)\w", self.raw))
        self.letters = _letters(self.raw)
        # What can only be a name, beside other words: `QuerySet filter chaining`.
        self.identifiers = [] if self.is_one_word else _identifiers_in(self.raw)
        # Each word that has one of the stems, with it: to look words up is to stem none of them.
        self.forms = {
            word: stem_of_word
            for stem_of_word in self.stems
            for word in (stem_of_word, *(stem_of_word + ending for ending in _ALL_ENDINGS))
            if stem(word) == stem_of_word
        }

    @property
    def split(self) -> str:
        """The words as the search text has them: what a vector is made from."""
        return " ".join(self.words)

    @property
    def expanded(self) -> str:
        """The words, and neighbours run together: what full text looks for."""
        return " ".join([*self.words, *self._joined])

    def name_score(self, name: str) -> float:
        """Say how much of the query is in a name, and of the name in the query: 0 to 2, or 3."""
        found: set[str] = set()
        fitting = 0
        own = dict.fromkeys(map(stem, miller_core.split_identifiers(name).split()))
        for word in own:
            if word in self.stems:
                found.add(word)
                fitting += 1
            elif word in self._parts:
                found.update(self._parts[word])
                fitting += 1
        same = 1.0 if name.lower() in self.same_names or _letters(name) == self.letters else 0.0
        if not found:
            # Without a border in it, `asyncread` has no word of `AsyncRead`, and all its letters.
            return 3 * same
        return len(found) / len(self.stems) + fitting / len(own) + same

    def likeness_of_name(self, row: Row) -> float:
        """Say how much the query is the name of a symbol, and no word of a sentence: 0 to 1."""
        if not self.is_one_word:
            return 0.0
        name = str(row["name"])
        looks_like_a_word = self.raw.isalpha() and self.raw.islower()
        if (self.raw == name and not looks_like_a_word) or self.ends_qualified_name(row):
            return _SAME
        if self.raw.lower() == name.lower():
            return _SAME_BUT_CASE
        return _SAME_LETTERS if self.letters and self.letters == _letters(name) else 0.0

    def is_name_of(self, row: Row) -> bool:
        """Whether a symbol is called so, in some spelling, or its qualified name ends so."""
        name = str(row["name"])
        if name.lower() in self.same_names:
            return True
        if self.is_one_word and self.letters and _letters(name) == self.letters:
            return True
        return self.is_qualified and str(row["qualified_name"]).lower().endswith(self.raw.lower())

    def ends_qualified_name(self, row: Row) -> bool:
        """Whether a symbol is called so within its container: `QuerySet.filter`."""
        if not self.is_qualified:
            return False
        qualified = str(row["qualified_name"]).lower()
        asked = self.raw.lower()
        return qualified == asked or qualified.endswith((f".{asked}", f"::{asked}"))

    def identifier_of(self, row: Row) -> str | None:
        """Give the identifier in the query, beside other words, that a symbol is named exactly."""
        name, qualified = row["name"], str(row["qualified_name"])
        for identifier in self.identifiers:
            ends = (f".{identifier}", f"::{identifier}")
            if identifier in {name, qualified} or qualified.endswith(ends):
                return identifier
        return None

    @property
    def about_tests(self) -> bool:
        """Whether the query asks for tests, so that they do not count less."""
        return "test" in self.stems


def last_part(name: str) -> str:
    """Give a name without those of its containers."""
    return re.split(r"\.|::", name)[-1]


def _identifiers_in(query: str) -> list[str]:
    """Give the words of a query that are no plain ones: with `_`, a digit, a dot or inner case."""
    words = (word.strip(_AROUND_A_NAME) for word in query.split())
    return list(dict.fromkeys(filter(_IDENTIFIER.fullmatch, words)))


def _letters(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Cut common English endings off. Coarser than the full text index: names are short."""
    for ending in _ALL_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=1 << 14)
def is_test_path(path: str) -> bool:
    """Whether a file holds tests, by its name or a folder above it."""
    *folders, name = path.split("/")
    return not _TEST_FOLDERS.isdisjoint(map(str.lower, folders)) or bool(_TEST_FILE.search(name))


def is_named_as_its_file(row: Row) -> bool:
    """Whether a symbol has the name of its file: what the file is there for, as a rule.

    A file and the module that it is have its name always, which says nothing.
    """
    if row["kind"] in {"module", "file"}:
        return False
    *folders, file = str(row["file_path"]).split("/")
    stem_of_file = file.split(".")[0]
    if stem_of_file in _FILES_NAMED_AFTER_THEIR_FOLDER and folders:
        stem_of_file = folders[-1]
    return _same_words(stem_of_file, str(row["name"]))


def prior(row: Row, *, tests_count_less: bool) -> float:
    """Say how probable a symbol is as an answer before the question is known."""
    weight = 1.0
    if tests_count_less and is_test_path(str(row["file_path"])):
        weight *= IN_TESTS
    if row["visibility"] == "private":
        weight *= PRIVATE
    if row["kind"] in WEAK_KINDS:
        weight *= WEAK_KIND
    if not row["doc_comment"]:
        weight *= UNDOCUMENTED
    if row["language"] in DATA_LANGUAGES:
        weight *= IN_DATA
    if row["language"] in PROSE_LANGUAGES:
        weight *= IN_PROSE
    if is_named_as_its_file(row):
        weight *= NAMED_AS_ITS_FILE
    return weight


def by_name(rows: Iterable[Row], query: QueryWords) -> list[Row]:
    """Give the rows whose name has words of the query, best first."""
    scored = [(query.name_score(str(row["name"])), row) for row in rows]
    return [row for _, row in ordered((score, row) for score, row in scored if score)]


def by_quote(rows: Iterable[Row], query: QueryWords) -> list[Row]:
    """Give the rows whose documentation has the query word for word."""
    if query.is_one_word or len(query.words) < _SENTENCE:
        return []
    quote = f" {query.split} "
    split = miller_core.split_identifiers
    quoting = [row for row in rows if quote in f" {split(str(row['doc_comment'] or ''))} "]
    return [row for _, row in ordered((1.0, row) for row in quoting)]


def fuse(
    lists: Sequence[Sequence[Row]],
    query: QueryWords,
    weights: Sequence[float] | None = None,
    *,
    is_quote: bool = False,
) -> list[tuple[float, Row]]:
    """Give the rows of all lists once, with scores, best first.

    First in every list that is not empty, in the first file and nothing for or against it, is a
    score of 1; a symbol whose very name is asked for has up to 2.5 more. A query that stands in
    documentation, word for word, is about what is documented there: names in it count no more.
    """
    weights = weights or [1.0] * len(lists)
    less = not query.about_tests
    rows = {row["id"]: row for ranked in lists for row in ranked}
    # The name that is asked for is meant, wherever it stands.
    named = {key: NAMED * query.likeness_of_name(row) for key, row in rows.items()}
    identifiers = {key: None if is_quote else query.identifier_of(row) for key, row in rows.items()}
    priors = {key: prior(row, tests_count_less=less) + named[key] for key, row in rows.items()}
    scores = dict.fromkeys(rows, 0.0)
    for ranked, weight in zip(lists, weights, strict=True):
        for rank, row in enumerate(ranked, 1):
            scores[row["id"]] += weight / (RANK_OFFSET + rank)
    weighed = {key: score * priors[key] for key, score in scores.items()}
    ranks = _ranks_of_files(rows, weighed)
    in_use = sum(weight for ranked, weight in zip(lists, weights, strict=True) if ranked)
    whole = (in_use + FILE_WEIGHT) / (RANK_OFFSET + 1)
    scored = []
    for key, row in rows.items():
        of_file = FILE_WEIGHT / (RANK_OFFSET + ranks[row["file_path"]])
        first = _COMES_FIRST if named[key] >= _SAME else 0.0
        scored.append((first + (scores[key] + of_file) * priors[key] / whole, row))
    return _repeated_last(_best_of_identifiers_first(scored, identifiers))


def _best_of_identifiers_first(
    scored: Iterable[tuple[float, Row]], identifiers: Mapping[object, str | None]
) -> list[tuple[float, Row]]:
    """Put the best symbol of each identifier that the query has beside other words to the front.

    The others of that name stay where they are: the rest of the query is meant, too.
    """
    seen: set[str | None] = {None}
    found = []
    for score, row in ordered(scored):
        identifier = identifiers[row["id"]]
        found.append((score if identifier in seen else score + _COMES_FIRST, row))
        seen.add(identifier)
    return ordered(found)


def _repeated_last(scored: Iterable[tuple[float, Row]]) -> list[tuple[float, Row]]:
    """Put symbols behind the first one of their name in their file: overloads, cases of `#if`."""
    seen: set[tuple[object, object]] = set()
    again: list[tuple[float, Row]] = []
    for score, row in scored:
        symbol = (row["file_path"], row["qualified_name"])
        again.append((score * REPEATED if symbol in seen else score, row))
        seen.add(symbol)
    return ordered(again)


def _ranks_of_files(
    rows: Mapping[object, Row], scores: Mapping[object, float]
) -> dict[object, int]:
    """Rank files by the sum of their best few symbols; all symbols would favour long files."""
    found: dict[object, list[float]] = {}
    for key, row in rows.items():
        found.setdefault(row["file_path"], []).append(scores[key])
    sums = {
        path: sum(sorted(several, reverse=True)[:_SYMBOLS_THAT_SPEAK_FOR_A_FILE])
        for path, several in found.items()
    }
    best_first = sorted(sums, key=lambda path: (-sums[path], str(path)))
    return {path: rank for rank, path in enumerate(best_first, 1)}


def _same_words(left: str, right: str) -> bool:
    split = miller_core.split_identifiers
    return left.lower() == right.lower() or split(left) == split(right) != ""


def ordered(scored: Iterable[tuple[float, Row]]) -> list[tuple[float, Row]]:
    """Give rows by falling score; of equals, by path and position."""
    return sorted(scored, key=_order)


def _order(scored: tuple[float, Row]) -> tuple[Any, ...]:
    score, row = scored
    return (-score, row["file_path"], row["start_line"], row["start_byte"], row["id"])
