"""The folders that are indexed: what a package is made of, without what is built from it."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.accuracy import fetch
from tests.accuracy.fetch import TOOLS, FetchError, files_in, spread

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PACKAGES = Path(__file__).with_name("packages.toml")


@dataclass(frozen=True)
class Workspace:
    """A folder that is indexed, and those of its files that the truth is asked about."""

    name: str
    root: Path
    #: Relative to the root, sorted.
    asked: list[str]
    #: What of the package is in the folder.
    selection: str = ""
    held_out: bool = False


def languages() -> dict[str, dict[str, Any]]:
    """What the list of packages says, by language."""
    read: dict[str, dict[str, Any]] = tomllib.loads(PACKAGES.read_text())
    return read


def of_packages(language: str) -> list[Workspace]:
    """Fetch the packages of a language and lay out what is indexed of each."""
    rule = languages()[language]
    made = []
    for package in rule["packages"]:
        selection = json.dumps([rule["sources"], package.get("root"), package.get("folders")])
        root = _laid_out(language, rule["sources"], package, selection)
        asked = _asked(root, rule["asked"], package.get("limit"))
        name = f"{package['name']} {package['version']}"
        made.append(Workspace(name, root, asked, selection, package.get("held_out", False)))
    return made


def of_folder(language: str, folder: Path) -> Workspace:
    """Index a folder as it is, and ask about all of its files."""
    root = folder.resolve()
    return Workspace(str(folder), root, _asked(root, languages()[language]["asked"], None))


def _asked(root: Path, patterns: list[str], limit: int | None) -> list[str]:
    found = sorted(str(path.relative_to(root)) for path in files_in(root, patterns))
    return spread(found, limit)


def _laid_out(language: str, sources: list[str], package: dict[str, Any], selection: str) -> Path:
    """Copy what is indexed, unless it is there and the list of packages says the same of it."""
    name = f"{package['name'].replace('/', '__').replace('@', '')}-{package['version']}"
    folder = TOOLS / "references" / "workspaces" / language / name
    note = folder.with_name(f"{name}.json")
    if note.is_file() and note.read_text() == selection:
        return folder
    note.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    start = fetch.fetched(package) / package.get("root", ".")
    copied = {path for path in start.glob("*") if path.name in sources}
    for part in package.get("folders", ["."]):
        copied |= files_in(start / part, sources)
    if not copied:
        raise FetchError(
            f"{name} has no files that fit: look at `root` and `folders` in {PACKAGES}"
        )
    for path in copied:
        place = folder / path.relative_to(start)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    note.write_text(selection)
    return folder
