"""An index that is open for reading, for programs and notebooks."""

from __future__ import annotations

from miller.index.opened import Index, open_index
from miller.index.rows import Rows
from miller.index.table_rows import (
    FileRow,
    IdentifierRow,
    PendingRelationshipRow,
    RelationshipRow,
    SymbolRow,
)

__all__ = [
    "FileRow",
    "IdentifierRow",
    "Index",
    "PendingRelationshipRow",
    "RelationshipRow",
    "Rows",
    "SymbolRow",
    "open_index",
]
