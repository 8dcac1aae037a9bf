"""The command line: measures languages, prints what differs, writes the document."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections import Counter
from pathlib import Path

from tests.accuracy import document, fetch, parsers
from tests.accuracy.measure import FIGURES, Tally, compare
from tests.accuracy.references import command as references

EPILOG = "`references LANGUAGE…` measures what uses are resolved to; it has a help of its own"


def main(arguments: list[str] | None = None) -> int:
    """Measure languages and print their figures."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["references"]:
        return references.main(words[1:])
    known = sorted(set(fetch.languages()) & set(parsers.PREPARE))
    parser = argparse.ArgumentParser(
        prog="python -m tests.accuracy", description=__doc__, epilog=EPILOG
    )
    parser.add_argument("languages", metavar="LANGUAGE", nargs="*", help=f"of {', '.join(known)}")
    parser.add_argument("--corpus", type=Path, help="measure this folder, not the packages")
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="show so many differences"
    )
    parser.add_argument("--figure", action="append", choices=FIGURES, help="show those of a figure")
    parser.add_argument("--document", action="store_true", help="write docs/accuracy.md")
    options = parser.parse_args(words)
    unknown = sorted(set(options.languages) - set(known))
    if unknown:
        parser.error(f"no truth for {', '.join(unknown)}; there is one for {', '.join(known)}")
    # A debug build gives the same rows.
    warnings.simplefilter("ignore", RuntimeWarning)
    rows: dict[str, list[str]] = {}
    for language in options.languages or known:
        try:
            tally = measure(language, options.corpus)
        except fetch.FetchError as error:
            print(f"{language}: {error}", file=sys.stderr)
            return 2
        rows[language] = document.cells(language, tally)
        show(language, tally, options.worst, options.figure or list(FIGURES))
    print(document.markdown_row(document.HEAD))
    for row in rows.values():
        print(document.markdown_row(row))
    if options.document:
        document.write(rows)
    return 0


def measure(language: str, folder: Path | None) -> Tally:
    """Compare the files of a language with the truth."""
    from tests.accuracy import rows  # noqa: PLC0415 -- the extension, which may not be built yet

    corpus = (
        fetch.corpus_of_folder(language, folder) if folder else fetch.corpus_of_packages(language)
    )
    tally = Tally()
    truth = parsers.truth_of(language, corpus.root, corpus.paths)
    for told, ours in zip(truth, rows.read(corpus.root, corpus.paths), strict=True):
        compare(tally, told, ours)
    return tally


def show(language: str, tally: Tally, worst: int, figures: list[str]) -> None:
    """Print some differences of each figure, and the files that have most of them."""
    for path, reason in tally.refused:
        print(f"{language}: {path}: refused by the official parser: {reason}")
    if not worst:
        return
    for figure in figures:
        differences = [each for each in tally.differences if each.figure == figure]
        busy = Counter(each.path for each in differences)
        print(f"{language}: {figure}: {len(differences)} of {tally.asked[figure]} differ")
        for path, count in busy.most_common(3):
            print(f"    {count} in {path}")
        step = max(1, len(differences) // worst)
        for each in differences[::step][:worst]:
            print(f"  {each.path}:{each.line}: {each.text}")


if __name__ == "__main__":
    sys.exit(main())
