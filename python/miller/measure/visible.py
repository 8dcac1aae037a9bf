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


def _written_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
