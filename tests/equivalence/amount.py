"""How many examples a test generates."""

from __future__ import annotations

from hypothesis import settings

_HUNDRED_PERCENT = 100


def examples(number: int) -> settings:
    """Give the settings for so many examples, times what the profile in force asks for."""
    profile = settings.get_current_profile_name()
    return settings(
        settings.get_profile(profile),
        max_examples=max(1, number * settings().max_examples // _HUNDRED_PERCENT),
    )
