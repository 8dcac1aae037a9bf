"""The instruments measure what they say: what is planted into a run shows, in its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from perf.series import planted, run_once

if TYPE_CHECKING:
    from miller.measure import Figures
    from perf.series import Series

pytestmark = pytest.mark.gate

SIZE = "10k"


def both(series: Series, mode: str, plant: str) -> tuple[Figures, Figures]:
    """Give a run as it is, and one with something planted."""
    plain = series.runs(SIZE, "arrow", "none", mode)[0].figures
    with planted(plant):
        return plain, run_once(series.workspaces[SIZE], "arrow", "none", mode)


def test_blocks_are_counted_one_by_one(series: Series) -> None:
    plain, more = both(series, "blocks", "ten_thousand_objects")
    grown = more.flushes[0].peak_blocks - plain.flushes[0].peak_blocks
    assert abs(grown - 10_000) < 20
    made = more.flushes[0].allocated - plain.flushes[0].allocated
    # The list that holds them grows a few dozen times.
    assert 10_000 <= made < 10_200


def test_bytes_are_traced(series: Series) -> None:
    plain, more = both(series, "bytes", "one_mebibyte")
    grown = (
        more.flushes[0].stages["buffer"].peak_bytes - plain.flushes[0].stages["buffer"].peak_bytes
    )
    assert abs(grown - (1 << 20)) < 4_096
    assert more.flushes[0].stages["store"].peak_bytes < 1 << 16


def test_collections_are_counted_by_generation(series: Series) -> None:
    plain, more = both(series, "usual", "three_collections")
    before = zip(more.collections, plain.collections, strict=True)
    assert [after - without for after, without in before] == [1, 1, 1]


def test_memory_is_seen_at_its_peak(series: Series) -> None:
    plain, more = both(series, "usual", "two_hundred_megabytes")
    grown = more.memory_growth - plain.memory_growth
    assert 150_000_000 < grown < 230_000_000
