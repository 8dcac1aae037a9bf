"""The digests of `docs/digest.md`, computed by that page alone: no code of Miller takes part."""

from __future__ import annotations

import struct
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import blake3
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable

_OF_A_FILE = "Miller, rows of a file in a table, version 1"
_OF_A_TABLE = "Miller, files of a table, version 1"


def _text(value: str) -> bytes:
    encoded = value.encode()
    return struct.pack("<Q", len(encoded)) + encoded


def _value(value: Any, field: pa.Field) -> bytes:
    if pa.types.is_fixed_size_list(field.type):
        return struct.pack("<I", len(value)) + struct.pack(f"<{len(value)}f", *value)
    if pa.types.is_uint32(field.type):
        return struct.pack("<I", value)
    if pa.types.is_float32(field.type):
        return struct.pack("<f", value)
    if not field.nullable:
        return _text(value)
    return b"\x00" if value is None else b"\x01" + _text(value)


def encoded_row(row: dict[str, Any], schema: pa.Schema) -> bytes:
    """Give the bytes of one row."""
    return b"".join(_value(row[field.name], field) for field in schema)


def digests_of_files(table: str, rows: pa.Table, path_column: str) -> list[dict[str, Any]]:
    """Give the digest of each file that a table has rows of, by the bytes of the path."""
    header = _text(table) + struct.pack("<I", rows.num_columns)
    header += b"".join(map(_text, rows.column_names))
    encoded: dict[str, list[bytes]] = defaultdict(list)
    for row in rows.to_pylist():
        encoded[row[path_column]].append(encoded_row(row, rows.schema))
    return [
        {
            "table": table,
            "file_path": path,
            "rows": len(encoded[path]),
            "digest": _digest(_OF_A_FILE, header + b"".join(encoded[path])),
        }
        for path in sorted(encoded, key=str.encode)
    ]


def digest_of_table(table: str, files: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Give the digest of a table, of the digests of its files."""
    files = sorted(files, key=lambda file: file["file_path"].encode())
    parts = [
        _text(file["file_path"]) + struct.pack("<Q", file["rows"]) + bytes.fromhex(file["digest"])
        for file in files
    ]
    return {
        "table": table,
        "files": len(files),
        "rows": sum(file["rows"] for file in files),
        "digest": _digest(_OF_A_TABLE, _text(table) + b"".join(parts)),
    }


def _digest(context: str, content: bytes) -> str:
    return blake3.blake3(content, derive_key_context=context).hexdigest()
