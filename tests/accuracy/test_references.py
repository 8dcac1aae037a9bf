from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from tests.accuracy.references import table
from tests.accuracy.references.judge import Rule, Tally, judge
from tests.accuracy.references.targets import Index, Row, Symbol, of_workspace
from tests.accuracy.references.uses import Definition, FileUses, Use, from_json

if TYPE_CHECKING:
    from pathlib import Path


def symbol(name: str, path: str, start: int, end: int, kind: str = "function") -> Symbol:
    return Symbol(f"{path}:{start}:{name}", name, kind, path, start, end, start * 10, None)


RUN = symbol("run", "shop.py", 3, 9)
OTHER = symbol("run", "other.py", 3, 9)
INNER = Symbol("inner", "run", "function", "shop.py", 5, 6, 50, RUN.id)
OVERLOAD = symbol("run", "shop.py", 20, 22)
SHOP = symbol("Shop", "shop.py", 24, 30, kind="class")
MADE = Symbol("made", "__init__", "constructor", "shop.py", 26, 28, 260, SHOP.id)
IMPORT = symbol("run", "main.py", 1, 1, kind="import")
WHOLE = Symbol("whole", "shop", "module", "shop.py", 1, 30, 0, None)
SYMBOLS = (RUN, OTHER, INNER, OVERLOAD, SHOP, MADE, IMPORT, WHOLE)
HERE = Definition("shop.py", 3, "run")


def judged(use: Use, target: Symbol | None, confidence: float = 0.95) -> Tally:
    """What is counted of one use, at the start of line 7 of `main.py`."""
    row = Row("call", target, confidence)
    index = Index({("main.py", 7, 0): row}, defaultdict(list), defaultdict(list))
    for each in SYMBOLS:
        index.symbols[each.path, each.name].append(each)
        index.files[each.path].append(each)
    return judge([FileUses("main.py", (use,))], index)


def use(*definitions: Definition, verdict: str = "inside", optional: bool = False) -> Use:
    value = {"line": 7, "column": 0, "name": "run", "verdict": verdict, "optional": optional}
    told = [{"path": each.path, "line": each.line, "name": each.name} for each in definitions]
    read = from_json({"path": "main.py", "uses": [{**value, "definitions": told}]})
    return read.uses[0]


def figures(tally: Tally) -> tuple[int, int, int, int]:
    """Right, judged, found and asked, across files."""
    count, recall = tally.count(across=True), tally.recall(across=True)
    return count.right, count.judged, recall.found, recall.asked


def test_the_definition_that_the_truth_says_is_right() -> None:
    tally = judged(use(HERE), RUN)
    assert figures(tally) == (1, 1, 1, 1)
    assert not tally.wrong
    assert set(tally.rules) == {Rule(0.95, across=True)}


def test_another_definition_of_the_name_is_wrong() -> None:
    tally = judged(use(HERE), OTHER)
    assert figures(tally) == (0, 1, 0, 1)
    assert [(case.path, case.use.line) for case in tally.wrong] == [("main.py", 7)]


def test_the_innermost_definition_of_a_name_holds_its_line() -> None:
    assert figures(judged(use(Definition("shop.py", 5, "run")), INNER)) == (1, 1, 1, 1)
    assert figures(judged(use(Definition("shop.py", 5, "run")), RUN)) == (0, 1, 0, 1)
    assert figures(judged(use(HERE), INNER)) == (0, 1, 0, 1)


def test_any_overload_is_right() -> None:
    assert figures(judged(use(HERE), OVERLOAD)) == (1, 1, 1, 1)


def test_a_constructor_stands_for_its_type() -> None:
    shop = use(Definition("shop.py", 24, "Shop"))
    assert figures(judged(shop, SHOP)) == (1, 1, 1, 1)
    assert figures(judged(shop, MADE)) == (1, 1, 1, 1)
    assert figures(judged(use(HERE), MADE)) == (0, 1, 0, 1)


def test_any_of_several_definitions_is_right() -> None:
    both = use(Definition("other.py", 3, "run"), HERE)
    assert figures(judged(both, RUN)) == (1, 1, 1, 1)
    assert figures(judged(both, OTHER)) == (1, 1, 1, 1)


def test_what_lies_outside_of_the_package_or_is_a_local_is_wrong() -> None:
    assert figures(judged(use(verdict="outside"), RUN)) == (0, 1, 0, 0)
    parameter = Definition("main.py", 6, "run")
    assert figures(judged(use(parameter, verdict="local"), RUN)) == (0, 1, 0, 0)


def test_a_local_that_is_a_symbol_is_left_out() -> None:
    assert figures(judged(use(HERE, verdict="local"), RUN)) == (0, 0, 0, 0)


def test_what_the_truth_cannot_tell_is_not_judged() -> None:
    tally = judged(use(verdict="undecided"), RUN)
    assert figures(tally) == (0, 0, 0, 0)
    assert tally.count().unjudged == 1


def test_an_import_is_no_definition() -> None:
    tally = judged(use(HERE), IMPORT)
    assert figures(tally) == (0, 0, 0, 1)
    assert tally.bound == 1
    assert len(tally.open) == 1


def test_an_open_use_is_not_found() -> None:
    assert figures(judged(use(HERE), None)) == (0, 0, 0, 1)


def test_what_need_not_be_a_symbol_is_judged_and_not_demanded() -> None:
    assert figures(judged(use(HERE, optional=True), None)) == (0, 0, 0, 0)
    assert figures(judged(use(HERE, optional=True), OTHER)) == (0, 1, 0, 0)


def test_a_file_is_at_line_0() -> None:
    assert figures(judged(use(Definition("shop.py", 0, "shop")), WHOLE)) == (1, 1, 1, 1)
    assert figures(judged(use(Definition("shop.py", 0, "shop")), RUN)) == (0, 1, 0, 1)


def test_a_definition_in_the_file_of_the_use_is_not_across_files() -> None:
    here = symbol("run", "main.py", 3, 5)
    row = Row("call", here, 1.0)
    index = Index({("main.py", 7, 0): row}, defaultdict(list), defaultdict(list))
    index.symbols["main.py", "run"].append(here)
    tally = judge([FileUses("main.py", (use(Definition("main.py", 3, "run")),))], index)
    assert figures(tally) == (0, 0, 0, 0)
    assert tally.count(across=False).right == tally.recall(across=False).found == 1


@pytest.mark.filterwarnings("ignore:miller was built:RuntimeWarning")
def test_a_workspace_is_indexed_and_judged(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("# ä\n\ndef run(): ...\n\n\ndef go():\n    'ä'; run()\n")
    here = Definition("main.py", 3, "run")
    found = Use(line=7, column=10, name="run", verdict="inside", definitions=(here,))
    tally = judge([FileUses("main.py", (found,))], of_workspace(tmp_path))
    assert list(tally.recalls) == [("call", False)]
    assert tally.recall().found == tally.count().right == 1


def test_packages_add_up() -> None:
    total = Tally()
    total.add(judged(use(HERE), RUN))
    total.add(judged(use(HERE), OTHER))
    assert figures(total) == (1, 2, 1, 2)
    assert (total.files, total.uses) == (2, 2)


def test_the_document_keeps_the_rows_of_other_languages() -> None:
    marks = (table.BEGIN_FIGURES, table.END_FIGURES, table.BEGIN_RULES, table.END_RULES)
    text = "\n".join(["before", *marks, "after", ""])
    text = table.update(text, {("python", False): judged(use(HERE), RUN)})
    text = table.update(text, {("go", True): judged(use(HERE), OTHER)})
    text = table.update(text, {("go", True): judged(use(HERE), OTHER, 0.5)})
    lines = text.splitlines()
    assert lines[4:6] == [
        "| go | held out | 1 | 1 | 0 | 1 | 0 | 0 | 1 | 0 | 0 |",
        "| python | open | 1 | 1 | 0 | 1 | 100 | 100 | 1 | 100 | 100 |",
    ]
    assert lines[10:12] == [
        "| go | held out | 0.50 | across files | 1 | 0 | 0 |",
        "| python | open | 0.95 | across files | 1 | 100 | 0 |",
    ]
    assert lines[0] == "before"
    assert lines[-1] == "after"
