"""Which changes lead to a run, and which do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from miller import WorkspaceScanner
from miller.watch.changes import concern_index

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def scanner(tmp_path: Path) -> WorkspaceScanner:
    for path in ("src/a.py", "build/out.py", "deep/target/x.py", ".git/HEAD", ".git/info/exclude"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x = 1\n")
    (tmp_path / ".git/info/exclude").write_text("secret.py\n")
    (tmp_path / ".gitignore").write_text("build/\ntarget\n*.log\n")
    (tmp_path / "secret.py").write_text("x = 1\n")
    scanner = WorkspaceScanner(tmp_path, embedder="none")
    scanner.index_workspace()
    return scanner


@pytest.mark.parametrize(
    "path",
    [
        "src/a.py",
        "src",
        "src/new.py",
        "new folder/b.rs",
        ".gitignore",
        "deep/.millerignore",
        ".git/info/exclude",
    ],
)
def test_concerns_the_index(scanner: WorkspaceScanner, path: str) -> None:
    changed = scanner.root / path
    changed.parent.mkdir(exist_ok=True)
    if not changed.exists():
        changed.write_text("x = 1\n")
    assert concern_index(scanner, [str(changed)])


@pytest.mark.parametrize(
    "path",
    [
        "build/out.py",
        "build/new/other.py",
        "deep/target/x.py",
        "src/run.log",
        ".hidden/a.py",
        ".git/HEAD",
        ".git/index.lock",
        ".miller/index.db-wal",
        "secret.py",
        "src/never was.py",
        "../beside.py",
    ],
)
def test_does_not_concern_the_index(scanner: WorkspaceScanner, path: str) -> None:
    assert not concern_index(scanner, [str(scanner.root / path)])


def test_what_was_known_and_is_gone_concerns_the_index(scanner: WorkspaceScanner) -> None:
    (scanner.root / "src/a.py").unlink()
    assert concern_index(scanner, [str(scanner.root / "src/a.py")])
    (scanner.root / "src").rmdir()
    assert concern_index(scanner, [str(scanner.root / "src")])


def test_many_changes_are_not_looked_at_one_by_one(
    scanner: WorkspaceScanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(scanner.__class__, "discover")
    changed = [str(scanner.root / f"build/{number}.py") for number in range(500)]
    assert concern_index(scanner, changed)
