"""The list of languages: extension, command line and document agree."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from miller import miller_core
from miller.cli.languages import languages
from miller.languages import language_table

ROOT = Path(__file__).parent.parent


def test_all_lists_name_the_same_languages() -> None:
    supported = miller_core.supported_languages()
    assert [details.name for details in miller_core.language_details()] == supported
    assert [row["language"] for row in language_table()] == supported
    answer = CliRunner().invoke(languages, ["--json"])
    assert [row["language"] for row in json.loads(answer.output)] == supported
    document = (ROOT / "docs" / "languages.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip() for line in document.splitlines() if line[:1] == "|"]
    assert rows[2:] == supported


def test_every_extension_leads_to_its_language() -> None:
    for details in miller_core.language_details():
        # Some belong to the language that claims them first.
        found = {miller_core.detect_language(f"a.{ending}") for ending in details.extensions}
        found |= {miller_core.detect_language(name) for name in details.file_names}
        assert details.name in found, details


def test_no_two_languages_claim_one_ending() -> None:
    claimed: dict[str, str] = {}
    for details in miller_core.language_details():
        for ending in (*details.extensions, *details.file_names):
            assert claimed.setdefault(ending, details.name) == details.name, ending


def test_the_table_is_readable() -> None:
    answer = CliRunner().invoke(languages)
    assert answer.exit_code == 0
    line = next(line for line in answer.output.splitlines() if line.startswith("python "))
    assert ".pyi" in line
    assert "class constant" in line
