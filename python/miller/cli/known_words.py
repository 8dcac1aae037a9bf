"""Options whose values are words of a list: a word that is none of them is wrong usage.

A search for `pyhton` finds nothing, which looks like an answer.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def one_of(
    words: Callable[[], Sequence[str]], command: str | None = None
) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], tuple[str, ...]]:
    """Give the check of an option's values. `command` lists the words; without one, the error does.

    The words are asked for when there is something to check.
    """

    def check(
        _context: click.Context, option: click.Parameter, values: tuple[str, ...]
    ) -> tuple[str, ...]:
        known = words() if values else ()
        for value in values:
            if value not in known:
                raise click.BadParameter(_wrong(option.name or "", value, known, command))
        return values

    return check


def _wrong(what: str, value: str, known: Sequence[str], command: str | None) -> str:
    near = get_close_matches(value.lower(), known)
    meant = f", did you mean {' or '.join(f'`{word}`' for word in near)}?" if near else "."
    where = f"`{command}` lists all." if command else f"All are: {', '.join(known)}."
    return f"there is no {what} `{value}`{meant} {where}"
