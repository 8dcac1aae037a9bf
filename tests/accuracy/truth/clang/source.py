"""Looks into the text of a file where a tree alone does not tell what is written there."""

from __future__ import annotations

import re

NAME = re.compile(rb"~?\s*[A-Za-z_]\w*")
BLANK = re.compile(rb"(?:\s|\\\n|//[^\n]*\n|/\*.*?\*/)*", re.DOTALL)
#: Template arguments longer than this are none.
ARGUMENTS = 2000


def name_at(text: bytes, offset: int) -> str:
    """The name at an offset; empty where there is none."""
    found = NAME.match(text, offset)
    return "".join(found.group().decode().split()) if found else ""


def opens_after(text: bytes, offset: int, openings: bytes = b"(") -> bool:
    """Whether a parenthesis follows a name, with or without template arguments in between."""
    found = NAME.match(text, offset)
    if found is None:
        return False
    end = _skip(text, found.end())
    if text[end : end + 1] == b"<":
        depth = 0
        for at in range(end, min(len(text), end + ARGUMENTS)):
            if text[at : at + 1] == b"<":
                depth += 1
            elif text[at : at + 1] == b">":
                depth -= 1
                if depth == 0:
                    end = _skip(text, at + 1)
                    break
    return end < len(text) and text[end : end + 1] in {bytes([each]) for each in openings}


def _skip(text: bytes, offset: int) -> int:
    found = BLANK.match(text, offset)
    return found.end() if found else offset


def documentation(comment: str | None) -> str | None:
    """The text of a comment without its marks."""
    if comment is None:
        return None
    lines = []
    inside = False
    for line in comment.splitlines():
        bare = line.strip()
        if bare.startswith("/*"):
            inside = True
            bare = bare[2:].lstrip("*!").removeprefix("<")
        elif bare.startswith("//"):
            bare = bare.lstrip("/").removeprefix("!").removeprefix("<")
        elif inside:
            bare = bare.removeprefix("*")
        if bare.endswith("*/"):
            inside = False
            bare = bare[:-2].rstrip("*")
        lines.append(bare)
    return "\n".join(lines).strip() or None
