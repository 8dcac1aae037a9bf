"""Both routes say the same of any bytes in a file of any language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from miller import miller_core
from miller.verify import compare_routes

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = ["py", "rs", "go", "java", "js", "ts", "tsx", "c", "cpp", "cs", "txt"]

# Pieces of many languages: what they make together is mostly wrong, and now and then right.
PIECES = st.sampled_from(
    [
        "class A", "struct B", "interface C", "enum D", "def f(x, y=1)", "fn g(x: u32)", "func h()",
        "void k(int x)", "impl B for C", "type T =", "import os", "use a::b;", "#include <x.h>",
        "package main", "x = f(y)", "self.z.w(1)", "new A()", "return x", "A.B.c", "@decorated",
        "'text'", '"', "/*", "*/", "//", "# remark", "(", ")", "{", "}", "[", "]", "<", ">", ":",
        ";", ",", "\n", "\n    ", "\r\n", "\t", " ", "ß", "日本", "👍", "\u2028", "\ufeff", "\x00",
    ]
)  # fmt: skip
SOURCES = st.one_of(
    st.lists(PIECES, max_size=60).map(lambda pieces: " ".join(pieces).encode()),
    st.lists(PIECES, max_size=60).map(lambda pieces: "".join(pieces).encode("utf-16")),
    st.binary(max_size=200),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sources")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files=st.lists(st.tuples(st.sampled_from(ENDINGS), SOURCES), min_size=1, max_size=4))
def test_routes_agree(folder: Path, files: list[tuple[str, bytes]]) -> None:
    paths = [f"{number}.{ending}" for number, (ending, _) in enumerate(files)]
    for path, (_, source) in zip(paths, files, strict=True):
        (folder / path).write_bytes(source)
    results = miller_core.extract_files_batch_with_io(paths, str(folder))
    batch = miller_core.extract_files_to_arrow(paths, str(folder))
    assert list(compare_routes(results, batch)) == []
    for path, row in zip(paths, results, strict=True):
        assert row.path == path
        assert row.size == len((folder / path).read_bytes())
