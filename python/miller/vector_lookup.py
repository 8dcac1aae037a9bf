"""How near vectors are looked up in their index, whichever package asks Lance."""

from __future__ import annotations

# So many groups of near vectors are looked into, at least.
GROUPS_LOOKED_INTO = 50

# So many vectors are compared in full, whether ten are asked for or all of them: where vectors have
# 40 meanings, thirty compared for ten that are asked for hold only three quarters.
_COMPARED_AT_LEAST = 300


def times_compared(limit: int) -> int:
    """Give how many vectors to compare in full, in multiples of those that are asked for."""
    return -(-_COMPARED_AT_LEAST // max(1, min(limit, _COMPARED_AT_LEAST)))
