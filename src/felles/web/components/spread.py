"""How are the days of a step spread, from the quickest to the slowest? Bars over days, as coordinates for a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from felles.web.components.text_width import text_width

WIDTH, HEIGHT = 224.0, 92.0
MOST_BARS = 24
TICK_FONT_SIZE = 12.0
_TOP, _BOTTOM = 8.0, 68.0


@dataclass(frozen=True, kw_only=True)
class Bar:
    """How many took from `first` to `last` days; late where all of them are past the one limit."""

    x: float
    y: float
    width: float
    height: float
    first: int
    last: int
    count: int
    late: bool


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The bars, the days written below them with their places, and the place of the limit where there is one."""

    bars: Sequence[Bar]
    ticks: Sequence[tuple[float, int]]
    limit_x: float | None
    limit: int | None


def spread_of(days: Sequence[int], limit: int | None) -> Spread:
    """The spread of whole days, sorted. Without days there are no bars."""
    if not days:
        return Spread(bars=(), ticks=(), limit_x=None, limit=limit)
    top = max(days[-1], limit or 0) + 1
    wide = max(1, ceil(top / MOST_BARS))
    count = ceil(top / wide)
    each = WIDTH / count
    counted = [0] * count
    for day in days:
        counted[day // wide] += 1
    highest = max(counted)
    bars = [
        Bar(
            x=round(place * each, 1),
            y=round(_BOTTOM - (_BOTTOM - _TOP) * many / highest, 1),
            width=round(each * 0.86, 1),
            height=round((_BOTTOM - _TOP) * many / highest, 1),
            first=place * wide,
            last=place * wide + wide - 1,
            count=many,
            late=limit is not None and place * wide > limit,
        )
        for place, many in enumerate(counted)
        if many
    ]
    step = max(wide, ceil(top / 5 / wide) * wide)
    ticks = [(round(day / wide * each, 1), day) for day in range(0, top, step)]
    ticks = [(x, day) for x, day in ticks if x + text_width(str(day), TICK_FONT_SIZE) <= WIDTH]
    limit_x = None if limit is None else round((limit + 1) / wide * each, 1)
    return Spread(bars=bars, ticks=ticks, limit_x=limit_x, limit=limit)
