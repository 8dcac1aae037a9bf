"""Answers as lines of text: what fits, and how to ask for the rest.

An agent pays for each word that it reads. So an answer is text, one line for each result, as the
command line prints it for pipes, and it ends where the limit is, between two lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from miller.navigation import Page
from miller.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from miller.cli.lines import Line
    from miller.searcher import SearchAnswer

    _Page = Page[Any] | SearchAnswer

#: Characters of an answer, at most; about 4,000 tokens.
MOST_CHARACTERS = 16_000

# A line of minified code tells nothing beyond its begin.
_LONGEST_LINE = 500
# What follows the lines: how to ask for the rest, and what there is to say of the index.
_ROOM_FOR_REMARKS = 1_000


def plain(line: Line) -> str:
    """Write a line of spans as text that is safe to look at."""
    return cut("".join(visible(text) for text, _ in line))


def cut(line: str) -> str:
    """Cut a line that is too long."""
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"


def listed(
    blocks: Sequence[str],
    page: _Page,
    what: str,
    remarks: Iterable[str] = (),
    *,
    sizes: Sequence[int] | None = None,
) -> str:
    """Write the items of a page, a block of lines each, and where the next page begins.

    Where not all fit, the next page begins at the first that is left out. With `sizes`, a block
    stands for so many items.
    """
    taken: list[str] = []
    room = MOST_CHARACTERS - _ROOM_FOR_REMARKS
    for block in blocks:
        if len(block) + 1 > room and taken:
            break
        taken.append(block[:room])
        room -= len(taken[-1]) + 1
    end = page.offset + (len(taken) if sizes is None else sum(sizes[: len(taken)]))
    told = list(remarks)
    if taken and end < page.total:
        # A search does not know how many there are behind those that it was asked for.
        number = f" of {page.total}" if isinstance(page, Page) else ""
        told.append(f"{page.offset + 1} to {end}{number} {what}; next page: offset={end}")
    elif not blocks:
        told.append(f"no {what}" if not page.total else f"no more {what}: there are {page.total}")
    return "\n".join([*taken, *(f"({remark})" for remark in told)])


def excerpt(lines: Sequence[str], first: int, offset: int, limit: int) -> tuple[str, int]:
    """Write lines of source, as many as fit, and give how many these are."""
    taken: list[str] = []
    room = MOST_CHARACTERS - _ROOM_FOR_REMARKS
    for number, line in enumerate(lines[offset : offset + limit], first + offset):
        written = f"{number}: {cut(line)}"
        if len(written) + 1 > room:
            break
        taken.append(written)
        room -= len(written) + 1
    return "\n".join(taken), len(taken)
