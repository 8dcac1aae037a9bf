"""The truth programs for uses: how each is had and run, and what they said before."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.accuracy import compiled, parsers
from tests.accuracy.fetch import ROOT, TOOLS, FetchError
from tests.accuracy.references.uses import FileUses, from_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.accuracy.references.workspaces import Workspace

TRUTH = parsers.TRUTH / "references"
PYRIGHT = "1.1.414"


def _python() -> list[str]:
    folder = parsers.from_npm("pyright", PYRIGHT)
    server = folder / "node_modules" / "pyright" / "langserver.index.js"
    return [sys.executable, str(TRUTH / "python" / "truth.py"), str(server)]


def _ecma() -> list[str]:
    folder = parsers.from_npm("typescript", parsers.TYPESCRIPT)
    # Some programs need more than the default.
    node = ["node", "--max-old-space-size=4096"]
    return [*node, str(TRUTH / "ecma" / "truth.cjs"), str(folder / "node_modules" / "typescript")]


def _clang() -> list[str]:
    _, _, folder = compiled.clang()
    return [sys.executable, str(TRUTH / "clang" / "truth.py"), folder]


def _go() -> list[str]:
    return compiled.go(TRUTH / "go", "references-go")


def _java() -> list[str]:
    return compiled.java(TRUTH / "java", "references-java", "References")


def _rust() -> list[str]:
    return [sys.executable, str(TRUTH / "rust" / "truth.py")]


#: By language, the folder of its truth program, and what makes it ready and says how it is run.
PROGRAMS: dict[str, tuple[str, Callable[[], list[str]]]] = {
    "c": ("clang", _clang),
    "cpp": ("clang", _clang),
    "go": ("go", _go),
    "java": ("java", _java),
    "javascript": ("ecma", _ecma),
    "jsx": ("ecma", _ecma),
    "python": ("python", _python),
    "rust": ("rust", _rust),
    "tsx": ("ecma", _ecma),
    "typescript": ("ecma", _ecma),
}


def truth_of(language: str, workspace: Workspace, *, keep: bool = True) -> list[FileUses]:
    """Ask about a workspace; what was said of a package before is read from the disk."""
    folder, prepare = PROGRAMS[language]
    command = prepare()
    kept = _place(language, workspace, [str(TRUTH / folder), *command[1:]])
    if keep and kept.exists():
        printed = gzip.decompress(kept.read_bytes()).decode()
    else:
        print(f"asking what {workspace.name} means, in {language}", file=sys.stderr)
        printed = _ask(language, command, workspace)
        if keep:
            kept.parent.mkdir(parents=True, exist_ok=True)
            part = kept.with_name(f"{kept.name}.part")
            part.write_bytes(gzip.compress(printed.encode(), compresslevel=5))
            part.rename(kept)
    return [from_json(json.loads(line)) for line in printed.splitlines()]


def _place(language: str, workspace: Workspace, command: list[str]) -> Path:
    """Where an answer is kept: by what was asked of which package, and by which program."""
    key = hashlib.sha256(workspace.selection.encode())
    for word in [*command, *workspace.asked]:
        # Answers hold in every copy of this repository.
        key.update(word.replace(str(ROOT), "").encode() + b"\0")
    for program in sorted(TRUTH.joinpath(PROGRAMS[language][0]).glob("*.*")):
        if program.is_file():
            key.update(program.read_bytes())
    safe = workspace.name.replace("/", "__").replace(" ", "-")
    name = f"{language}-{safe}-{key.hexdigest()[:16]}.jsonl.gz"
    return TOOLS / "references" / "truth" / name


def _ask(language: str, command: list[str], workspace: Workspace) -> str:
    """Run a truth program in a workspace."""
    listed = "".join(f"{path}\n" for path in workspace.asked)
    done = subprocess.run(
        command, cwd=workspace.root, input=listed, stdout=subprocess.PIPE, text=True, check=False
    )
    answered = len(done.stdout.splitlines())
    if done.returncode != 0 or answered != len(workspace.asked):
        raise FetchError(
            f"the truth program of {language} ended with {done.returncode} after {answered} of "
            f"{len(workspace.asked)} files of {workspace.name}"
        )
    return done.stdout
