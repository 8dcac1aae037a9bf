"""A run that has nothing to write costs next to nothing: LanceDB, a second to load, stays away."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_RUN = """
import json, sys
from miller import WorkspaceScanner
scanner = WorkspaceScanner(sys.argv[1], embedder=sys.argv[2])
stats = scanner.index_workspace()
print(json.dumps({
    "lancedb": "lancedb" in sys.modules,
    "indexed": stats.files_indexed,
    "rebuilt": stats.vectors_rebuilt,
}))
"""


def index(workspace: Path, embedder: str = "static") -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(workspace), embedder],
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "lamp.py").write_text("def light():\n    pass\n")
    return tmp_path


def test_a_run_without_changes_does_not_load_lancedb(workspace: Path) -> None:
    assert index(workspace)["lancedb"]
    assert index(workspace) == {"lancedb": False, "indexed": 0, "rebuilt": None}
    (workspace / "lamp.py").write_text("def shine():\n    pass\n")
    again = index(workspace)
    assert (again["lancedb"], again["indexed"]) == (True, 1)


def test_an_index_without_vectors_never_needs_lancedb(workspace: Path) -> None:
    assert not index(workspace, "none")["lancedb"]
    # What the index has no vectors of is made up for, although no file has changed.
    told = index(workspace)
    assert told["lancedb"]
    assert told["rebuilt"] == "the index has none yet"
    assert not index(workspace, "none")["lancedb"]
    assert index(workspace)["rebuilt"] == "the index has none yet"


def test_a_sound_index_that_is_looked_at_closely_keeps_its_vectors(workspace: Path) -> None:
    index(workspace)
    (workspace / ".miller" / "as-left").unlink()
    assert index(workspace) == {"lancedb": True, "indexed": 0, "rebuilt": None}


def test_an_index_that_somebody_has_touched_is_looked_at_closely(workspace: Path) -> None:
    index(workspace)
    (fragment,) = (workspace / ".miller").glob("vectors-*/symbols.lance/data/*.lance")
    fragment.write_bytes(fragment.read_bytes()[:-1])
    told = index(workspace)
    assert told["lancedb"]
    assert told["rebuilt"] is not None
