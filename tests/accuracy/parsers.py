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
from tests.accuracy.fetch import TOOLS, FetchError, fetched, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TRUTH = Path(__file__).with_name("truth")
TYPESCRIPT = "5.9.3"
GRPC = "1.76.0"


def _python() -> list[str]:
    return [sys.executable, str(TRUTH / "python.py")]


def _ecma() -> list[str]:
    folder = _from_npm("typescript", TYPESCRIPT)
    return ["node", str(TRUTH / "ecma.cjs"), str(folder / "node_modules" / "typescript")]


def _ruby() -> list[str]:
    """Ruby's own parser, compiled for Node."""
    return [
        "node",
        "--no-warnings",
        str(TRUTH / "ruby.mjs"),
        str(_from_npm("@ruby/prism", "1.9.0")),
    ]


def _node(truth: str, package: str, version: str) -> Callable[[], list[str]]:
    """A truth program that asks a parser from npm."""
    return lambda: ["node", str(TRUTH / truth), str(_from_npm(package, version))]


def _protobuf() -> list[str]:
    """`protoc`, as its package for Python brings it."""
    folder = TOOLS / "parsers" / f"grpcio-tools-{GRPC}"
    if not folder.exists():
        options = ["--quiet", "--target", str(folder)]
        run([sys.executable, "-m", "pip", "install", *options, f"grpcio-tools=={GRPC}"])
    return [sys.executable, str(TRUTH / "protobuf.py"), str(folder)]


def _php() -> list[str]:
    """The parser that most tools for PHP stand on."""
    parser = {"from": "debian", "name": "php-parser", "version": "4.15.4-1"}
    if shutil.which("php") is None:
        raise FetchError("`php` is missing: install it (Debian, Ubuntu: apt-get install php-cli)")
    return ["php", str(TRUTH / "php.php"), str(fetched(parser))]


def _from_npm(package: str, version: str) -> Path:
    """Install a parser that runs in Node, and return the folder that it is installed in."""
    folder = TOOLS / "parsers" / f"{package.replace('/', '-').lstrip('@')}-{version}"
    if not folder.exists():
        if shutil.which("npm") is None:
            raise FetchError("npm is missing: install it (Debian, Ubuntu: apt-get install npm)")
        part = folder.with_name(folder.name + ".part")
        part.mkdir(parents=True, exist_ok=True)
        run(["npm", "install", "--silent", "--prefix", str(part), f"{package}@{version}"])
        part.rename(folder)
    return folder


#: What makes a language's parser ready and says how its truth program is run.
PREPARE: dict[str, Callable[[], list[str]]] = {
    "bash": _node("bash.mjs", "mvdan-sh", "0.10.1"),
    "c": compiled.clang,
    "cpp": compiled.clang,
    "go": compiled.go,
    "graphql": _node("graphql.mjs", "graphql", "16.15.0"),
    "java": compiled.java,
    "javascript": _ecma,
    "jsx": _ecma,
    "lua": _node("lua.mjs", "luaparse", "0.3.1"),
    "markdown": _node("markdown.mjs", "markdown-it", "15.0.3"),
    "php": _php,
    "protobuf": _protobuf,
    "python": _python,
    "ruby": _ruby,
    "rust": compiled.rust,
    "solidity": _node("solidity.mjs", "solc", "0.8.30"),
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
