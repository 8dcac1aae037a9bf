"""The digests that Rust computes are those of `docs/digest.md`, on hostile rows as well."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equivalence.amount import examples
from equivalence.digest_encoding import digest_of_table, digests_of_files, encoded_row
from equivalence.rows import SCHEMAS, TABLES
from miller import miller_core
from miller.vector_store import vector_schema

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

DOCUMENT = Path(__file__).parents[2] / "docs" / "digest.md"

TEXTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["", "\x00", "\x00\x00", "\x01", "ß", "👍", "\ufeff", "a" * 300]),
)
NUMBERS = st.one_of(st.integers(0, 2**32 - 1), st.sampled_from([0, 255, 256, 2**31, 2**32 - 1]))
FLOATS = st.floats(width=32, allow_nan=False)
PATHS = st.sampled_from(["a", "A", "a/b", "a.b", "", "ß", "z\u0308", "\uffff", "👍", "a\nb"])
VECTOR_COLUMNS = ["id", "file_path", "search_text", "vector"]


def path_column(table: str) -> str:
    return "path" if table == "file_data" else "file_path"


def values_of(field: pa.Field) -> SearchStrategy[Any]:
    if pa.types.is_fixed_size_list(field.type):
        return st.lists(FLOATS, min_size=field.type.list_size, max_size=field.type.list_size)
    values: SearchStrategy[Any] = {
        pa.string(): TEXTS, pa.uint32(): NUMBERS, pa.float32(): FLOATS
    }[field.type]  # fmt: skip
    return st.one_of(st.none(), values) if field.nullable else values


@st.composite
def tables(draw: st.DrawFn, schema: pa.Schema, path: str) -> pa.Table:
    """Rows of a table, those of a file together, the files in any order."""
    row = st.fixed_dictionaries({field.name: values_of(field) for field in schema})
    rows = []
    for file in draw(st.lists(PATHS, unique=True, max_size=4)):
        rows += [{**one, path: file} for one in draw(st.lists(row, min_size=1, max_size=3))]
    return pa.Table.from_pylist(rows, schema)


def assert_digests_are_documented(table: str, rows: pa.Table, found: pa.RecordBatch) -> None:
    expected = digests_of_files(table, rows, path_column(table))
    assert found.to_pylist() == expected
    combined = {row["table"]: row for row in miller_core.combine_digests(found).to_pylist()}
    if expected or table in TABLES:
        assert combined[table] == digest_of_table(table, expected)


@pytest.mark.parametrize("table", TABLES)
def test_digests_of_any_rows_are_those_of_the_document(table: str) -> None:
    @examples(150)
    @given(rows=tables(SCHEMAS[table], path_column(table)))
    def digests_are_documented(rows: pa.Table) -> None:
        assert_digests_are_documented(table, rows, miller_core.row_digests(table, rows))

    digests_are_documented()


@examples(150)
@given(
    rows=tables(pa.schema([vector_schema(3).field(name) for name in VECTOR_COLUMNS]), "file_path")
)
def test_digests_of_any_vectors_are_those_of_the_document(rows: pa.Table) -> None:
    rows = rows.sort_by([("file_path", "ascending"), ("id", "ascending")])
    assert_digests_are_documented("vectors", rows, miller_core.vector_digests(rows))


def test_the_documents_own_vector() -> None:
    row = {
        "id": "00",
        "from_symbol_id": "01",
        "to_name": "run",
        "to_qualifier": None,
        "kind": "calls",
        "file_path": "a.py",
        "line_number": 3,
        "confidence": 0.5,
    }
    schema = SCHEMAS["pending_relationships"]
    blocks = DOCUMENT.read_text(encoding="utf-8").split("```")
    shown, digests = blocks[1].removeprefix("text").split(), blocks[3].removeprefix("text").split()
    assert encoded_row(row, schema) == bytes.fromhex("".join(shown))
    found = miller_core.row_digests("pending_relationships", pa.Table.from_pylist([row], schema))
    assert found["digest"].to_pylist() == digests[:1]
    (table,) = (
        row
        for row in miller_core.combine_digests(found).to_pylist()
        if row["table"] == "pending_relationships"
    )
    assert table["digest"] == digests[1]


def test_hostile_values_are_told_apart() -> None:
    """Values that a careless encoding would take for one another."""
    schema = SCHEMAS["pending_relationships"]
    row: dict[str, Any] = {
        "id": "", "from_symbol_id": "", "to_name": "", "to_qualifier": None, "kind": "",
        "file_path": "a", "line_number": 0, "confidence": 0.0,
    }  # fmt: skip
    changes: list[dict[str, Any]] = [
        {},
        {"to_qualifier": ""},
        {"to_qualifier": "\x00"},
        {"id": "ab"},
        {"from_symbol_id": "ab"},
        {"id": "a", "from_symbol_id": "b"},
        {"id": "\x00"},
        {"id": "\x00" * 8},
        {"to_name": "é"},
        {"to_name": "e\u0301"},
        {"line_number": 1},
        {"line_number": 1 << 24},
        {"confidence": -0.0},
        {"confidence": math.inf},
        {"confidence": 1e-45},
    ]
    digests = []
    for change in changes:
        rows = pa.Table.from_pylist([{**row, **change}], schema)
        found = miller_core.row_digests("pending_relationships", rows)
        assert_digests_are_documented("pending_relationships", rows, found)
        digests += found["digest"].to_pylist()
    assert len(set(digests)) == len(changes)


def test_chunks_of_a_column_make_no_difference() -> None:
    schema = SCHEMAS["relationships"]
    rows = [
        {
            "id": str(number), "from_symbol_id": "", "to_symbol_id": "", "kind": "calls",
            "file_path": "ab"[number // 4], "line_number": number, "confidence": 1.0,
        }
        for number in range(8)
    ]  # fmt: skip
    whole = pa.Table.from_pylist(rows, schema)
    pieces = pa.concat_tables([whole.slice(start, 3) for start in range(0, 8, 3)])
    assert pieces["id"].num_chunks == 3
    expected = miller_core.row_digests("relationships", whole)
    assert miller_core.row_digests("relationships", pieces).equals(expected)
    assert miller_core.row_digests("relationships", whole.slice(4)).equals(expected.slice(1))
