"""What each tool takes, as models that are the schemas which clients see."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from miller import miller_core

_NAME = (
    "A name, the last parts of a qualified one (`Class.method`), `path::name`, `path:line`, "
    "`path:line:column` or the id of a symbol"
)

Name = Annotated[str, Field(min_length=1, max_length=1_000, description=_NAME)]
Limit = Annotated[int, Field(ge=1, le=200, description="So many results at most")]
Offset = Annotated[int, Field(ge=0, le=1_000_000, description="Where the page begins")]
Depth = Annotated[int, Field(ge=1, le=10, description="How many calls away")]


def _known(kind: str) -> str:
    if kind not in miller_core.symbol_kinds():
        raise ValueError(f"expected one of {', '.join(miller_core.symbol_kinds())}")
    return kind


Kind = Annotated[
    str, AfterValidator(_known), Field(description="Only this kind: `class`, `function`, `method`…")
]
Language = Annotated[str, Field(max_length=50, description="Only this language: `python`, `rust`")]


class Arguments(BaseModel):
    """Arguments of a tool; what it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Search(Arguments):
    """Find definitions by words, by meaning or by name, best first."""

    query: Annotated[
        str, Field(min_length=1, max_length=1_000, description="A question, words or a name")
    ]
    mode: Annotated[
        Literal["hybrid", "text", "vector", "name"],
        Field(description="`name` compares names alone"),
    ] = "hybrid"
    kind: Kind | None = None
    language: Language | None = None
    path: Annotated[
        str | None,
        Field(max_length=1_000, description="Only this file, folder or pattern: `src/**/*.py`"),
    ] = None
    limit: Annotated[int, Field(ge=1, le=50, description="So many results at most")] = 8
    offset: Annotated[int, Field(ge=0, le=150, description="Where the page begins")] = 0


class _Named(Arguments):
    name: Name
    kind: Kind | None = None
    language: Language | None = None


class Symbol(_Named):
    """Describe a symbol: where it is defined, signature, documentation, bases and members."""

    limit: Limit = 30
    offset: Offset = 0


class References(_Named):
    """List the uses of a symbol: those that mean it first, then those that bear its name only."""

    limit: Limit = 30
    offset: Offset = 0


class Callers(_Named):
    """List who calls a symbol, nearest first."""

    depth: Depth = 1
    limit: Limit = 30
    offset: Offset = 0


class Callees(_Named):
    """List what a symbol calls, nearest first."""

    depth: Depth = 1
    limit: Limit = 30
    offset: Offset = 0


class Implementations(_Named):
    """List what extends or implements a type, or overrides a method."""

    limit: Limit = 30
    offset: Offset = 0


class Outline(Arguments):
    """List the symbols of a file as a tree, or the files of a folder with their first symbols."""

    path: Annotated[
        str, Field(max_length=4_096, description="A file or folder of the workspace; `.` for all")
    ] = "."
    limit: Limit = 60
    offset: Offset = 0


class ReadSymbol(_Named):
    """Read the source of one symbol, with line numbers."""

    limit: Annotated[int, Field(ge=1, le=2_000, description="So many lines at most")] = 150
    offset: Annotated[int, Field(ge=0, description="Lines of the symbol to leave out")] = 0


class Status(Arguments):
    """Say what the index holds, how fresh it is, and whether it is being made just now."""


class Reindex(Arguments):
    """Bring the index up to date now. It does so by itself when files change."""

    wait_seconds: Annotated[
        float, Field(ge=0, le=60, description="How long to wait for the end of the run")
    ] = 0
