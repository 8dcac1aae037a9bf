from __future__ import annotations

from typing import Any

from tests.accuracy.facts import Base, Call, Definition, FileFacts, from_json
from tests.accuracy.measure import Tally, compare
from tests.accuracy.rows import facts_of


def row(name: str, kind: str, start: int, parent: str | None = None) -> dict[str, Any]:
    lines = {"start_line": start, "end_line": start, "start_byte": start}
    texts = {"doc_comment": None, "signature": f"{kind} {name}", "language": "go"}
    return {"id": name, "name": name, "kind": kind, "parent_id": parent, **lines, **texts}


def test_what_the_official_parser_does_not_look_into_is_not_judged() -> None:
    truth = from_json({"path": "file", "opaque": [[2, 4]], "opaque_calls": [[7, 7]]})
    ours = FileFacts(
        "file",
        [Definition("hidden", ("function",), 3, 3)],
        [Call("hidden", 4), Call("argument", 7)],
        [Base("Hidden", ("Base",), "extends", 2)],
    )
    tally = Tally()
    compare(tally, truth, ours)
    assert not tally.differences
    elsewhere = FileFacts("file", [Definition("other", ("function",), 7, 7)], [Call("other", 5)])
    compare(tally, truth, elsewhere)
    assert [each.figure for each in tally.differences] == ["ours in truth", "our calls in truth"]


def test_documentation_is_judged_where_the_official_parser_knows_of_it() -> None:
    tally = Tally()
    ours = FileFacts("file", [Definition("SIZE", ("constant",), 1, 1, docs=("The size.",))])
    for documented in (False, True):
        told = Definition("SIZE", ("constant",), 1, 1, documented=documented)
        compare(tally, FileFacts("file", [told]), ours)
    assert tally.asked["doc"] == 1
    assert tally.right["doc"] == 0


def test_the_package_that_a_file_belongs_to_is_no_parent() -> None:
    package = row("shop", "module", 1)
    package["signature"] = "package shop"
    function = row("open", "function", 3, "shop")
    file = {"path": "shop.go", "status": "ok", "detail": None, "language": "go"}
    facts = facts_of(file, [package, function], [], [], [])
    assert [(each.name, each.parents) for each in facts.definitions] == [("open", (None,))]
    assert facts.error is None
