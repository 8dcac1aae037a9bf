"""Compares what Miller says a use means with what the truth says, and counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.accuracy.references.targets import PASSING, Index, Row, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.accuracy.references.uses import Definition, FileUses, Use


@dataclass(frozen=True)
class Rule:
    """What decided a target: the confidence tells, and whether it lies in the file of the use."""

    confidence: float
    across: bool


@dataclass(frozen=True)
class Case:
    """A use that went wrong, or that was left open."""

    path: str
    use: Use
    row: Row | None
    #: Whether what the truth says has a symbol.
    possible: bool = True


@dataclass
class Count:
    """How many targets the truth judged, and how many of them it confirmed."""

    judged: int = 0
    right: int = 0
    #: Targets that the truth cannot tell anything of.
    unjudged: int = 0

    def add(self, *, right: bool) -> None:
        """Count a target that the truth judged."""
        self.judged += 1
        self.right += right

    @property
    def precision(self) -> float | None:
        """Share of the judged that is right, in percent."""
        return 100 * self.right / self.judged if self.judged else None


@dataclass
class Recall:
    """How many uses the truth decided to a definition of the package, and how many were found."""

    asked: int = 0
    found: int = 0

    @property
    def share(self) -> float | None:
        """Share of the asked that was found, in percent."""
        return 100 * self.found / self.asked if self.asked else None


@dataclass
class Tally:
    """The figures of some packages."""

    files: int = 0
    uses: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    rules: dict[Rule, Count] = field(default_factory=dict)
    #: By the kind of the use's row (`no row` where there is none), and whether the definition lies
    #: in another file.
    recalls: dict[tuple[str, bool], Recall] = field(default_factory=dict)
    #: Targets that are an import or an export: they say what a use is bound to, not what it means.
    bound: int = 0
    #: Uses whose definition, as the truth has it, has no symbol: they cannot be found.
    without_symbol: int = 0
    wrong: list[Case] = field(default_factory=list)
    open: list[Case] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    def count(self, *, across: bool | None = None) -> Count:
        """The targets of all rules, or of those within or across files."""
        sums = Count()
        for rule, each in self.rules.items():
            if across in {None, rule.across}:
                sums.judged += each.judged
                sums.right += each.right
                sums.unjudged += each.unjudged
        return sums

    def recall(self, *, across: bool | None = None) -> Recall:
        """The uses of all kinds, or of those whose definition lies within or across files."""
        sums = Recall()
        for (_, elsewhere), each in self.recalls.items():
            if across in {None, elsewhere}:
                sums.asked += each.asked
                sums.found += each.found
        return sums

    def add(self, other: Tally) -> None:
        """Add the figures of another package; its cases are left out."""
        self.files += other.files
        self.uses += other.uses
        self.verdicts += other.verdicts
        self.bound += other.bound
        self.without_symbol += other.without_symbol
        for rule, each in other.rules.items():
            count = self.rules.setdefault(rule, Count())
            count.judged += each.judged
            count.right += each.right
            count.unjudged += each.unjudged
        for key, told in other.recalls.items():
            recall = self.recalls.setdefault(key, Recall())
            recall.asked += told.asked
            recall.found += told.found


def judge(told: Iterable[FileUses], index: Index) -> Tally:
    """Judge all uses of some files."""
    tally = Tally()
    for file in told:
        if file.error is not None:
            tally.refused.append((file.path, file.error))
            continue
        tally.files += 1
        for use in file.uses:
            _judge_use(tally, file.path, use, index)
    return tally


def _judge_use(tally: Tally, path: str, use: Use, index: Index) -> None:
    row = index.rows.get((path, use.line, use.column))
    tally.uses += 1
    tally.verdicts[use.verdict] += 1
    target = row.target if row else None
    if target is not None and target.kind in PASSING and not _meant(use.definitions, target, index):
        tally.bound += 1
        target = None
    right = target is not None and _meant((*use.definitions, *use.passed), target, index)
    if row is not None and target is not None:
        count = tally.rules.setdefault(Rule(round(row.confidence, 2), target.path != path), Count())
        if use.verdict == "undecided":
            count.unjudged += 1
        # Parameters and local variables are no symbols; where one is, it is left out.
        elif not (use.verdict == "local" and right):
            count.add(right=right)
            if not right:
                tally.wrong.append(Case(path, use, row))
    if use.verdict == "inside" and not use.optional:
        across = all(each.path != path for each in use.definitions)
        recall = tally.recalls.setdefault((row.kind if row else "no row", across), Recall())
        recall.asked += 1
        recall.found += right
        possible = any(symbols_of(each, index) for each in use.definitions)
        tally.without_symbol += not possible
        if target is None:
            tally.open.append(Case(path, use, row, possible))


def _meant(definitions: Iterable[Definition], target: Symbol, index: Index) -> bool:
    """Whether a symbol is one of some definitions."""
    return any(
        _stands_for(target, each)
        for definition in definitions
        if definition.path == target.path
        for each in symbols_of(definition, index)
    )


def _stands_for(target: Symbol, meant: Symbol) -> bool:
    """Whether a symbol is another one, an overload of it or, of a type, what makes one."""
    if target.kind == "constructor" and target.parent == meant.id:
        return True
    return target.name == meant.name and target.parent == meant.parent


def symbols_of(definition: Definition, index: Index) -> list[Symbol]:
    """The symbol of a definition; overloads beside it have the same name and parent."""
    if definition.line == 0:
        return [symbol for symbol in index.files.get(definition.path, ()) if symbol.whole_file]
    # Without a name of its own, what starts there is meant.
    if definition.name == "default":
        starting = index.files.get(definition.path, ())
        return [symbol for symbol in starting if symbol.start_line == definition.line]
    named = [
        symbol
        for symbol in index.symbols.get((definition.path, definition.name), ())
        if symbol.start_line <= definition.line <= symbol.end_line
    ]
    # The innermost holds the name.
    return sorted(named, key=lambda symbol: symbol.end_line - symbol.start_line)[:1]
