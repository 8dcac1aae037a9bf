"""`miller doctor` as people and machines use it, and what it does beside a writer."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from doctor.damages import change, leave_vectors
from end_to_end.conftest import LAMP, index, miller, rows_of, write
from miller import SQLiteStore, WorkspaceScanner, readers
from miller.doctor import Repair, disk, examination, examine, repair, tree_checks
from miller.errors import IndexLockedError
from miller.index_folder import IndexFolder
from miller.state import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOLD = """
import sys
from pathlib import Path
from miller.index_folder import IndexFolder

with IndexFolder.of(Path(".")).writing():
    print("held", flush=True)
    sys.stdin.readline()
"""

DAMAGE = change("UPDATE file_rows SET hash = NULL WHERE path = 'lamp.py'")


def hold(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD]
    other = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    return other


def test_healthy_index_is_status_0(indexed: Path) -> None:
    answer = miller("doctor", folder=indexed / "shop")
    assert (answer.status, answer.errors) == (0, "")
    assert answer.output.endswith("healthy\n")
    assert "compared the rows of 4 of 4 files" in answer.output
    report = miller("doctor", ".", "--json", folder=indexed).json
    assert (report["healthy"], report["findings"]) == (True, [])
    assert report["index"] == str(indexed / ".miller")
    assert report["bytes"]["sqlite"] > 0
    assert report["bytes"]["vectors"] > 0
    assert set(report["free"]) == {"sqlite", "vectors", "kept_vectors", "left_over_vectors"}


def test_findings_are_status_1_until_they_are_mended(indexed: Path) -> None:
    DAMAGE(indexed)
    leave_vectors(indexed)
    (indexed / "shop/report.py").unlink()
    people = miller("doctor", folder=indexed)
    assert people.status == 1
    assert "1 file with rows and without a hash" in people.output
    assert "`miller doctor --fix` reads these files again" in people.output
    report = miller("doctor", "--json", folder=indexed).json
    found = {(row["check"], row["repair"]): row["names"] for row in report["findings"]}
    assert found["sqlite", "extract again"] == ["lamp.py"]
    assert found["tree", "index"]
    assert found["disk", "remove left-overs"] == ["vectors-8", "vectors-9"]
    assert all(row["problem"] and row["advice"] for row in report["findings"])

    fixed = miller("doctor", "--fix", "--json", folder=indexed)
    assert (fixed.status, fixed.json["findings"]) == (0, [])
    assert len(fixed.json["found"]) == len(report["findings"])
    assert any("vectors-8, vectors-9" in what for what in fixed.json["repairs"])
    again = miller("doctor", "--fix", folder=indexed)
    assert (again.status, "done:" in again.output) == (0, False)
    assert miller("index", ".", "--json", folder=indexed).json["files_indexed"] == 0


def test_what_was_done_is_told(indexed: Path) -> None:
    DAMAGE(indexed)
    answer = miller("doctor", "--fix", folder=indexed)
    assert answer.status == 0
    assert "done: removed the rows of 1 file: lamp.py" in answer.output
    assert "done: indexed 1 file, removed 0" in answer.output
    assert answer.output.endswith("mended\n")


def test_wrong_usage_is_status_2(indexed: Path) -> None:
    for arguments in (["nowhere"], ["--repair"], [".", "."], ["--wait=x"]):
        assert miller("doctor", *arguments, folder=indexed).status == 2


def test_without_an_index_there_is_a_hint(tmp_path: Path) -> None:
    answer = miller("doctor", ".", folder=tmp_path)
    assert answer.status == 1
    assert "there is no index" in answer.errors
    assert "miller index" in answer.errors
    assert list(tmp_path.iterdir()) == []


def test_index_of_another_workspace_is_left_alone(indexed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    write(other, {"a.py": LAMP})
    folder = tmp_path / "elsewhere"
    index(other, index_dir=folder)
    before = rows_of(other, folder)
    (folder / "vectors-9").mkdir()
    found, done, left = repair(WorkspaceScanner(indexed, index_dir=folder))
    assert [finding.repair for finding in found.findings] == [None, Repair.LEFTOVERS]
    assert str(other) in found.findings[0].problem
    assert "of its own" in found.findings[0].what_to_do
    assert (done, left.findings) == ([], found.findings)
    assert rows_of(other, folder) == before
    assert (folder / "vectors-9").exists()


def test_file_that_is_something_else_is_kept(indexed: Path) -> None:
    path = indexed / ".miller" / "index.db"
    path.write_text("a recipe for bread\n" * 100)
    _, done, left = repair(WorkspaceScanner(indexed))
    assert left.healthy
    assert "index.db.set-aside-1" in done[0]
    aside = indexed / ".miller" / "index.db.set-aside-1"
    assert aside.read_text().startswith("a recipe for bread")


@pytest.mark.parametrize("damage", [lambda _root: None, DAMAGE])
def test_index_without_vectors_stays_without(indexed: Path, damage: Callable[[Path], None]) -> None:
    index(indexed, embedder="none")
    damage(indexed)
    _, _, left = repair(WorkspaceScanner(indexed))
    assert left.findings == []
    assert "no vectors" in left.notes[0]
    with SQLiteStore(indexed / ".miller" / "index.db", read_only=True) as store:
        assert not store.get_state()[FOLDER]
    assert "vectors" not in rows_of(indexed)


def test_only_some_files_are_compared_unless_deep(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree_checks, "SAMPLE", 1)
    change(
        "DELETE FROM identifier_rows WHERE file_id = "
        "(SELECT file_id FROM file_rows WHERE path = 'lamp.py')"
    )(indexed)
    some = examine(WorkspaceScanner(indexed))
    assert (some.files_compared, some.files) == (1, 4)
    deep = examine(WorkspaceScanner(indexed), deep=True)
    assert (deep.files_compared, deep.files) == (4, 4)
    assert [finding.names for finding in deep.findings] == [["lamp.py"]]


def test_old_versions_are_removed_when_they_are_much(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        write(indexed, {"lamp.py": f"{LAMP}\nVALUE = {number}\n", "more.py": LAMP * (number + 1)})
        index(indexed)
    assert examine(WorkspaceScanner(indexed)).free["vectors"] == 0  # too young
    monkeypatch.setattr(readers, "KEPT_FOR_READERS", -readers.KEPT_FOR_READERS)
    monkeypatch.setattr(disk, "_MUCH", 1)
    found = examine(WorkspaceScanner(indexed))
    assert [finding.repair for finding in found.findings] == [Repair.COMPACT]
    assert found.free["vectors"] > 0
    monkeypatch.setattr("miller.vector_store._SLACK", timedelta())
    _, done, left = repair(WorkspaceScanner(indexed))
    assert left.findings == []
    assert left.free["vectors"] < found.free["vectors"]
    assert "freed" in done[-1]
    rows_of(indexed)


def leave_pages_free(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Delete most of a workspace that was large."""
    monkeypatch.setattr(disk, "_MUCH", 1)
    write(root, {f"more_{number}.py": LAMP * 20 for number in range(20)})
    index(root)
    for number in range(20):
        (root / f"more_{number}.py").unlink()
    index(root)


def test_free_pages_are_left_out_when_they_are_most_of_the_file(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, rows = indexed / ".miller/index.db", rows_of(indexed)
    leave_pages_free(indexed, monkeypatch)
    size = file.stat().st_size
    found = examine(WorkspaceScanner(indexed))
    assert [finding.repair for finding in found.findings] == [Repair.SHRINK]
    assert size / 2 < found.free["sqlite"] < size
    _, done, left = repair(WorkspaceScanner(indexed))
    assert left.findings == []
    assert left.free["sqlite"] == 0
    assert "freed" in done[-1]
    assert file.stat().st_size < size / 2
    assert rows_of(indexed) == rows


_SHRINK_AND_DIE = """
import os, signal, sys
from miller import steps
from miller.free_pages import shrink
from pathlib import Path

steps.watcher = lambda point: os.kill(os.getpid(), signal.SIGKILL)
shrink(Path(sys.argv[1]))
"""


def test_killed_while_leaving_free_pages_out(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = rows_of(indexed)
    leave_pages_free(indexed, monkeypatch)
    command = [sys.executable, "-c", _SHRINK_AND_DIE, str(indexed / ".miller/index.db")]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert rows_of(indexed) == rows
    index(indexed)
    assert rows_of(indexed) == rows
    assert examine(WorkspaceScanner(indexed)).findings == []


# After a run that was killed ---------------------------------------------------------------------


KILLED_AT = """
import os, signal, sys
from miller import WorkspaceScanner

def stop(stage, done, total):
    if stage == sys.argv[1] and done == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

WorkspaceScanner(".", route="arrow", progress=stop).index_workspace()
"""


@pytest.mark.parametrize(
    ("stage", "done", "repairs"),
    [
        # Before anything, when the rows wait in memory, and when all is committed.
        ("scan", 0, {Repair.REBUILD}),
        ("index", 3, {Repair.OPEN, Repair.RESOLVE, Repair.RUN}),
        ("finish", 0, {Repair.COMPACT, Repair.RUN}),
    ],
)
def test_first_run_that_was_killed_is_mended(
    tmp_path: Path, stage: str, done: int, repairs: set[Repair]
) -> None:
    root = tmp_path / "workspace"
    write(root, {"a.py": LAMP, "b.py": LAMP, "c/d.py": LAMP})
    command = [sys.executable, "-c", KILLED_AT, stage, str(done)]
    assert subprocess.run(command, cwd=root, check=False).returncode == -9
    found, _, left = repair(WorkspaceScanner(root))
    assert {finding.repair for finding in found.findings} == repairs
    assert left.findings == []
    index(root, "object", index_dir=tmp_path / "fresh")
    assert rows_of(root) == rows_of(root, tmp_path / "fresh")


# Beside a writer ---------------------------------------------------------------------------------


def test_doctor_reads_beside_a_writer_and_says_so(indexed: Path) -> None:
    leave_vectors(indexed)
    other = hold(indexed)
    with other:
        answer = miller("doctor", "--json", folder=indexed)
        refused = miller("doctor", "--fix", folder=indexed)
        other.kill()
    # What a writer has not yet put on record is no left-over.
    assert (answer.status, answer.json["findings"]) == (0, [])
    assert f"written to by process {other.pid}" in answer.json["notes"][0]
    assert refused.status == 1
    assert f"by process {other.pid}" in refused.errors
    assert (indexed / ".miller" / "vectors-8").exists()


def test_fix_waits_for_the_writer(indexed: Path) -> None:
    leave_vectors(indexed)
    command = [sys.executable, "-m", "miller", "doctor", "--fix", "--wait", "--json"]
    with (
        hold(indexed) as other,
        subprocess.Popen(
            command, cwd=indexed, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as doctor,
    ):
        assert doctor.stderr is not None
        assert f"waiting for process {other.pid}" in doctor.stderr.readline()
        other.kill()
        output, _ = doctor.communicate()
    assert doctor.returncode == 0
    assert json.loads(output)["repairs"] == ["removed vectors-8, vectors-9"]


def write_during_looks(monkeypatch: pytest.MonkeyPatch, root: Path, looks: int) -> list[int]:
    """Commit something in the middle of the first looks."""
    check, looked = examination.check_sqlite, [0]

    def write_and_check(*arguments: Any, **options: Any) -> Any:
        looked[0] += 1
        if looked[0] <= looks:
            with SQLiteStore(IndexFolder.of(root).index_file) as store:
                store.set_state({"note": str(looked[0])})
        return check(*arguments, **options)

    monkeypatch.setattr(examination, "check_sqlite", write_and_check)
    return looked


def test_look_that_saw_two_commits_is_done_again(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = write_during_looks(monkeypatch, indexed, looks=2)
    assert examine(WorkspaceScanner(indexed)).healthy
    assert looked == [3]


def test_doctor_gives_up_on_a_busy_index(indexed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_during_looks(monkeypatch, indexed, looks=99)
    with pytest.raises(IndexLockedError, match="each time that it was looked at"):
        examine(WorkspaceScanner(indexed))
