"""The lists of questions, what is made of answers, and the whole way over a small workspace."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from tests.search_quality import ablation, document, figures, question_lists
from tests.search_quality.asking import MODES, Answer, answers, indexed
from tests.search_quality.question_lists import Question, QuestionError

from miller import ranking

if TYPE_CHECKING:
    from pathlib import Path

LAMP = '''\
class Lamp:
    """A source of light that can be dimmed."""

    def switch_off(self) -> None:
        """Ends the light at once."""


def read_brightness(path: str) -> int:
    """Takes the brightness from a settings file."""
'''
ASKED = """
names = [
    ["switchOff", "3 lamp.py lamp.Lamp.switch_off"],
    ["read_brightness", "3 lamp.py lamp.read_brightness"],
]
questions = [
    ["how bright is it, by the settings", "3 lamp.py lamp.read_brightness", "1 lamp.py lamp.Lamp"],
]
docstrings = [["A source of light that can be dimmed", "3 lamp.py lamp.Lamp"]]
"""


@pytest.mark.parametrize("package", question_lists.packages())
def test_the_lists_are_sound(package: str) -> None:
    asked = question_lists.of_package(package)
    by_hand = [each for each in asked if each.kind in question_lists.BY_HAND]
    assert len(asked) >= 80
    assert 40 <= len(by_hand) <= len(asked) - 40
    assert all(each.package == package for each in asked)
    assert 0.35 < sum(each.is_held_out for each in by_hand) / len(by_hand) < 0.65


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('names = [["a", "4 a.py a"]]', "a: expected GRADE PATH NAME, found `4 a.py a`"),
        ('names = [["a", "3 a.py"]]', "expected GRADE PATH NAME"),
        ('names = [["a", "2 a.py a"]]', "no answer of grade 3"),
        ('names = [["a"]]', "no answer of grade 3"),
        ('names = [["a", "3 a.py a", "2 a.py a"]]', "the same answer twice"),
        ('names = [["a", "3 a.py a"], ["a", "3 a.py b"]]', "asked twice: a"),
        ('guesses = [["a", "3 a.py a"]]', "expected questions, names, docstrings; found guesses"),
    ],
)
def test_what_is_wrong_in_a_list_is_said(text: str, message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        question_lists.parsed("lamp", text)


def test_answers_have_to_exist_and_questions_not_to_be_copied() -> None:
    symbol = ("lamp.py", "lamp.Lamp")
    documentation = {symbol: "A source of light that can be dimmed.\n\nOr not."}

    def asked(kind: str, text: str, name: str = "lamp.Lamp") -> list[Question]:
        return [Question("lamp", kind, text, {("lamp.py", name): 3})]

    question_lists.check(asked("questions", "what can be made darker"), documentation)
    question_lists.check(asked("docstrings", "source of light"), documentation)
    with pytest.raises(QuestionError, match=r"copied from the documentation of lamp\.Lamp"):
        question_lists.check(asked("questions", "source of light"), documentation)
    with pytest.raises(QuestionError, match=r"the index has no lamp\.lamp in lamp\.py"):
        question_lists.check(asked("names", "lamp", "lamp.lamp"), documentation)


def test_first_sentences() -> None:
    assert question_lists.first_sentence("\n Does it.\nAnd more.\n") == "Does it"
    assert question_lists.first_sentence("Wraps\n  a line:\n\nnext") == "Wraps a line"
    assert question_lists.first_sentence("Is it? Yes.") == "Is it?"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[Answer]:
    workspace = tmp_path_factory.mktemp("workspace")
    (workspace / "lamp.py").write_text(LAMP)
    (workspace / "made.py").write_text("def read_brightness(): ...\n")
    with indexed(workspace, exclude=["made.py"]) as index:
        asked = question_lists.parsed("lamp", ASKED)
        question_lists.check(asked, index.documentation())
        return answers(index, asked)


def test_a_small_workspace_is_indexed_and_asked(told: list[Answer], tmp_path: Path) -> None:
    assert not list(tmp_path.iterdir())
    assert [(each.question.kind, each.mode) for each in told] == [
        (kind, mode) for kind in ("names", "names", "questions", "docstrings") for mode in MODES
    ]
    assert {hit.path for each in told for hit in each.hits} == {"lamp.py"}
    hybrid = {each.question.text: each.figures for each in told if each.mode == "hybrid"}
    assert hybrid["switchOff"] == hybrid["read_brightness"] == (1.0, 1.0, 1.0)
    assert hybrid["A source of light that can be dimmed"] == (1.0, 1.0, 1.0)
    assert all(each.seconds > 0 for each in told)


def test_rows_are_of_groups_that_have_questions(told: list[Answer]) -> None:
    rows = {row.title: row for row in figures.rows(told)}
    assert rows["**by hand, all**"].number == rows["lamp"].number == 3
    assert (rows["in words"].number, rows["names"].number) == (1, 2)
    assert (rows["tuned on"].number, rows["held out"].number) == (2, 1)
    assert rows["docstrings of lamp"].means["hybrid"] == (1.0, 1.0, 1.0)
    assert len(rows["names"].cells()) == len(figures.HEAD)


def test_hybrid_is_compared_with_the_better_of_the_others() -> None:
    question = Question("lamp", "names", "a", {("lamp.py", "lamp.a"): 3})
    found = {"text": [0, 3], "vector": [0, 0, 3], "hybrid": [3]}
    made = [Answer(question, mode, [], found[mode], 0.1) for mode in MODES]
    row = figures.row("one", made)
    assert row.means["text"][:2] == pytest.approx((0.63093, 0.5), abs=1e-5)
    assert row.gain_of_mrr == (0.5, 0.5, 0.5)
    assert row.gain_of_ndcg == pytest.approx((0.36907,) * 3, abs=1e-5)


def test_the_worst_come_first_and_none_of_docstrings(told: list[Answer]) -> None:
    missed = [
        dataclasses.replace(each, gains=[0]) if each.mode == "hybrid" else each for each in told
    ]
    worst = figures.worst(missed, 10)
    assert [each.question.kind for each in worst] == ["questions", "names", "names"]
    table = document.failures(missed)
    assert "| lamp | switchOff | `lamp.Lamp.switch_off` | none | `lamp.Lamp.switch_off`" in table


def test_a_part_of_the_document_is_replaced_and_the_rest_stays() -> None:
    text = "\n".join(
        [
            "before",
            *(
                document.BEGIN.format(part=part) + "\nold\n" + document.END.format(part=part)
                for part in "ab"
            ),
        ]
    )
    text = document.update(text, "b", "new")
    assert text.splitlines()[:4] == [
        "before",
        "<!-- a: made by `make search-quality` -->",
        "old",
        "<!-- end of a -->",
    ]
    assert text.splitlines()[5] == "new"


def test_the_document_has_all_parts() -> None:
    text = document.DOCUMENT.read_text(encoding="utf-8")
    for part in ("figures", "parts", "failures"):
        assert document.update(text, part, "") != text


@pytest.mark.parametrize("change", ablation.CHANGES, ids=lambda change: change.constant)
def test_a_change_is_one_and_is_taken_back(change: ablation.Change) -> None:
    before = getattr(ranking, change.constant)
    assert change.value != before
    with ablation.changed(change):
        assert getattr(ranking, change.constant) == change.value
    assert getattr(ranking, change.constant) == before


def test_what_a_change_costs(told: list[Answer]) -> None:
    worse = [
        dataclasses.replace(each, gains=[0, *each.gains]) for each in told if each.mode == "hybrid"
    ]
    ((title, by_hand, *_, docstrings),) = ablation.rows(told, {"without it": worse})
    assert title == "without it"
    assert by_hand.startswith("-0.")
    assert docstrings == "-0.369 (-0.369 to -0.369)"
