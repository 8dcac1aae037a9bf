"""Miller indexes source code: its symbols, their uses and the edges between them."""

from __future__ import annotations

import warnings

from miller import miller_core
from miller.errors import MillerError

__version__ = miller_core.__version__

__all__ = ["MillerError", "__version__", "miller_core"]

if not miller_core._optimised:  # noqa: SLF001 -- the package's own extension
    warnings.warn(
        "miller was built without optimisation; build it with `maturin develop --release`",
        RuntimeWarning,
        stacklevel=2,
    )
