"""Whatever the edits and the routes: references end up as those of an index that is made anew."""

from __future__ import annotations

import os
from random import Random
from typing import TYPE_CHECKING

import pytest

import miller
from resolution.sources import MAKERS, edit, write_file

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

TABLES = ("symbols", "identifiers", "relationships", "pending_relationships")
ROUNDS = 10
SEEDS = int(os.environ.get("MILLER_RESOLUTION_SEEDS", "16"))


def index_files(root: Path, index: Path, route: str) -> None:
    miller.WorkspaceScanner(root, index_dir=index, route=route, embedder="none").index_workspace()


def rows_of(index: Path) -> dict[str, pa.RecordBatch]:
    with miller.SQLiteStore(index / "index.db", read_only=True) as store:
        assert not store.is_resolution_due()
        return {table: store.read_table(table) for table in TABLES}


def _difference(found: pa.RecordBatch, expected: pa.RecordBatch) -> list[str]:
    seen = {str(row) for row in expected.to_pylist()}
    wanted = {str(row) for row in found.to_pylist()}
    return [f"- {row}" for row in sorted(seen - wanted)[:3]] + [
        f"+ {row}" for row in sorted(wanted - seen)[:3]
    ]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_references_after_edits_are_those_of_a_new_index(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 -- to be replayed
    languages = [sorted(MAKERS)[seed % len(MAKERS)]] if seed % 4 else sorted(MAKERS)
    root = tmp_path / "workspace"
    root.mkdir()
    for _ in range(14):
        write_file(root, chance, languages)
    index_files(root, tmp_path / "index", "arrow")
    resolved = 0
    for turn in range(ROUNDS):
        edits = [edit(root, chance, languages) for _ in range(chance.randint(1, 2))]
        # A number of files that nothing refers to, lest most of them are looked at anyway.
        if turn == 0:
            for number in range(40):
                (root / f"quiet{number}.py").write_text(f"quiet_{number} = 1\n")
        index_files(root, tmp_path / "index", chance.choice(["arrow", "object"]))
        index_files(root, tmp_path / f"new{turn}", "arrow")
        found, expected = rows_of(tmp_path / "index"), rows_of(tmp_path / f"new{turn}")
        for table in TABLES:
            assert found[table].equals(expected[table]), (
                f"{table} after {edits} in turn {turn}:",
                *_difference(found[table], expected[table]),
            )
        identifiers = expected["identifiers"]
        resolved += sum(0 < sure < 1 for sure in identifiers["confidence"].to_pylist())
    assert resolved > 0
