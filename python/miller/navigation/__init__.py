"""Finding one's way in an index: what a name means, who uses and calls it, what extends it.

Everything here takes an open `SQLiteStore` and gives frozen dataclasses. Lists come as a `Page`:
as many as were asked for, with the number of all there are. What the index has not resolved, and
only knows to bear the same name, stands behind what it has, and says so of itself.
"""

from __future__ import annotations

from miller.navigation.calls import callees, callers
from miller.navigation.definitions import Definition
from miller.navigation.description import Description, describe
from miller.navigation.edges import Edge
from miller.navigation.hierarchy import implementations
from miller.navigation.lookup import Missing, Several, Subject, find
from miller.navigation.outline import FileOutline, file_outline, folder_outline
from miller.navigation.pages import Page, Through
from miller.navigation.references import Use, references
from miller.navigation.source import source

__all__ = [
    "Definition",
    "Description",
    "Edge",
    "FileOutline",
    "Missing",
    "Page",
    "Several",
    "Subject",
    "Through",
    "Use",
    "callees",
    "callers",
    "describe",
    "file_outline",
    "find",
    "folder_outline",
    "implementations",
    "references",
    "source",
]
