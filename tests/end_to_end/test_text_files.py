"""Files that no language claims: stored, searchable in words, kept right through every change."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from end_to_end.conftest import miller, write

if TYPE_CHECKING:
    from pathlib import Path

NOTES = "Kept by the harbour office.\n\nThe lighthouse keeper reports\nevery broken lantern.\n"


def files_found(workspace: Path, *arguments: str) -> list[dict[str, Any]]:
    hits = miller("search", *arguments, "--json", folder=workspace).json
    return [hit for hit in hits if hit["kind"] == "file"]


@pytest.mark.parametrize("route", ["0", "1", "verify"])
def test_the_index_of_words_follows_every_change(workspace: Path, route: str) -> None:
    def run() -> None:
        assert miller("index", folder=workspace, MILLER_ARROW=route).status == 0
        check_words(workspace)

    write(workspace, {"NOTES": NOTES, "LICENSE": "Free to use, with a lantern.\n"})
    run()
    found = files_found(workspace, "lighthouse keepers")
    assert [(hit["path"], hit["line"], hit["language"]) for hit in found] == [("NOTES", 3, "text")]
    assert found[0]["excerpt"] == "The lighthouse keeper reports\nevery broken lantern."
    assert not found[0]["symbol_id"]
    assert {hit["path"] for hit in files_found(workspace, "lantern")} == {"NOTES", "LICENSE"}

    write(workspace, {"NOTES": "The pier is closed.\n"})
    run()
    assert not files_found(workspace, "lighthouse")
    assert [hit["path"] for hit in files_found(workspace, "pier")] == ["NOTES"]

    (workspace / "NOTES").unlink()
    # The same file, now in a language, by its first line.
    write(workspace, {"LICENSE": "#!/usr/bin/env python3\nlantern = 1\n"})
    run()
    assert not files_found(workspace, "pier")
    assert not files_found(workspace, "lantern")

    write(workspace, {"LICENSE": "A lantern again.\n"})
    run()
    assert [hit["path"] for hit in files_found(workspace, "lantern")] == ["LICENSE"]


def check_words(workspace: Path) -> None:
    """Let SQLite compare its index of words with the contents."""
    connection = sqlite3.connect(workspace / ".miller" / "index.db")
    try:
        connection.execute("INSERT INTO text_words(text_words) VALUES ('integrity-check')")
        indexed = connection.execute("SELECT count(*) FROM text_words_docsize").fetchone()
        texts = connection.execute(
            "SELECT count(*) FROM files WHERE language = 'text' AND content <> ''"
        ).fetchone()
        assert indexed == texts
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["--kind", "file"], True),
        (["--kind", "function"], False),
        (["--language", "text"], True),
        (["--language", "python"], False),
        (["--path", "NOTES"], True),
        (["--path", "N*"], True),
        (["--path", "shop"], False),
        (["--mode", "text"], True),
        (["--mode", "vector"], False),
        (["--mode", "name"], False),
    ],
)
def test_filters_hold_for_files(workspace: Path, arguments: list[str], found: bool) -> None:  # noqa: FBT001
    write(workspace, {"NOTES": NOTES})
    assert miller("index", folder=workspace).status == 0
    assert bool(files_found(workspace, "lighthouse", *arguments)) == found


@pytest.mark.parametrize("query", ['"', "a OR", "NEAR(", "lighthouse*", "content:x", "'; --", "é"])
def test_a_query_is_only_words(workspace: Path, query: str) -> None:
    write(workspace, {"NOTES": NOTES})
    assert miller("index", folder=workspace).status == 0
    answer = miller("search", query, "--mode", "text", folder=workspace)
    # Found or not, but no wrong usage and no failure.
    assert answer.status in {0, 4}, answer.errors
    assert "error" not in answer.errors
