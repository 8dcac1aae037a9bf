"""The columns stand once, in tables.rs. Everything made from them must carry exactly those."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from miller import miller_core
from miller.vector_store import TEXT_COLUMN, VECTOR_COLUMN, vector_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
TYPES = {
    "Text": (pa.string(), False),
    "TextOrNull": (pa.string(), True),
    "UInt32": (pa.uint32(), False),
    "Float32": (pa.float32(), False),
}


def read_tables() -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    """Read table, class and columns (name, type, doc) from the Rust source, independently of it."""
    source = (ROOT / "crates/miller-schema/src/tables.rs").read_text(encoding="utf-8")
    for table, row, body in re.findall(
        r"(\w+) => (\w+), [^{]*\{(.*?)\n            \}", source, re.DOTALL
    ):
        columns = re.findall(r"/// (.*?)\n\s+(\w+): (\w+),", body)
        yield table, row, [(name, kind, doc) for doc, name, kind in columns]


TABLES = list(read_tables())
CLASSES = {row: columns for table, row, columns in TABLES if table != "file_data"}
CLASSES["BatchFileResult"] = next(columns for table, _, columns in TABLES if table == "file_data")


def test_source_is_read_whole() -> None:
    assert [table for table, _, _ in TABLES] == miller_core.tables()
    assert [len(columns) for _, _, columns in TABLES] == [17, 15, 7, 8, 7]


@pytest.mark.parametrize(("table", "_row", "columns"), TABLES)
def test_arrow_schema(table: str, _row: str, columns: list[tuple[str, str, str]]) -> None:
    expected = [(name, *TYPES[kind]) for name, kind, _ in columns]
    schema = miller_core.table_schema(table)
    assert [(field.name, field.type, field.nullable) for field in schema] == expected


@pytest.mark.parametrize("row", CLASSES)
def test_python_class(row: str) -> None:
    attributes = vars(getattr(miller_core, row))
    getters = {
        name: value.__doc__
        for name, value in attributes.items()
        if type(value).__name__ == "getset_descriptor"
    }
    for extra in ("error", "is_success", "results"):
        getters.pop(extra, None)
    assert getters == {name: doc for name, _, doc in CLASSES[row]}


@pytest.mark.parametrize("row", CLASSES)
def test_type_stubs(row: str) -> None:
    stubs = ast.parse((ROOT / "python/miller/miller_core/__init__.pyi").read_text(encoding="utf-8"))
    found = next(node for node in stubs.body if isinstance(node, ast.ClassDef) and node.name == row)
    properties = [
        node.name
        for node in found.body
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    ]
    columns = [name for name, _, _ in CLASSES[row]]
    assert properties[: len(columns)] == columns
    assert set(properties[len(columns) :]) <= {"error", "is_success", "results"}


@pytest.mark.parametrize(("table", "_row", "columns"), TABLES)
def test_document(table: str, _row: str, columns: list[tuple[str, str, str]]) -> None:
    document = (ROOT / "docs/schema.md").read_text(encoding="utf-8")
    section = document.split(f"## `{table}`\n")[1].split("\n## ")[0]
    documented = re.findall(r"^\| `(\w+)` \| \w+\?? \| (.*) \|$", section, re.MULTILINE)
    assert documented == [(name, doc) for name, _, doc in columns]


def test_vector_store() -> None:
    columns = [name for name, _, _ in CLASSES["Symbol"]]
    assert vector_schema(8).names == [*columns, TEXT_COLUMN, VECTOR_COLUMN]


def test_unknown_table_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no table is called `people`; the tables are: symbols, "):
        miller_core.table_schema("people")
