"""Writing an index into files that other programs read."""

from __future__ import annotations

from miller.export.formats import FORMATS, TABLE_FORMATS
from miller.export.scip import export_scip
from miller.export.tables import export_tables

__all__ = ["FORMATS", "TABLE_FORMATS", "export_scip", "export_tables"]
