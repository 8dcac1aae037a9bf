"""The view `edges`: what is stored as an edge, and what uses say beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from end_to_end.conftest import index, write
from miller import SQLiteStore
from miller.index_folder import IndexFolder
from navigation.conftest import store_of

if TYPE_CHECKING:
    from pathlib import Path

LAMPS = '''\
"""Lamps."""

LIMIT = 3


class Lamp:
    def switch(self):
        return LIMIT


def first(lamps) -> Lamp:
    return Lamp()


def count(lamp: Lamp, other: Lamp):
    if LIMIT > 1:
        return LIMIT
    return LIMIT
'''
USER = "from lamps import LIMIT, Lamp\n\n\ndef use(lamp: Lamp):\n    return LIMIT\n"
FILES = {"lamps.py": LAMPS, "user.py": USER}

_NAMED = """
SELECT s.name AS source, e.kind, t.name AS target, e.line_number, e.uses, e.confidence
FROM edges AS e JOIN symbols AS s ON s.id = e.from_symbol_id
JOIN symbols AS t ON t.id = e.to_symbol_id
WHERE s.file_path = ?1 ORDER BY source, e.kind, target, e.line_number"""
_OF_USES = "SELECT * FROM edges WHERE kind = 'references'"


def named(store: SQLiteStore, path: str) -> list[tuple[object, ...]]:
    return [tuple(row.values())[:5] for row in store.query(_NAMED, [path]).to_pylist()]


def all_edges(root: Path, index_dir: Path | None = None) -> list[tuple[object, ...]]:
    folder = IndexFolder.of(root, index_dir)
    with SQLiteStore(folder.index_file, read_only=True) as store:
        rows = store.query("SELECT * FROM edges").to_pylist()
    return sorted(tuple(row.values()) for row in rows)


def test_uses_without_an_edge_of_their_own_are_edges(tmp_path: Path) -> None:
    with store_of(tmp_path, FILES) as store:
        edges = named(store, "lamps.py")
        assert ("count", "references", "LIMIT", 16, 3) in edges
        assert ("count", "references", "Lamp", 15, 2) in edges
        assert ("switch", "references", "LIMIT", 8, 1) in edges
        # That it makes one says more than that it names it.
        assert [edge[1] for edge in edges if edge[0] == "first"] == ["instantiates"]
        stored = store.query("SELECT count(*) AS n FROM relationships")["n"][0].as_py()
        rest = store.query("SELECT count(*) AS n FROM edges WHERE kind <> 'references'")
        assert rest["n"][0].as_py() == stored > 0


def test_a_pair_has_one_row_whichever_end_is_asked(tmp_path: Path) -> None:
    with store_of(tmp_path, FILES) as store:
        everything = store.query(_OF_USES).to_pylist()
        pairs = [(row["from_symbol_id"], row["to_symbol_id"]) for row in everything]
        assert len(set(pairs)) == len(pairs) > 3
        for column in ("from_symbol_id", "to_symbol_id"):
            asked = [
                row
                for value in {row[column] for row in everything}
                for row in store.query(f"{_OF_USES} AND {column} = ?1", [value]).to_pylist()
            ]
            assert sorted(asked, key=str) == sorted(everything, key=str)


@pytest.mark.parametrize("route", ["object", "arrow"])
def test_edges_across_files_are_those_of_a_new_index(tmp_path: Path, route: str) -> None:
    root = tmp_path / "workspace"
    write(root, FILES)
    index(root, route, embedder="none")
    with SQLiteStore(IndexFolder.of(root).index_file, read_only=True) as store:
        edges = named(store, "user.py")
        assert ("use", "references", "Lamp", 4, 1) in edges
        assert ("use", "references", "LIMIT", 5, 1) in edges
        surest = {row["confidence"] for row in store.query(_NAMED, ["user.py"]).to_pylist()}
        assert max(surest) == pytest.approx(0.95)
    for number, files in enumerate(
        (
            {"user.py": USER.replace("lamp: Lamp", "lamp")},
            {"lamps.py": LAMPS.replace("LIMIT = 3", "MOST = 3")},
            {"lamps.py": LAMPS, "user.py": USER + "\n\nLIMIT and use(Lamp())\n"},
        )
    ):
        write(root, files)
        index(root, route, embedder="none")
        fresh = tmp_path / f"fresh{number}"
        other = "arrow" if route == "object" else "object"
        index(root, other, embedder="none", index_dir=fresh)
        assert all_edges(root) == all_edges(root, fresh)
