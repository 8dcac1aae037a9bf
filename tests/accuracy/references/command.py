"""The command `references`: measures languages, prints their figures and worst cases."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tests.accuracy.document import markdown_row
from tests.accuracy.fetch import FetchError
from tests.accuracy.references import table, truths, workspaces
from tests.accuracy.references.judge import Tally, judge

if TYPE_CHECKING:
    from tests.accuracy.references.judge import Case
    from tests.accuracy.references.uses import FileUses
    from tests.accuracy.references.workspaces import Workspace

#: Truth programs that run side by side.
PROCESSES = 2


def main(arguments: list[str]) -> int:
    """Measure languages and print their figures."""
    known = sorted(set(workspaces.languages()) & set(truths.PROGRAMS))
    parser = argparse.ArgumentParser(
        prog="python -m tests.accuracy references", description=__doc__
    )
    parser.add_argument("languages", metavar="LANGUAGE", nargs="*", help=f"of {', '.join(known)}")
    parser.add_argument("--corpus", type=Path, help="measure this folder, not the packages")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show wrong targets")
    parser.add_argument("--open", type=int, default=0, metavar="N", help="show unresolved uses")
    parser.add_argument("--across", action="store_true", help="show those across files only")
    parser.add_argument("--confidence", type=float, help="show wrong targets of this one only")
    parser.add_argument("--document", action="store_true", help="write docs/accuracy.md")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.languages) - set(known))
    if unknown:
        parser.error(f"no truth for {', '.join(unknown)}; there is one for {', '.join(known)}")
    # A debug build gives the same rows.
    warnings.simplefilter("ignore", RuntimeWarning)
    figures: dict[tuple[str, bool], Tally] = {}
    for language in options.languages or known:
        try:
            measured = measure(language, options.corpus)
        except FetchError as error:
            print(f"{language}: {error}", file=sys.stderr)
            return 2
        for workspace, tally in measured:
            figures.setdefault((language, workspace.held_out), Tally()).add(tally)
            print(f"{language}: {workspace.name}: {_line(tally)}")
            if not workspace.held_out:
                _show(tally, options)
    for shown in (table.figures(figures), table.rules(figures)):
        print()
        for row in shown:
            print(markdown_row(row))
    if options.document:
        table.write(figures)
    return 0


def measure(language: str, folder: Path | None) -> list[tuple[Workspace, Tally]]:
    """Judge the packages of a language, or a folder."""
    from tests.accuracy.references import targets  # noqa: PLC0415 -- the extension may be missing

    chosen = (
        [workspaces.of_folder(language, folder)] if folder else workspaces.of_packages(language)
    )

    def ask(workspace: Workspace) -> list[FileUses]:
        return truths.truth_of(language, workspace, keep=folder is None)

    with ThreadPoolExecutor(PROCESSES) as pool:
        told = pool.map(ask, chosen)
        return [
            (workspace, judge(each, targets.of_workspace(workspace.root)))
            for workspace, each in zip(chosen, told, strict=True)
        ]


def _line(tally: Tally) -> str:
    across, within = tally.count(across=True), tally.count(across=False)
    return (
        f"{tally.files} files, {tally.uses:,} uses; targets: within a file {within.right:,} of"
        f" {within.judged:,} right, across files {across.right:,} of {across.judged:,};"
        f" found: {_share(tally, across=False)} within, {_share(tally, across=True)} across;"
        f" {tally.bound:,} left at an import; {tally.without_symbol:,} mean what has no symbol"
    )


def _share(tally: Tally, *, across: bool) -> str:
    recall = tally.recall(across=across)
    return f"{recall.found:,} of {recall.asked:,}"


def _show(tally: Tally, options: argparse.Namespace) -> None:
    """Print some wrong targets and unresolved uses, and how the uses of each kind fare."""
    for path, reason in tally.refused:
        print(f"    {path}: refused by the truth: {reason}")
    for (kind, across), recall in sorted(tally.recalls.items()):
        where = "across" if across else "within"
        print(f"    {kind}, {where}: {recall.found:,} of {recall.asked:,} found")
    wrong = [
        case
        for case in tally.wrong
        if case.row
        and not (options.across and case.row.target and case.row.target.path == case.path)
        and (options.confidence is None or abs(case.row.confidence - options.confidence) < 0.001)
    ]
    opened = [case for case in tally.open if not options.across or _elsewhere(case)]
    _list("wrong", wrong, options.worst)
    _list("open", opened, options.open)


def _elsewhere(case: Case) -> bool:
    return all(each.path != case.path for each in case.use.definitions)


def _list(title: str, cases: list[Case], limit: int) -> None:
    """Print at most so many cases, evenly spread, and the names that most of them have."""
    if not limit or not cases:
        return
    busy = Counter(case.use.name for case in cases).most_common(8)
    print(f"  {title}: {len(cases):,}; {', '.join(f'{name} {count}' for name, count in busy)}")
    for case in cases[:: max(1, len(cases) // limit)][:limit]:
        print(f"    {_told(case)}")


def _told(case: Case) -> str:
    """One case: where it stands, what Miller says and what the truth says."""
    use, row = case.use, case.row
    said = " or ".join(f"{each.path}:{each.line} {each.name}" for each in use.definitions[:3])
    truth = f"{use.verdict} {said}{'' if case.possible else ' (no symbol)'}".rstrip()
    place = f"{case.path}:{use.line}:{use.column} {use.name}"
    if row is None:
        return f"{place}: no row; truth: {truth}"
    if row.target is None:
        return f"{place} ({row.kind}): open; truth: {truth}"
    target = row.target
    ours = f"{target.path}:{target.start_line} {target.kind} {target.name} ({row.confidence:.2f})"
    return f"{place} ({row.kind}): {ours}; truth: {truth}"
