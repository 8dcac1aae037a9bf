"""Writes python/miller/languages.json and docs/languages.md, or says whether they are stale.

python tools/languages_document.py            exit status 1 when one of them is stale
python tools/languages_document.py --write    write both
"""

from __future__ import annotations

import json
import sys
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Any

from miller import miller_core
from miller.languages import FINDINGS_FILE, language_table

ROOT = Path(__file__).parent.parent
FOLDERS = ROOT / "crates" / "miller-extract" / "src" / "languages"
FINDINGS = ROOT / "python" / "miller" / FINDINGS_FILE
ACCURACY = ROOT / "docs" / "accuracy.md"
DOCUMENT = ROOT / "docs" / "languages.md"

HEAD = """\
# Languages

Written by `tools/languages_document.py` from the tables of the languages and their fixtures; `make
generated` rewrites it. `miller languages` prints the same.

Files are known by extension, by name (`Makefile`) or by the interpreter on a `#!` line; extensions
that several languages share (`.h`, `.m`, `.ts`, `.fs`, …) are told apart by what the file contains.
A file that no language claims is `text`: it is stored, and its words can be searched.

Definitions and edges are the kinds that the language's fixture shows. "Found" and "right" are
shares of definitions against the language's own parser, where that was measured: see
[accuracy.md](accuracy.md). Files in a language of data have an outline of at most 2,000 symbols;
where that cuts something off, the file is `partial` and the run's report says so.

| language | files | definitions | edges | docs | reads inside | grammar | found / right, % |
|---|---|---|---|---|---|---|---|
"""


def findings() -> dict[str, Any]:
    """Give what the rows of the fixtures hold, by language."""
    accuracy = measured_accuracy()
    found = {}
    for details in miller_core.language_details():
        rows = [extract(path, details.name) for path in fixtures(details.name)]
        own = [
            symbol for file in rows for symbol in file.symbols if symbol.language == details.name
        ]
        uses = [use for file in rows for use in file.identifiers if use.language == details.name]
        ids = {symbol.id for symbol in own}
        edges = [
            edge
            for file in rows
            for edge in (*file.relationships, *file.pending_relationships)
            if edge.from_symbol_id in ids
        ]
        others = {symbol.language for file in rows for symbol in file.symbols} | {
            use.language for file in rows for use in file.identifiers
        }
        found[details.name] = {
            "symbols": sorted({symbol.kind for symbol in own}),
            "identifiers": sorted({use.kind for use in uses}),
            "relationships": sorted({edge.kind for edge in edges}),
            "docs": any(symbol.doc_comment for symbol in own),
            "embeds": sorted(others - {details.name}),
            "accuracy": accuracy.get(details.name),
        }
    return found


def extract(path: Path, language: str) -> Any:
    """Give the rows of a fixture."""
    return miller_core.extract_file(path.read_text(encoding="utf-8"), language, path.name)


def fixtures(language: str) -> list[Path]:
    """Give the fixtures of a language."""
    found = (FOLDERS / language).glob("fixture*")
    return sorted(path for path in found if not path.name.endswith(".expected.txt"))


def measured_accuracy() -> dict[str, dict[str, str]]:
    """Read the first table of docs/accuracy.md: others follow, which are of references."""
    lines = ACCURACY.read_text(encoding="utf-8").splitlines()
    begun = dropwhile(lambda line: not line.startswith("|"), lines)
    table = takewhile(lambda line: line.startswith("|"), begun)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    head = rows[0]
    columns = {"files": "files", "found": "definitions found", "right": "ours in truth"}
    return {
        row[0]: {key: row[head.index(title)] for key, title in columns.items()} for row in rows[2:]
    }


def document() -> str:
    """Give the text of the document."""
    lines = []
    for row in language_table():
        accuracy = row["accuracy"]
        cells = [
            row["language"],
            " ".join(f"`{file}`" for file in row["files"]),
            ", ".join(row["symbols"]),
            ", ".join(row["relationships"]),
            "yes" if row["docs"] else "",
            ", ".join(row["embeds"]),
            f"{row['grammar']} {row['grammar_version']}",
            "" if accuracy is None else f"{accuracy['found']} / {accuracy['right']}",
        ]
        lines.append(f"| {' | '.join(cells)} |\n")
    return HEAD + "".join(lines)


def main(arguments: list[str]) -> int:
    """Compare or write both files."""
    text = json.dumps(findings(), indent=1) + "\n"
    if arguments == ["--write"]:
        FINDINGS.write_text(text, encoding="utf-8")
        DOCUMENT.write_text(document(), encoding="utf-8")
        return 0
    stale = [FINDINGS] if FINDINGS.read_text(encoding="utf-8") != text else []
    if stale or DOCUMENT.read_text(encoding="utf-8") != document():
        stale.append(DOCUMENT)
    for path in stale:
        print(f"stale: {path}; run `make generated`", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
