"""Numbers as people read them: thousands separated, large and small ones with a prefix."""

from __future__ import annotations

from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["count", "bytes", "seconds", "share", "ratio"]

_THOUSAND = 1_000
# Up to here a count is shown in full: 9,999 reads better than 10 k.
_SHOWN_IN_FULL = 10_000
_PREFIXES = {
    "count": ("", " k", " M", " G", " T"),
    "bytes": (" B", " kB", " MB", " GB", " TB"),
}


def short(value: float, unit: Unit = "count") -> str:
    """Give a number with three significant digits and its unit: `1.23 M`, `45 MB`, `310 ms`.

    `share` is a part of one: 0.48 gives `48 %`; `ratio` gives `0.48` and the sign for times. Bytes
    are counted in thousands, as disks are.
    """
    factor, suffix = _scale(abs(value), unit)
    return f"{_digits(value / factor)}{suffix}"


def short_spread(middle: float, low: float, high: float, unit: Unit = "count") -> str:
    """Give a number and its spread in one unit, as in `3.12 s (2.98 to 3.4)` with a dash for `to`.

    Where three digits show no spread, none is given.
    """
    factor, suffix = _scale(abs(middle), unit)
    first, last = _digits(low / factor), _digits(high / factor)
    spread = "" if first == last else f" ({first}\N{EN DASH}{last})"
    return f"{_digits(middle / factor)}{suffix}{spread}"


def full(value: float) -> str:
    """Give a count with all its digits: `1,234,567`."""
    return f"{value:,.0f}"


def _scale(size: float, unit: Unit) -> tuple[float, str]:
    """Give what to divide by, and what to write behind. Limits are where three digits round up."""
    if unit == "share":
        return 0.01, " %"
    if unit == "ratio":
        return 1, "\N{MULTIPLICATION SIGN}"
    if unit == "seconds":
        if size >= 0.999_5 or size == 0:  # noqa: PLR2004 -- a second
            return 1, " s"
        return (1e-3, " ms") if size >= 0.000_999_5 else (1e-6, " µs")  # noqa: PLR2004 -- a millisecond
    factor, prefixes = 1.0, list(_PREFIXES[unit])
    if unit == "bytes" or size >= _SHOWN_IN_FULL:
        while size / factor >= _THOUSAND - 0.5 and len(prefixes) > 1:
            factor *= _THOUSAND
            del prefixes[0]
    return factor, prefixes[0]


def _digits(value: float) -> str:
    """Give three significant digits, and all that stand before the point; no zeros at the end."""
    size = abs(value)
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    if size and size < 0.009_95:  # noqa: PLR2004 -- as it rounds
        return f"{sign}{size:.2g}"
    places = 2 if size < 9.995 else 1 if size < 99.95 else 0  # noqa: PLR2004 -- as it rounds
    text = f"{size:,.{places}f}"
    return sign + (text.rstrip("0").rstrip(".") if places else text)
