"""Checks what goes into the vector store, column by column, before anything is written.

Nothing here looks at a row as a Python object: the checks are Arrow and NumPy operations on whole
columns, and the columns that come out share the memory of those that went in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Vectors = NDArray[np.float32] | pa.Array[Any] | pa.ChunkedArray[Any]


def checked_symbols(symbols: Any, expected: pa.Schema) -> pa.Table:
    """Give a table with exactly the columns expected, in their order.

    Takes whatever speaks the Arrow capsule interface. Raises `ValueError` for a missing, further or
    repeated column, another type, or a null where none may be.
    """
    table = as_table(symbols)
    found, wanted = sorted(table.column_names), sorted(expected.names)
    if found != wanted:
        missing = sorted(set(wanted) - set(found))
        further = sorted(set(found) - set(wanted))
        message = (
            f"expected the columns of symbols: {', '.join(expected.names)}; "
            f"missing: {', '.join(missing) or 'none'}; "
            f"not expected: {', '.join(further) or 'none'}"
        )
        if not missing and not further:
            message = f"expected each column once, found: {', '.join(table.column_names)}"
        raise ValueError(message)
    table = table.select(expected.names)
    for field, column in zip(expected, table.columns, strict=True):
        _check_column(field, column)
    return table


def checked_text(texts: Any, rows: int) -> pa.ChunkedArray[Any]:
    """Give the search text as a column, or raise `ValueError`."""
    column = texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([pa.array(texts)])
    _check_column(pa.field("search_text", pa.string(), nullable=False), column)
    if len(column) != rows:
        message = f"expected one search text for each of {rows} symbols, found {len(column)}"
        raise ValueError(message)
    return column


def checked_vectors(vectors: Any, rows: int, dimension: int) -> pa.FixedSizeListArray[Any, Any]:
    """Give the vectors as an Arrow column without copying, or raise `ValueError`.

    Takes a NumPy array of shape (rows, dimension) or an Arrow array of fixed size lists, both of
    32-bit floats.
    """
    expected = f"expected vectors of float32, shape ({rows}, {dimension})"
    if isinstance(vectors, np.ndarray):
        found = f"{vectors.dtype}, shape {vectors.shape}"
        if vectors.dtype != np.float32 or vectors.shape != (rows, dimension):
            raise ValueError(f"{expected}; found {found}")
        components = np.ascontiguousarray(vectors).reshape(-1)
    else:
        components = _components(vectors, rows, dimension, expected)
    _check_finite(components, dimension)
    return pa.FixedSizeListArray.from_arrays(pa.array(components), dimension)


def as_table(rows: Any) -> pa.Table:
    """Give rows from anything that speaks the Arrow capsule interface as a table, zero-copy."""
    if not hasattr(rows, "__arrow_c_array__") and not hasattr(rows, "__arrow_c_stream__"):
        message = f"expected an Arrow record batch or table, found {type(rows).__name__}"
        raise ValueError(message)
    return rows if isinstance(rows, pa.Table) else pa.table(rows)


def table_of_rows(rows: Sequence[dict[str, Any]], expected: pa.Schema) -> pa.Table:
    """Give dictionaries as a table, or raise a `ValueError` that names what does not fit."""
    wanted = set(expected.names)
    for index, row in enumerate(rows):
        if row.keys() != wanted:
            missing = ", ".join(sorted(wanted - row.keys())) or "none"
            further = ", ".join(sorted(row.keys() - wanted)) or "none"
            message = f"row {index}: missing keys: {missing}; keys not expected: {further}"
            raise ValueError(message)
    try:
        table = pa.Table.from_pylist(list(rows), schema=expected)
    except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError, OverflowError) as error:
        raise ValueError(f"a row does not fit the columns: {error}") from error
    for field, column in zip(expected, table.columns, strict=True):
        _check_column(field, column)
    return table


def _check_column(field: pa.Field[Any], column: pa.ChunkedArray[Any]) -> None:
    if column.type != field.type:
        message = f"column `{field.name}`: expected {field.type}, found {column.type}"
        raise ValueError(message)
    if not field.nullable and column.null_count:
        message = f"column `{field.name}`: expected no nulls, found {column.null_count}"
        raise ValueError(message)


def _components(vectors: Any, rows: int, dimension: int, expected: str) -> NDArray[np.float32]:
    if isinstance(vectors, pa.ChunkedArray):
        vectors = vectors.combine_chunks()
    elif not isinstance(vectors, pa.Array):
        if not hasattr(vectors, "__arrow_c_array__"):
            raise ValueError(f"{expected}; found {type(vectors).__name__}")
        vectors = pa.array(vectors)
    found = f"{vectors.type}, {len(vectors)} rows"
    fits = (
        pa.types.is_fixed_size_list(vectors.type)
        and vectors.type.value_type == pa.float32()
        and vectors.type.list_size == dimension
        and len(vectors) == rows
    )
    if not fits:
        raise ValueError(f"{expected}; found {found}")
    flat = vectors.flatten()
    if vectors.null_count or flat.null_count:
        nulls = vectors.null_count + flat.null_count
        raise ValueError(f"{expected}; found {nulls} nulls")
    components: NDArray[np.float32] = flat.to_numpy(zero_copy_only=True)
    return components


def _check_finite(components: NDArray[np.float32], dimension: int) -> None:
    # The sum is finite if all components are: it cannot overflow in 64 bits. It takes no memory,
    # where a mask takes a byte a component.
    if np.isfinite(np.sum(components, dtype=np.float64)):
        return
    first = int(np.argmin(np.isfinite(components)))
    raise ValueError(
        f"expected finite vectors, found {components[first]} "
        f"in component {first % dimension} of row {first // dimension}"
    )
