"""What a person is told: about wrong words, about who writes, about names that a terminal obeys."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from end_to_end.conftest import LAMP, miller, write
from miller.index_folder import IndexFolder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def indexed(workspace: Path) -> Path:
    assert miller("index", folder=workspace).status == 0
    return workspace


@pytest.mark.parametrize(
    ("option", "value", "near", "where"),
    [
        ("--language", "pyhton", "`python`", "`miller languages` lists all"),
        ("--language", "Python", "`python`", "`miller languages` lists all"),
        ("--kind", "clas", "`class`", "All are: class, interface,"),
        ("--kind", "zzz", None, "All are: class, interface,"),
    ],
)
def test_unknown_word_is_wrong_usage(
    workspace: Path, option: str, value: str, near: str | None, where: str
) -> None:
    answer = miller("search", "lamp", option, value, folder=workspace)
    assert (answer.status, answer.output) == (2, "")
    assert f"there is no {option[2:]} `{value}`" in answer.errors
    assert where in " ".join(answer.errors.split())
    assert ("did you mean" in answer.errors) == (near is not None)
    assert near is None or near in answer.errors


def test_known_words_are_taken(indexed: Path) -> None:
    for option, value in (
        ("--language", "python"),
        ("--language", "kotlin"),
        ("--language", "text"),
        ("--kind", "macro"),
        ("--kind", "file"),
    ):
        answer = miller("search", "lamp", "--mode", "text", option, value, folder=indexed)
        # There may be none of it.
        assert answer.status in {0, 4}, value
        assert "error" not in answer.errors, value


@pytest.mark.parametrize(("variable", "value"), [("MILLER_ARROW", "2"), ("MILLER_THREADS", "many")])
def test_wrong_settings_are_wrong_usage(workspace: Path, variable: str, value: str) -> None:
    answer = miller("index", folder=workspace, **{variable: value})
    assert (answer.status, answer.output) == (2, "")
    assert f"the environment variable {variable} cannot be read: '{value}'" in answer.errors
    assert "\nhint: expected " in answer.errors


def test_route_names_what_it_can_be(workspace: Path) -> None:
    (workspace / "miller.toml").write_text("arrow = '2'\n")
    answer = miller("index", folder=workspace)
    assert answer.status == 2
    assert "miller.toml cannot be read: '2'" in answer.errors
    for value in ("0 (through objects)", "1 (through Arrow, the default)", "verify (both ways"):
        assert value in answer.errors


def test_workspace_is_a_path_or_an_option(indexed: Path, tmp_path: Path) -> None:
    for command in ("stats", "doctor"):
        by_path = miller(command, "--json", indexed, folder=tmp_path)
        by_option = miller(command, "--json", "--workspace", indexed, folder=tmp_path)
        assert by_path.status == by_option.status == 0
        assert by_path.output == by_option.output
        both = miller(command, indexed, "--workspace", indexed, folder=tmp_path)
        assert both.status == 2
        assert "PATH and --workspace" in both.errors


def test_control_characters_are_written_out(workspace: Path) -> None:
    escape = "\x1b[31m"
    write(
        workspace,
        {
            f"{escape}red.py": f"def f(a='{escape}'):\n\treturn 1\n",
            f"{escape}text.txt": f"lamp {escape}\n",
            f"{escape}broken.py": "def f(:\n",
        },
    )
    folder = workspace / "index"
    answers = [
        miller("index", "--index-dir", folder, folder=workspace),
        miller("search", "lamp red f", "--index-dir", folder, folder=workspace),
        miller("outline", f"{escape}red.py", "--index-dir", folder, folder=workspace),
        miller("outline", f"{escape}gone.py", "--index-dir", folder, folder=workspace),
        miller("stats", "--index-dir", folder, folder=workspace),
    ]
    write(workspace, {f"{escape}new.py": LAMP})
    answers.append(miller("doctor", "--index-dir", folder, folder=workspace))
    for answer in answers:
        assert "\x1b" not in answer.output + answer.errors
    for answer in (answers[1], answers[3], answers[5]):
        assert r"\x1b[31m" in answer.output + answer.errors
    assert "  return 1" in answers[1].output, "tabs stay white space"


def test_doctor_says_why_files_were_not_compared(indexed: Path) -> None:
    assert (
        "compared the rows of 3 of 3 files with their sources\n"
        in miller("doctor", folder=indexed).output
    )
    write(indexed, {"lamp.py": LAMP.replace("switch", "toggle")})
    answer = miller("doctor", folder=indexed)
    assert (
        "compared the rows of 2 of 3 files with their sources; "
        "1 has changed since or is gone: `miller index` brings it up to date\n"
    ) in answer.output
    assert "--deep" not in answer.output


def test_files_left_out_are_not_indexed(workspace: Path) -> None:
    write(workspace, {"picture.bin": b"ab\0cd", "code.py": b"ab\0cd"})
    for route in ("arrow", "object", "verify"):
        answer = miller("index", "--route", route, "--rebuild", folder=workspace)
        assert answer.output.startswith("3 files indexed, 0 unchanged")
        assert "binary                               2\n" in answer.output
    stats = miller("stats", "--json", folder=workspace).json
    assert stats["files_by_status"] == {"ok": 3, "skipped": 2}


def test_wait_that_ended_says_what_to_do(workspace: Path) -> None:
    hold = (
        "import sys; from pathlib import Path; from miller.index_folder import IndexFolder\n"
        "with IndexFolder.of(Path('.')).writing(): print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold], cwd=workspace, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        answer = miller("index", "--wait", "0.2", folder=workspace)
        at_once = miller("index", folder=workspace)
        other.kill()
    assert answer.status == at_once.status == 1
    assert f"by process {other.pid} on " in answer.errors
    assert "also after a wait of 0.2 s" in answer.errors
    hint = answer.errors.partition("\nhint: ")[2]
    assert "wait longer with --wait" in hint
    assert f"end process {other.pid} on " in hint
    assert "hint: wait with --wait" in at_once.errors


def test_damaged_vectors_are_told_in_our_words_alone(indexed: Path) -> None:
    folder = IndexFolder.of(indexed).path
    (metadata,) = folder.glob("vectors-1/symbols.lance/_indices/*/metadata.lance")
    metadata.write_bytes(metadata.read_bytes()[:100])
    answer = miller("search", "lamp", folder=indexed)
    assert answer.status == 1
    error, hint = answer.errors.splitlines()
    assert error.startswith("error: searching by text failed in the vector store")
    assert hint.startswith("hint: run `miller index`, which makes vectors")
    assert "--rebuild" not in hint
    repaired = miller("index", folder=indexed)
    assert repaired.status == 0
    (line,) = repaired.errors.splitlines()
    assert line.startswith("all vectors were made anew: ")
    assert miller("search", "lamp", folder=indexed).status == 0


def test_panic_of_lance_is_the_detail_of_an_error(indexed: Path) -> None:
    folder = IndexFolder.of(indexed).path
    (tokens,) = folder.glob("vectors-1/symbols.lance/_indices/*/part_0_tokens.lance")
    content = tokens.read_bytes()
    assert b"large_binary" in content
    # A type that Lance does not know, where it takes for granted that it does.
    tokens.write_bytes(content.replace(b"large_binary", b"laree_binary"))
    answer = miller("search", "lamp", folder=indexed)
    assert answer.status == 1
    assert "Traceback" not in answer.errors
    error, rest = answer.errors.split("\ndetail: ")
    detail, hint = rest.split("\nhint: ")
    assert error.startswith("error: searching by text failed in the vector store")
    assert "\n" not in error
    assert "panicked at" in detail
    assert "laree_binary" in detail
    assert "backtrace:" not in detail.splitlines()
    assert hint.startswith("run `miller index`, which makes vectors")
    repaired = miller("index", folder=indexed)
    assert (repaired.status, repaired.output[:1]) == (0, "0")
    (line,) = repaired.errors.splitlines()[:1]
    assert line.startswith("all vectors were made anew: ")


def test_what_native_code_writes_is_not_lost() -> None:
    program = (
        "import os, sys\n"
        "from miller.cli import native_output\n"
        "with native_output.kept() as written:\n"
        "    os.write(2, b'one\\n')\n"
        "    print('two', file=sys.stderr)\n"
        "    assert written() == 'one'\n"
        "    os.write(2, b'three\\n')\n"
        "os.write(2, b'four\\n')\n"
        "print('five', file=sys.stderr)\n"
        "with native_output.kept():\n"
        "    os.write(2, b'six\\n')\n"
        "    raise SystemExit(3)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert done.stderr == "two\nthree\nfour\nfive\nsix\n"


def test_closed_standard_error_is_no_reason_to_fail(workspace: Path) -> None:
    command = f'"{sys.executable}" -m miller index --no-embeddings 2>&-'
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=workspace, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith("3 files indexed")


@pytest.mark.parametrize("command", [["index"], ["stats"], ["doctor"], ["symbol", "x"]])
def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path, command: list[str]) -> None:
    write(tmp_path, {".miller": "something else", "a.py": "x = 1\n"})
    answer = miller(
        *command, "--no-embeddings" if command == ["index"] else "--json", folder=tmp_path
    )
    assert answer.status == 1
    assert f"there is a file in the place of the index's folder: {tmp_path / '.miller'}" in (
        answer.errors
    )
    assert "hint: move it away, or choose another folder with --index-dir" in answer.errors
    assert (tmp_path / ".miller").read_text() == "something else"


def test_a_first_run_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x = 1\n"})
    assert miller("index", "--exclude", "[", folder=tmp_path).status == 2
    assert [path.name for path in tmp_path.iterdir()] == ["a.py"]
    # A folder that was there is somebody's.
    (tmp_path / "mine").mkdir()
    arguments = ("index", "--exclude", "[", "--index-dir", tmp_path / "mine")
    assert miller(*arguments, folder=tmp_path).status == 2
    assert (tmp_path / "mine").is_dir()
