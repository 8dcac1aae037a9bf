"""Generated input: sources that are nearly right, sources that are not, and file names."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from equivalence.fixtures import SUPPORTED, fixtures_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Change = Callable[[bytearray, int, int], None]

FIXTURES = {language: list(fixtures_of(language).items()) for language in SUPPORTED}

# Longer stretches of a fixture show nothing new and take longer.
_MOST_LINES = 80
_LONG_LINE = 70_000
_LONGEST_NAME = 255


def ending_of(fixture: str) -> str:
    """Give what the language of a fixture is known by: `.d.ts` of `fixture_ambient.d.ts`."""
    return fixture[fixture.index(".") :]


ENDINGS = sorted({ending_of(name) for files in FIXTURES.values() for name, _ in files} | {".txt"})


# Mutated fixtures --------------------------------------------------------------------------------


def _line(source: bytearray, at: int) -> slice:
    """Give the line, with its end, that a position falls into."""
    start = source.rfind(b"\n", 0, at) + 1
    end = source.find(b"\n", at)
    return slice(start, len(source) if end < 0 else end + 1)


def delete_line(source: bytearray, at: int, _other: int) -> None:
    """Delete a line."""
    del source[_line(source, at)]


def duplicate_line(source: bytearray, at: int, _other: int) -> None:
    """Put a line there twice."""
    line = _line(source, at)
    source[line.start : line.start] = source[line]


def swap_lines(source: bytearray, at: int, other: int) -> None:
    """Swap two lines."""
    first, second = sorted((_line(source, at), _line(source, other)), key=lambda line: line.start)
    if first.start != second.start:
        one, another = source[first], source[second]
        source[second] = one
        source[first] = another


def flip_byte(source: bytearray, at: int, other: int) -> None:
    """Change some bits of a byte."""
    if at < len(source):
        source[at] ^= other % 255 + 1


def truncate(source: bytearray, at: int, _other: int) -> None:
    """End the file anywhere."""
    del source[at:]


def repeat_stretch(source: bytearray, at: int, other: int) -> None:
    """Put a stretch there twice, wherever it begins and ends."""
    start, end = sorted((at, other))
    source[end:end] = source[start:end]


CHANGES: list[Change] = [
    delete_line,
    duplicate_line,
    swap_lines,
    flip_byte,
    truncate,
    repeat_stretch,
]

INSERTIONS = [
    b"\x00", b"\t", b"\r", b"\r\n", b"\n", b"\x0c", b"\x1a", b"\xff", b"\xc3", b"\xed\xa0\x80",
    "\ufeff".encode(), "\u2028".encode(), "\u0301".encode(), "\u202e".encode(), "ß".encode(),
    "日本".encode(), "👩‍👩‍👧".encode(), b"(" * 300, b"{" * 300, b"'", b'"', b"`", b"/*", b"*/",
    b"<!--", b" " * 500, b"a" * _LONG_LINE,
]  # fmt: skip


def _as_it_is(source: bytes) -> bytes:
    return source


def _crlf(source: bytes) -> bytes:
    return source.replace(b"\n", b"\r\n")


def _cr(source: bytes) -> bytes:
    return source.replace(b"\n", b"\r")


def _tabs(source: bytes) -> bytes:
    return source.replace(b"    ", b"\t")


def _utf8_mark(source: bytes) -> bytes:
    return b"\xef\xbb\xbf" + source


def _utf16_little(source: bytes) -> bytes:
    return b"\xff\xfe" + source.decode(errors="replace").encode("utf-16-le")


def _utf16_big(source: bytes) -> bytes:
    return b"\xfe\xff" + source.decode(errors="replace").encode("utf-16-be")


def _utf16_cut(source: bytes) -> bytes:
    return _utf16_little(source)[:-1]


def _latin(source: bytes) -> bytes:
    return source.decode(errors="replace").encode("latin-1", errors="replace")


FORMS = [
    _as_it_is, _crlf, _cr, _tabs, _utf8_mark, _utf16_little, _utf16_big, _utf16_cut, _latin,
]  # fmt: skip


@st.composite
def mutated_fixtures(draw: st.DrawFn, language: str) -> tuple[str, bytes]:
    """A stretch of a fixture, changed; with the ending of the fixture's name."""
    name, content = draw(st.sampled_from(FIXTURES[language]))
    lines = content.splitlines(keepends=True)
    start = draw(st.integers(0, len(lines) - 1))
    end = draw(st.integers(start + 1, min(len(lines), start + _MOST_LINES)))
    source = bytearray(b"".join(lines[start:end]))
    for _ in range(draw(st.integers(0, 5))):
        position = st.integers(0, max(0, len(source)))
        if draw(st.booleans()):
            draw(st.sampled_from(CHANGES))(source, draw(position), draw(position))
        else:
            at = draw(position)
            source[at:at] = draw(st.sampled_from(INSERTIONS))
    form = draw(st.sampled_from(FORMS))
    return ending_of(name), form(bytes(source))


# Sources from nothing ----------------------------------------------------------------------------

# Pieces of many languages: what they make together is mostly wrong, and now and then right.
PIECES = st.sampled_from(
    [
        "class A", "struct B", "interface C", "enum D", "def f(x, y=1)", "fn g(x: u32)", "func h()",
        "void k(int x)", "impl B for C", "type T =", "import os", "use a::b;", "#include <x.h>",
        "package main", "x = f(y)", "self.z.w(1)", "new A()", "return x", "A.B.c", "@decorated",
        "'text'", '"', "/*", "*/", "//", "# remark", "(", ")", "{", "}", "[", "]", "<", ">", ":",
        ";", ",", "\n", "\n    ", "\r\n", "\r", "\t", " ", "ß", "日本", "👍", "\u2028", "\ufeff",
        "\x00",
    ]
)  # fmt: skip

HARD_CASES = [
    b"", b" ", b"\n", b"\r", b"\r\n", b"\t \n\t \n", b"\n" * 3_000, b"\x00", b"\x00" * 100,
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00", b"\xff\xfe\x00\xd8",
    b"x = 1\n" * 2_000 + b"\x00" * 10, b"(" * 5_000, b"{" * 5_000, b"/*" * 3_000, b'"' * 5_001,
    b"a" * _LONG_LINE, b"f(" * 1_000 + b")" * 1_000, b"\xf0\x9f\x91",
    b"#!/usr/bin/env python3\nx = 1\n",
]  # fmt: skip

SOURCES = st.one_of(
    st.lists(PIECES, max_size=60).map(lambda pieces: " ".join(pieces).encode()),
    st.lists(PIECES, max_size=60).map(lambda pieces: "".join(pieces).encode("utf-16")),
    st.text(max_size=200).map(str.encode),
    st.binary(max_size=200),
    st.sampled_from(HARD_CASES),
)
"""Contents of files; the language is whatever the name says."""


def source_files() -> st.SearchStrategy[tuple[str, bytes]]:
    """Files of any language: the ending of the name, and the content."""
    mutated = st.sampled_from(SUPPORTED).flatmap(mutated_fixtures)
    return st.one_of(mutated, st.tuples(st.sampled_from(ENDINGS), SOURCES))


# File names --------------------------------------------------------------------------------------

_LETTERS = st.one_of(
    st.sampled_from("ab.-_ '\"\n\r\t\\%$&;*?[]{}()<>|#~!:,=@`^\x01\x7f"),
    st.sampled_from("äÄßéø日本語\u00a0\u200b\u202e\u0301\ufeff👍🏽"),
    st.characters(exclude_categories=["Cs"], exclude_characters="/\x00"),
)


def names() -> st.SearchStrategy[str]:
    """Names for files and folders: all that a file system takes."""
    long = st.integers(200, _LONGEST_NAME).map(lambda length: "n" * length)
    return st.one_of(st.text(_LETTERS, min_size=1, max_size=12).filter(is_a_name), long)


def is_a_name(name: str) -> bool:
    """Whether a file can have the name: `.` and `..` are taken, and length counts in bytes."""
    return name not in {".", ".."} and len(name.encode()) <= _LONGEST_NAME


@st.composite
def workspaces(draw: st.DrawFn, most_files: int = 5) -> dict[str, bytes]:
    """Contents of files by path; no path is a folder of another one."""
    files: dict[str, bytes] = {}
    taken: set[str] = set()
    for ending, content in draw(st.lists(source_files(), min_size=1, max_size=most_files)):
        folders = draw(st.lists(names(), max_size=2))
        parts = [*folders, draw(names()) + ending]
        # On some file systems, names that differ in case or composition are one.
        above = {_folded("/".join(parts[:depth])) for depth in range(1, len(parts))}
        path = _folded("/".join(parts))
        if path in taken or any(folder in map(_folded, files) for folder in above):
            continue
        files["/".join(parts)] = content
        taken |= {path, *above}
    return files


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
