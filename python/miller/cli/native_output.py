"""What native libraries write to standard error: kept for the words of an error.

When Lance's Rust code panics, the exception says only that it did; why goes to the descriptor of
standard error, with the places in Lance's own sources, in the middle of what a person reads.
"""

from __future__ import annotations

import faulthandler
import os
import sys
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DESCRIPTOR = 2
_MOST_CHARACTERS = 2_000


@contextmanager
def kept() -> Iterator[Callable[[], str]]:
    """Keep for the time of the block what is written past Python; give a function that tells it.

    What nobody has asked for by the end is written where it would have gone. A process that the
    system ends by a signal has no such end: Python then says where it was.
    """
    try:
        shown = os.fdopen(os.dup(_DESCRIPTOR), "w", buffering=1, errors="backslashreplace")
        file = TemporaryFile(buffering=0)  # noqa: SIM115 -- closed below
    except OSError:
        # Standard error is closed, or there is no room for a file.
        yield lambda: ""
        return
    with file, shown:
        before, sys.stderr = sys.stderr, shown
        before.flush()
        os.dup2(file.fileno(), _DESCRIPTOR)
        faulthandler.enable(shown)

        def told() -> str:
            file.seek(0)
            text = file.read().decode(errors="replace")
            # The place to write at is that of the descriptor, too.
            file.truncate(file.seek(0))
            return text.partition("\nstack backtrace:")[0].strip()[:_MOST_CHARACTERS]

        try:
            yield told
        finally:
            rest = told()
            if rest:
                print(rest, file=shown)
            faulthandler.disable()
            os.dup2(shown.fileno(), _DESCRIPTOR)
            sys.stderr = before
