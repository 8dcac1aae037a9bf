"""Text from an indexed workspace, made safe to look at."""

from __future__ import annotations


def visible(text: str) -> str:
    """Write out what cannot be seen: control characters, changes of direction, stray bytes.

    A file's name may hold any of them; on a terminal they move the cursor, and no encoding takes
    stray bytes.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else _written_out(one) for one in text)


def visible_lines(text: str) -> str:
    """Do so line by line, for text of several lines; tabs become spaces."""
    return "\n".join(visible(line) for line in text.expandtabs().split("\n"))


def _written_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
