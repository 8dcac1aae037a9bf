"""Searching the vectors of an index with Lance's own package, where it is installed.

LanceDB keeps its tables in Lance's format, and takes a second to import, of which two thirds are
models of a server's interface. `pylance` is what Lance itself is called on PyPI. It reads the same
tables, and is imported in a sixth of the time: what counts for a command that searches once.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

import lance

from miller.lance_errors import raised_by_lance
from miller.row_ids import MOST_ROWS, RowIds
from miller.vector_lookup import GROUPS_LOOKED_INTO, times_compared

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray
    from typing_extensions import Self


# To gather the ids of what was found takes Lance as long as to find it: 1.5 ms for 150 of them. To
# read those of 130,000 symbols takes 11 ms, which a process that goes on asking has back soon.
_LOOKS_BEFORE_IDS_ARE_READ = 8


class LanceReader:
    """The searches of a `VectorStore` that is pinned to a version, with the same answers."""

    def __init__(self, path: Path, version: int, table_name: str = "symbols") -> None:
        self.path = path
        with raised_by_lance(path, f"opening version {version}"):
            # `Any` here and below: the package has no types that could be checked.
            self._dataset: Any = lance.dataset(str(path / f"{table_name}.lance"), version=version)
        self._looks = 0
        self._row_ids: RowIds | None = None
        # Looks go on side by side, and the ids are to be read once.
        self._reading = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._dataset = None

    def search_text(
        self, words: str, columns: Sequence[str], limit: int, condition: str | None = None
    ) -> pa.Table:
        """Give the rows that full text search finds, best first, with `_score` behind."""
        return self._searched(
            "searching by text",
            columns,
            "_score",
            full_text_query={"query": words, "columns": ["search_text"]},
            limit=limit,
            filter=condition,
        )

    def search_vector(
        self,
        vector: NDArray[np.float32],
        columns: Sequence[str],
        limit: int,
        condition: str | None = None,
        *,
        exact: bool = True,
    ) -> pa.Table:
        """Give the rows nearest to a vector by cosine, nearest first, with `_distance` behind.

        Unless they are to be `exact`, the distances are good for their order alone.
        """
        nearest = {
            "column": "vector",
            "q": vector,
            "k": limit,
            "metric": "cosine",
            # With a condition, more groups are looked into until there are enough rows.
            "minimum_nprobes": GROUPS_LOOKED_INTO,
        }
        if exact:
            nearest["refine_factor"] = times_compared(limit)
        return self._searched(
            "searching by vector",
            columns,
            "_distance",
            nearest=nearest,
            filter=condition,
        )

    def _searched(self, doing: str, columns: Sequence[str], score: str, **request: Any) -> pa.Table:
        row_ids = self._ids_in_memory() if list(columns) == ["id"] else None
        request["columns"] = [score] if row_ids else [*columns, score]
        with raised_by_lance(self.path, doing):
            table: pa.Table = self._dataset.scanner(
                prefilter=True, with_row_id=row_ids is not None, **request
            ).to_table()
        return row_ids.instead_of_rows(table) if row_ids else table

    def _ids_in_memory(self) -> RowIds | None:
        """Give the ids of all rows, once so many looks were made that they are worth reading."""
        with self._reading:
            self._looks += 1
            if self._looks == _LOOKS_BEFORE_IDS_ARE_READ and (
                self._dataset.count_rows() <= MOST_ROWS
            ):
                with raised_by_lance(self.path, "reading the ids"):
                    scanner = self._dataset.scanner(columns=["id"], with_row_id=True)
                    self._row_ids = RowIds(scanner.to_table())
            return self._row_ids
