"""Where names stand in files, for cursors of libclang."""

from __future__ import annotations

import bisect
import ctypes
import os
import re
from typing import TYPE_CHECKING

from clang import cindex

if TYPE_CHECKING:
    from pathlib import Path

NAME = re.compile(rb"~?[A-Za-z_]\w*")


class Places:
    """The places of cursors in the files of a folder."""

    def __init__(self, root: Path) -> None:
        self._root = str(root) + "/"
        self._texts: dict[str, bytes] = {}
        self._starts: dict[str, list[int]] = {}

    def text(self, path: Path | str) -> bytes:
        """The text of a file."""
        key = str(path)
        if key not in self._texts:
            with open(key, "rb") as file:  # noqa: PTH123 -- paths of libclang are words
                self._texts[key] = file.read()
            lines = re.finditer(rb"\n", self._texts[key])
            self._starts[key] = [0, *(each.end() for each in lines)]
        return self._texts[key]

    def line(self, path: Path | str, offset: int) -> tuple[int, int]:
        """Line from 1 and column in bytes from 0."""
        self.text(path)
        starts = self._starts[str(path)]
        line = bisect.bisect_right(starts, offset)
        return line, offset - starts[line - 1]

    def offset(self, cursor: cindex.Cursor) -> int:
        """Where a cursor's name is written; of what a macro makes, where the macro is."""
        return self._file_location(cursor)[1]

    def of(self, cursor: cindex.Cursor) -> tuple[str, int, int, str] | None:
        """Path, line, column and name of a cursor in the folder."""
        path, offset = self._file_location(cursor)
        if path is None:
            return None
        path = os.path.normpath(path)
        if not path.startswith(self._root):
            return None
        name = NAME.match(self.text(path), offset)
        line, column = self.line(path, offset)
        return path.removeprefix(self._root), line, column, name.group().decode() if name else ""

    @staticmethod
    def _file_location(cursor: cindex.Cursor) -> tuple[str | None, int]:
        file, offset = cindex.c_object_p(), ctypes.c_uint()
        cindex.conf.lib.clang_getFileLocation(
            cursor.location, ctypes.byref(file), None, None, ctypes.byref(offset)
        )
        if not file:
            return None, offset.value
        return cindex.File(file).name, offset.value
