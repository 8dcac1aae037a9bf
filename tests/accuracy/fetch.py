"""Fetches packages with the clients of their registries, below `.tools/accuracy`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.accuracy import debian

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools" / "accuracy"
PACKAGES = Path(__file__).with_name("packages.toml")


class FetchError(Exception):
    """A package or a parser could not be had; the text says what to do."""


@dataclass(frozen=True)
class Corpus:
    """The files of one language that are compared."""

    root: Path
    #: Relative to the root, sorted.
    paths: list[str]


def run(command: list[str], *, within: Path | None = None) -> str:
    """Run a client and return what it prints."""
    try:
        done = subprocess.run(command, cwd=within, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise FetchError(f"`{command[0]}` is missing: install it") from None
    except subprocess.CalledProcessError as error:
        raise FetchError(f"`{' '.join(command)}` failed:\n{error.stderr.strip()}") from None
    return done.stdout


def languages() -> dict[str, dict[str, Any]]:
    """What the list of packages says, by language."""
    read: dict[str, dict[str, Any]] = tomllib.loads(PACKAGES.read_text())
    return read


def corpus_of_packages(language: str) -> Corpus:
    """Fetch the packages of a language and choose their files."""
    rule = languages()[language]
    root = TOOLS / "packages"
    paths: list[str] = []
    for package in rule["packages"]:
        folder = fetched(package)
        starts = [folder / start for start in package.get("folders", ["."])]
        patterns = package.get("patterns", rule["patterns"])
        found = [path for start in starts for path in files_in(start, patterns)]
        relative = sorted(str(path.relative_to(root)) for path in found)
        paths += spread(relative, package.get("limit"))
    return Corpus(root, sorted(set(paths)))


def corpus_of_folder(language: str, folder: Path) -> Corpus:
    """All files of a language below a folder."""
    found = files_in(folder, languages()[language]["patterns"])
    return Corpus(folder, sorted(str(path.relative_to(folder)) for path in found))


def files_in(folder: Path, patterns: list[str]) -> set[Path]:
    """Files below a folder whose names fit one of the patterns and none that starts with `!`."""
    found: set[Path] = set()
    for pattern in patterns:
        fitting = {path for path in folder.rglob(pattern.lstrip("!")) if path.is_file()}
        found = found - fitting if pattern.startswith("!") else found | fitting
    return found


def spread(paths: list[str], limit: int | None) -> list[str]:
    """At most so many paths, evenly spread."""
    if limit is None or len(paths) <= limit:
        return paths
    return [paths[at * len(paths) // limit] for at in range(limit)]


def fetched(package: dict[str, Any]) -> Path:
    """Fetch a package, unless it is there, and return the folder that holds its files."""
    registry, name, version = (str(package[key]) for key in ("from", "name", "version"))
    safe = name.replace("/", "__").replace("@", "")
    folder = TOOLS / "packages" / registry / f"{safe}-{version}"
    if folder.exists():
        return folder
    print(f"fetching {name} {version} from {registry}", file=sys.stderr)
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    REGISTRIES[registry](name, version, part)
    part.rename(folder)
    return folder


def unpack(archive: Path, folder: Path) -> None:
    """Unpack an archive and remove it."""
    if archive.suffix in {".whl", ".zip", ".jar"}:
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder)
    else:
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")
    archive.unlink()


def _from_pypi(name: str, version: str, folder: Path) -> None:
    options = ["--quiet", "--no-deps", "--only-binary=:all:", "--dest", str(folder)]
    command = [sys.executable, "-m", "pip", "download", *options, f"{name}=={version}"]
    run(command)
    for archive in list(folder.iterdir()):
        unpack(archive, folder)


def _from_npm(name: str, version: str, folder: Path) -> None:
    printed = run(["npm", "pack", "--json", "--silent", f"{name}@{version}"], within=folder)
    if not json.loads(printed):
        raise FetchError(f"npm knows no {name} {version}")
    for archive in list(folder.iterdir()):
        unpack(archive, folder)


def _from_crates(name: str, version: str, folder: Path) -> None:
    # Asked about a package, the client fetches it alone; `vendor` would fetch all it depends on.
    run(["cargo", "info", "--quiet", f"{name}@{version}"], within=folder)
    home = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))
    archives = sorted(home.glob(f"registry/cache/*/{name}-{version}.crate"))
    if not archives:
        raise FetchError(f"cargo has not fetched {name} {version}")
    with tarfile.open(archives[0]) as opened:
        opened.extractall(folder, filter="data")
    (folder / f"{name}-{version}").rename(folder / name)


def _from_go(name: str, version: str, folder: Path) -> None:
    printed = run(["go", "mod", "download", "-json", f"{name}@{version}"])
    source = Path(json.loads(printed)["Dir"])
    shutil.copytree(source, folder / source.name)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _from_debian(name: str, _version: str, folder: Path) -> None:
    """Fetch what the machine's release has: the version in the list names the release."""
    run(["apt-get", "download", "--quiet", name], within=folder)
    for archive in list(folder.glob("*.deb")):
        run(["dpkg-deb", "--extract", str(archive), str(folder)])
        archive.unlink()


def _from_debian_source(name: str, _version: str, folder: Path) -> None:
    """Fetch the source of what a release has: the version in the list names the release."""
    debian.source(name, folder, TOOLS / "debian")


REGISTRIES = {
    "pypi": _from_pypi,
    "npm": _from_npm,
    "crates": _from_crates,
    "go": _from_go,
    "debian": _from_debian,
    "debian-source": _from_debian_source,
}
