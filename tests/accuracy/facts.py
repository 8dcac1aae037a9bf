"""What is compared: the definitions, calls and bases of one file.

The truth programs print it as JSON, and the rows are brought into the same form.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: Acceptable names of a definition; `None` stands for the file.
Names = tuple[str | None, ...]


@dataclass(frozen=True)
class Definition:
    """Something that a file defines."""

    name: str
    #: One kind on the side of the rows; the acceptable ones on that of the truth.
    kinds: tuple[str, ...]
    #: The line of the name in the truth, the first line of the definition in the rows.
    line: int
    end_line: int
    #: The name of what it stands in; several where a definition that may be there lies between.
    parents: Names = (None,)
    #: Acceptable texts; `None` stands for none.
    docs: Names = (None,)
    #: Whether the official parser knows of documentation of such definitions.
    documented: bool = True
    #: May be there and need not be.
    optional: bool = False


@dataclass(frozen=True)
class Call:
    """A call of something that has a name."""

    callee: str
    line: int
    #: The name of what it stands in; several where a definition that may be there lies between.
    callers: Names = (None,)
    #: May be there and need not be.
    optional: bool = False


@dataclass(frozen=True)
class Base:
    """A type that a type extends or implements."""

    type: str
    #: All names that it goes by: as written, and as imported.
    names: tuple[str, ...]
    #: `extends`, `implements` or `either`.
    relation: str
    line: int
    #: May be there and need not be.
    optional: bool = False


@dataclass(frozen=True)
class FileFacts:
    """All that is compared of one file."""

    path: str
    definitions: list[Definition] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    bases: list[Base] = field(default_factory=list)
    #: First and last lines of what the official parser does not look into, such as the arguments of
    #: macros and what conditional compilation leaves out: what we find there is not judged.
    opaque: list[tuple[int, int]] = field(default_factory=list)
    #: The same for calls only.
    opaque_calls: list[tuple[int, int]] = field(default_factory=list)
    #: Why there are no facts.
    error: str | None = None
    #: What the file is written in, where this is known.
    language: str | None = None


def from_json(value: dict[str, Any]) -> FileFacts:
    """Read what a truth program printed about a file."""
    return FileFacts(
        path=value["path"],
        definitions=[_definition(each) for each in value.get("definitions", [])],
        calls=[
            Call(each["callee"], each["line"], _names(each, "caller"), each.get("optional", False))
            for each in value.get("calls", [])
        ],
        bases=[
            Base(
                each["type"],
                (each["base"],),
                each["relation"],
                each["line"],
                each.get("optional", False),
            )
            for each in value.get("bases", [])
        ],
        opaque=_lines(value, "opaque"),
        opaque_calls=_lines(value, "opaque") + _lines(value, "opaque_calls"),
        error=value.get("error"),
    )


def _lines(value: dict[str, Any], key: str) -> list[tuple[int, int]]:
    return [(first, last) for first, last in value.get(key, [])]


def _definition(value: dict[str, Any]) -> Definition:
    kind = value["kind"]
    return Definition(
        name=value["name"],
        kinds=(kind,) if isinstance(kind, str) else tuple(kind),
        line=value["line"],
        end_line=value["end_line"],
        parents=_names(value, "parent"),
        docs=_names(value, "doc"),
        documented=value.get("documented", True),
        optional=value.get("optional", False),
    )


def _names(value: dict[str, Any], key: str) -> Names:
    names = value.get(key)
    return tuple(names) if isinstance(names, list) else (names,)
