from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from miller.errors import AmbiguousNameError, UnknownNameError

if TYPE_CHECKING:
    import miller


def test_references_are_rows_and_columns(index: miller.Index) -> None:
    uses = index.references("shop/light.py::report")

    sure = [(use.file_path, use.start_line) for use in uses if use.resolved]
    assert sure == [("shop/lamp.py", 1), ("shop/lamp.py", 6), ("shop/light.py", 8)]
    assert uses.table["file_path"].to_pylist() == [use.file_path for use in uses]
    assert str(uses.schema.field("resolved").type) == "bool"
    assert not uses.schema.field("name").nullable
    assert uses.schema.field("target_symbol_id").nullable


def test_edges_have_columns_for_both_ends(index: miller.Index) -> None:
    edges = index.callers("Lamp.dim")

    (edge,) = edges
    assert edge.source.qualified_name == "lamp.Lamp.switch"
    assert edge.target is not None
    row = edges.table.to_pylist()[0]
    assert (row["source_qualified_name"], row["target_name"]) == ("lamp.Lamp.switch", "dim")


def test_end_that_is_only_a_name_is_null(index: miller.Index) -> None:
    edges = index.callees("tools/run.py::run.run")

    (edge,) = [edge for edge in edges if edge.target is None]
    assert edge.target_name == "switch"
    (row,) = [row for row in edges.table.to_pylist() if row["target_id"] is None]
    assert (row["target_name"], row["target_file_path"]) == ("switch", None)


def test_limit_and_offset_page_through(index: miller.Index) -> None:
    everything = list(index.references("shop/light.py::report"))
    pages = [*index.references("shop/light.py::report", limit=2)]
    pages += index.references("shop/light.py::report", limit=50, offset=2)
    assert pages == everything


def test_symbol_is_described(index: miller.Index) -> None:
    found = index.symbol("Light")

    assert list(found.documentation.values()) == ["Something that shines."]
    assert [one.name for one in found.members.items] == ["switch"]
    assert [edge.source.name for edge in found.derived.items] == ["Lamp"]


def test_source_is_the_text_of_the_definition(index: miller.Index) -> None:
    assert index.source("Lamp.dim") == "def dim(self):\n        return 'häll'"


def test_implementations(index: miller.Index) -> None:
    assert [edge.source.name for edge in index.implementations("Light")] == ["Lamp"]


def test_ambiguous_name_lists_names_for_each(index: miller.Index) -> None:
    with pytest.raises(AmbiguousNameError) as raised:
        index.find("switch")
    assert "tools/run.py::run.switch" in raised.value.choices
    for choice in raised.value.choices:
        assert len(index.find(choice)) == 1


def test_unknown_name_lists_near_ones(index: miller.Index) -> None:
    with pytest.raises(UnknownNameError) as raised:
        index.references("Lampe")
    assert "Lamp" in raised.value.near
