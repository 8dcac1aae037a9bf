"""The rows of files, brought into the form of the truth."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from tests.accuracy.facts import Base, Call, Definition, FileFacts

from miller import miller_core

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: Files handed over at once.
CHUNK = 64
#: Kinds of symbols that are no definitions: they may stand for one, and count neither way.
NOT_DEFINITIONS = frozenset({"import", "export"})

#: Languages whose files start with the name of the package that all they hold belongs to.
PACKAGES = frozenset({"go", "java"})

#: Languages that have modules, and none that a file is.
NAMED_MODULES = frozenset({"graphql", "lua", "markdown", "protobuf", "ruby"})

Row = dict[str, Any]


def read(root: Path, paths: Sequence[str]) -> list[FileFacts]:
    """Extract files below a folder, in the order of their paths."""
    found = []
    for start in range(0, len(paths), CHUNK):
        chunk = list(paths[start : start + CHUNK])
        batch = miller_core.extract_files_to_arrow(chunk, str(root))
        symbols = _by_file(batch.symbols)
        identifiers = _by_file(batch.identifiers)
        edges = _by_file(batch.relationships)
        pending = _by_file(batch.pending_relationships)
        for row in batch.file_data.to_pylist():
            path = row["path"]
            found.append(
                facts_of(row, symbols[path], identifiers[path], edges[path], pending[path])
            )
    return found


def _by_file(batch: Any) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in batch.to_pylist():
        grouped[row["file_path"]].append(row)
    return grouped


def facts_of(
    file: Row, symbols: list[Row], identifiers: list[Row], edges: list[Row], pending: list[Row]
) -> FileFacts:
    """Bring the rows of one file into the form of the truth."""
    by_id = {row["id"]: row for row in symbols}
    whole = _file_symbol(symbols)

    def name_of(identity: str | None) -> str | None:
        return None if identity is None or identity == whole else str(by_id[identity]["name"])

    definitions = [
        Definition(
            name=row["name"],
            kinds=(row["kind"],),
            line=row["start_line"],
            end_line=row["end_line"],
            parents=(name_of(row["parent_id"]),),
            docs=(row["doc_comment"],),
            optional=row["kind"] in NOT_DEFINITIONS,
        )
        for row in symbols
        if row["id"] != whole
    ]
    calls = [
        Call(row["name"], row["start_line"], (name_of(row["containing_symbol_id"]),))
        for row in identifiers
        if row["kind"] == "call"
    ]
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in pending:
        if row["kind"] == "imports" and row["from_symbol_id"] in by_id:
            aliases[row["to_name"]].append(by_id[row["from_symbol_id"]]["name"])
    bases = []
    for row in [*edges, *pending]:
        if row["kind"] not in {"extends", "implements"}:
            continue
        to_name = row["to_name"] if "to_name" in row else by_id[row["to_symbol_id"]]["name"]
        start = by_id[row["from_symbol_id"]]["name"]
        names = (to_name, *aliases.get(to_name, ()))
        bases.append(Base(start, names, row["kind"], row["line_number"]))
    error = None if file["status"] in {"ok", "partial"} else f"{file['status']}: {file['detail']}"
    return FileFacts(
        file["path"], definitions, calls, bases, error=error, language=file["language"]
    )


def _file_symbol(symbols: list[Row]) -> str | None:
    """The symbol that stands for the whole file, or for the package that it belongs to."""
    for row in symbols:
        if row["language"] in PACKAGES and row["kind"] in {"module", "namespace"}:
            return str(row["id"]) if "package" in row["signature"].split() else None
        if row["language"] in NAMED_MODULES:
            return None
        if row["kind"] == "module" and row["start_byte"] == 0 and row["parent_id"] is None:
            return str(row["id"])
    return None
