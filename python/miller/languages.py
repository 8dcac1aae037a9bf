"""The languages with all that is known of each: files, grammar, what its rows hold, accuracy.

Names and grammars come from the extension. What the rows hold was read off the fixtures, and the
accuracy from the comparison with each language's own parser; both stand in `languages.json`, which
`make generated` rewrites and the checks hold against the fixtures.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from miller import miller_core

#: What the rows of each language hold, and how accurate they are where that was measured.
FINDINGS_FILE = "languages.json"


def language_table() -> list[dict[str, Any]]:
    """Give a row for each language of this build, sorted by name.

    `language`, `files` (extensions with a dot, file names, interpreters after `#!`), `symbols`,
    `identifiers` and `relationships` (kinds), `docs` (whether documentation is attached), `embeds`
    (languages read inside its files), `grammar`, `grammar_version`, and `accuracy`: `files`
    compared, `found` and `right`, the shares in percent of its own parser's definitions that were
    found, and of ours that it confirms; `None` where it was not measured.
    """
    findings = json.loads(files("miller").joinpath(FINDINGS_FILE).read_text(encoding="utf-8"))
    return [
        {
            "language": details.name,
            "files": [
                *(f".{extension}" for extension in details.extensions),
                *details.file_names,
                *(f"#!{interpreter}" for interpreter in details.interpreters),
            ],
            **findings[details.name],
            "grammar": details.grammar,
            "grammar_version": details.grammar_version,
        }
        for details in miller_core.language_details()
    ]
