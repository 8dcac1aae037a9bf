from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from models import measures, packages
from models.packages import Fetched, Package, listed, source_files
from models.pairs import deduplicated, pairs_of, without
from models.questions import question_of
from models.tensors import read_tensors, write_tensors
from models.write import notice, write

from miller.embeddings.static import StaticModelEmbedder

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = Package("pypi", "one", "1", held_out=False)
SOURCE = '''\
def read_all(path):
    """Read all lines of a file. Lines end with LF.

    Others are kept.
    """
    return open(path).readlines()


def bare(path):
    return path


def trivial(path):
    """Returns the value."""
    return path
'''


def pairs(tmp_path: Path, source: str = SOURCE, package: Package = PACKAGE) -> pa.Table:
    (tmp_path / "one.py").write_text(source)
    return pairs_of(Fetched(package, tmp_path, "MIT", ["one.py"]))


def test_a_symbol_is_shown_without_the_sentence_that_asks_for_it(tmp_path: Path) -> None:
    (pair,) = pairs(tmp_path).to_pylist()
    assert pair["question"] == "read all lines of a file"
    assert pair["bare"] == (
        "function one one read all def read all path return open path readlines"
    )
    assert pair["documented"] == (
        "function one one read all def read all path "
        "lines end with lf others are kept return open path readlines"
    )


def test_lines_of_the_documentation_are_no_code() -> None:
    assert without('def f():\n    """Read.\n\n    All."""\n    pass', "Read.\n\nAll.") == (
        "def f():\n\n    pass"
    )


def test_what_stands_on_both_sides_is_held_out(tmp_path: Path) -> None:
    held_out = pairs(tmp_path, package=Package("pypi", "two", "1", held_out=True))
    (kept,) = deduplicated([pairs(tmp_path), held_out]).to_pylist()
    assert kept["package"] == "two"


@pytest.mark.parametrize(
    ("documentation", "name", "question"),
    [
        ("Opens a file for reading. Then more.", "open", "Opens a file for reading"),
        ("ReadAll reads until EOF or an error.", "ReadAll", "reads until EOF or an error"),
        ("@brief Frees all of the memory.", "release", "Frees all of the memory"),
        (
            "Returns a {@link List} of :class:`~x.Name` for it",
            "f",
            "Returns a List of x.Name for it",
        ),
        ("Use e.g. a lock to wait for it.", "f", "Use e.g. a lock to wait for it"),
        ("Waits for the lock\n\n@param timeout in seconds", "f", "Waits for the lock"),
    ],
)
def test_the_first_sentence_is_a_question(documentation: str, name: str, question: str) -> None:
    found = question_of(documentation, name)
    assert found is not None
    assert found[0] == question


@pytest.mark.parametrize(
    "documentation",
    [
        "",
        "Gets the name.",
        "Returns the value.",
        "TODO: write this for the others",
        "@param x the number of it",
        "Öffnet die Datei zum Schreiben und Lesen",
        "x = {1: 2, 3: 4, 5: 6} + [7, 8, 9] for all of 10",
    ],
)
def test_what_says_nothing_is_no_question(documentation: str) -> None:
    assert question_of(documentation, "f") is None


def test_the_list_names_no_family_on_both_sides(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert {package.held_out for package in listed()} == {True, False}
    changed = tmp_path / "packages.toml"
    changed.write_text('[train.crates]\ntokio-util = "1"\n[held-out.crates]\ntokio = "1"\n')
    monkeypatch.setattr(packages, "PACKAGES", changed)
    with pytest.raises(ValueError, match=r"tokio-util 1 .* is trained on, and tokio is held out"):
        listed()


def test_tests_and_copies_of_others_are_no_source(tmp_path: Path) -> None:
    for name in ("a.py", "tests/b.py", "_vendor/c.py", "d_test.go", "e.min.js", "f.txt", "g/h.rs"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert source_files(tmp_path) == ["a.py", "g/h.rs"]


def test_scores() -> None:
    full_text = measures.by_full_text(["walked trees", "queue"], ["a queue", "walk the tree"])
    assert [found.tolist() for found in full_text] == [[1], [0]]
    turned = [np.array([1, 0]), np.array([0, 1])]
    assert measures.score(turned) == measures.Score(0.5, 1.0)
    assert [found.tolist() for found in measures.fused(full_text, turned)] == [[1, 0], [0, 1]]


class Tokenizer:
    """What stands in for a tokenizer of a library that the tests do without."""

    def to_str(self) -> str:
        tokens = ["[PAD]", "[UNK]", "read", "file", "##s"]
        return json.dumps(
            {
                "version": "1.0",
                "added_tokens": [],
                "normalizer": {
                    "type": "BertNormalizer",
                    "clean_text": True,
                    "handle_chinese_chars": True,
                    "strip_accents": None,
                    "lowercase": True,
                },
                "pre_tokenizer": {"type": "BertPreTokenizer"},
                "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
                "model": {
                    "type": "WordPiece",
                    "unk_token": "[UNK]",
                    "continuing_subword_prefix": "##",
                    "max_input_chars_per_word": 100,
                    "vocab": {token: at for at, token in enumerate(tokens)},
                },
            }
        )


class Model:
    tokenizer = Tokenizer()
    vectors = np.random.default_rng(1).standard_normal((5, 256)).astype(np.float32)
    vectors[3] *= 100


def test_miller_reads_what_is_written(tmp_path: Path) -> None:
    write(tmp_path / "one", Model)
    array = StaticModelEmbedder(tmp_path / "one").embed(pa.array(["read", "read files"]))
    found = np.array(array.values).reshape(-1, 256)
    sums = np.array([Model.vectors[2], Model.vectors[2:5].sum(0)])
    expected = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    assert (found * expected).sum(1).min() > 0.9999


def test_tensors_survive_being_written(tmp_path: Path) -> None:
    tensors = {"a": np.arange(6, dtype=np.int8).reshape(2, 3), "b": np.ones(3, np.float16)}
    write_tensors(tmp_path / "t", tensors)
    found = read_tensors(tmp_path / "t")
    assert {name: numbers.tolist() for name, numbers in found.items()} == {
        name: numbers.tolist() for name, numbers in tensors.items()
    }


def test_the_notice_names_what_was_trained_on(tmp_path: Path) -> None:
    judged = Package("pypi", "two", "1", held_out=True)
    fetched = [Fetched(package, tmp_path, "MIT", []) for package in (PACKAGE, judged)]
    text = notice("miller-static-v9", Model, 1_234, fetched)
    assert "- one 1 (pypi): MIT" in text
    assert "two" not in text.partition("packages below")[2]
    assert "1,234 pairs" in text
    assert "all-MiniLM-L6-v2" in text
