"""What people and machines are told while an embedding server is down, and after it."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest

from end_to_end.conftest import LAMP, in_outbox, miller, rows_of, write

if TYPE_CHECKING:
    from pathlib import Path

    from failing_models import Server

DOWN = (500, b'{"error": {"message": "no quota is left"}}')


@pytest.fixture
def workspace(workspace: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MILLER_EMBEDDER", f"openai-compatible:{server.address}#m")
    for path in workspace.rglob("*.py"):
        # Files so young that an edit need not show in their time are compared by content.
        os.utime(path, (time.time() - 3_600,) * 2)
    return workspace


@pytest.mark.parametrize("route", ["arrow", "object", "verify"])
def test_server_that_goes_down_and_comes_back(
    workspace: Path, tmp_path: Path, server: Server, route: str
) -> None:
    first = miller("index", "--route", route, folder=workspace)
    assert (first.status, first.errors) == (0, "")
    write(workspace, {"lamp.py": LAMP.replace("switch", "toggle"), "new.py": LAMP})
    server.refusal = DOWN

    down = miller("index", "--route", route, folder=workspace)
    assert down.status == 1
    assert down.output.startswith("2 files indexed, 2 unchanged, 0 deleted")
    (line,) = down.errors.splitlines()
    assert line.startswith("the vectors of 2 files are still to be made: the embedding server")
    assert line.endswith(
        "500 Internal Server Error: no quota is left; the next `miller index` makes them"
    )
    again = miller("index", "--route", route, "--json", folder=workspace)
    assert again.status == 1
    assert (again.json["files_indexed"], again.json["vectors_outstanding"]) == (0, 2)
    assert "no quota is left" in again.json["vectors_outstanding_reason"]
    assert in_outbox(workspace) == ["lamp.py", "new.py"]

    server.refusal = None
    back = miller("index", "--route", route, "--json", folder=workspace)
    assert (back.status, back.errors) == (0, "")
    assert (back.json["files_indexed"], back.json["vectors_made_up"]) == (0, 2)
    assert (back.json["vectors_outstanding"], back.json["vectors_outstanding_reason"]) == (0, None)
    fresh = tmp_path / "fresh"
    assert miller("index", "--index-dir", fresh, folder=workspace).status == 0
    assert rows_of(workspace) == rows_of(workspace, fresh)
    digests = miller("stats", "--digest", "--json", folder=workspace).json
    assert (
        digests
        == miller("stats", "--digest", "--json", "--index-dir", fresh, folder=workspace).json
    )
    assert digests["vectors"]["rows"] == digests["symbols"]["rows"]


def test_server_that_was_never_up(workspace: Path, tmp_path: Path, server: Server) -> None:
    server.refusal = DOWN
    down = miller("index", folder=workspace)
    assert down.status == 1
    assert "the vectors of 2 files are still to be made" in down.errors
    stats = miller("stats", "--json", folder=workspace).json
    assert (stats["model"], stats["vectors_outstanding"]) == (None, 2)
    search = miller("search", "lamp", "--mode", "text", folder=workspace)
    assert search.status == 0
    assert "lamp.py:6" in search.output
    assert "found by words in names alone" in search.errors
    assert "the embedding model had failed" in search.errors
    doctor = miller("doctor", "--json", folder=workspace)
    assert doctor.status == 1
    (finding,) = doctor.json["findings"]
    assert (finding["check"], finding["repair"]) == ("vectors", "index")
    # A repair does not take them for vectors that nobody wants.
    assert miller("doctor", "--fix", folder=workspace).status == 1
    assert in_outbox(workspace) == ["lamp.py", "shop/report.py"]

    server.refusal = None
    back = miller("index", folder=workspace)
    assert back.status == 0
    assert "the index has none yet" in back.errors
    fresh = tmp_path / "fresh"
    assert miller("index", "--index-dir", fresh, folder=workspace).status == 0
    assert rows_of(workspace) == rows_of(workspace, fresh)


def test_all_commands_say_what_is_missing(workspace: Path, server: Server) -> None:
    assert miller("index", folder=workspace).status == 0
    assert "still to be made" not in miller("stats", folder=workspace).output
    assert miller("search", "lamp", "--mode", "text", folder=workspace).errors == ""
    server.refusal = DOWN
    # What needs no model does not fail without it.
    idle = miller("index", folder=workspace)
    assert (idle.status, idle.errors) == (0, "")
    write(workspace, {"lamp.py": LAMP.replace("switch", "toggle")})
    assert miller("index", folder=workspace).status == 1

    stats = miller("stats", folder=workspace).output
    assert "files whose vectors are still to be made: 1\n" in stats
    search = miller("search", "report", "--mode", "text", "--json", folder=workspace)
    assert search.status == 0
    assert {hit["path"] for hit in json.loads(search.output)} == {"shop/report.py"}
    assert search.errors.startswith("the symbols of 1 file are found by name alone")
    named = miller("search", "toggle", "--mode", "name", "--json", folder=workspace)
    assert [hit["path"] for hit in json.loads(named.output)] == ["lamp.py"]
    assert named.errors == ""
    doctor = miller("doctor", folder=workspace)
    assert doctor.status == 1
    assert "the vectors of 1 file are still to be made" in doctor.output
    assert "`miller doctor --fix` or `miller index` brings the index up to date" in doctor.output
    vain = miller("doctor", "--fix", folder=workspace)
    assert vain.status == 1
    assert "done: left the vectors of 1 file to a later run: " in vain.output
    assert "no quota is left" in vain.output
    assert "still there:" in vain.output

    server.refusal = None
    fixed = miller("doctor", "--fix", folder=workspace)
    assert fixed.status == 0
    assert "done: made the vectors of 1 file that were still to be made" in fixed.output
    assert miller("doctor", folder=workspace).status == 0
    assert in_outbox(workspace) == []
    search = miller("search", "toggle", "--mode", "text", folder=workspace)
    assert (search.status, search.errors) == (0, "")
    assert "lamp.py" in search.output
