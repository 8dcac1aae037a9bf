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


def guards(text: bytes, name: str) -> bool:
    """Whether a macro only keeps a file from being read twice."""
    word = re.escape(name.encode())
    guard = rb"#\s*ifndef\s+" + word + rb"\s*\n\s*#\s*define\s+" + word + rb"[ \t\r]*\n"
    return re.search(guard, text) is not None


def last_name(text: bytes, start: int, end: int) -> int | None:
    """Where the last name of `object.path::name<arguments>` starts."""
    at = len(text[start:end].rstrip()) + start
    if text[at - 1 : at] == b">":
        depth = 0
        while at > start:
            at -= 1
            if text[at : at + 1] == b">" and text[at - 1 : at] != b"-":
                depth += 1
            elif text[at : at + 1] == b"<":
                depth -= 1
                if depth == 0:
                    break
    found = re.search(rb"(?:~\s*)?[A-Za-z_]\w*\s*\Z", text[start:at])
    return start + found.start() if found else None


def follows_new(text: bytes, offset: int) -> bool:
    """Whether `new` stands in front of a type."""
    before = text[max(0, offset - ARGUMENTS) : offset]
    return re.search(rb"\bnew\s+(?:\w+\s*::\s*|::\s*)*\Z", before) is not None


def unevaluated(text: bytes) -> list[tuple[int, int]]:
    """The lines of `decltype(…)`: the tree shows nothing of what stands in it."""
    found = []
    for word in re.finditer(rb"\bdecltype\s*\(", text):
        depth = 1
        at = word.end()
        while depth and at < min(len(text), word.end() + ARGUMENTS):
            depth += {b"(": 1, b")": -1}.get(text[at : at + 1], 0)
            at += 1
        lines = (text.count(b"\n", 0, end) + 1 for end in (word.start(), at))
        found.append((next(lines), next(lines)))
    return found


def _skip(text: bytes, offset: int) -> int:
    found = BLANK.match(text, offset)
    return found.end() if found else offset


def words_of_call(text: bytes, offset: int) -> list[str]:
    """The words of `MACRO(one, two)`."""
    found = NAME.match(text, offset)
    if found is None:
        return []
    end = text.find(b")", found.end(), found.end() + ARGUMENTS)
    return [
        each.decode() for each in re.findall(rb"[A-Za-z_]\w*", text[offset : max(end, found.end())])
    ]


def declared_after(text: bytes, offset: int) -> str:
    """The first name behind the body of a type, up to the end of the declaration."""
    found = re.compile(rb"[\s*]*(\w+)").match(text, offset)
    return found.group(1).decode() if found else ""


def follows_comment(text: bytes, offset: int) -> bool:
    """Whether a comment ends directly above what starts at an offset."""
    above = text[:offset].rstrip()
    line = above[above.rfind(b"\n") + 1 :].strip()
    return line.startswith(b"//") or line.endswith(b"*/")


#: What comments open with that document; other ones above a definition do so by custom.
DOCUMENTS = re.compile(r"/\*[*!](?![*/])|//[/!](?!/)")


#: A line of nothing but marks.
RULER = re.compile(r"([-=*#/_~+])\1{2,}")


def documentation(comment: str | None) -> list[str | None]:
    """The acceptable texts of a comment without its marks."""
    if comment is None:
        return [None]
    lines = []
    for number, line in enumerate(comment.splitlines()):
        bare = line.strip()
        if bare.startswith("//"):
            bare = bare.lstrip("/").removeprefix("!").removeprefix("<")
        elif number == 0 or bare.startswith("/*"):
            bare = bare.removeprefix("/*").removesuffix("*/").lstrip("*!").removeprefix("<")
        else:
            bare = bare.removesuffix("*/").strip().lstrip("*")
        lines.append(bare.rstrip("*") if line.rstrip().endswith("*/") else bare)
    text = "\n".join(lines).strip() or None
    return [text] if DOCUMENTS.match(comment) else [None, text, without_rulers(text)]


def without_rulers(text: str | None) -> str | None:
    """A plain comment without lines that only separate: they are no words."""
    lines = (text or "").splitlines()
    return "\n".join(line for line in lines if not RULER.fullmatch(line.strip())) or None
