"""The rows of the tables as named tuples.

Written by `tools/table_rows.py` from the tables; `make generated` rewrites it.
"""

from __future__ import annotations

from typing import NamedTuple


class FileRow(NamedTuple):
    """A file that was asked for, whatever became of it."""

    path: str
    """Path as asked for: relative to the workspace root, with `/`."""
    language: str
    """The language, `text` where it is unknown."""
    content: str
    """The text, decoded to UTF-8; empty for a file that was skipped or failed."""
    hash: str
    """blake3 of the bytes on disk, 64 hex digits; empty for a file that could not be read."""
    size: int
    """Size on disk in bytes."""
    status: str
    """`ok`, `partial` (some of it is missing or guessed), `skipped` or `failed`."""
    detail: str | None
    """Why the status is not `ok`, or how the file was decoded."""


class SymbolRow(NamedTuple):
    """A definition: a class, a function, a field and so on."""

    id: str
    """32 hex digits (128 bits), made of path, kind, qualified name and the ordinal among equals."""
    name: str
    """The name as written in the source, without qualification."""
    kind: str
    """What is defined: `class`, `function`, `method`, `field` and so on."""
    language: str
    """The language that the definition is written in."""
    file_path: str
    """Path relative to the workspace root, with `/`."""
    start_line: int
    """First line, counted from 1."""
    end_line: int
    """Last line, counted from 1."""
    signature: str | None
    """The declaration up to its body, on one line; long ones are cut and end in `…`."""
    doc_comment: str | None
    """The documentation, without comment marks."""
    parent_id: str | None
    """The symbol that this one is nested in or belongs to."""
    code_context: str | None
    """The first lines of the definition, for a search result to show."""
    start_column: int
    """Column of the first byte, counted from 0, in bytes."""
    end_column: int
    """Column after the last byte, counted from 0, in bytes."""
    start_byte: int
    """Offset of the first byte."""
    end_byte: int
    """Offset after the last byte."""
    visibility: str | None
    """`public`, `protected`, `internal` or `private`, by the rule of the language."""
    qualified_name: str
    """The name with those of the enclosing definitions in front of it."""


class IdentifierRow(NamedTuple):
    """A use of a name."""

    id: str
    """32 hex digits: 64 bits of the path's hash, start byte and end byte (8 digits each)."""
    name: str
    """The name as written in the source."""
    kind: str
    """How the name is used: `call`, `variable_ref`, `type_usage`, `member_access` or `import`."""
    language: str
    """The language that the use is written in."""
    file_path: str
    """Path relative to the workspace root, with `/`."""
    start_line: int
    """First line, counted from 1."""
    start_column: int
    """Column of the first byte, counted from 0, in bytes."""
    end_line: int
    """Last line, counted from 1."""
    end_column: int
    """Column after the last byte, counted from 0, in bytes."""
    containing_symbol_id: str | None
    """The innermost symbol that the use stands in."""
    target_symbol_id: str | None
    """The definition meant, where the file decides it or the index as a whole does."""
    confidence: float
    """How sure the row is, from 0 to 1; `docs/architecture.md` lists the values."""
    start_byte: int
    """Offset of the first byte."""
    end_byte: int
    """Offset after the last byte."""
    qualifier: str | None
    """Of a name that the file leaves open: what stands in front of it, as imports spell it; `=` for
    a local name."""


class RelationshipRow(NamedTuple):
    """An edge between two symbols."""

    id: str
    """32 hex digits (128 bits), made of path, kind, both ends and the position in the file."""
    from_symbol_id: str
    """Where the edge starts: the caller, the subclass and so on."""
    to_symbol_id: str
    """Where the edge ends: the callee, the base class and so on."""
    kind: str
    """What the edge says: `calls`, `extends`, `implements`, `imports`, `instantiates`, `overrides`,
    `has_type`."""
    file_path: str
    """The file that the edge was found in, relative to the workspace root, with `/`."""
    line_number: int
    """The line that the edge was found on, counted from 1."""
    confidence: float
    """How sure the row is, from 0 to 1; `docs/architecture.md` lists the values."""


class PendingRelationshipRow(NamedTuple):
    """An edge whose end lies outside the file and is known by name only."""

    id: str
    """32 hex digits (128 bits), made of path, kind, start, name of the end and the position in the
    file."""
    from_symbol_id: str
    """Where the edge starts: the caller, the subclass and so on."""
    to_name: str
    """The name of the symbol that the edge ends at."""
    to_qualifier: str | None
    """What stands in front of the name, as imports spell it: `os.path` in `join`; empty for a value
    of unknown type."""
    kind: str
    """What the edge says: `calls`, `extends`, `implements`, `imports`, `instantiates`, `overrides`,
    `has_type`."""
    file_path: str
    """The file that the edge was found in, relative to the workspace root, with `/`."""
    line_number: int
    """The line that the edge was found on, counted from 1."""
    confidence: float
    """How sure the row is, from 0 to 1; `docs/architecture.md` lists the values."""


#: The rows of each table, by the name of its view.
ROWS = {
    "files": FileRow,
    "symbols": SymbolRow,
    "identifiers": IdentifierRow,
    "relationships": RelationshipRow,
    "pending_relationships": PendingRelationshipRow,
}
