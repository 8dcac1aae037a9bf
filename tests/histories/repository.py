"""A small git repository, and what is done with its branches."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from histories.edits import Edit

_SETTINGS = {
    "user.name": "A Person",
    "user.email": "person@example.com",
    "init.defaultBranch": "main",
    "commit.gpgSign": "false",
    "gc.auto": "0",
    "core.hooksPath": "/dev/null",
}


def git(root: Path, *arguments: str) -> str:
    """Run git without the settings of whoever runs the tests; give its output."""
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    done = subprocess.run(
        ["git", *settings, *arguments],  # noqa: S607 -- the git that is there
        cwd=root,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stderr}"
    return done.stdout


def make_repository(root: Path) -> None:
    """Put a workspace under version control, as its first commit."""
    git(root, "init", "--quiet")
    commit(root)


def commit(root: Path) -> None:
    """Commit whatever is there."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "as it is now")


def branches(root: Path) -> list[str]:
    """Give the names of all branches."""
    return git(root, "branch", "--format=%(refname:short)").split()


def begin_branch(root: Path, _chance: Random) -> None:
    """Commit what is there and go on in a branch of its own."""
    commit(root)
    git(root, "switch", "--quiet", "--create", f"branch-{len(branches(root))}")


def switch_branch(root: Path, chance: Random) -> None:
    """Commit what is there and switch to another branch: many files change at once."""
    commit(root)
    git(root, "switch", "--quiet", "--discard-changes", chance.choice(branches(root)))


def throw_away(root: Path, _chance: Random) -> None:
    """Give up all edits since the last commit, new files as well."""
    git(root, "reset", "--quiet", "--hard")
    git(root, "clean", "--quiet", "--force", "-d")


def put_aside(root: Path, _chance: Random) -> None:
    """Stash all edits, or take the last ones that were stashed back where they fit."""
    if git(root, "stash", "list"):
        throw_away(root, _chance)
        git(root, "checkout", "--quiet", "stash@{0}", "--", ".")
        git(root, "stash", "drop", "--quiet")
    elif git(root, "status", "--porcelain"):
        git(root, "stash", "--quiet", "--include-untracked")


def step_back(root: Path, _chance: Random) -> None:
    """Check the first commit out and come back with `switch_branch`, as `git bisect` does."""
    commit(root)
    first = git(root, "rev-list", "--max-parents=0", "HEAD").split()[0]
    git(root, "switch", "--quiet", "--detach", first)
    git(root, "switch", "--quiet", "--create", f"back-{len(branches(root))}")


BRANCHES: dict[str, Edit] = {
    edit.__name__: edit for edit in (begin_branch, switch_branch, throw_away, put_aside, step_back)
}
"""What is done with branches, by name."""
