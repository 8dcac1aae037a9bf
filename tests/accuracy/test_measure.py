from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.accuracy import document, parsers
from tests.accuracy.facts import Base, Call, Definition, FileFacts, from_json
from tests.accuracy.measure import Tally, compare, folded, match_definitions

if TYPE_CHECKING:
    from pathlib import Path


def definition(name: str, kind: str = "function", line: int = 1, end: int = 9) -> Definition:
    return Definition(name, (kind,), line, end)


def test_of_equal_names_the_innermost_that_holds_the_line_is_meant() -> None:
    outer, inner = definition("run", line=1, end=9), definition("run", line=4, end=6)
    truth = [definition("run", line=5, end=6), definition("run", line=1, end=9)]
    pairs, missing, surplus = match_definitions(truth, [outer, inner])
    assert pairs == [(truth[0], inner), (truth[1], outer)]
    assert not missing
    assert not surplus


def test_a_definition_of_another_kind_is_no_find() -> None:
    tally = Tally()
    truth = FileFacts("file", [Definition("Shop", ("class", "enum"), 1, 9)])
    compare(tally, truth, FileFacts("file", [definition("Shop")]))
    assert tally.share("definitions found") == 0
    assert tally.share("ours in truth") == 0
    assert [each.text for each in tally.differences] == ["Shop: function, not class or enum"]


def test_what_may_be_left_out_counts_neither_way() -> None:
    tally = Tally()
    optional = Definition("step", ("variable",), 1, 1, optional=True)
    compare(tally, FileFacts("file", [optional]), FileFacts("file"))
    imported = Definition("json", ("import",), 1, 1, optional=True)
    compare(tally, FileFacts("file"), FileFacts("file", [imported]))
    assert tally.share("definitions found") is None
    assert tally.share("ours in truth") is None
    assert tally.files == 2


def test_calls_are_paired_by_caller_where_a_line_holds_several() -> None:
    tally = Tally()
    truth = FileFacts("file", calls=[Call("run", 3, ("first",)), Call("run", 3, ("second", None))])
    ours = FileFacts("file", calls=[Call("run", 3, (None,)), Call("run", 3, ("third",))])
    compare(tally, truth, ours)
    assert tally.share("calls found") == 100
    assert tally.share("caller") == 50


def test_bases_go_by_any_of_their_names() -> None:
    tally = Tally()
    truth = FileFacts("file", bases=[Base("Shop", ("Alias",), "either", 1)])
    compare(tally, truth, FileFacts("file", bases=[Base("Shop", ("Store", "Alias"), "extends", 1)]))
    assert tally.share("bases found") == 100
    assert tally.share("our bases in truth") == 100


def test_a_refused_file_is_listed_and_not_counted() -> None:
    tally = Tally()
    compare(tally, FileFacts("file", error="SyntaxError"), FileFacts("file", [definition("run")]))
    assert tally.refused == [("file", "SyntaxError")]
    assert tally.files == 0
    assert tally.share("ours in truth") is None


def test_white_space_is_folded() -> None:
    assert folded("one\n\n   two ") == folded("one two")


def test_the_document_keeps_the_rows_of_other_languages() -> None:
    text = f"before\n{document.BEGIN}\n{document.END}\nafter\n"
    text = document.update(text, {"rust": ["rust", "1"]})
    text = document.update(text, {"go": ["go", "2"]})
    text = document.update(text, {"rust": ["rust", "3"]})
    lines = text.splitlines()
    assert lines[0] == "before"
    assert lines[4:6] == ["| go | 2 |", "| rust | 3 |"]
    assert lines[-1] == "after"


def test_the_truth_of_python(tmp_path: Path) -> None:
    source = """
class Shop(Base):
    '''A shop.'''
    name: str = field()
    def __init__(self):
        self.items = make()
"""
    (tmp_path / "shop.py").write_text(source)
    program = [sys.executable, str(parsers.TRUTH / "python.py")]
    done = subprocess.run(
        program, cwd=tmp_path, input="shop.py\n", capture_output=True, text=True, check=True
    )
    facts = from_json(json.loads(done.stdout))
    found = [(each.name, each.line, each.parents[0]) for each in facts.definitions]
    assert found == [
        ("Shop", 2, None),
        ("name", 4, "Shop"),
        ("__init__", 5, "Shop"),
        ("items", 6, "Shop"),
    ]
    assert facts.definitions[0].docs == ("A shop.",)
    assert [(call.callee, call.callers[0]) for call in facts.calls] == [
        ("field", "name"),
        ("make", "__init__"),
    ]
    assert [base.names for base in facts.bases] == [("Base",)]
