"""What Miller says of the uses of a workspace: it is indexed as a user would, without vectors."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from miller import WorkspaceScanner

if TYPE_CHECKING:
    from pathlib import Path

#: Kinds of symbols that name what is defined elsewhere.
PASSING = frozenset({"import", "export"})


@dataclass(frozen=True)
class Symbol:
    """A row of `symbols`."""

    id: str
    name: str
    kind: str
    path: str
    start_line: int
    end_line: int
    start_byte: int
    parent: str | None

    @property
    def whole_file(self) -> bool:
        """Whether it stands for its file."""
        return self.parent is None and self.kind in {"module", "namespace"} and not self.start_byte


@dataclass(frozen=True)
class Row:
    """A row of `identifiers`."""

    kind: str
    target: Symbol | None
    confidence: float


@dataclass
class Index:
    """The rows of a workspace, found by where they stand."""

    #: By path, line and column in bytes.
    rows: dict[tuple[str, int, int], Row]
    #: By path and name.
    symbols: dict[tuple[str, str], list[Symbol]]
    #: By path.
    files: dict[str, list[Symbol]]


def of_workspace(root: Path) -> Index:
    """Index a folder with nothing but the defaults, and read its rows; the index is gone then."""
    with TemporaryDirectory(prefix="miller-references-") as made:
        scanner = WorkspaceScanner(root, index_dir=made, embedder="none")
        scanner.index_workspace()
        with closing(sqlite3.connect(scanner.folder.index_file)) as opened:
            return _read(opened)


def _read(opened: sqlite3.Connection) -> Index:
    found = [
        Symbol(*row)
        for row in opened.execute(
            "SELECT id, name, kind, file_path, start_line, end_line, start_byte, parent_id"
            " FROM symbols"
        )
    ]
    by_id = {symbol.id: symbol for symbol in found}
    rows: dict[tuple[str, int, int], Row] = {}
    for path, line, column, kind, target, confidence in opened.execute(
        "SELECT file_path, start_line, start_column, kind, target_symbol_id, confidence"
        " FROM identifiers"
    ):
        rows[path, line, column] = Row(kind, by_id.get(target), confidence)
    index = Index(rows, defaultdict(list), defaultdict(list))
    for symbol in found:
        index.symbols[symbol.path, symbol.name].append(symbol)
        index.files[symbol.path].append(symbol)
    return index
