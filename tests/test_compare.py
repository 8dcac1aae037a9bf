"""`miller compare`: what it runs, finds and says, and that it leaves nothing behind."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from click.testing import CliRunner

from miller import WorkspaceScanner, miller_core, pipeline
from miller.buffers import ArrowIndexingBuffer
from miller.cli import compare as command
from miller.compare import Choices, Comparison, compare, run, summary
from miller.compare.page import comparison_page
from miller.compare.rows import MOST_DIFFERENCES, shown
from miller.compare.run import turns
from miller.compare.summary import summarise
from miller.digests import index_digests
from miller.errors import MeasureError, WorkspaceError
from miller.measure import Figures, Flush, Request
from miller.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

LAMP = '''\
import os


class Lamp:
    """Gives light."""

    def switch(self, on):
        self.on = on
        report(on)


def main():
    Lamp().switch(bool(os.environ))
'''


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("MILLER_"):
            monkeypatch.delenv(name)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "lamp.py").write_text(LAMP)
    (root / "empty.py").write_text("")
    return root


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for what is temporary, empty in the beginning."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


# Made figures ------------------------------------------------------------------------------------


def figures(route: str = "object", seconds: float = 2.0, **others: Any) -> Figures:
    stages = {"extract": seconds / 4, "embed": seconds / 2, "total": seconds}
    made = Figures(
        route=route,
        ahead=True,
        instrument="none",
        files=2,
        source_bytes=1_000,
        rows={"symbols": 60, "file_data": 2},
        seconds=stages,
        processor_seconds=stages,
        peak_memory=300_000_000,
        memory_before=100_000_000,
        blocks_allocated=1_000_000 if route == "object" else 500,
        blocks_at_peak=500_000 if route == "object" else 100,
        collections=[90, 8, 1] if route == "object" else [0, 0, 0],
        flushes=[Flush(rows=20, allocated=400) for _ in range(4)],
        sizes={"sqlite": 10_000, "vectors": 20_000},
        problems={"failed": 0, "partial": 0, "skipped": 0, "fallbacks": 0, "differences": 0},
    )
    return dataclasses.replace(made, **others)


def measure_here(request: Request) -> Figures:
    """Index in this process and make the figures up."""
    scanner = WorkspaceScanner(
        request.workspace,
        index_dir=request.index_dir,
        route=request.route,
        embedder=request.embedder,
        settings=request.settings,
    )
    stats = scanner.index_workspace()
    digests = index_digests(scanner.folder)
    with pa.OSFile(str(request.digests), "wb") as file, pa.ipc.new_file(file, digests.schema) as to:
        to.write_table(digests)
    return figures(request.route, 2.0 if request.route == "object" else 1.0, rows=stats.rows)


def compare_here(workspace: Path, measure_run: Any = measure_here, runs: int = 1) -> Comparison:
    return compare(Choices(workspace, runs, "none"), measure_run=measure_run)


def made(object_times: list[float], arrow_times: list[float], **others: Any) -> Comparison:
    """A comparison of which only the figures matter."""
    order = turns(len(object_times))
    times = {"object": iter(object_times), "arrow": iter(arrow_times)}
    found = [
        figures(turn.route, next(times[turn.route]) if turn.timed else 99.0, **others)
        for turn in order
    ]
    digests = [{"table": "symbols", "files": 2, "rows": 1_234_567, "digest": "00"}]
    machine = {"load": [0.0, 0.0, 0.0], "cores": 2}
    return Comparison(Path("w"), Settings(), machine, order, found, digests)


# The runs ----------------------------------------------------------------------------------------


def test_each_pair_of_runs_is_in_the_opposite_order() -> None:
    assert [(turn.route[0], turn.timed) for turn in turns(3)] == [
        *(("o", False), ("a", False)),
        *(("o", True), ("a", True)),
        *(("a", True), ("o", True)),
        *(("o", True), ("a", True)),
    ]
    assert [turn.number for turn in turns(1)] == [1, 2, 3, 4]


def test_equal_rows_and_nothing_left_behind(workspace: Path, temporary: Path) -> None:
    asked: list[Request] = []

    def measure_run(request: Request) -> Figures:
        asked.append(request)
        # The index of the first run stays for the comparison; no other does.
        assert len(list(temporary.glob("*/*/index"))) == min(len(asked) - 1, 1)
        return measure_here(request)

    found = compare_here(workspace, measure_run, runs=2)
    assert found.equal
    assert [request.instrument for request in asked] == ["blocks"] * 2 + ["none"] * 4
    assert found.num_rows == sum(found.figures[0].rows.values())
    rows = {row["table"]: row["rows"] for row in found.digests}
    assert rows["file_data"] == 2
    assert rows["symbols"] >= 3
    assert list(temporary.iterdir()) == []
    assert {path.name for path in workspace.iterdir()} == {"lamp.py", "empty.py"}


def test_progress_goes_through_all_runs(workspace: Path) -> None:
    told: list[tuple[str, int, int]] = []
    choices = Choices(workspace, 1, "none")
    compare(choices, measure_run=measure_here, progress=lambda *step: told.append(step))
    size = len(LAMP)
    assert told[:2] == [("reading the files once", 0, size), ("reading the files once", size, size)]
    assert told[2] == ("run 1 of 4: object route", 0, 4)
    assert told[-1] == ("done", 4, 4)


# Differences -------------------------------------------------------------------------------------


def planted(
    monkeypatch: pytest.MonkeyPatch, table: str, change: Callable[[pa.Table], pa.Table]
) -> None:
    """Make the Arrow route change the rows of a table on their way."""

    class Buffer(ArrowIndexingBuffer):
        pass

    original = getattr(ArrowIndexingBuffer, table)
    setattr(Buffer, table, lambda self: change(original(self)))
    monkeypatch.setattr(pipeline, "ArrowIndexingBuffer", Buffer)


def replaced(column: str, before: Any, after: Any) -> Callable[[pa.Table], pa.Table]:
    def change(table: pa.Table) -> pa.Table:
        place = table.column_names.index(column)
        old = table[column]
        new = pc.if_else(
            pc.equal(old, pa.scalar(before, old.type)), pa.scalar(after, old.type), old
        )
        return table.set_column(place, table.schema.field(place), new)

    return change


@pytest.mark.parametrize(
    ("table", "column", "before", "after"),
    [
        ("symbols", "signature", "def main()", "def man()"),
        ("identifiers", "kind", "import", "call"),
        ("relationships", "kind", "instantiates", "uses"),
        ("pending_relationships", "to_name", "report", "repot"),
        ("file_data", "language", "python", "go"),
    ],
)
def test_planted_difference_is_named(  # noqa: PLR0913, PLR0917 -- fixtures and parameters
    workspace: Path,
    temporary: Path,
    monkeypatch: pytest.MonkeyPatch,
    table: str,
    column: str,
    before: str,
    after: str,
) -> None:
    planted(monkeypatch, table, replaced(column, before, after))
    found = compare_here(workspace)
    (mismatch,) = found.mismatches
    assert mismatch.runs == [2, 4]
    assert mismatch.between_routes
    assert "lamp.py" in mismatch.files[table]
    named = {
        (one.table, one.file_path, one.column, one.first, one.second): one.key
        for one in mismatch.differences
    }
    key = named[table, "lamp.py", column, before, after]
    assert key == "lamp.py" if table == "file_data" else len(key) == 32
    verdict = summarise(found).verdict
    assert verdict.outcome == "differs"
    assert verdict.sentence.startswith("The routes do not give the same rows: ")
    assert table in verdict.sentence
    assert list(temporary.iterdir()) == []


def test_missing_row_is_named(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted(monkeypatch, "file_data", lambda rows: rows.filter(pc.field("path") != "empty.py"))
    (mismatch,) = compare_here(workspace).mismatches
    assert mismatch.files == {"file_data": ["empty.py"]}
    (difference,) = [one for one in mismatch.differences if one.column == "path"]
    assert (difference.first, difference.second) == ("empty.py", "(no such row)")


def test_route_that_does_not_repeat_itself(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted(monkeypatch, "symbols", replaced("visibility", "public", "private"))

    def measure_run(request: Request) -> Figures:
        # Run 3 is the object route's second; it is given Arrow's changed rows.
        run_3 = request.index_dir.parent.name == "run-3"
        route = "arrow" if run_3 else "object"
        return measure_here(dataclasses.replace(request, route=route))

    found = compare_here(workspace, measure_run)
    (mismatch,) = found.mismatches
    assert (mismatch.runs, mismatch.between_routes) == ([3], False)
    sentence = summarise(found).verdict.sentence
    assert sentence.startswith("The object route does not repeat itself: ")


def test_many_differences_are_cut_short(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (workspace / "many.py").write_text("".join(f"def f{n}():\n    g{n}()\n" for n in range(300)))
    planted(monkeypatch, "symbols", replaced("visibility", "public", "private"))
    (mismatch,) = compare_here(workspace).mismatches
    assert len(mismatch.differences) <= MOST_DIFFERENCES
    assert mismatch.num_files == 2


def test_long_values_are_shown_where_they_differ() -> None:
    first, second = shown("a" * 500 + "b" * 500, "a" * 500 + "c" * 500)
    assert first != second
    assert first.startswith("…a")
    assert max(len(first), len(second)) <= 62
    assert shown(1.0, None) == ("1.0", "None")


# What goes wrong ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["lamp.py", "new.py", ".gitignore", "miller.toml"])
def test_workspace_that_changes_is_no_difference(
    workspace: Path, temporary: Path, name: str
) -> None:
    texts = {".gitignore": "empty.py\n", "miller.toml": 'max-file-size = "1 MiB"\n'}

    def measure_run(request: Request) -> Figures:
        found = measure_here(request)
        if request.route == "arrow":
            (workspace / name).write_text(texts.get(name, LAMP.replace("main", "mian")))
        return found

    with pytest.raises(WorkspaceError, match="changed between two runs"):
        compare_here(workspace, measure_run)
    assert list(temporary.iterdir()) == []


def test_interruption_leaves_nothing_behind(workspace: Path, temporary: Path) -> None:
    def measure_run(request: Request) -> Figures:
        measure_here(request)
        assert list(temporary.iterdir())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare_here(workspace, measure_run)
    assert list(temporary.iterdir()) == []


def test_temporary_folder_must_be_outside_and_large_enough(
    workspace: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "_SPARE_BYTES", 1 << 60)
    with pytest.raises(WorkspaceError, match="may be too small"):
        compare_here(workspace)
    with pytest.raises(WorkspaceError, match="within the workspace"):
        compare_here(temporary.parent)


def test_workspace_whose_path_is_no_text(tmp_path: Path) -> None:
    root = tmp_path / os.fsdecode(b"caf\xe9")
    root.mkdir()
    with pytest.raises(WorkspaceError, match=r"no UTF-8: .*caf\\udce9"):
        compare_here(root)


def test_debug_build_is_refused(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(miller_core, "_optimised", False)
    with pytest.raises(MeasureError, match="a debug build measures nothing"):
        compare_here(workspace)


def test_workspace_without_files(workspace: Path) -> None:
    for path in workspace.iterdir():
        path.unlink()
    found = compare_here(workspace)
    assert found.equal
    said = summarise(found)
    assert said.verdict.outcome == "empty"
    assert "nothing to compare" in comparison_page(found, said)


# What it says ------------------------------------------------------------------------------------


def test_verdict_of_a_gain() -> None:
    said = summarise(made([12.0, 12.2, 11.9], [5.8, 5.7, 6.0])).verdict
    assert said.outcome == "gain"
    assert said.sentence == (
        "The Arrow route gives the same 1,234,567 rows in 0.48 of the time (5.8 s instead of "
        "12 s), with 2,000 times fewer Python allocations."
    )
    assert said.remarks == []


def test_verdict_of_little_gain_says_where_the_time_goes() -> None:
    said = summarise(made([12.0, 12.2, 11.9], [11.2, 11.3, 11.4])).verdict
    assert said.outcome == "little"
    assert "in 0.94 of the time (11.3 s instead of 12 s)" in said.sentence
    assert said.remarks == [
        "Of the Arrow route's time, 50% goes to `embed`. The route changes little of that."
    ]


def test_verdict_of_noise() -> None:
    said = summarise(made([12.0, 10.0, 14.0], [11.0, 9.0, 12.0])).verdict
    assert said.outcome == "noise"
    assert "the times overlap (11 s and 12 s: within the noise of the runs)" in said.sentence
    assert "of the time (" not in said.sentence


def test_verdict_of_a_loss() -> None:
    said = summarise(made([10.0, 10.1], [13.0, 13.1])).verdict
    assert said.outcome == "loss"
    assert "but takes 1.30 times as long (13.1 s instead of 10.1 s), though with" in said.sentence


def test_verdict_of_single_runs() -> None:
    close = summarise(made([10.0], [9.5])).verdict
    assert close.outcome == "noise"
    far = summarise(made([10.0], [5.0])).verdict
    assert far.outcome == "gain"
    assert any("timed once" in remark for remark in far.remarks)


def test_remarks_name_what_a_reader_should_know() -> None:
    problems = {"failed": 2, "partial": 0, "skipped": 7, "fallbacks": 3, "differences": 0}
    found = made([2.0, 2.1], [1.0, 1.1], problems=problems)
    found.machine["load"] = [1.9, 0.0, 0.0]
    remarks = " ".join(summarise(found).verdict.remarks)
    assert "2 failed, 7 left out" in remarks
    assert "Arrow failed 3 times" in remarks
    assert "busy" in remarks


def test_figures_are_medians_of_the_timed_runs() -> None:
    line = summarise(made([12.0, 30.0, 11.0], [6.0, 5.0, 7.0])).lines["clock"]
    assert (line.object.low, line.object.middle, line.object.high) == (11.0, 12.0, 30.0)
    assert line.object.text("seconds") == "12 s (11\N{EN DASH}30)"
    assert line.ratio_text == "0.50"
    blocks = summarise(made([1.0], [1.0])).lines["blocks"]
    assert blocks.ratio_text == "1/2,000"
    spread = summary.Spread(0.0, 0.0, 0.0)
    assert summary.Line("none", "count", spread, spread).ratio_text == ""


def test_hostile_names_are_text_on_the_page(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "<script>alert(1).py").write_text("def main(): pass\n")
    planted(monkeypatch, "symbols", replaced("name", "main", "<img src=x onerror=alert(2)>"))
    found = compare_here(workspace)
    page = comparison_page(found, summarise(found))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1).py" in page
    assert "&lt;img src=x onerror=alert(2)&gt;" in page
    assert "http" not in page


# The command line --------------------------------------------------------------------------------


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
    assert "hint: pip install 'miller[report]'" in done.stderr


def test_ended_process_leaves_nothing_behind(workspace: Path, temporary: Path) -> None:
    arguments = [sys.executable, "-m", "miller", "compare", str(workspace), "--no-embeddings"]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not list(temporary.glob("miller-compare-*/run-1")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 128 + signal.SIGTERM
    assert list(temporary.iterdir()) == []
