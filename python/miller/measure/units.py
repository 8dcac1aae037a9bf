"""Numbers as people read them: thousands separated, large and small ones with a prefix."""

from __future__ import annotations

from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["count", "bytes", "seconds", "share"]

_THOUSAND = 1_000
# Up to here a count is shown in full: 9,999 reads better than 10 k.
_SHOWN_IN_FULL = 10_000
_PREFIXES = {
    "count": ("", " k", " M", " G", " T"),
    "bytes": (" B", " kB", " MB", " GB", " TB"),
}


def short(value: float, unit: Unit = "count") -> str:
    """Give a number with three significant digits and its unit: `1.23 M`, `45 MB`, `310 ms`.

    `share` is a part of one: `0.48` gives `48 %`. Bytes are counted in thousands, as disks are.
    """
    sign, size = ("\N{MINUS SIGN}" if value < 0 else ""), abs(value)
    if unit == "seconds":
        return sign + _seconds(size)
    if unit == "share":
        return f"{sign}{_digits(100 * size)} %"
    prefixes = _PREFIXES[unit]
    step = 0
    if unit == "bytes" or size >= _SHOWN_IN_FULL:
        # The limit is where three digits round up to a thousand.
        while size >= _THOUSAND - 0.5 and step < len(prefixes) - 1:
            size, step = size / _THOUSAND, step + 1
    elif float(size).is_integer():
        return f"{sign}{size:,.0f}"
    return f"{sign}{_digits(size)}{prefixes[step]}"


def full(value: float) -> str:
    """Give a count with all its digits: `1,234,567`."""
    return f"{value:,.0f}"


def _seconds(value: float) -> str:
    if value == 0:
        return "0 s"
    if value < 0.000_999_5:  # noqa: PLR2004 -- the limit where three digits round up to 1 ms
        return f"{_digits(value * 1e6)} µs"
    if value < 0.999_5:  # noqa: PLR2004 -- the limit where three digits round up to 1 s
        return f"{_digits(value * 1e3)} ms"
    return f"{_digits(value)} s"


def _digits(value: float) -> str:
    """Give three significant digits, and all that stand before the point; no zeros at the end."""
    places = 2 if value < 9.995 else 1 if value < 99.95 else 0  # noqa: PLR2004 -- as it rounds
    if value and value < 0.009_95:  # noqa: PLR2004 -- as it rounds
        return f"{value:.2g}"
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if places else text
