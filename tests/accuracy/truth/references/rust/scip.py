"""Reads an index of the format SCIP: of protocol buffers, as much as is needed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
#: The role of an occurrence that defines its symbol.
DEFINES = 1


class Occurrence(NamedTuple):
    """A place in a file where a symbol is named: line and column from 0."""

    line: int
    column: int
    symbol: str
    defines: bool


class Document(NamedTuple):
    """A file. Columns are in bytes, or in units of 16 or 32 bits as the encoding tells."""

    path: str
    encoding: int
    occurrences: list[Occurrence]


def documents(index: bytes) -> Iterator[Document]:
    """All files of an index."""
    for field, value in _fields(memoryview(index)):
        if field == 2 and isinstance(value, memoryview):
            yield _document(value)


def _document(message: memoryview) -> Document:
    path, encoding, occurrences = "", 0, []
    for field, value in _fields(message):
        if isinstance(value, int):
            encoding = value if field == 6 else encoding
        elif field == 1:
            path = bytes(value).decode()
        elif field == 2:
            occurrences.append(_occurrence(value))
    return Document(path, encoding, occurrences)


def _occurrence(message: memoryview) -> Occurrence:
    span: list[int] = []
    symbol, roles = "", 0
    for field, value in _fields(message):
        if isinstance(value, int):
            roles = value if field == 3 else roles
        elif field == 1:
            span = list(_packed(value))
        elif field == 2:
            symbol = bytes(value).decode()
    return Occurrence(span[0], span[1], symbol, bool(roles & DEFINES))


def _packed(value: memoryview) -> Iterator[int]:
    at = 0
    while at < len(value):
        number, at = _varint(value, at)
        yield number


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """The numbers of a message's fields with their values."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == VARINT:
            number, at = _varint(message, at)
            yield key >> 3, number
            continue
        if kind == BYTES:
            length, at = _varint(message, at)
        elif kind in {FIXED64, FIXED32}:
            length = 8 if kind == FIXED64 else 4
        else:
            raise ValueError(f"the index has a field of unknown kind {kind}: is it of SCIP?")
        yield key >> 3, message[at : at + length]
        at += length


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = message[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7
