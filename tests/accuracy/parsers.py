"""The truth programs: how each language's own parser is had and run."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from tests.accuracy import compiled
from tests.accuracy.facts import FileFacts, from_json
from tests.accuracy.fetch import TOOLS, FetchError, fetched, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TRUTH = Path(__file__).with_name("truth")
TYPESCRIPT = "5.9.3"
GRPC = "1.76.0"


def _python() -> list[str]:
    return [sys.executable, str(TRUTH / "python.py")]


def _ecma() -> list[str]:
    folder = from_npm("typescript", TYPESCRIPT)
    return ["node", str(TRUTH / "ecma.cjs"), str(folder / "node_modules" / "typescript")]


def _ruby() -> list[str]:
    """Ruby's own parser, compiled for Node."""
    return [
        "node",
        "--no-warnings",
        str(TRUTH / "ruby.mjs"),
        str(from_npm("@ruby/prism", "1.9.0")),
    ]


def _node(truth: str, package: str, version: str) -> Callable[[], list[str]]:
    """A truth program that asks a parser from npm."""
    return lambda: ["node", str(TRUTH / truth), str(from_npm(package, version))]


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


def from_npm(package: str, version: str) -> Path:
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


#: Languages whose parser takes long, as it reads the headers of each file.
SLOW = frozenset({"c", "cpp"})
#: Truth programs that run side by side.
PROCESSES = 2

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
    """Ask the official parser about files below a folder, in the order of their paths.

    What it has said of a file before is read from the disk.
    """
    command = PREPARE[language]()
    cache = Cache(root, command) if language in SLOW else None
    answers = {path: told for path in paths if cache and (told := cache.get(path)) is not None}
    left = [path for path in paths if path not in answers]

    def ask(part: list[str]) -> None:
        for path, line in zip(part, _ask(language, command, root, part), strict=True):
            answers[path] = line
            if cache:
                cache.put(path, line)

    with ThreadPoolExecutor(PROCESSES) as pool:
        list(pool.map(ask, [left[start::PROCESSES] for start in range(PROCESSES)]))
    return [from_json(json.loads(answers[path])) for path in paths]


def _ask(language: str, command: list[str], root: Path, paths: list[str]) -> Iterator[str]:
    """Run the truth program on some files: an answer for each, as it comes."""
    if not paths:
        return
    answered = 0
    with TemporaryFile("w+") as listed:
        listed.write("\n".join(paths) + "\n")
        listed.seek(0)
        with subprocess.Popen(
            command, cwd=root, stdin=listed, stdout=subprocess.PIPE, text=True
        ) as program:
            for line in program.stdout or ():
                yield line
                answered += 1
    if program.returncode != 0 or answered != len(paths):
        raise FetchError(
            f"the truth program of {language} ended with {program.returncode} after {answered} of "
            f"{len(paths)} files"
        )


class Cache:
    """Answers of a truth program on the disk: they hold while neither the file nor it changes."""

    def __init__(self, root: Path, command: list[str]) -> None:
        self._root = root
        self._folder = TOOLS / "truth"
        self._folder.mkdir(parents=True, exist_ok=True)
        programs = sorted((TRUTH / "clang").glob("*.py"))
        self._version = "\0".join([*command, *(path.read_text() for path in programs)]).encode()

    def _place(self, path: str) -> Path:
        text = (self._root / path).read_bytes()
        key = hashlib.sha256(b"\0".join([self._version, path.encode(), text]))
        return self._folder / f"{key.hexdigest()}.json"

    def get(self, path: str) -> str | None:
        """What was said of a file."""
        place = self._place(path)
        return place.read_text() if place.exists() else None

    def put(self, path: str, line: str) -> None:
        """Keep what was said of a file."""
        self._place(path).write_text(line)
