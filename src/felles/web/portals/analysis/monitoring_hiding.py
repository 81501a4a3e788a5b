"""Which years of which regions must the page that watches stages hide, so that nobody can be told from what it shows?

Years are hidden by stretches of five: a single hidden year could be worked out from the sums of a stretch, which another page
shows. And where the regions that are hidden would together be few, which the country less the others tells, one more is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from felles.access.small_numbers import PUBLISHED

if TYPE_CHECKING:
    import polars as pl

COUNTRY = ""
Counts = tuple[int, int]
"""Cases found early, and late."""
Block = tuple[str, int]
"""A region (or COUNTRY) and the first year of a stretch."""


def blocks_of(counts: pl.DataFrame, starts: Iterable[int], length: int) -> dict[Block, dict[int, Counts]]:
    """The counts of each year, by region and for the country, in stretches. counts: region, period, n, events."""
    made: dict[Block, dict[int, Counts]] = {}
    begins = sorted(starts)
    for region, period, n, events in counts.select("region", "period", "n", "events").iter_rows():
        year = int(period)
        start = max((each for each in begins if each <= year), default=begins[0])
        if year >= start + length:
            continue
        for where in (region, COUNTRY):
            years = made.setdefault((where, start), dict.fromkeys(range(start, start + length), (0, 0)))
            years[year] = _sum([years[year], (events, n - events)])
    return made


def hidden_blocks(blocks: Mapping[Block, Mapping[int, Counts]]) -> frozenset[Block]:
    """The stretches that must be hidden as a whole."""
    hidden = {block for block, years in blocks.items() if any(map(_small, years.values()))}
    for start in {start for _, start in blocks}:
        regions = [region for region, begins in blocks if begins == start and region != COUNTRY]
        by_size = sorted(regions, key=lambda region: sum(map(sum, blocks[region, start].values())))
        while True:
            gone = [region for region in regions if (region, start) in hidden]
            shown = [region for region in by_size if region not in gone]
            together = [_sum(blocks[region, start][year] for region in gone) for year in blocks[COUNTRY, start]]
            if not gone or not shown or not any(map(_small, together)):
                break
            hidden.add((shown[0], start))
    return frozenset(hidden)


def sum_is_told(
    region: str, starts: Iterable[int], blocks: Mapping[Block, Mapping[int, Counts]], hidden: frozenset[Block]
) -> bool:
    """Whether the sum over stretches may be shown: neither it nor what is left of it without those shown is small."""
    known = [start for start in starts if (region, start) in blocks]
    whole = _sum(count for start in known for count in blocks[region, start].values())
    rest = _sum(count for start in known if (region, start) in hidden for count in blocks[region, start].values())
    return not _small(whole) and not _small(rest)


def _sum(counts: Iterable[Counts]) -> Counts:
    early, late = 0, 0
    for one, other in counts:
        early, late = early + one, late + other
    return early, late


def _small(counts: Counts) -> bool:
    return any(0 < count < PUBLISHED for count in (*counts, sum(counts)))
