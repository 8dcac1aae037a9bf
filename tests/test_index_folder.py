"""The folder of an index and its one writer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from miller.errors import IndexLockedError, WorkspaceError
from miller.index_folder import IndexFolder

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys
from pathlib import Path
from miller.index_folder import IndexFolder
with IndexFolder(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_folder_ignores_itself_in_git(tmp_path: Path) -> None:
    folder = IndexFolder.of(tmp_path)
    with folder.writing():
        assert (tmp_path / ".miller" / ".gitignore").read_text() == "*\n"


def test_writers_exclude_each_other_and_name_the_one(tmp_path: Path) -> None:
    folder = IndexFolder.of(tmp_path)
    command = [sys.executable, "-c", HOLD, str(folder.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with (
            pytest.raises(IndexLockedError, match=f"by process {other.pid} on ") as caught,
            folder.writing(),
        ):
            pytest.fail("two writers at once")
        assert "wait" in str(caught.value.hint)
        other.kill()
    # The system lets go of the lock of a process that was killed.
    with folder.writing():
        owner = json.loads((folder.path / "writer.lock").read_text())
        assert owner["process"] == os.getpid()


def test_vector_folders_are_numbered_and_removed(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path)
    names = []
    for _ in range(3):
        name = folder.new_vectors_name(None)
        folder.vectors(name).mkdir()
        names.append(name)
    assert len(set(names)) == 3
    folder.remove_vectors(keep={names[1]})
    assert sorted(path.name for path in tmp_path.iterdir()) == [names[1]]


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = IndexFolder(tmp_path / "file" / "index")
    with pytest.raises(WorkspaceError, match="cannot be made") as caught, folder.writing():
        pytest.fail("the folder is no folder")
    assert "--index-dir" in str(caught.value.hint)


def test_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "index")
    # A folder in the place of the lock: root may write everywhere else.
    (folder.path / "writer.lock").mkdir(parents=True)
    with pytest.raises(WorkspaceError, match="cannot be written to"), folder.writing():
        pass
