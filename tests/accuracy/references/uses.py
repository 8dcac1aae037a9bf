"""What a truth program says of the uses in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

#: `inside`: it means a definition of the package; `local`: a parameter or a variable of a function;
#: `outside`: something of the language or of another package; `undecided`: the truth cannot tell.
Verdict = Literal["inside", "local", "outside", "undecided"]


@dataclass(frozen=True)
class Definition:
    """Where a name is defined."""

    path: str
    #: The line of the name, from 1; 0 stands for the whole file.
    line: int
    name: str


@dataclass(frozen=True)
class Use:
    """A name that is used, and what it means."""

    line: int
    #: In bytes, from 0.
    column: int
    name: str
    verdict: Verdict
    #: Any of these is right: overloads, the branches of a condition, the types of a union.
    definitions: tuple[Definition, ...] = ()
    #: The imports and exports that the name comes through.
    passed: tuple[Definition, ...] = ()
    #: May be a symbol and need not be: not demanded.
    optional: bool = False


@dataclass(frozen=True)
class FileUses:
    """All uses of a file."""

    path: str
    uses: tuple[Use, ...] = ()
    #: Why there are none.
    error: str | None = None


def from_json(value: dict[str, Any]) -> FileUses:
    """Read what a truth program printed about a file."""
    return FileUses(value["path"], tuple(_use(each) for each in value["uses"]), value.get("error"))


def _use(value: dict[str, Any]) -> Use:
    return Use(
        line=value["line"],
        column=value["column"],
        name=value["name"],
        verdict=value["verdict"],
        definitions=_definitions(value.get("definitions", [])),
        passed=_definitions(value.get("passed", [])),
        optional=value.get("optional", False),
    )


def _definitions(values: list[dict[str, Any]]) -> tuple[Definition, ...]:
    return tuple(Definition(each["path"], each["line"], each["name"]) for each in values)
