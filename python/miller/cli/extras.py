"""Commands that need a package which is not installed with Miller."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from miller.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Say of an import in the block that fails which extra brings the package."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "miller":
            raise
        raise ConfigurationError(
            f"a package is missing: {error.name}", hint=f"pip install 'miller[{extra}]'"
        ) from error
