"""The command line: asks the questions of packages, prints the figures, writes the document."""

from __future__ import annotations

import argparse
import sys
import warnings

from tests.accuracy import fetch
from tests.search_quality import questions


def main(arguments: list[str] | None = None) -> int:
    """Ask the questions of some packages, or of all."""
    known = questions.packages()
    parser = argparse.ArgumentParser(prog="python -m tests.search_quality", description=__doc__)
    parser.add_argument("packages", metavar="PACKAGE", nargs="*", help=f"of {', '.join(known)}")
    parser.add_argument("--embedder", metavar="MODEL", help="the embedding model, if not Miller's")
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="show so many of the worst answers"
    )
    parser.add_argument(
        "--propose", type=int, metavar="N", help="only show N docstrings, drawn by chance, to read"
    )
    parser.add_argument("--document", action="store_true", help="write docs/search.md")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.packages) - set(known))
    if unknown:
        parser.error(f"no questions on {', '.join(unknown)}; there are some on {', '.join(known)}")
    if options.document and options.packages:
        parser.error("the document has all packages: leave their names out")
    # A debug build gives the same answers, later.
    warnings.filterwarnings("ignore", "miller was built", RuntimeWarning)
    from tests.search_quality import asking, docstrings, document, figures  # noqa: PLC0415 -- see above

    answers: list[asking.Answer] = []
    try:
        for package in options.packages or known:
            folder = fetch.fetched(known[package]["package"])
            exclude = known[package].get("exclude", [])
            with asking.indexed(folder, exclude=exclude, embedder=options.embedder) as index:
                if options.propose is not None:
                    docstrings.propose(index, options.propose)
                    continue
                asked = questions.of_package(package)
                questions.check(asked, index.documentation())
                answers += asking.answers(index, asked)
    except (fetch.FetchError, questions.QuestionError) as error:
        print(error, file=sys.stderr)
        return 2
    if not answers:
        return 0
    print(document.table(answers))
    for answer in figures.worst(answers, options.worst):
        print(f"\n{answer.question.package}: {answer.question.text}: {answer.gains}")
        for hit in answer.hits:
            print(f"    {hit.path}:{hit.line} {hit.kind} {hit.qualified_name}")
    if options.document:
        document.write(answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
