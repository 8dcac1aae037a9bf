"""`miller compare` as people and machines use it."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from compare.conftest import measure_here
from miller import miller_core
from miller.cli import compare as command
from miller.compare import Choices, compare
from miller.errors import WorkspaceError

if TYPE_CHECKING:
    from pathlib import Path


def miller(*arguments: str | Path, folder: Path, **environment: str) -> Any:
    return subprocess.run(
        [sys.executable, "-m", "miller", "compare", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_command_from_end_to_end(workspace: Path, tmp_path: Path, temporary: Path) -> None:
    (workspace / os.fsdecode(b"caf\xe9.py")).write_text("x = 1\n")
    (workspace / "binary.py").write_bytes(b"a\0b")
    (workspace / "miller.toml").write_text('index-dir = "elsewhere"\nexclude = ["empty.py"]\n')
    page, found = tmp_path / "page.html", tmp_path / "found.json"
    done = miller(".", "--runs", "1", "--html", page, "--json", found, folder=workspace)
    assert (done.returncode, done.stderr) == (0, "")
    assert "equal in all 4 runs" in done.stdout
    assert "time on the clock" in done.stdout
    assert "The Arrow route gives the same" in done.stdout
    parsed = json.loads(found.read_text(encoding="utf-8"))
    assert parsed["equal"] is True
    assert parsed["mismatches"] == []
    assert {row["table"] for row in parsed["digests"]} == {*miller_core.tables(), "vectors"}
    assert [each["route"] for each in parsed["runs"]] == ["object", "arrow"] * 2
    assert parsed["figures"]["blocks"]["ratio"] < 1
    assert parsed["verdict"] in done.stdout
    assert parsed["settings"]["exclude"] == ["empty.py"]
    text = page.read_text(encoding="utf-8")
    assert "http" not in text
    assert text.count("<svg") >= 4
    assert not (workspace / "elsewhere").exists()
    assert not (workspace / ".miller").exists()
    assert list(temporary.iterdir()) == []


def test_difference_is_status_1(workspace: Path, tmp_path: Path) -> None:
    hook = tmp_path / "hook"
    hook.mkdir()
    # Read by every Python process when it starts, the measured ones included.
    (hook / "sitecustomize.py").write_text(
        "from miller import pipeline\n"
        "from miller.buffers import ArrowIndexingBuffer\n"
        "class Buffer(ArrowIndexingBuffer):\n"
        "    def symbols(self):\n"
        "        rows = super().symbols()\n"
        "        place = rows.column_names.index('end_line')\n"
        "        import pyarrow.compute as pc\n"
        "        new = pc.add(rows['end_line'], 1).cast('uint32')\n"
        "        return rows.set_column(place, rows.schema.field(place), new)\n"
        "pipeline.ArrowIndexingBuffer = Buffer\n"
    )
    path = os.pathsep.join([str(hook), os.environ.get("PYTHONPATH", "")])
    done = miller(".", "--runs", "1", "--no-embeddings", folder=workspace, PYTHONPATH=path)
    assert done.returncode == 1, done.stderr
    assert "not equal: object route, run 1, and arrow route, runs 2, 4" in done.stdout
    assert "symbols: 1 files: lamp.py" in done.stdout
    assert " end_line: object 9, arrow 10" in done.stdout
    assert "The routes do not give the same rows: 1 file differs, in symbols" in done.stdout


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch, workspace: Path) -> CliRunner:
    monkeypatch.setattr(command, "run_comparison", partial(compare, measure_run=measure_here))
    monkeypatch.chdir(workspace)
    return CliRunner()


def test_json_on_standard_output_stands_alone(in_this_process: CliRunner) -> None:
    done = in_this_process.invoke(
        command.compare, ["--runs", "1", "--no-embeddings", "--json", "-"]
    )
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout)["outcome"] == "gain"


def test_private_options_of_the_embedder_are_not_told(
    in_this_process: CliRunner, monkeypatch: pytest.MonkeyPatch, workspace: Path
) -> None:
    found = compare(Choices(workspace, 1, "none"), measure_run=measure_here)
    embedder = {"provider": "static", "api_key": "s3cret", "url": "https://user:s3cret@host"}
    found.settings = dataclasses.replace(found.settings, embedder=embedder)
    monkeypatch.setattr(command, "run_comparison", lambda *_, **__: found)
    page = workspace / "page.html"
    for arguments in (["--json", "-"], ["--html", str(page)]):
        done = in_this_process.invoke(command.compare, arguments)
        assert done.exit_code == 0
        assert "s3cret" not in done.output
        assert "static" in done.output
    assert "s3cret" not in page.read_text(encoding="utf-8")


def test_wrong_usage_is_status_2(in_this_process: CliRunner) -> None:
    for arguments in (
        ["nowhere"],
        ["--runs", "0"],
        ["--json", "nowhere/found.json"],
        ["--html", "nowhere/page.html"],
        ["--no-embeddings", "--embedder", "static"],
        ["--exclude", "["],
    ):
        done = in_this_process.invoke(command.compare, arguments)
        assert (done.exit_code, done.stdout) == (2, ""), arguments


def test_page_without_its_packages_is_refused_before_any_run(workspace: Path) -> None:
    program = (
        "import sys; sys.modules['matplotlib'] = None; import miller.measure.run as run;"
        "run.subprocess = None; from miller.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "compare", ".", "--html", "page.html"],
        cwd=workspace,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "error: --html needs a package that is not there: matplotlib" in done.stderr
    assert "hint: pip install jinja2 matplotlib" in done.stderr


def test_ended_process_leaves_nothing_behind(workspace: Path, temporary: Path) -> None:
    arguments = [sys.executable, "-m", "miller", "compare", str(workspace), "--no-embeddings"]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not list(temporary.glob("miller-compare-*/run-1")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 128 + signal.SIGTERM
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_ignored_signal_stays_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: signal.Signals
) -> None:
    during = []

    def look(*_: Any, **__: Any) -> None:
        during.append(signal.getsignal(number))
        raise WorkspaceError("enough")

    monkeypatch.setattr(command, "run_comparison", look)
    handlers = (signal.SIG_IGN, signal.SIG_DFL)  # `nohup` ignores SIGHUP
    before = signal.getsignal(number)
    try:
        for handler in handlers:
            signal.signal(number, handler)
            CliRunner().invoke(command.compare, [str(tmp_path)])
            assert signal.getsignal(number) is handler
    finally:
        signal.signal(number, before)
    assert during[0] is signal.SIG_IGN
    assert callable(during[1])
    assert during[1] not in handlers


def test_fallbacks_are_told_and_are_status_0(workspace: Path, tmp_path: Path) -> None:
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(
        "from miller.buffers import ArrowIndexingBuffer\n"
        "def fail(self):\n"
        "    raise ValueError('planted')\n"
        "ArrowIndexingBuffer.symbols = fail\n"
    )
    path = os.pathsep.join([str(hook), os.environ.get("PYTHONPATH", "")])
    arguments = (".", "--runs", "1", "--no-embeddings", "--html", tmp_path / "page.html")
    done = miller(*arguments, folder=workspace, PYTHONPATH=path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "The Arrow route failed on parts of the workspace, once in a run," in done.stdout
    assert 'class="verdict good"' not in (tmp_path / "page.html").read_text(encoding="utf-8")
