"""The parts of the ranking, each by itself: what they give, and to whom they give nothing."""

from __future__ import annotations

from typing import Any

import pytest

from miller.ranking import QueryWords, by_name, by_quote, fuse, prior
from miller.word_coverage import by_words


def row(name: str, **fields: Any) -> dict[str, Any]:
    path = fields.pop("file_path", "shop/lamp.py")
    line = fields.pop("start_line", 1)
    return {
        "id": f"{path}#{name}#{line}",
        "name": name,
        "qualified_name": name,
        "kind": "function",
        "language": "python",
        "file_path": path,
        "start_line": line,
        "start_byte": line * 100,
        "signature": None,
        "doc_comment": "Documented.",
        "code_context": None,
        "visibility": "public",
        **fields,
    }


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        ("readAll", "readAll", 1.0),
        ("read_all", "read_all", 1.0),
        ("READALL", "readAll", 0.8),
        ("readall", "readAll", 0.8),
        ("walk", "walk", 0.8),  # a word that may be meant as one
        ("read_all", "readAll", 0.6),
        ("read-all", "read_all", 0.6),
        ("readall", "read_all", 0.6),
        # A sentence says what is meant, not what it is called; headings of texts are named so.
        ("read all", "read all", 0.0),
        ("read", "read_all", 0.0),
        ("_", "__", 0.0),
    ],
)
def test_how_much_a_query_is_a_name(query: str, name: str, expected: float) -> None:
    assert QueryWords(query).likeness_of_name(row(name)) == expected


@pytest.mark.parametrize(
    ("query", "qualified", "expected"),
    [
        ("Lamp.read", "shop.Lamp.read", 1.0),
        ("lamp.read", "Lamp.read", 1.0),
        ("Lamp::read", "Lamp::read", 1.0),
        ("amp.read", "Lamp.read", 0.0),
        ("Lamp.", "Lamp.read", 0.0),
        (".read", "Lamp.read", 0.0),
        ("Lamp.write", "Lamp.read", 0.0),
    ],
)
def test_a_name_may_be_asked_for_with_its_container(
    query: str, qualified: str, expected: float
) -> None:
    assert QueryWords(query).likeness_of_name(row("read", qualified_name=qualified)) == expected


@pytest.mark.parametrize(
    ("query", "identifiers"),
    [
        ("QuerySet filter chaining", ["QuerySet"]),
        ("get_object_or_404 raises", ["get_object_or_404"]),
        ("where is `Lamp.read()` called, and readAll?", ["Lamp.read", "readAll"]),
        ("of HTTPServer::start and HTTPServer::start", ["HTTPServer::start"]),
        ("decode base64 text", ["base64"]),
        ("A sentence. With HTTP, 42 and plain-words", []),
        # One word alone is a name by itself, or not.
        ("get_object_or_404", []),
    ],
)
def test_identifiers_beside_other_words(query: str, identifiers: list[str]) -> None:
    assert QueryWords(query).identifiers == identifiers


def test_names_in_a_quoted_sentence_count_no_more() -> None:
    query = QueryWords("opens what read_all gives back")
    quoted = row("opener", doc_comment="Opens what read_all gives back.")
    lists = [[quoted, row("read_all")]]
    assert fuse(lists, query)[0][1]["name"] == "read_all"
    assert fuse(lists, query, is_quote=True)[0][1] is quoted


def test_a_name_without_borders_is_found_among_names() -> None:
    rows = [row("AsyncRead"), row("AsyncWrite"), row("prefetch_related")]
    assert [each["name"] for each in by_name(rows, QueryWords("asyncread"))] == ["AsyncRead"]
    words = QueryWords("asyncread")
    assert words.name_score("AsyncRead") == QueryWords("async read").name_score("AsyncRead") == 3.0
    assert [each["name"] for each in by_name(rows, QueryWords("prefetchrelated"))] == [
        "prefetch_related"
    ]


def test_a_sentence_is_found_where_it_stands() -> None:
    rows = [
        row("one", doc_comment="Moves it. Opens the\n    gate of `allLamps` first."),
        row("two", doc_comment="First opens the gate of all the lamps."),
        row("three", doc_comment=None),
    ]

    def names(query: str) -> list[str]:
        return [each["name"] for each in by_quote(rows, QueryWords(query))]

    assert names("opens the gate of all_lamps") == ["one"]
    assert names("opens the gate of all") == ["one", "two"]
    assert names("pens the gate of") == []
    # Fewer words stand anywhere, and a name is not a sentence.
    assert names("opens the gate") == []
    assert names("opens_the_gate_of") == []


def test_a_word_counts_by_where_it_stands() -> None:
    rows = [
        # Of equals, the first by path would come first.
        row("other", code_context="dim()", file_path="a.py"),
        row("method", qualified_name="dim.method", file_path="b.py"),
        row("documented", doc_comment="Dims it.", file_path="c.py"),
        row("dim"),
        row("nothing"),
    ]
    found = [each["name"] for each in by_words(rows, QueryWords("dim"))]
    assert found == ["dim", "documented", "method", "other"]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    common = [row(f"task_{number}") for number in range(20)]
    rare = row("abort", file_path="z.py")
    assert by_words([*common, rare], QueryWords("abort a task"))[0] is rare


def test_a_list_counts_by_its_weight() -> None:
    one, two = row("one", file_path="b.py"), row("two", file_path="a.py")
    query = QueryWords("anything")
    assert fuse([[one], [two]], query, [2.0, 1.0])[0][1] is one
    assert fuse([[one], [two]], query, [1.0, 2.0])[0][1] is two
    # A list without rows takes nothing from the others.
    assert fuse([[one], []], query, [1.0, 2.0])[0][0] == pytest.approx(1.0)


def test_of_overloads_the_first_one_stands_for_all() -> None:
    overloads = [row("toJSON", start_line=line) for line in range(1, 5)]
    other = row("toString", file_path="z.py")
    query = QueryWords("anything")
    found = [each for _, each in fuse([[*overloads, other]], query)]
    assert found == [overloads[0], other, *overloads[1:]]
    # The same name in another file, or in another container, is another symbol.
    elsewhere = [row("toJSON", file_path=f"{name}.py") for name in "abc"]
    assert [each for _, each in fuse([[*elsewhere, other]], query)] == [*elsewhere, other]


def test_the_exact_name_comes_before_all_else() -> None:
    named = row("read_all", file_path="tests/test_z.py", visibility="private", doc_comment=None)
    better = [row("read", file_path=f"read/{name}.py") for name in "abcd"]
    best = row("lamp")  # named as its file, and first in all lists
    lists = [[best, *better]] * 5
    assert fuse([*lists, [*better, named]], QueryWords("read_all"))[0][1] is named
    # In another spelling, it has to have more than a name.
    assert fuse([*lists, [*better, named]], QueryWords("readAll"))[0][1] is best


def test_keys_of_data_count_less() -> None:
    key = row("lamp", language="toml")
    assert prior(key, tests_count_less=True) == 0.5 * prior(row("lamp"), tests_count_less=True)


@pytest.mark.parametrize("language", ["text", "markdown"])
def test_what_is_written_about_code_comes_behind_it(language: str) -> None:
    told = row("Dimming lamps", language=language, file_path="docs/dim.md")
    code = row("dim_lamp")
    assert fuse([[told, code], [told, code]], QueryWords("dim lamps"))[0][1] is code
