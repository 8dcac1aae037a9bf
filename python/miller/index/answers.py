"""Answers about symbols as columns: what is nested in an answer becomes columns of its own.

`Edge.source.file_path` is the column `source_file_path`; where there is no target, all its columns
are null.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_type_hints

import pyarrow as pa

from miller.index.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Answer = TypeVar("Answer")

_TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


@dataclass(frozen=True)
class _Part:
    """A field of an answer."""

    name: str
    of_type: type
    is_nullable: bool

    @property
    def is_nested(self) -> bool:
        return is_dataclass(self.of_type)


def rows_of(answers: Iterable[Answer], of_type: type[Answer]) -> Rows[Answer]:
    """Give answers, each an object of a dataclass, as rows of an Arrow table."""
    schema = pa.schema(_columns(of_type, "", nullable=False))
    flat = [_flat(answer, of_type, "") for answer in answers]
    table = pa.Table.from_pylist(flat, schema=schema)
    return Rows(table, lambda row: _answer(row, of_type, ""))


@cache
def _parts(of_type: Any) -> tuple[_Part, ...]:
    hints = get_type_hints(of_type)
    parts = []
    for field in fields(of_type):
        hint = hints[field.name]
        choices = [choice for choice in get_args(hint) if choice is not NoneType]
        is_nullable = NoneType in get_args(hint)
        parts.append(_Part(field.name, choices[0] if is_nullable else hint, is_nullable))
    return tuple(parts)


def _columns(of_type: type, prefix: str, *, nullable: bool) -> list[pa.Field]:
    # `Edge.target_name` is that of `Edge.target` as well, and there when that is not.
    own = {prefix + part.name for part in _parts(of_type) if not part.is_nested}
    columns = []
    for part in _parts(of_type):
        name, may_lack = prefix + part.name, nullable or part.is_nullable
        if part.is_nested:
            nested = _columns(part.of_type, f"{name}_", nullable=may_lack)
            columns += [column for column in nested if column.name not in own]
        else:
            columns.append(pa.field(name, _TYPES[part.of_type], may_lack))
    return columns


def _flat(answer: object | None, of_type: type, prefix: str) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for part in _parts(of_type):
        value = None if answer is None else getattr(answer, part.name)
        name = prefix + part.name
        if part.is_nested:
            flat |= _flat(value, part.of_type, f"{name}_")
        else:
            flat[name] = value
    return flat


def _answer(row: Mapping[str, Any], of_type: Any, prefix: str) -> Any:
    values: dict[str, Any] = {}
    for part in _parts(of_type):
        name = prefix + part.name
        if not part.is_nested:
            values[part.name] = row[name]
        elif part.is_nullable and row[f"{name}_{_parts(part.of_type)[0].name}"] is None:
            values[part.name] = None
        else:
            values[part.name] = _answer(row, part.of_type, f"{name}_")
    return of_type(**values)
