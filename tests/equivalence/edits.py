"""Edits of a workspace: what people, editors and version control do between two runs."""

from __future__ import annotations

import itertools
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from hypothesis import strategies as st

from equivalence.fixtures import all_fixtures
from equivalence.sources import source_files

if TYPE_CHECKING:
    from pathlib import Path

# `c` and `c/d.go` are files at one time and folders at another.
PATHS = [
    "a.py",
    "b.rs",
    "c",
    "c/d.go",
    "c/d.go/e.java",
    "c/f.ts",
    "G.cs",
    "h i.js",
    "ß/j.cpp",
    "it's.cs",
]
IGNORE_FILES = [".gitignore", ".ignore", ".millerignore", "c/.ignore", "ß/.gitignore"]
IGNORE_RULES = ["", "*.py\n", "c/\n", "/c\n", "d.go\n", "*\n!*.rs\n", "j.cpp\n", "# nothing\n"]

_TEXTS = [content for content in all_fixtures().values() if len(content) < 20_000]

# A scan trusts times that lie back, and looks into every file that has just been written. No two
# files get the same time: a file of the same size and time counts as unchanged, as everywhere.
_times = itertools.count(1_000_000_000)


def backdate(file: Path) -> None:
    """Give a file a time of modification that lies back and that no other file has."""
    seconds = next(_times)
    os.utime(file, (seconds, seconds))


@dataclass(frozen=True)
class Write:
    """A file has this content, whatever was in its place."""

    path: str
    content: bytes

    def apply(self, root: Path) -> None:
        """Make folders of files and a file of a folder, where they stand in the way."""
        file = root / self.path
        for folder in reversed(file.relative_to(root).parents):
            if (root / folder).is_file():
                (root / folder).unlink()
        if file.is_dir():
            shutil.rmtree(file)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(self.content)


@dataclass(frozen=True)
class Delete:
    """A file or folder is gone."""

    path: str

    def apply(self, root: Path) -> None:
        """Delete what is there."""
        target = root / self.path
        if target.is_dir():
            shutil.rmtree(target)
        elif target.is_file():
            target.unlink()


@dataclass(frozen=True)
class Move:
    """A file or folder stands under another path, whatever was there."""

    path: str
    new_path: str

    def apply(self, root: Path) -> None:
        """Move it; what cannot be moved into itself stays."""
        source, target = root / self.path, root / self.new_path
        if not source.exists() or source == target:
            return
        if source in target.parents or target in source.parents:
            return
        Write(self.new_path, b"").apply(root)
        if source.exists():
            target.unlink()
            source.rename(target)


@dataclass(frozen=True)
class Swap:
    """Two files exchange their contents."""

    path: str
    other: str

    def apply(self, root: Path) -> None:
        """Exchange the files themselves, with their times of modification."""
        one, another = root / self.path, root / self.other
        if one.is_file() and another.is_file() and one != another:
            aside = root / "aside"
            one.rename(aside)
            another.rename(one)
            aside.rename(another)


@dataclass(frozen=True)
class InsertLine:
    """A line is inserted into a file: all that follows has other positions."""

    path: str
    part: float
    """How far into the file, from 0 to 1."""

    def apply(self, root: Path) -> None:
        """Insert an empty line."""
        file = root / self.path
        if file.is_file():
            lines = file.read_bytes().splitlines(keepends=True)
            lines.insert(int(self.part * len(lines)), b"\n")
            file.write_bytes(b"".join(lines))


@dataclass(frozen=True)
class Touch:
    """A file has another time of modification and the same content."""

    path: str

    def apply(self, root: Path) -> None:
        """Set a time."""
        file = root / self.path
        if file.is_file():
            backdate(file)


Edit: TypeAlias = "Write | Delete | Move | Swap | InsertLine | Touch"


def edits() -> st.SearchStrategy[Edit]:
    """Edits of a small workspace, in which they often meet."""
    paths = st.sampled_from(PATHS)
    texts = st.one_of(st.sampled_from(_TEXTS), source_files().map(lambda file: file[1]))
    return st.one_of(
        st.builds(Write, paths, texts),
        st.builds(Write, paths, texts),
        st.builds(Delete, paths),
        st.builds(Move, paths, paths),
        st.builds(Swap, paths, paths),
        st.builds(InsertLine, paths, st.floats(0, 1)),
        st.builds(Touch, paths),
        st.builds(
            Write, st.sampled_from(IGNORE_FILES), st.sampled_from(IGNORE_RULES).map(str.encode)
        ),
        st.builds(Delete, st.sampled_from(IGNORE_FILES)),
    )
