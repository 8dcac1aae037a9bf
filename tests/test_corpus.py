"""The measured corpus: made of nothing but what was asked for, and the same each time."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from perf import corpus

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(corpus, "SIZES", {"few": 20, "more": 200, "many": 10_000_000})


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    for number in range(40):
        file = folder / f"part{number % 3}" / f"m{number}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("def f(a):\n    return g(a)\n" * (number + 1))
    (folder / "part0" / "notes.txt").write_text("no source")
    (folder / "site-packages").mkdir()
    (folder / "site-packages" / "other.py").write_text("x = y\n")
    return folder


def test_workspaces_grow_from_the_same_first_files(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "_fetched", lambda: None)
    monkeypatch.setattr(corpus, "_standard_library", lambda: ("made up", source))
    made = corpus.workspaces()
    # There is no source for the third.
    assert list(made) == ["few", "more"]
    files = {
        name: {path.name for path in (corpus.CACHE).glob(f"*/{name}/**/*.py")} for name in made
    }
    assert files["few"] < files["more"]
    assert "other.py" not in files["more"]
    for name, workspace in made.items():
        assert workspace.corpus == "made up"
        assert workspace.files == len(files[name])
        assert corpus.SIZES[name] <= workspace.identifiers < 10 * corpus.SIZES[name]
        assert workspace.rows > workspace.identifiers
    assert corpus.workspaces() == made


def test_without_the_packages_the_standard_library_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    requirements = tmp_path / "corpus.txt"
    requirements.write_text(f"no-such-package==1 --hash=sha256:{'0' * 64}\n")
    monkeypatch.setattr(corpus, "REQUIREMENTS", requirements)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setattr(corpus, "SIZES", {"few": 20})
    made = corpus.workspaces()
    assert made["few"].corpus.startswith("standard library of Python 3.")
    assert "the pinned corpus cannot be fetched" in capfd.readouterr().err


@pytest.mark.parametrize("name", ["../out.py", "/out.py", "a/../../out.py"])
def test_file_that_leads_out_of_its_package_is_refused(name: str, tmp_path: Path) -> None:
    wheel = tmp_path / "bad.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(name, "x = 1\n")
    with pytest.raises(ValueError, match="outside its folder"):
        corpus.unpack(wheel, tmp_path / "folder")
    assert not list(tmp_path.rglob("out.py"))


def test_every_package_is_pinned_by_hash() -> None:
    lines = corpus.REQUIREMENTS.read_text().splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins
    assert all("==" in pin and " --hash=sha256:" in pin for pin in pins)
