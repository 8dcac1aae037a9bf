"""The command line: asks the questions of packages, prints the figures, writes the document."""

from __future__ import annotations

import argparse
import sys

from tests.accuracy import fetch
from tests.search_quality import ablation, asking, docstrings, document, figures, question_lists


def main(arguments: list[str] | None = None) -> int:
    """Ask the questions of some packages, or of all."""
    known = question_lists.packages()
    parser = argparse.ArgumentParser(prog="python -m tests.search_quality", description=__doc__)
    parser.add_argument("packages", metavar="PACKAGE", nargs="*", help=f"of {', '.join(known)}")
    parser.add_argument("--embedder", metavar="MODEL", help="the embedding model, if not Miller's")
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="show so many of the worst answers"
    )
    parser.add_argument(
        "--propose", type=int, metavar="N", help="only show N docstrings, drawn by chance, to read"
    )
    parser.add_argument(
        "--parts", action="store_true", help="also ask without each part of the ranking"
    )
    parser.add_argument("--document", action="store_true", help="write docs/search.md")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.packages) - set(known))
    if unknown:
        parser.error(f"no questions on {', '.join(unknown)}; there are some on {', '.join(known)}")
    if options.document and options.packages:
        parser.error("the document has all packages: leave their names out")
    try:
        told, after = ask(options)
    except (fetch.FetchError, question_lists.QuestionError) as error:
        print(error, file=sys.stderr)
        return 2
    if told:
        show(told, after, options.worst)
    if told and options.document:
        document.write(told, after)
    return 0


def ask(options: argparse.Namespace) -> tuple[list[asking.Answer], dict[str, list[asking.Answer]]]:
    """Index the packages and ask; give the answers, and those without parts of the ranking."""
    known = question_lists.packages()
    told: list[asking.Answer] = []
    after: dict[str, list[asking.Answer]] = {}
    for package in options.packages or known:
        folder = fetch.fetched(known[package]["package"])
        exclude = known[package].get("exclude", [])
        with asking.indexed(folder, exclude=exclude, embedder=options.embedder) as index:
            if options.propose is not None:
                docstrings.propose(index, options.propose)
                continue
            asked = question_lists.of_package(package)
            question_lists.check(asked, index.documentation())
            told += asking.answers(index, asked)
            for change in ablation.CHANGES if options.parts else ():
                with ablation.changed(change):
                    changed = asking.answers(index, asked, ["hybrid"])
                after.setdefault(change.title, []).extend(changed)
    return told, after


def show(
    told: list[asking.Answer], after: dict[str, list[asking.Answer]], number_of_worst: int
) -> None:
    """Print the figures and the answers that went worst."""
    print(document.table(told))
    if after:
        print(f"\n{document.parts(told, after)}")
    for answer in figures.worst(told, number_of_worst):
        print(f"\n{answer.question.package}: {answer.question.text}: {answer.gains}")
        for hit in answer.hits:
            print(f"    {hit.path}:{hit.line} {hit.kind} {hit.qualified_name}")


if __name__ == "__main__":
    sys.exit(main())
