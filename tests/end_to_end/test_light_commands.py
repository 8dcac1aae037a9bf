"""What is quick loads little: LanceDB takes a second, and half of it is a web client."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from end_to_end.conftest import miller
from miller.cli import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

# Their submodules too. PyArrow, in which SQLite answers, loads NumPy itself.
OF_VECTORS = ["lancedb", "lance_namespace", "pandas", "pydantic", "urllib3", "pyarrow.dataset"]
OF_ARROW = ["pyarrow.compute", "tokenizers", "miller.vector_store", "miller.scanner"]
OF_PEOPLE = ["rich"]
OF_SEARCH = ["miller.search", "miller.text_files"]
OF_STORES = ["numpy", "pyarrow", "asyncio", *OF_SEARCH]

_LOADED = """
import json, sys
from contextlib import redirect_stdout
from io import StringIO

import miller
if sys.argv[1:]:
    from miller.cli import commands
    with redirect_stdout(StringIO()):
        commands(sys.argv[1:], prog_name="miller", standalone_mode=False)
print(json.dumps(sorted(sys.modules)))
"""


def loaded(*arguments: str, folder: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("light") / "workspace"
    root.mkdir()
    (root / "lamp.py").write_text("def lamp() -> None: ...\n")
    assert miller("index", ".", folder=root).status == 0
    return root


@pytest.mark.parametrize(
    ("command", "heavy"),
    [
        ("", [*OF_VECTORS, *OF_ARROW, *OF_PEOPLE, *OF_STORES, "click"]),
        ("--version", [*OF_VECTORS, *OF_ARROW, *OF_PEOPLE, *OF_STORES]),
        ("--help", [*OF_VECTORS, *OF_ARROW, *OF_PEOPLE, *OF_STORES]),
        ("outline lamp.py", [*OF_VECTORS, *OF_ARROW, *OF_PEOPLE]),
        ("outline lamp.py --json", [*OF_VECTORS, *OF_ARROW, *OF_PEOPLE]),
        *(
            (f"{command} lamp --kind function", [*OF_VECTORS, *OF_ARROW, *OF_PEOPLE, *OF_SEARCH])
            for command in ("symbol", "refs", "callers", "callees", "implementations")
        ),
        ("stats --json", [*OF_VECTORS, *OF_ARROW, *OF_PEOPLE]),
        ("search lamp --mode name --json", [*OF_VECTORS, *OF_ARROW, *OF_PEOPLE]),
        ("search lamp --mode text --json", ["miller.scanner", "miller.pipeline", *OF_PEOPLE]),
    ],
)
def test_heavy_modules_are_not_loaded(indexed: Path, command: str, heavy: list[str]) -> None:
    found = loaded(*command.split(), folder=indexed)
    assert "miller" in found
    prefixes = tuple(f"{name}." for name in heavy)
    assert not {name for name in found if name in heavy or name.startswith(prefixes)}


def test_search_does_without_lancedb_where_lance_is_installed(indexed: Path) -> None:
    pytest.importorskip("lance", reason="`pylance` has no wheel for this platform")
    for mode in ("text", "vector", "hybrid"):
        found = loaded("search", "lamp", "--mode", mode, folder=indexed)
        assert not found & {"lancedb", "lance_namespace", "pydantic", "miller.scanner"}


def test_list_of_commands_says_what_each_says_itself() -> None:
    own = {
        name: getattr(import_module(f"miller.cli.{name}"), name).get_short_help_str(limit=1_000)
        for name in COMMANDS
    }
    assert own == COMMANDS
