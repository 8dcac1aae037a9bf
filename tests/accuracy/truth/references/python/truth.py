"""What Pyright says that the names in files of Python mean.

Called as `truth.py LANGSERVER`, in the folder of a package, with paths on standard input. Asks the
language server for the definition of each use, and prints a line of JSON for each file.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

sys.path.insert(0, str(Path(__file__).parent))
from python_uses import FIRST, Source, Use

#: Requests that are under way at once.
AHEAD = 64
SETTINGS = {
    "python": {"analysis": {"diagnosticMode": "openFilesOnly", "typeCheckingMode": "off"}},
    "pyright": {"disableTaggedHints": True},
}


class Server:
    """The language server, with the folder that it is run in for its workspace."""

    def __init__(self, program: str, root: Path) -> None:
        node = shutil.which("node")
        if node is None:
            raise FileNotFoundError("`node` is missing: install it")
        command = [node, program, "--stdio"]
        # No search path, so that no Python is found: what is installed has no say.
        variables = {"PATH": "", "HOME": str(root)}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables
        )
        self._number = 0
        uri = root.as_uri()
        folders = [{"uri": uri, "name": root.name}]
        capabilities = {"workspace": {"configuration": True, "workspaceFolders": True}}
        self.ask(
            "initialize",
            processId=None,
            rootUri=uri,
            workspaceFolders=folders,
            capabilities=capabilities,
        )
        self.wait()
        self.tell("initialized")

    def tell(self, method: str, **parameters: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": parameters})

    def ask(self, method: str, **parameters: Any) -> None:
        """Send a request; answers come in the order of requests by `wait`."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": parameters})

    def wait(self) -> Any:
        """Give the answer to the next request."""
        while True:
            message = self._receive()
            if "method" not in message:
                if "error" in message:
                    raise RuntimeError(f"the language server failed: {message['error']}")
                return message.get("result")
            if "id" in message:
                self._send({"id": message["id"], "result": _configured(message)})

    def end(self) -> None:
        """End the server."""
        self.ask("shutdown")
        self.wait()
        self.tell("exit")
        self._process.wait()

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message


def _configured(message: dict[str, Any]) -> Any:
    """Answer a request of the server: it asks for nothing but its settings."""
    if message["method"] != "workspace/configuration":
        return None
    return [SETTINGS.get(each.get("section"), {}) for each in message["params"]["items"]]


class Asker:
    """Asks about files, and puts what is told into the form of the truth."""

    def __init__(self, server: Server, root: Path) -> None:
        self._server = server
        self._root = root
        self._sources: dict[Path, Source] = {}

    def answers(self, path: str) -> dict[str, Any]:
        """All uses of a file with what they mean."""
        place = self._root / path
        try:
            source = self._source(place)
        except (SyntaxError, UnicodeDecodeError) as error:
            return {"path": path, "uses": [], "error": str(error)}
        document = {"uri": place.as_uri()}
        text = "\n".join(source.lines)
        self._server.tell(
            "textDocument/didOpen",
            textDocument={**document, "languageId": "python", "version": 1, "text": text},
        )
        waiting: deque[Use] = deque()
        uses = []
        for use in source.uses:
            position = {"line": use.line - 1, "character": source.utf16(use.line, use.column)}
            self._server.ask("textDocument/definition", textDocument=document, position=position)
            waiting.append(use)
            if len(waiting) == AHEAD:
                uses.append(self._told(path, waiting.popleft()))
        uses += [self._told(path, use) for use in waiting]
        self._server.tell("textDocument/didClose", textDocument=document)
        # The first parameter of a method stands for its class, or for what is of it.
        told = [each for each in uses if not (each["name"] in FIRST and each["verdict"] == "local")]
        return {"path": path, "uses": told, "error": None}

    def _told(self, path: str, use: Use) -> dict[str, Any]:
        said = self._server.wait() or []
        told: dict[str, Any] = {"line": use.line, "column": use.column, "name": use.name}
        definitions = []
        for each in said:
            target = Path(unquote(urlsplit(each["uri"]).path))
            if target.is_relative_to(self._root):
                definitions.append(self._definition(target, each["range"]))
        if not said:
            return {**told, "verdict": "undecided"}
        # The checker prefers what a base declares to what the class itself assigns.
        for line, _ in self._source(self._root / path).assigned.get((use.line, use.column), ()):
            definitions.append(({"path": path, "line": line, "name": use.name}, False))
        if not definitions:
            return {**told, "verdict": "outside"}
        named = [each for each, local in definitions if not local]
        if not named:
            locals_ = [each for each, _ in definitions]
            return {**told, "verdict": "local", "definitions": locals_}
        # That a name stands for a file is not demanded.
        optional = all(each["line"] == 0 for each in named)
        return {**told, "verdict": "inside", "definitions": named, "optional": optional}

    def _definition(self, target: Path, span: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        """A definition, and whether it is a parameter or a local variable; a file is at line 0."""
        path = str(target.relative_to(self._root))
        start = span["start"]
        if span["end"] == start == {"line": 0, "character": 0}:
            return {"path": path, "line": 0, "name": target.stem}, False
        source = self._source(target)
        line = start["line"] + 1
        column = source.name_after_stars(line, source.bytes(line, start["character"]))
        found = {"path": path, "line": line, "name": source.name_at(line, column)}
        return found, (line, column) in source.locals

    def _source(self, place: Path) -> Source:
        if place not in self._sources:
            self._sources[place] = Source(place.read_text(encoding="utf-8"))
        return self._sources[place]


def main() -> None:
    """Answer for each path on standard input."""
    root = Path.cwd()
    server = Server(sys.argv[1], root)
    asker = Asker(server, root)
    for line in sys.stdin:
        print(json.dumps(asker.answers(line.rstrip("\n"))), flush=True)
    server.end()


if __name__ == "__main__":
    main()
