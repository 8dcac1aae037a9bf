"""Reads and writes files in the format `safetensors`: a header in JSON, then the numbers."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_TYPES = {"F32": np.float32, "F16": np.float16, "I8": np.int8, "I64": np.int64}
_NAMES = {np.dtype(kind): name for name, kind in _TYPES.items()}


def read_tensors(path: Path) -> dict[str, NDArray[Any]]:
    """Read all tensors of a file."""
    content = path.read_bytes()
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, said in header.items():
        begin, end = (8 + length + offset for offset in said["data_offsets"])
        numbers = np.frombuffer(content[begin:end], np.dtype(_TYPES[said["dtype"]]))
        tensors[name] = numbers.reshape(said["shape"])
    return tensors


def write_tensors(path: Path, tensors: dict[str, NDArray[Any]]) -> None:
    """Write tensors, in their order."""
    header: dict[str, Any] = {}
    offset = 0
    for name, numbers in tensors.items():
        end = offset + numbers.nbytes
        kind = _NAMES[numbers.dtype]
        header[name] = {"dtype": kind, "shape": numbers.shape, "data_offsets": [offset, end]}
        offset = end
    said = json.dumps(header, separators=(",", ":")).encode()
    said += b" " * (-len(said) % 8)
    parts = [numbers.tobytes() for numbers in tensors.values()]
    path.write_bytes(struct.pack("<Q", len(said)) + said + b"".join(parts))
