"""What rust-analyzer says that the names in files of Rust mean.

Run in the folder of a crate, with paths on standard input; prints a line of JSON for each.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from scip import Document, Occurrence, documents

#: Comments, attributes, strings, characters and lifetimes, or a name.
WORDS = re.compile(
    r"//[^\n]*|/\*.*?\*/|\#!?\[(?!derive)[^\]]*\]"
    r'|b?r(?P<marks>#*)".*?"(?P=marks)'
    r'|b?"(?:\\.|[^"\\])*"'
    r"|b?'(?:\\[^']+|[^'\\])'|'\w+"
    r"|(?P<name>(?:r\#)?[^\W\d]\w*)",
    re.DOTALL,
)
KEYWORDS = frozenset(
    """as async await box break const continue crate default dyn else enum extern false fn for if
    impl in let loop macro_rules match mod move mut pub ref return self Self static struct super
    trait true type union unsafe use where while yield _""".split()  # noqa: SIM905
)
#: Types that nothing defines.
PRIMITIVE = frozenset(
    """bool char f32 f64 i128 i16 i32 i64 i8 isize str u128 u16 u32 u64 u8
    usize""".split()  # noqa: SIM905
)
#: A symbol of an implementation: the type, the trait and what is defined there.
IMPLEMENTED = re.compile(r"impl#\[(?:`[^`]*`|[^\]]*)\]\[`?(?P<trait>\w+)[^\]]*\](?P<member>.+)$")
#: Settings of rust-analyzer: what only some features have is looked at, too.
SETTINGS = {"cargo": {"features": "all", "buildScripts": {"enable": False}}}
#: Units of a column by SCIP's number of the encoding.
UNITS = {0: ("utf-8", 1), 1: ("utf-8", 1), 2: ("utf-16-le", 2), 3: ("utf-32-le", 4)}


class Crate:
    """All that rust-analyzer told of a crate."""

    def __init__(self, root: Path, found: list[Document]) -> None:
        self._root = root
        self._lines: dict[str, list[str]] = {}
        self._documents = {each.path: each for each in found}
        #: Where the symbols of the crate are defined; those of a function are of its file only.
        self._defined: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for document in found:
            for each in document.occurrences:
                if self._defines(document, each):
                    key = _key(document, each.symbol)
                    self._defined[key].append(self._definition(document, each))
        #: Where the members of traits are defined, by what a symbol ends with.
        self._members = {
            symbol.rsplit("/", 1)[-1]: places
            for (_, symbol), places in self._defined.items()
            if "#" in symbol and "impl#" not in symbol
        }

    def answer(self, path: str) -> dict[str, Any]:
        """All uses of a file with what they mean."""
        document = self._documents.get(path)
        if document is None:
            return {"path": path, "uses": [], "error": "it is no part of the crate"}
        told: dict[tuple[int, int], dict[str, Any] | None] = {}
        for each in document.occurrences:
            place = (each.line, self._column(document, each))
            if self._defines(document, each):
                told[place] = None
            elif told.get(place, {}) is not None:
                told[place] = self._verdict(document, each)
        uses = []
        for line, column, name in self._names(path):
            unknown = "outside" if name in PRIMITIVE else "undecided"
            verdict = told.get((line, column), {"verdict": unknown})
            if verdict is not None:
                uses.append({"line": line + 1, "column": column, "name": name, **verdict})
        return {"path": path, "uses": uses, "error": None}

    def _defines(self, document: Document, each: Occurrence) -> bool:
        """Whether a symbol is defined at a place: a module is by its file and by `mod name;`."""
        if each.defines or not each.symbol.endswith("/"):
            return each.defines
        before = self._line(document.path, each.line).encode()[: self._column(document, each)]
        return before.split()[-1:] == [b"mod"]

    def _verdict(self, document: Document, each: Occurrence) -> dict[str, Any]:
        definitions = self._defined.get(_key(document, each.symbol))
        before = self._line(document.path, each.line).encode()[: self._column(document, each)]
        implemented = IMPLEMENTED.search(each.symbol)
        if before.endswith(b"Self::") and each.symbol.endswith("#") and not implemented:
            # It is said to be the trait's, and is that of the implementation around it.
            return {"verdict": "undecided"}
        if not definitions:
            return {"verdict": "outside"}
        if implemented:
            # What a trait declares is meant as well as what implements it.
            member = f"{implemented['trait']}#{implemented['member']}"
            definitions = [*definitions, *self._members.get(member, ())]
        # The last part of a type parameter's symbol stands in brackets.
        local = each.symbol.startswith("local ") or each.symbol.endswith("]")
        # That a name stands for a module is not demanded.
        optional = each.symbol.endswith("/")
        verdict = "local" if local else "inside"
        return {"verdict": verdict, "definitions": definitions, "optional": optional}

    def _definition(self, document: Document, each: Occurrence) -> dict[str, Any]:
        column = self._column(document, each)
        name = _name_at(self._line(document.path, each.line).encode()[column:].decode())
        # A module that is a file starts where the file does.
        whole = each.symbol.endswith("/") and (each.line, each.column) == (0, 0)
        stem = Path(document.path).stem
        if whole:
            return {"path": document.path, "line": 0, "name": stem}
        return {"path": document.path, "line": each.line + 1, "name": name}

    def _column(self, document: Document, each: Occurrence) -> int:
        encoding, size = UNITS[document.encoding]
        text = self._line(document.path, each.line).encode(encoding)[: each.column * size]
        return len(text.decode(encoding).encode())

    def _line(self, path: str, line: int) -> str:
        return self._read(path)[line]

    def _read(self, path: str) -> list[str]:
        if path not in self._lines:
            self._lines[path] = (self._root / path).read_text(encoding="utf-8").split("\n")
        return self._lines[path]

    def _names(self, path: str) -> list[tuple[int, int, str]]:
        """Every word of a file that is no keyword: line and column in bytes, from 0."""
        text = "\n".join(self._read(path))
        found = []
        line, start = 0, 0
        for word in WORDS.finditer(text):
            name = word.group("name")
            if name is None or name in KEYWORDS:
                continue
            line += text.count("\n", start, word.start())
            start = word.start()
            first = text.rfind("\n", 0, start) + 1
            found.append((line, len(text[first:start].encode()), name))
        return found


def _key(document: Document, symbol: str) -> tuple[str, str]:
    return (document.path if symbol.startswith("local ") else "", symbol)


def _name_at(text: str) -> str:
    found = re.match(r"(?:r#)?\w+", text)
    return found.group() if found else ""


def main() -> None:
    """Answer for each path on standard input."""
    root = Path.cwd()
    program = shutil.which("rust-analyzer")
    if program is None:
        raise FileNotFoundError("`rust-analyzer` is missing: `rustup component add rust-analyzer`")
    with TemporaryDirectory(prefix="references-rust-") as made:
        # What is built on the way is none of the workspace's.
        copied = Path(made) / "crate"
        shutil.copytree(root, copied)
        index = Path(made) / "index.scip"
        variables = {**os.environ, "CARGO_TARGET_DIR": str(Path(made) / "target")}
        settings = Path(made) / "settings.json"
        settings.write_text(json.dumps(SETTINGS))
        command = [program, "scip", str(copied), "--output", str(index)]
        command += ["--config-path", str(settings)]
        subprocess.run(command, check=True, env=variables, capture_output=True)
        crate = Crate(root, list(documents(index.read_bytes())))
    for line in sys.stdin:
        print(json.dumps(crate.answer(line.rstrip("\n"))))


if __name__ == "__main__":
    main()
