"""The Arrow route makes no Python object for any row."""

from __future__ import annotations

import gc
import tracemalloc
from typing import TYPE_CHECKING

from miller import WorkspaceScanner, pipeline

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

FILES = 4
FEW, MANY = 50, 2_000


def peak_of_flushes(root: Path, monkeypatch: pytest.MonkeyPatch, route: str) -> int:
    """Give the most memory that Python objects took during a flush, in bytes."""
    name = {"arrow": "_write_tables", "object": "_write_objects"}[route]
    flush = getattr(pipeline, name)
    peaks: list[int] = []

    def measured(*arguments: object) -> None:
        gc.collect()
        tracemalloc.start()
        try:
            flush(*arguments)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, name, measured)
        WorkspaceScanner(root, route=route).index_workspace()
    return max(peaks)


def workspace_of(root: Path, functions: int) -> Path:
    root.mkdir()
    for file in range(FILES):
        source = "".join(f"def f{n}(a):\n    return g(a, f{n})\n\n\n" for n in range(functions))
        (root / f"m{file}.py").write_text(source)
    return root


def test_memory_of_python_does_not_grow_with_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is imported and cached at first use does not belong to the rows.
    peak_of_flushes(workspace_of(tmp_path / "first", FEW), monkeypatch, "arrow")
    few = peak_of_flushes(workspace_of(tmp_path / "few", FEW), monkeypatch, "arrow")
    many = peak_of_flushes(workspace_of(tmp_path / "many", MANY), monkeypatch, "arrow")
    # The smallest object takes 16 bytes; what else the process does takes some of its own.
    assert many - few < 4 * FILES * (MANY - FEW)
    # The same measure sees the objects of the other route.
    objects = workspace_of(tmp_path / "objects", MANY)
    assert peak_of_flushes(objects, monkeypatch, "object") > 10 * many


def test_memory_of_python_does_not_grow_with_the_rows_that_are_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the vectors that a file has already are columns, from the store and back into it."""

    def peak_of_an_edit(root: Path, route: str) -> int:
        peak_of_flushes(root, monkeypatch, route)
        for file in root.glob("*.py"):
            file.write_text(file.read_text().replace("return g(a, f1)", "return h(a)"))
        return peak_of_flushes(root, monkeypatch, route)

    peak_of_an_edit(workspace_of(tmp_path / "first", FEW), "arrow")
    few = peak_of_an_edit(workspace_of(tmp_path / "few", FEW), "arrow")
    many = peak_of_an_edit(workspace_of(tmp_path / "many", MANY), "arrow")
    assert many - few < 4 * FILES * (MANY - FEW)
    objects = workspace_of(tmp_path / "objects", MANY)
    assert peak_of_an_edit(objects, "object") > 10 * many
