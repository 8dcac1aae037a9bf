"""The source text of a definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from miller.miller_core import SQLiteStore
    from miller.navigation.definitions import Definition

# Offsets are of the text as it was read, in UTF-8.
_SOURCE = """
SELECT substr(CAST(f.content AS BLOB), s.start_byte + 1, s.end_byte - s.start_byte) AS source
FROM symbols AS s JOIN files AS f ON f.path = s.file_path WHERE s.id = ?"""


def source(store: SQLiteStore, definition: Definition) -> str:
    """Give the source text of a definition, as it was when it was indexed."""
    (text,) = store.query(_SOURCE, [definition.id])["source"].to_pylist()
    written: str = (text or b"").decode(errors="replace")
    return written
