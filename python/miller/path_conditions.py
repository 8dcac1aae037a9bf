"""Conditions of LanceDB's SQL on the paths of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterator

# Paths in one condition: 5,000 take 0.02 s to plan, 100,000 take 1.2 s.
_PATHS_PER_CONDITION = 5_000


def path_conditions(paths: pa.Array[Any] | pa.ChunkedArray[Any]) -> Iterator[str]:
    """Give conditions that together take in the rows of the files, each of bounded length."""
    for start in range(0, len(paths), _PATHS_PER_CONDITION):
        yield _condition(paths.slice(start, _PATHS_PER_CONDITION))


def _condition(paths: pa.Array[Any] | pa.ChunkedArray[Any]) -> str:
    """Give the condition that a row is of one of the files, without an object for each path."""
    quoted = pc.replace_substring(paths, "'", "''")
    quoted = pc.binary_join_element_wise("'", quoted, "'", "")
    if isinstance(quoted, pa.ChunkedArray):
        quoted = quoted.combine_chunks()
    whole = pa.ListArray.from_arrays([0, len(quoted)], quoted)
    return f"file_path IN ({pc.binary_join(whole, ', ')[0]})"
