"""Real source files from what is installed: at least 2,000, the same ones at each run.

They come from the running Python (its standard library and the packages installed beside Miller,
which bring C and C++ headers, stubs and JavaScript) and, where there is one, from Cargo's registry
(Rust, C, and the JavaScript of grammars). `MILLER_CORPUS` names further folders, with `:` between
them: a workspace of one's own, for instance.

`python -m equivalence.corpus FOLDER` copies the files to a folder, to look at or to try things on.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ENOUGH = 2_000
FURTHER_FOLDERS = os.environ.get("MILLER_CORPUS", "")

# Of each ending so many at most. Of Python, as many as make the number full.
_MOST = {
    ".pyi": 150, ".h": 200, ".hpp": 60, ".c": 120, ".cc": 60, ".cpp": 60, ".cxx": 60, ".js": 60,
    ".cjs": 60, ".mjs": 60, ".jsx": 60, ".ts": 60, ".tsx": 60, ".go": 100, ".java": 100,
    ".cs": 100, ".rs": 250, ".py": 1_200,
    ".md": 60, ".json": 40, ".toml": 60, ".yml": 40, ".yaml": 40, ".xml": 20, ".sh": 60, ".css": 30,
    ".html": 40, ".sql": 20, ".rb": 20, ".scss": 20, ".vue": 20, ".proto": 30, ".mk": 20,
}  # fmt: skip
_FULL = ENOUGH + 100
_LARGEST = 100_000
_SKIPPED_FOLDERS = {"__pycache__", ".git", ".miller", "node_modules", "target"}


def sources() -> dict[str, Path]:
    """Give the folders that files are taken from, by the name that they get in the corpus."""
    paths = sysconfig.get_paths()
    cargo = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
    found = {
        "packages": Path(paths["purelib"]),
        "standard-library": Path(paths["stdlib"]),
        "cargo": cargo / "registry" / "src",
    }
    further = filter(None, FURTHER_FOLDERS.split(os.pathsep))
    found |= {f"further-{number}": Path(folder) for number, folder in enumerate(further)}
    return {name: folder for name, folder in found.items() if folder.is_dir()}


def source_files() -> dict[str, Path]:
    """Choose files, spread evenly over all that are there; give them by path in the corpus."""
    by_ending: dict[str, dict[str, Path]] = {ending: {} for ending in _MOST}
    for name, folder in sources().items():
        for file in _walk(folder):
            by_ending[file.suffix][f"{name}/{file.relative_to(folder).as_posix()}"] = file
    chosen: dict[str, Path] = {}
    for ending, files in by_ending.items():
        most = _MOST[ending]
        if ending == ".py":
            most = max(most, _FULL - len(chosen))
        paths = sorted(files)
        if len(paths) > most:
            paths = [paths[place * len(paths) // most] for place in range(most)]
        chosen |= {path: files[path] for path in paths}
    return chosen


def copy_to(root: Path) -> Counter[str]:
    """Copy the files into a folder; give how many there are of each ending."""
    files = source_files()
    for path, file in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return Counter(file.suffix for file in files.values())


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        # What is installed beside the standard library comes by itself. No name may depend on the
        # order in which the file system lists them, or hide a file from the scan.
        folders[:] = sorted(
            name
            for name in folders
            if name not in _SKIPPED_FOLDERS | {"site-packages"} and not name.startswith(".")
        )
        for name in sorted(names):
            file = Path(parent, name)
            if file.suffix in _MOST and not name.startswith(".") and _is_readable(file):
                yield file


def _is_readable(file: Path) -> bool:
    try:
        return (
            not file.is_symlink() and file.stat().st_size <= _LARGEST and bool(str(file).encode())
        )
    except (OSError, UnicodeEncodeError):
        return False


if __name__ == "__main__":
    print(dict(copy_to(Path(sys.argv[1]))))  # noqa: T201 -- what the command is for
