"""How names are written, and that every definition has one that is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from miller.navigation.names import SEPARATORS, Place, dotted, read_name
from navigation.conftest import found, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from miller import SQLiteStore

part = some.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)
separator = some.sampled_from([*SEPARATORS, "."])


@given(some.lists(part, min_size=1, max_size=5), separator)
def test_parts_are_told_apart_whatever_separates_them(parts: list[str], between: str) -> None:
    name = read_name(between.join(parts))
    assert name.own_name == min(
        (between.join(parts[start:]) for start in range(len(parts))), key=len
    )
    assert parts[-1] in name.names
    assert dotted(name.text) == ".".join(parts)


@given(part, some.integers(1, 10**6), some.none() | some.integers(1, 10**4))
def test_places_are_read_as_they_are_printed(path: str, line: int, column: int | None) -> None:
    text = f"{path}.py:{line}" + ("" if column is None else f":{column}")
    for written in (text, f"./{text}", f"{text}:"):
        assert read_name(written).place == Place(f"{path}.py", line, column)


@given(some.text(min_size=1))
def test_every_text_is_read_or_refused(text: str) -> None:
    try:
        name = read_name(text)
    except ValueError:
        assert not text.strip()
    else:
        assert name.text in name.names
        assert all(name.names)


def test_ids_and_paths_are_seen() -> None:
    assert read_name("0123456789abcdef0123456789abcdef").identity is not None
    assert read_name("0123456789ABCDEF0123456789ABCDEF").identity is None
    assert read_name("shop/report.py::ping").scoped == (("shop/report.py", "ping"),)
    assert read_name("./a.rs::b::c").scoped == (("a.rs", "b::c"), ("a.rs::b", "c"))
    assert read_name("::global").scoped == ()


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_name_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        read_name(text)


def test_every_definition_goes_by_its_full_name_and_its_id(store: SQLiteStore) -> None:
    symbols = store.query(
        "SELECT id, file_path, qualified_name FROM symbols WHERE kind NOT IN ('import', 'export')"
    ).to_pylist()
    assert len(symbols) > 30
    for symbol in symbols:
        subject = found(store, f"{symbol['file_path']}::{symbol['qualified_name']}")
        assert symbol["id"] in subject.ids
        assert {one.file_path for one in subject.definitions} == {symbol["file_path"]}
        assert found(store, symbol["id"]).ids == [symbol["id"]]


names = some.text(some.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(key=names, folder=some.from_regex(r"[a-z '%\"_:\[*?\x1b]{1,6}", fullmatch=True))
def test_hostile_names_go_by_their_full_names(
    tmp_path_factory: pytest.TempPathFactory, key: str, folder: str
) -> None:
    root: Path = tmp_path_factory.mktemp("hostile")
    heading = " ".join(key.split())
    files = {f"{folder}/x.md": f"# {heading}\n\ntext\n", "other.md": f"# {heading}\n"}
    with store_of(root, files) as store:
        for row in store.query("SELECT id, file_path, qualified_name FROM symbols").to_pylist():
            subject = found(store, f"{row['file_path']}::{row['qualified_name']}")
            assert row["id"] in subject.ids
