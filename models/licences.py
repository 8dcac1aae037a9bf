"""Reads the licence of a fetched package, and says whether a model may be trained on it.

A licence is what the package itself declares: `Cargo.toml`, `package.json`, the metadata of a
wheel, Debian's `copyright`; where those say nothing, the text of a file of
its licence.
"""

from __future__ import annotations

import json
import re
import sys
from email import message_from_string
from fnmatch import translate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

#: Licences that ask for no more than their notice, in the spelling of SPDX.
PERMITTED = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "ISC", "MIT"),
        *("MIT-0", "MIT-CMU", "NCSA", "PostgreSQL", "PSF-2.0", "Python-2.0", "Ruby-BSD", "TCL"),
        *("Unicode-3.0", "Unicode-DFS-2016", "Unlicense", "X11", "Zlib", "curl", "libpng"),
        "libtiff",
    }
)

#: How packages write them, in lower case.
_SPELLINGS = {name.lower(): name for name in PERMITTED} | {
    "apache": "Apache-2.0",
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache 2.0 license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "apache-2": "Apache-2.0",
    "apl-2": "Apache-2.0",
    "asl-2": "Apache-2.0",
    "asl-2.0": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "bsd-2": "BSD-2-Clause",
    "bsd-2-clauses": "BSD-2-Clause",
    "bsd-3": "BSD-3-Clause",
    "bsd-3-clauses": "BSD-3-Clause",
    "3c-bsd": "BSD-3-Clause",
    "bsd-3-clause-google": "BSD-3-Clause",
    "bsd3": "BSD-3-Clause",
    "expat": "MIT",
    "hylafax": "libtiff",
    "mit-1": "MIT",
    "mit license": "MIT",
    "mit/x": "MIT",
    "bsd-3-clause~google": "BSD-3-Clause",
    "freebsd": "BSD-2-Clause",
    "go": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "python software foundation license": "PSF-2.0",
    "zlib-libpng-like-permissive": "Zlib",
    "zlib/libpng": "Zlib",
}

#: What a text of a licence says and no other does. The first that fits counts.
_TEXTS = (
    (r"PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2", "PSF-2.0"),
    (r"Apache License\s+Version 2\.0", "Apache-2.0"),
    (r"Permission is hereby granted, free of charge, to any person obtaining", "MIT"),
    (r"Redistribution and use in source and binary forms.*Neither the name", "BSD-3-Clause"),
    (r"Redistribution and use in source and binary forms", "BSD-2-Clause"),
    (r"Permission to use, copy, modify,? and(?:/or)? distribute this software", "ISC"),
    (r"This software is provided 'as-is', without any express or implied warranty", "Zlib"),
)
_NOT_PERMISSIVE = re.compile(
    r"GNU (?:LESSER |AFFERO |LIBRARY )?GENERAL PUBLIC|Mozilla Public License|Eclipse Public",
    re.IGNORECASE,
)
_LICENCE_FILES = (
    "LICENSE*",
    "lib*/LICENSE*",
    "LICENCE*",
    "COPYING*",
    "COPYRIGHT*",
    "license*",
    "MIT-LICENSE*",
)
_CLASSIFIER = "License :: OSI Approved :: "


class LicenceError(Exception):
    """A package may not be trained on, or does not say so."""


def licence_of(folder: Path, package: str) -> str:
    """Give the permitted licence of a fetched package, or refuse it by its name."""
    declared = list(_declared(folder))
    for text in declared:
        known = permitted(text)
        if known is not None:
            return known
    known = None if declared else _from_text(folder)
    if known is None:
        found = "; ".join(declared)[:120] or "no licence that is known"
        raise LicenceError(f"`{package}` is not trained on: its licence is {found}")
    return known


def under_its_licence(folder: Path, paths: list[str]) -> list[str]:
    """Leave out the files of a package that Debian says are under a licence that is not permitted.

    A pattern is compared with every end of a path, as folders may stand in front of what it means.
    """
    others = [
        re.compile("|".join(map(translate, patterns)))
        for patterns, licence in _paragraphs(folder)
        if patterns != ["*"] and permitted(licence) is None
    ]
    return [
        path
        for path in paths
        if not any(other.match(end) for other in others for end in _ends(path))
    ]


def _paragraphs(folder: Path) -> Iterator[tuple[list[str], str]]:
    """Give the patterns and the licence of each paragraph of files in what Debian says."""
    for path in _debian_copyrights(folder):
        for paragraph in re.split(r"\n\s*\n", path.read_text(errors="replace")):
            files = re.search(r"^Files:((?:.*\n?)(?:[ \t].*\n?)*)", paragraph, re.MULTILINE)
            licence = re.search(r"^License:\s*(.+)$", paragraph, re.MULTILINE)
            if files and licence:
                yield [pattern.rstrip(",") for pattern in files[1].split()], licence[1]


def _ends(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[at:]) for at in range(len(parts))]


def permitted(expression: str) -> str | None:
    """Give what an expression comes to in SPDX's names, if it permits training."""
    expression = re.sub(r"\bWITH\s+[\w.-]+", "", expression, flags=re.IGNORECASE)
    expression = re.sub(r"\s*/\s*(?!x\b|libpng)", " OR ", expression)
    parts = re.split(r"\s*(\(|\)|\band\b|\bor\b)\s*", expression.strip(), flags=re.IGNORECASE)
    tokens = [part for part in parts if part]
    said = _any_of(tokens)
    return None if tokens else said


def _any_of(tokens: list[str]) -> str | None:
    """Take alternatives from the front of the tokens, and give the first that permits training."""
    found = [_all_of(tokens)]
    while tokens and tokens[0].upper() == "OR":
        del tokens[0]
        found.append(_all_of(tokens))
    return next((said for said in found if said is not None), None)


def _all_of(tokens: list[str]) -> str | None:
    found = [_one(tokens)]
    while tokens and tokens[0].upper() == "AND":
        del tokens[0]
        found.append(_one(tokens))
    said = [name for name in found if name is not None]
    return " AND ".join(dict.fromkeys(said)) if len(said) == len(found) else None


def _one(tokens: list[str]) -> str | None:
    if not tokens:
        return None
    first = tokens.pop(0)
    if first != "(":
        return _SPELLINGS.get(first.lower())
    said = _any_of(tokens)
    if tokens:
        del tokens[0]
    return said


def _declared(folder: Path) -> list[str]:
    found: list[str] = []
    for manifest in sorted(folder.glob("*/Cargo.toml")):
        said = tomllib.loads(manifest.read_text())["package"].get("license")
        found += [said] if said else []
    for manifest in sorted(folder.glob("package/package.json")):
        said = json.loads(manifest.read_text()).get("license")
        found += [said["type"] if isinstance(said, dict) else said] if said else []
    for metadata in sorted(folder.glob("*.dist-info/METADATA")):
        headers = message_from_string(metadata.read_text())
        for field in ("License-Expression", "License"):
            said = (headers[field] or "").strip()
            found += [said.splitlines()[0]] if said else []
        for classifier in headers.get_all("Classifier", []):
            if classifier.startswith(_CLASSIFIER):
                found.append(classifier.removeprefix(_CLASSIFIER))
    found += [licence for patterns, licence in _paragraphs(folder) if patterns == ["*"]]
    return found


def _debian_copyrights(folder: Path) -> list[Path]:
    """Find what Debian says, in a package of source or in a built one."""
    return [
        *sorted(folder.glob("debian/copyright")),
        *sorted(folder.glob("usr/share/doc/*/copyright")),
    ]


def _from_text(folder: Path) -> str | None:
    candidates = [
        path
        for pattern in _LICENCE_FILES
        for depth in ("", "*/")
        for path in sorted(folder.glob(depth + pattern))
        if path.is_file()
    ]
    candidates += _debian_copyrights(folder)
    for path in candidates:
        text = path.read_text(errors="replace")
        if _NOT_PERMISSIVE.search(text):
            continue
        for pattern, name in _TEXTS:
            if re.search(pattern, text, flags=re.DOTALL):
                return name
    return None
