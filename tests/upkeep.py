"""Settings of `vector_upkeep` that let small workspaces see what is done for large ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

ALL_ANEW: dict[str, Any] = {
    "_VERSIONS_BEFORE_A_LOOK": 0,
    "_MUCH_WASTE": -2,
    "_TIME_BETWEEN_COMPACTING": timedelta(0),
}
"""Each run writes the table anew."""

BY_PIECES: dict[str, Any] = {
    "_VERSIONS_BEFORE_A_LOOK": 0,
    "_MOST_PIECES": 2,
    "_MOST_ROWS_OUTSIDE": 0,
    "_ROWS_WORTH_A_VECTOR_INDEX": 1,
    "_SHARE_OUTSIDE": 0,
    "_MUCH_WASTE": 1_000_000,
}
"""Each run joins pieces and builds the full text index."""

OFTEN: dict[str, Any] = {
    "_VERSIONS_BEFORE_A_LOOK": 4,
    "_MOST_PIECES": 2,
    "_MOST_ROWS_OUTSIDE": 20,
}
"""Every few runs something is due."""
