"""A small workspace, and ways to run Miller on it and to look at what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from failing_models import Server
from miller import SQLiteStore, VectorStore, WorkspaceScanner, miller_core, outbox
from miller.index_folder import IndexFolder
from miller.state import DIMENSION, FOLDER, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LAMP = '''\
import os

from shop.report import report


class Lamp:
    """Gives light."""

    def switch(self, on: bool) -> None:
        self.on = on
        report(on)


def main() -> None:
    lamp = Lamp()
    lamp.switch(bool(os.environ))
'''
REPORT = '''\
def report(state: bool) -> None:
    """Says what the state is."""
    print(state)
'''


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("MILLER_"):
            monkeypatch.delenv(name)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    write(root, {"lamp.py": LAMP, "shop/report.py": REPORT, "shop/__init__.py": ""})
    return root


@pytest.fixture
def server() -> Iterator[Server]:
    """An embedding server that gives vectors until it is told to refuse."""
    server = Server()
    server.answer = server.vectors_of_texts
    yield server
    server.close()


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


@dataclass(frozen=True)
class Answer:
    status: int
    output: str
    errors: str

    @property
    def json(self) -> Any:
        return json.loads(self.output)


def miller(*arguments: str | Path, folder: Path, **environment: str) -> Answer:
    """Run the command line in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "miller", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def index(root: Path, route: str = "arrow", **options: Any) -> Any:
    return WorkspaceScanner(root, route=route, **options).index_workspace()


def rows_of(root: Path, index_dir: Path | None = None) -> dict[str, list[dict[str, Any]]]:
    """Give all logical rows of both stores, and check what must hold between them.

    Symbols of files in the outbox have no row in LanceDB.
    """
    folder = IndexFolder.of(root, index_dir)
    with SQLiteStore(folder.index_file, read_only=True) as store:
        tables = ["files", *(table for table in miller_core.tables() if table != "file_data")]
        rows = {table: store.read_table(table).to_pylist() for table in tables}
        state = store.get_state()
        outstanding = set(outbox.paths_outstanding(store).to_pylist())
        broken = store.query("SELECT * FROM pragma_foreign_key_check")
    assert broken.num_rows == 0
    if state.get(FOLDER):
        path = folder.vectors(state[FOLDER])
        with VectorStore(path, int(state[DIMENSION]), version=int(state[VERSION])) as vectors:
            table = vectors.to_arrow()
        rows["vectors"] = table.to_pylist()
        in_both = table.select(miller_core.table_schema("symbols").names).to_pylist()
        expected = [row for row in rows["symbols"] if row["file_path"] not in outstanding]
        assert sorted(in_both, key=by_id) == sorted(expected, key=by_id)
    return rows


def in_outbox(root: Path, index_dir: Path | None = None) -> list[str]:
    """Give the files whose vectors are still to be made."""
    folder = IndexFolder.of(root, index_dir)
    with SQLiteStore(folder.index_file, read_only=True) as store:
        paths: list[str] = outbox.paths_outstanding(store).to_pylist()
    return paths


def by_id(row: dict[str, Any]) -> str:
    return str(row["id"])
