"""Reads paths from standard input and prints what libclang finds in each as a line of JSON.

The first argument is the folder that holds the Python package `clang`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, sys.argv[1])

import collect
from clang import cindex

OPTIONS = cindex.TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD
#: How many folders named `include` of a package, and of all packages, are searched.
FOLDERS = 80


def main() -> None:
    """Answer line by line."""
    index = cindex.Index.create()
    own = subprocess.run(
        ["gcc", "-print-file-name=include"],  # noqa: S607 -- the one of the machine
        check=True,
        capture_output=True,
        text=True,
    )
    built_in = ["-isystem", own.stdout.strip()]
    for line in sys.stdin:
        print(json.dumps(truth(index, line.strip(), built_in)), flush=True)


def truth(index: cindex.Index, path: str, built_in: list[str]) -> dict[str, Any]:
    """What libclang says of a file; nothing where its headers are not to be had."""
    mode = ["-x", "c", "-std=gnu17"] if path.endswith(".c") else ["-x", "c++", "-std=gnu++17"]
    # The machine's headers for such instructions are those of another compiler.
    mode += ["-U__SSE__", "-U__SSE2__"]
    options = [*mode, "-w", "-fparse-all-comments", *built_in, *folders(Path(path))]
    unit = index.parse(path, args=options, options=OPTIONS)
    errors = [each for each in unit.diagnostics if each.severity >= cindex.Diagnostic.Error]
    if errors:
        first = errors[0]
        return {"path": path, "error": f"{first.location.line}: {first.spelling}"}
    return {"path": path, **collect.Collector(unit).found(), "error": None}


def folders(path: Path) -> list[str]:
    """Where headers may be: beside the file, above it, and in folders named `include`.

    The machine's own come first where a header stands in angle brackets.
    """
    # `debian-source/package-version/package/…`
    package = Path(*path.parts[:3])
    near: list[Path] = []
    for above in [path.parent, *path.parent.parents]:
        near += [above, above / "include", above / "src", above / "lib"]
        if above == package:
            break
    near += sorted(package.glob("**/include"))[:FOLDERS]
    registry = Path(*path.parts[:1])
    near += sorted({*registry.glob("*/*/include"), *registry.glob("*/*/*/include")})[:FOLDERS]
    return [
        option
        for folder in dict.fromkeys(near)
        if folder.is_dir()
        for option in ("-iquote", str(folder), "-idirafter", str(folder))
    ]


if __name__ == "__main__":
    main()
