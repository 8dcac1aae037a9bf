"""Files of SCIP, read with the official schema by a library that did not write them.

`scip.descriptor` is that schema, compiled (https://github.com/scip-code/scip, Apache-2.0); a test
of the crate `miller-scip` keeps it current.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from miller.export import export_scip

if TYPE_CHECKING:
    import miller

DESCRIPTOR = Path(__file__).parent / "scip.descriptor"
DEFINITION, IMPORT = 1, 2


@pytest.fixture(scope="module")
def scip(index: miller.Index, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The index as a message of the schema."""
    path = tmp_path_factory.mktemp("scip") / "index.scip"
    written = export_scip(index, path)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(descriptor_pb2.FileDescriptorProto.FromString(DESCRIPTOR.read_bytes()))
    message = message_factory.GetMessageClass(pool.FindMessageTypeByName("scip.Index"))()
    message.ParseFromString(path.read_bytes())
    assert written == {
        "documents": len(message.documents),
        "symbols": sum(len(document.symbols) for document in message.documents),
        "occurrences": sum(len(document.occurrences) for document in message.documents),
    }
    return message


def _text(index: miller.Index, path: str, span: Any) -> str:
    """Give what stands at a range: lines from 0, columns in bytes."""
    line, start, *end = span
    if len(end) == 1:
        content = (index.workspace / path).read_bytes().split(b"\n")[line]
        return content[start : end[0]].decode()
    return ""


def test_metadata_and_documents(index: miller.Index, scip: Any) -> None:
    assert scip.metadata.tool_info.name == "miller"
    assert scip.metadata.project_root == index.workspace.as_uri()
    assert [document.relative_path for document in scip.documents] == [
        file.path for file in index.files()
    ]
    # UTF-8 offsets from the begin of the line.
    assert {document.position_encoding for document in scip.documents} == {1}


def test_each_symbol_is_described_once_and_defined_once(scip: Any) -> None:
    names = [symbol.symbol for document in scip.documents for symbol in document.symbols]
    assert len(names) == len(set(names))
    defined = [
        occurrence.symbol
        for document in scip.documents
        for occurrence in document.occurrences
        if occurrence.symbol_roles & DEFINITION
    ]
    assert sorted(defined) == sorted(names)


def test_occurrences_mean_what_is_described(scip: Any) -> None:
    known = {symbol.symbol for document in scip.documents for symbol in document.symbols}
    used = [occurrence.symbol for document in scip.documents for occurrence in document.occurrences]
    assert used
    assert set(used) <= known


def test_definitions_stand_at_their_names(index: miller.Index, scip: Any) -> None:
    shown = {
        symbol.symbol: symbol.display_name
        for document in scip.documents
        for symbol in document.symbols
    }
    checked = elsewhere = 0
    for document in scip.documents:
        for occurrence in document.occurrences:
            if not occurrence.symbol_roles & DEFINITION:
                continue
            start, *_ = occurrence.range
            first, *_ = occurrence.enclosing_range
            assert start >= first
            text = _text(index, document.relative_path, occurrence.range)
            checked += 1
            elsewhere += text != shown[occurrence.symbol]
    assert checked > 500
    # A name that is written nowhere stands where its definition begins.
    assert elsewhere < checked / 10, (elsewhere, checked)


def test_uses_stand_at_identifiers(index: miller.Index, scip: Any) -> None:
    resolved = index.sql(
        "SELECT i.file_path, i.start_line - 1 AS line, i.start_column AS start"
        " FROM identifiers AS i JOIN symbols AS t ON t.id = i.target_symbol_id"
    )
    expected = {(row["file_path"], row["line"], row["start"]) for row in resolved}
    found = {
        (document.relative_path, occurrence.range[0], occurrence.range[1])
        for document in scip.documents
        for occurrence in document.occurrences
        if not occurrence.symbol_roles & DEFINITION
    }
    assert found == expected


def test_bases_are_implementations(index: miller.Index, scip: Any) -> None:
    edges = index.sql(
        "SELECT DISTINCT from_symbol_id, to_symbol_id FROM relationships"
        " WHERE kind IN ('extends', 'implements', 'overrides')"
    )
    relations = [
        relation
        for document in scip.documents
        for symbol in document.symbols
        for relation in symbol.relationships
    ]
    assert len(relations) == len(edges) > 10
    assert all(relation.is_implementation for relation in relations)


def test_names_tell_overloads_apart(scip: Any) -> None:
    names = {symbol.symbol for document in scip.documents for symbol in document.symbols}
    assert any(name.endswith("(+1).") for name in names)
    assert "miller . . . odd/`name with spaces.py`/`name with spaces`/`Näme`#`größe`()." in names
