"""The command line as people and machines use it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from end_to_end.conftest import miller, rows_of
from miller.cli import COMMANDS
from miller.embeddings.static import DEFAULT_MODEL
from miller.search import DEPTH

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def indexed(workspace: Path) -> Path:
    answer = miller("index", ".", folder=workspace)
    assert (answer.status, answer.errors) == (0, "")
    return workspace


def test_index_reports_what_it_did(workspace: Path) -> None:
    answer = miller("index", ".", "--json", "--route", "arrow", folder=workspace)
    assert answer.status == 0
    assert answer.errors == ""
    report = answer.json
    assert report["route"] == "arrow"
    assert report["files_indexed"] == 3
    assert report["rows"]["symbols"] == len(rows_of(workspace)["symbols"])
    assert {"scan", "extract", "embed", "vectors", "store", "total"} <= set(report["seconds"])
    assert report["rows_per_second"] > 0
    people = miller("index", ".", folder=workspace)
    assert "0 files indexed, 3 unchanged, 0 deleted" in people.output


def test_route_comes_from_the_environment(workspace: Path) -> None:
    for value, route in (("0", "object"), ("1", "arrow"), ("verify", "verify")):
        answer = miller("index", ".", "--json", folder=workspace, MILLER_ARROW=value)
        assert (answer.status, answer.json["route"]) == (0, route)


def test_wrong_usage_is_status_2(workspace: Path) -> None:
    for arguments in (
        ["index", "nowhere"],
        ["index", "--route", "fast"],
        ["index", "--no-embeddings", "--embedder", "static"],
        ["search"],
        ["search", " "],
        ["search", "x", "--limit", "0"],
        ["index", "--exclude", "["],
        ["fly"],
    ):
        answer = miller(*arguments, folder=workspace)
        assert answer.status == 2, arguments
        assert answer.output == ""


def test_wrong_setting_is_told_with_a_hint(workspace: Path) -> None:
    answer = miller("index", ".", folder=workspace, MILLER_ARROW="2")
    assert answer.status == 2
    assert answer.errors.startswith("error: the environment variable MILLER_ARROW cannot be read")
    assert "hint: expected 0 (through objects), 1 (through Arrow, the default) or verify" in (
        answer.errors
    )
    assert "Traceback" not in answer.errors


def test_wrong_path_pattern_is_status_2(indexed: Path) -> None:
    answer = miller("search", "lamp", "--path", "[z-a]", folder=indexed)
    assert answer.status == 2
    assert "Traceback" not in answer.errors
    assert "bad range" in answer.errors


@pytest.mark.parametrize("command", [["search", "lamp"], ["outline", "lamp.py"], ["stats"]])
def test_without_an_index_there_is_a_hint(workspace: Path, command: list[str]) -> None:
    answer = miller(*command, folder=workspace)
    assert answer.status == 1
    assert "there is no index" in answer.errors
    assert "hint: run `miller index` first" in answer.errors
    assert not (workspace / ".miller").exists()


def test_strict_makes_failed_files_status_1(workspace: Path) -> None:
    path = os.path.join(os.fsencode(workspace), b"bad\xff.py")  # noqa: PTH118 -- bytes
    with open(path, "wb") as file:  # noqa: PTH123 -- bytes
        file.write(b"a = 1\n")
    lenient = miller("index", ".", folder=workspace)
    assert lenient.status == 0
    assert "failed: " in lenient.errors
    assert miller("index", ".", "--strict", folder=workspace).status == 1


def test_excludes_and_sizes(workspace: Path) -> None:
    (workspace / "large.py").write_text("x = 1\n" * 1_000)
    options = ["--exclude", "shop/", "--max-file-size", "4KiB", "--json"]
    report = miller("index", ".", *options, folder=workspace).json
    assert [row["path"] for row in rows_of(workspace)["files"]] == ["lamp.py"]
    assert report["skipped"] == {"too_large": 1}


def test_a_workspace_of_which_nothing_is_left_is_told(workspace: Path) -> None:
    assert "no file was found" not in miller("index", ".", folder=workspace).errors
    (workspace / ".gitignore").write_text("/*\n")
    answer = miller("index", ".", folder=workspace)
    assert answer.status == 0
    assert "no file was found" in answer.errors
    assert ".gitignore" in answer.errors


def test_index_elsewhere(workspace: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    assert miller("index", ".", "--index-dir", folder, folder=workspace).status == 0
    assert not (workspace / ".miller").exists()
    found = miller("search", "lamp", "--index-dir", folder, "--json", folder=workspace)
    assert found.json[0]["path"] == "lamp.py"


def test_search_shows_place_kind_signature_and_excerpt(indexed: Path) -> None:
    answer = miller("search", "Lamp", folder=indexed)
    assert answer.status == 0
    assert answer.output.splitlines()[0] == "lamp.py:6  class  class Lamp"
    assert answer.output.splitlines()[1] == "    class Lamp:"
    hits = miller("search", "what the state is", "--limit", "1", "--json", folder=indexed).json
    assert [(hit["path"], hit["name"]) for hit in hits] == [("shop/report.py", "report")]
    nothing = miller("search", "Lamp", "--language", "kotlin", folder=indexed)
    assert (nothing.status, nothing.output) == (4, "")
    assert nothing.errors.startswith("nothing found\nhint: near names are `")


@pytest.mark.parametrize("options", [[], ["--mode", "text"], ["--mode", "name"]])
def test_a_search_that_finds_nothing_is_a_miss(indexed: Path, options: list[str]) -> None:
    answer = miller("search", "zxqv blorp", *options, folder=indexed)
    assert (answer.status, answer.output, answer.errors) == (4, "", "nothing found\n")
    as_json = miller("search", "zxqv blorp", *options, "--json", folder=indexed)
    assert (as_json.status, as_json.json) == (4, [])
    near = miller("search", "swich", *options, folder=indexed)
    assert near.status == 4
    assert near.errors == "nothing found\nhint: near names are `switch`\n"


def test_search_is_paged(indexed: Path) -> None:
    options = ["search", "report switch lamp", "--mode", "text"]
    everything = miller(*options, "--json", folder=indexed).json
    assert len(everything) > 2
    pages = [
        miller(*options, "--limit", "1", "--offset", str(offset), "--json", folder=indexed).json
        for offset in range(len(everything) + 1)
    ]
    assert pages == [*([hit] for hit in everything), []]
    first = miller(*options, "--limit", "1", folder=indexed)
    assert first.errors == "there are more; the next page: --offset 1\n"
    assert miller(*options, folder=indexed).errors == ""
    last = DEPTH - 1 - 10
    assert miller(*options, "--offset", str(last), folder=indexed).status == 0
    assert miller(*options, "--offset", str(last + 1), folder=indexed).status == 2


def test_search_from_within_the_workspace(indexed: Path) -> None:
    hits = miller("search", "report", "--path", "shop", "--json", folder=indexed / "shop").json
    assert {hit["path"] for hit in hits} == {"shop/report.py"}


def test_outline_is_a_tree(indexed: Path) -> None:
    answer = miller("outline", "lamp.py", folder=indexed)
    assert answer.status == 0
    lines = answer.output.splitlines()
    lamp = next(line for line in lines if "class Lamp" in line)
    switch = next(line for line in lines if "def switch" in line)
    assert lamp.endswith("  6")
    assert len(switch) - len(switch.lstrip()) == len(lamp) - len(lamp.lstrip()) + 2
    rows = miller("outline", "../lamp.py", "--json", folder=indexed / "shop").json
    depths = {row["name"]: row["depth"] for row in rows["items"]}
    assert depths["switch"] == depths["Lamp"] + 1
    unknown = miller("outline", "gone.py", folder=indexed)
    assert unknown.status == 1
    assert "the index does not have this file: gone.py" in unknown.errors


def test_outline_of_symbols_nested_deeper_than_python_recurses(workspace: Path) -> None:
    (workspace / "deep.js").write_text("function f() { " * 3000 + "}" * 3000)
    assert miller("index", ".", "--no-embeddings", folder=workspace).status == 0
    for arguments in (["outline", "deep.js"], ["outline", "deep.js", "--json"]):
        answer = miller(*arguments, folder=workspace)
        assert (answer.status, answer.errors) == (0, "")
        assert answer.output.count("function") >= 3000


def test_stats_count(indexed: Path) -> None:
    found = miller("stats", "--json", folder=indexed).json
    assert found["rows"]["files"] == 3
    assert found["symbols_by_kind"]["class"] == 1
    assert found["model"] == {"name": DEFAULT_MODEL, "dimension": 256}
    assert found["bytes"]["sqlite"] > 0
    assert found["bytes"]["vectors"] > 0
    assert f"{DEFAULT_MODEL}, 256 components" in miller("stats", folder=indexed).output


def test_second_writer_is_told_whom_to_wait_for(workspace: Path) -> None:
    hold = (
        "import sys; from pathlib import Path; from miller.index_folder import IndexFolder\n"
        "with IndexFolder.of(Path('.')).writing(): print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold]
    with subprocess.Popen(
        command, cwd=workspace, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        answer = miller("index", ".", folder=workspace)
        other.kill()
    assert answer.status == 1
    assert f"by process {other.pid}" in answer.errors


def test_help_names_every_command(workspace: Path) -> None:
    answer = miller("--help", folder=workspace)
    for command in COMMANDS:
        assert f"  {command} " in answer.output
        assert miller(command, "--help", folder=workspace).status == 0


def test_workspace_whose_path_is_no_text_is_refused(tmp_path: Path) -> None:
    root = os.fsencode(tmp_path) + b"/bad\xff"
    os.mkdir(root)  # noqa: PTH102 -- bytes
    for command in ("index", "compare"):
        answer = miller(command, os.fsdecode(root), folder=tmp_path)
        assert answer.status == 1
        assert answer.errors.startswith("error: the path of the workspace is no UTF-8: '")
        assert "bad\\udcff" in answer.errors
