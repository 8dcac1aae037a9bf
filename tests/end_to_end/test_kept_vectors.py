"""An edit embeds what it has changed, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from end_to_end.conftest import index, rows_of, write

if TYPE_CHECKING:
    from pathlib import Path

ROUTES = ["object", "arrow"]
LINES = 5_000

PYTHON = '''\
def step_{n}(value: int) -> int:
    """Take step {n} of the calculation."""
    total = value + {n}
    total *= {n}
    return total


'''
GO = """\
// Step{n} takes step {n} of the calculation.
func Step{n}(value int) int {{
\ttotal := value + {n}
\ttotal *= {n}
\treturn total
}}

"""
TYPESCRIPT = """\
/** Takes step {n} of the calculation. */
export function step{n}(value: number): number {{
  let total = value + {n};
  total *= {n};
  return total;
}}

"""
# The first lines of a file are part of what its own symbol is searched by, where it has one.
HEADS = {"steps.py": '"""Steps."""\n\n' + "#\n" * 40, "steps.go": "package steps\n\n"}
BLOCKS = {"steps.py": PYTHON, "steps.go": GO, "steps.ts": TYPESCRIPT}


class Recording:
    """A model of few components that keeps the texts that it is given."""

    model_id = "recording"
    digest = "1"
    dimension = 3

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: Any) -> Any:
        given = texts.to_pylist()
        self.texts += given
        sums = [sum(text.encode()) for text in given]
        vectors = np.repeat(np.array(sums, np.float32), self.dimension)
        return pa.FixedSizeListArray.from_arrays(pa.array(vectors), self.dimension)


class File:
    """A file of many functions, and the model that its index is made with."""

    def __init__(self, root: Path, name: str, route: str) -> None:
        self.root, self.name, self.route = root, name, route
        self.head = HEADS.get(name, "")
        lines = BLOCKS[name].count("\n")
        self.blocks = [BLOCKS[name].format(n=n) for n in range(LINES // lines + 1)]

    def index(self) -> list[str]:
        """Write the file and index it; give the texts that were embedded."""
        write(self.root, {self.name: self.head + "".join(self.blocks)})
        model = Recording()
        stats = index(self.root, self.route, embedder=model)
        assert stats.files_indexed == 1
        assert not stats.fallbacks
        return model.texts

    def vectors(self) -> dict[str, Any]:
        """Give the vector of each symbol, after a comparison with a fresh index."""
        rows = rows_of(self.root)
        fresh = self.root.parent / "fresh"
        index(self.root, "object", embedder=Recording(), index_dir=fresh)
        assert rows == rows_of(self.root, fresh)
        return {row["id"]: row["vector"] for row in rows["vectors"]}


@pytest.fixture(params=ROUTES)
def route(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=BLOCKS)
def file(request: pytest.FixtureRequest, tmp_path: Path, route: str) -> File:
    file = File(tmp_path / "workspace", request.param, route)
    assert len(file.index()) >= len(file.blocks) >= 700
    return file


def test_an_edit_in_one_function_embeds_that_function_and_no_other(file: File) -> None:
    before = file.vectors()
    # Longer by a line: everything behind it moves.
    file.blocks[400] = file.blocks[400].replace("total *=", "total += 1234\n    total *=")
    (text,) = file.index()
    assert "400" in text
    assert "1234" in text
    after = file.vectors()
    assert after.keys() == before.keys()
    assert len([symbol for symbol in before if before[symbol] != after[symbol]]) == 1


def test_a_renamed_function_is_embedded_alone(file: File) -> None:
    before = file.vectors()
    file.blocks[400] = file.blocks[400].replace("tep_400(", "tride(").replace("tep400(", "tride(")
    (text,) = file.index()
    assert "tride" in text
    after = file.vectors()
    assert len(before.keys() - after.keys()) == len(after.keys() - before.keys()) == 1


def test_functions_that_move_or_go_are_not_embedded(file: File) -> None:
    before = file.vectors()
    moved = file.blocks[100:200]
    del file.blocks[100:200]
    file.blocks += moved
    assert file.index() == []
    assert file.vectors() == before
    del file.blocks[50:]
    assert file.index() == []
    assert file.vectors().items() < before.items()


def test_texts_that_are_equal_have_equal_vectors(tmp_path: Path, route: str) -> None:
    """In one file, of several in one flush, and where known and new ones stand mixed."""
    root = tmp_path / "workspace"
    block = "def step():\n    return 1\n\n\n"
    write(root, {"a/steps.py": block * 3, "b/a/steps.py": block, "c.py": block})
    index(root, route, embedder=Recording())
    write(root, {"a/steps.py": "x = 1\n" + block * 2, "b/a/steps.py": block * 2 + "def f(): 0\n"})
    index(root, route, embedder=Recording())
    index(root, "object", embedder=Recording(), index_dir=tmp_path / "fresh")
    assert rows_of(root) == rows_of(root, tmp_path / "fresh")
