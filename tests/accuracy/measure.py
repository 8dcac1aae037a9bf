"""Matches what the truth says of a file with what the rows say, and counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from tests.accuracy.facts import Base, Call, Definition, FileFacts, Names

Fact = TypeVar("Fact")

#: The figures of a language, in the order of the document's columns.
FIGURES = (
    "definitions found",
    "ours in truth",
    "kind",
    "end line",
    "parent",
    "doc",
    "calls found",
    "our calls in truth",
    "caller",
    "bases found",
    "our bases in truth",
)


@dataclass(frozen=True)
class Difference:
    """Something that the rows and the truth do not agree on."""

    figure: str
    path: str
    line: int
    text: str


@dataclass
class Tally:
    """The figures of one language."""

    files: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    #: Files that the official parser refuses, and why.
    refused: list[tuple[str, str]] = field(default_factory=list)

    def share(self, figure: str) -> float | None:
        """Share of what was asked that is right, in percent."""
        asked = self.asked[figure]
        return 100 * self.right[figure] / asked if asked else None

    def judge(self, figure: str, *, right: bool, difference: Difference | None = None) -> None:
        """Count one answer."""
        self.asked[figure] += 1
        if right:
            self.right[figure] += 1
        elif difference is not None:
            self.differences.append(difference)


def compare(tally: Tally, truth: FileFacts, rows: FileFacts) -> None:
    """Add one file to the figures."""
    if truth.error is not None:
        tally.refused.append((truth.path, truth.error))
        return
    tally.files += 1
    _compare_definitions(tally, truth, rows)
    _compare_calls(tally, truth, rows)
    _compare_bases(tally, truth, rows)


def folded(doc: str | None) -> str:
    """Documentation with its white space folded."""
    return " ".join((doc or "").split())


def _compare_definitions(tally: Tally, truth: FileFacts, rows: FileFacts) -> None:
    path = truth.path

    def differ(figure: str, line: int, text: str) -> Difference:
        return Difference(figure, path, line, text)

    pairs, missing, surplus = match_definitions(truth.definitions, rows.definitions)
    for told, ours in pairs:
        of_kind = ours.kinds[0] in told.kinds
        text = f"{told.name}: {ours.kinds[0]}, not {' or '.join(told.kinds)}"
        tally.judge("kind", right=of_kind, difference=differ("kind", told.line, text))
        # What may be left out is no merit where it is there.
        if not told.optional:
            tally.judge("definitions found", right=of_kind)
        if not ours.optional:
            tally.judge("ours in truth", right=of_kind)
        text = f"{told.name}: ends at {ours.end_line}, not {told.end_line}"
        right = told.end_line == ours.end_line
        tally.judge("end line", right=right, difference=differ("end line", told.line, text))
        text = f"{told.name}: in {ours.parents[0]}, not {_either(told.parents)}"
        right = ours.parents[0] in told.parents
        tally.judge("parent", right=right, difference=differ("parent", told.line, text))
        written = folded(ours.docs[0])
        acceptable = [folded(doc) for doc in told.docs]
        # What is written above an import is about the file.
        judged = told.documented and not (ours.optional or told.optional)
        if judged and (written or any(acceptable)):
            right = written in acceptable
            text = f"{told.name}: {written[:60]!r}, not {acceptable[0][:60]!r}"
            tally.judge("doc", right=right, difference=differ("doc", told.line, text))
    for told in missing:
        if not told.optional:
            text = f"{' or '.join(told.kinds)} {told.name}"
            found = differ("definitions found", told.line, text)
            tally.judge("definitions found", right=False, difference=found)
    for ours in surplus:
        if not ours.optional and not _is_opaque(truth.opaque, ours.line):
            found = differ("ours in truth", ours.line, f"{ours.kinds[0]} {ours.name}")
            tally.judge("ours in truth", right=False, difference=found)


def match_definitions(
    truth: list[Definition], rows: list[Definition]
) -> tuple[list[tuple[Definition, Definition]], list[Definition], list[Definition]]:
    """Pair definitions by name, line and kind, then those that are left by name and line.

    A row has no line of its name: it may start earlier, with its attributes or its type. Of several
    that hold the line, the one that starts last is meant.
    """
    pairs: list[tuple[Definition, Definition]] = []
    by_name: dict[str, list[Definition]] = defaultdict(list)
    for row in rows:
        by_name[row.name].append(row)
    # What has to be there goes first.
    left = sorted(truth, key=lambda told: told.optional)
    for same_kind in (True, False):
        missing = []
        for told in left:
            candidates = [
                at
                for at, row in enumerate(by_name[told.name])
                if row.line <= told.line <= row.end_line
                and (row.kinds[0] in told.kinds if same_kind else not told.optional)
            ]
            if not candidates:
                missing.append(told)
                continue
            best = _best(told, by_name[told.name], candidates)
            pairs.append((told, by_name[told.name].pop(best)))
        left = missing
    return pairs, left, [row for some in by_name.values() for row in some]


def _best(told: Definition, rows: list[Definition], candidates: list[int]) -> int:
    return max(
        candidates,
        key=lambda at: (rows[at].line, rows[at].parents[0] in told.parents, -at),
    )


def _either(names: Names) -> str:
    return " or ".join(str(name) for name in names)


def _same_caller(told: Call, ours: Call) -> bool:
    return ours.callers[0] in told.callers


def _compare_calls(tally: Tally, truth: FileFacts, rows: FileFacts) -> None:
    def place(call: Call) -> Hashable:
        return call.line, call.callee

    def describe(call: Call) -> str:
        return f"{call.callee}() in {_either(call.callers)}"

    pairs, missing, surplus = _match(truth.calls, rows.calls, place, _same_caller)
    for told, ours in pairs:
        if not told.optional:
            tally.judge("calls found", right=True)
        tally.judge("our calls in truth", right=True)
        text = f"{told.callee}(): in {ours.callers[0]}, not {_either(told.callers)}"
        found = Difference("caller", truth.path, told.line, text)
        tally.judge("caller", right=_same_caller(told, ours), difference=found)
    surplus = [call for call in surplus if not _is_opaque(truth.opaque_calls, call.line)]
    for figure, calls in (("calls found", missing), ("our calls in truth", surplus)):
        for call in calls:
            if not call.optional:
                found = Difference(figure, truth.path, call.line, describe(call))
                tally.judge(figure, right=False, difference=found)


def _is_opaque(stretches: list[tuple[int, int]], line: int) -> bool:
    return any(first <= line <= last for first, last in stretches)


def _compare_bases(tally: Tally, truth: FileFacts, rows: FileFacts) -> None:
    left = list(rows.bases)
    for told in truth.bases:
        same = next((ours for ours in left if _is_same_base(told, ours)), None)
        if same is not None:
            left.remove(same)
            tally.judge("our bases in truth", right=True)
        if told.optional:
            continue
        text = f"{told.type} {told.relation} {told.names[0]}"
        found = Difference("bases found", truth.path, told.line, text)
        tally.judge("bases found", right=same is not None, difference=found)
    for ours in left:
        if _is_opaque(truth.opaque, ours.line):
            continue
        text = f"{ours.type} {ours.relation} {ours.names[0]}"
        found = Difference("our bases in truth", truth.path, ours.line, text)
        tally.judge("our bases in truth", right=False, difference=found)


def _is_same_base(told: Base, ours: Base) -> bool:
    return (
        told.type == ours.type
        and told.names[0] in ours.names
        and told.line == ours.line
        and told.relation in {ours.relation, "either"}
    )


def _match(
    truth: Iterable[Fact],
    rows: Iterable[Fact],
    key: Callable[[Fact], Hashable],
    same: Callable[[Fact, Fact], bool],
) -> tuple[list[tuple[Fact, Fact]], list[Fact], list[Fact]]:
    """Pair facts of equal keys; among several, those that are the same first."""
    places: dict[Hashable, tuple[list[Fact], list[Fact]]] = defaultdict(lambda: ([], []))
    for side, facts in enumerate((truth, rows)):
        for fact in facts:
            places[key(fact)][side].append(fact)
    pairs: list[tuple[Fact, Fact]] = []
    missing: list[Fact] = []
    surplus: list[Fact] = []
    for told, ours in places.values():
        unsure = []
        for fact in told:
            at = next((at for at, row in enumerate(ours) if same(fact, row)), None)
            if at is None:
                unsure.append(fact)
            else:
                pairs.append((fact, ours.pop(at)))
        paired = min(len(unsure), len(ours))
        pairs.extend(zip(unsure[:paired], ours[:paired], strict=True))
        missing.extend(unsure[paired:])
        surplus.extend(ours[paired:])
    return pairs, missing, surplus
