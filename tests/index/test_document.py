"""The examples of docs/python.md, run one after the other on an index."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "python.md"


def test_examples_of_the_document_run(workspace: Path, tmp_path: Path) -> None:
    place = tmp_path / "path/to/workspace"
    place.parent.mkdir(parents=True)
    shutil.copytree(workspace, place)
    examples = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) > 8
    names: dict[str, object] = {}
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        for example in examples:
            exec(compile(example, str(DOCUMENT), "exec"), names)  # noqa: S102 -- our own examples
    finally:
        os.chdir(before)
