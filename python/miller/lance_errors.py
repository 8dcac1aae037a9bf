"""What Lance raises, as errors of Miller that say what to do.

It raises the same whether LanceDB reads or its own package does, and neither is loaded here.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from miller.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAKE_ANEW = (
    "run `miller index`, which makes vectors that cannot be used anew; where it finds nothing "
    "changed, `miller doctor --fix` looks closer"
)


@contextmanager
def raised_by_lance(path: Path, doing: str, hint: str = MAKE_ANEW) -> Iterator[None]:
    """Raise what Lance raises in the block as a `StoreError` about the vector store."""
    try:
        yield
    except Exception as error:
        if not _is_of_lance(error):
            raise
        raise StoreError(
            f"{doing} failed in the vector store `{path}`: {_reason(error)}", hint=hint
        ) from error


def _is_of_lance(error: Exception) -> bool:
    """Whether Lance raises such; its extensions have a class for panics that no module exports."""
    return isinstance(error, (OSError, RuntimeError, ValueError)) or (
        type(error).__name__ in {"RustPanic", "PanicException"}
    )


def _reason(error: Exception) -> str:
    """Give what Lance says, without the place in its sources that it says it from."""
    return re.sub(r", \S+\.rs:\d+:\d+", "", str(error))
