"""The truth programs: how each language's own parser is had and run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.accuracy import compiled
from tests.accuracy.facts import FileFacts, from_json
from tests.accuracy.fetch import TOOLS, FetchError, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TRUTH = Path(__file__).with_name("truth")
TYPESCRIPT = "5.9.3"


def _python() -> list[str]:
    return [sys.executable, str(TRUTH / "python.py")]


def _ecma() -> list[str]:
    folder = TOOLS / "parsers" / f"typescript-{TYPESCRIPT}"
    if not folder.exists():
        if shutil.which("npm") is None:
            raise FetchError("npm is missing: install it (Debian, Ubuntu: apt-get install npm)")
        folder.mkdir(parents=True)
        run(["npm", "install", "--silent", "--prefix", str(folder), f"typescript@{TYPESCRIPT}"])
    return ["node", str(TRUTH / "ecma.cjs"), str(folder / "node_modules" / "typescript")]


#: What makes a language's parser ready and says how its truth program is run.
PREPARE: dict[str, Callable[[], list[str]]] = {
    "c": compiled.clang,
    "cpp": compiled.clang,
    "go": compiled.go,
    "java": compiled.java,
    "javascript": _ecma,
    "jsx": _ecma,
    "python": _python,
    "rust": compiled.rust,
    "tsx": _ecma,
    "typescript": _ecma,
}


def truth_of(language: str, root: Path, paths: Sequence[str]) -> list[FileFacts]:
    """Ask the official parser about files below a folder, in the order of their paths."""
    command = PREPARE[language]()
    done = subprocess.run(
        command,
        cwd=root,
        input="\n".join(paths) + "\n",
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    if done.returncode != 0 or len(lines) != len(paths):
        raise FetchError(
            f"the truth program of {language} ended with {done.returncode} after {len(lines)} of "
            f"{len(paths)} files"
        )
    return [from_json(json.loads(line)) for line in lines]
