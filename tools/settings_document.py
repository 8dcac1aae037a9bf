"""Writes docs/settings.md from the settings, or says whether it is stale.

python tools/settings_document.py            exit status 1 when the file is stale
python tools/settings_document.py --write    write the file
"""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

from miller.embeddings.models import FORMS
from miller.settings import Settings

DOCUMENT = Path(__file__).parent.parent / "docs" / "settings.md"

HEAD = """\
# Settings

Written by `tools/settings_document.py` from `python/miller/settings.py`; `make generated` rewrites
it. A value comes from the first of these that has one: the command line, the environment variable,
what the index remembers, the configuration file, the default. The configuration file is
`miller.toml` in the workspace, or the table `[tool.miller]` of its `pyproject.toml`; of the two,
`miller.toml` is read alone.

What `miller index` was told on the command line about what an index holds stays with the index, in
its file `options.json`: `--max-file-size`, `--exclude`, `--hidden`, `--embedder` and
`--no-embeddings` hold for later runs, for `miller doctor` and for searches. Each run and
`miller stats` show them. Whoever gives one anew changes it; `--forget-options` forgets all, and the
index goes by the settings again.

| key in the file | environment | default | what it is |
|---|---|---|---|
"""

MODELS_HEAD = """
## Embedding models

What can be written as `--embedder`, `MILLER_EMBEDDER` or `embedder`; `none` does without vectors,
and finds names alone. What a provider needs is not installed with Miller.

| write | example | needs | environment | what it is |
|---|---|---|---|---|
"""

MODELS_TAIL = """
Other providers of LanceDB's registry that embed text, such as `cohere:MODEL`, are taken by their
names there; Miller's tests do not cover them.

A table gives options besides the name: those of the provider. The key of a service belongs in the
environment, not in the file.

```toml
[embedder]                     # in miller.toml; [tool.miller.embedder] in pyproject.toml
provider = "ollama"
name = "nomic-embed-text"
host = "http://models.local:11434"
```

```toml
[embedder]
provider = "openai-compatible"
base_url = "https://models.local/v1"
name = "bge-small"
api_key_variable = "MODELS_KEY"
timeout_seconds = 30
```

A name that no provider has, a model that its provider refuses, a package, key or folder that is
missing is an error before anything is indexed, with exit status 2. A service that does not answer,
or that answers with an error, is none: the rows are indexed, and the next `miller index` that
reaches it makes the vectors. As long as the model cannot be used, `miller search` finds by text
alone and says so.

Another model makes all vectors anew at the next `miller index`; until then, `miller stats` tells
of the difference, and `miller search` works with `--mode text`.
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
    return HEAD + "".join(lines) + models()


def models() -> str:
    """Give the section on what can be written as the setting `embedder`."""
    lines = []
    for form in FORMS:
        needs = f"`pip install {form.package}`" if form.package else ""
        key = f"`{form.key}`: the key" if form.key else ""
        variables = "; ".join(part for part in (key, form.variables) if part)
        lines.append(f"| `{form.text}` | `{form.example}` | {needs} | {variables} | {form.doc} |\n")
    return MODELS_HEAD + "".join(lines) + MODELS_TAIL


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
