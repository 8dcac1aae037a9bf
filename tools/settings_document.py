"""Writes docs/settings.md from the settings, or says whether it is stale.

python tools/settings_document.py            exit status 1 when the file is stale
python tools/settings_document.py --write    write the file
"""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

from miller.settings import Settings

DOCUMENT = Path(__file__).parent.parent / "docs" / "settings.md"

HEAD = """\
# Settings

Written by `tools/settings_document.py` from `python/miller/settings.py`; `make generated` rewrites
it. A value comes from the first of these that has one: the command line, the environment variable,
the configuration file, the default. The configuration file is `miller.toml` in the workspace, or
the table `[tool.miller]` of its `pyproject.toml`; of the two, `miller.toml` is read alone.

| key in the file | environment | default | what it is |
|---|---|---|---|
"""


def document() -> str:
    """Give the text of the document."""
    lines = []
    for setting in fields(Settings):
        key = setting.metadata["key"] or setting.name.replace("_", "-")
        default = {"object": "0", "arrow": "1", True: "1", False: "0", None: "", (): ""}.get(
            setting.default, setting.default
        )
        if key.endswith("-size"):
            default = f"{int(default) >> 20} MiB"
        variable, doc = setting.metadata["variable"], setting.metadata["doc"]
        lines.append(f"| `{key}` | `{variable}` | {default} | {doc} |\n")
    return HEAD + "".join(lines)


def main(arguments: list[str]) -> int:
    """Compare or write the document."""
    if arguments == ["--write"]:
        DOCUMENT.write_text(document(), encoding="utf-8")
        return 0
    if DOCUMENT.read_text(encoding="utf-8") != document():
        print(f"stale: {DOCUMENT}; run `make generated`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
