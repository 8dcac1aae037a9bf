from __future__ import annotations

import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import miller
from miller import WorkspaceScanner
from miller.digests import index_digests
from miller.index_folder import IndexFolder
from watch.conftest import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

    from watch.conftest import Watched


def test_changes_are_in_the_index(watched: Watched) -> None:
    watched.wait_for("first")

    (watched.root / "b.py").write_text("def second(): ...\n")
    watched.wait_for("first", "second")
    (watched.root / "b.py").write_text("def third(): ...\n")
    watched.wait_for("first", "third")
    (watched.root / "a.py").unlink()
    watched.wait_for("third")


_WAITING = """
import sys, threading, time
from miller import WorkspaceScanner
from miller.watch import Watcher

stop = threading.Event()
watcher = Watcher(lambda: WorkspaceScanner(sys.argv[1], embedder=sys.argv[2]))
thread = threading.Thread(target=lambda: list(watcher.rounds(stop)))
thread.start()
end = time.monotonic() + float(sys.argv[3])
while "lancedb" not in sys.modules and time.monotonic() < end:
    time.sleep(0.05)
stop.set()
thread.join()
print("lancedb" in sys.modules)
"""


def test_who_waits_for_a_save_has_loaded_what_it_takes(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def first(): ...\n")
    # The index is there, so that no run loads anything.
    WorkspaceScanner(tmp_path, embedder="static").index_workspace()

    def has_loaded(embedder: str, seconds: float) -> str:
        arguments = [sys.executable, "-c", _WAITING, str(tmp_path), embedder, str(seconds)]
        return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.strip()

    assert has_loaded("static", PATIENCE) == "True"
    WorkspaceScanner(tmp_path, embedder="none").index_workspace()
    assert has_loaded("none", 3) == "False"


def test_editor_that_saves_by_renaming(watched: Watched) -> None:
    unfinished = watched.root / "a.py~"
    unfinished.write_text("def saved(): ...\n")
    unfinished.replace(watched.root / "a.py")

    watched.wait_for("saved")


def test_folder_that_is_moved_in_and_away(watched: Watched, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "deep/c.py").write_text("def moved(): ...\n")

    outside.rename(watched.root / "inside")
    watched.wait_for("first", "moved")
    (watched.root / "inside").rename(outside)
    watched.wait_for("first")


def test_ignore_rules_that_change(watched: Watched) -> None:
    (watched.root / "b.py").write_text("def second(): ...\n")
    watched.wait_for("first", "second")

    (watched.root / ".gitignore").write_text("b.py\n")
    watched.wait_for("first")
    (watched.root / ".gitignore").unlink()
    watched.wait_for("first", "second")


def test_workspace_that_is_deleted_and_made_anew(watched: Watched) -> None:
    shutil.rmtree(watched.root)
    watched.wait(lambda: any("is gone" in str(one.error) for one in watched.rounds))
    assert not watched.root.exists()

    watched.root.mkdir()
    (watched.root / "n.py").write_text("def anew(): ...\n")
    watched.wait_for("anew")
    (watched.root / "m.py").write_text("def after(): ...\n")
    watched.wait_for("anew", "after")


def test_index_that_is_deleted_is_made_anew(watched: Watched) -> None:
    shutil.rmtree(watched.root / ".miller")

    watched.wait_for("first")


def test_settings_that_change_and_are_wrong(watched: Watched) -> None:
    (watched.root / "b.py").write_text("def second(): ...\n")
    watched.wait_for("first", "second")

    (watched.root / "miller.toml").write_text('exclude = ["b.py"]\n')
    watched.wait_for("first")
    (watched.root / "miller.toml").write_text("nonsense = 1\n")
    watched.wait(lambda: any(one.error is not None for one in watched.rounds))
    assert any("unknown settings" in str(one.error) for one in watched.rounds)
    (watched.root / "miller.toml").unlink()
    watched.wait_for("first", "second")


def test_options_that_another_command_leaves(watched: Watched) -> None:
    (watched.root / "b.py").write_text("def second(): ...\n")
    watched.wait_for("first", "second")

    WorkspaceScanner(
        watched.root, settings={"exclude": ("b.py",)}, embedder="none", keep_options=True
    ).index_workspace(wait=60)
    watched.wait_for("first")
    (watched.root / "c.py").write_text("def third(): ...\n")
    watched.wait_for("first", "third")


def test_other_writer_is_waited_for(watched: Watched) -> None:
    folder = IndexFolder.of(watched.root, None)
    with folder.writing():
        (watched.root / "b.py").write_text("def second(): ...\n")
        time.sleep(1)
        assert watched.functions() == {"first"}
    watched.wait_for("first", "second")


def test_run_that_is_asked_for(watched: Watched) -> None:
    before = len(watched.rounds)

    watched.watcher.request_run()

    watched.wait(lambda: len(watched.rounds) > before)


def test_watcher_stops_soon(watched: Watched) -> None:
    assert watched.stop() < 10


def test_branches_that_are_switched(watched: Watched) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=one"]
        command = ["git", *identity, "-C", str(watched.root), *arguments]
        subprocess.run(command, check=True, capture_output=True)

    git("init")
    git("add", "a.py")
    git("commit", "--message", "one")
    git("checkout", "-b", "two")
    for number in range(60):
        (watched.root / f"m{number}.py").write_text(f"def of_two_{number}(): ...\n")
    (watched.root / "a.py").write_text("def changed(): ...\n")
    git("add", ".")
    git("commit", "--message", "two")
    of_two = {"changed", *(f"of_two_{number}" for number in range(60))}
    watched.wait_for(*of_two)

    git("checkout", "one")
    watched.wait_for("first")
    git("checkout", "two")
    watched.wait_for(*of_two)
    git("stash")
    (watched.root / "a.py").write_text("def stashed(): ...\n")
    git("stash")
    git("rebase", "one")
    git("stash", "pop")
    watched.wait_for("stashed", *(of_two - {"changed"}))

    watched.stop()
    fresh = watched.root.parent / "fresh"
    WorkspaceScanner(watched.root, index_dir=fresh, embedder="none").index_workspace()
    digests = [index_digests(IndexFolder.of(watched.root, chosen)) for chosen in (None, fresh)]
    assert digests[0] == digests[1]
    assert miller.open(watched.root).files()
