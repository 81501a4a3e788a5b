"""Where on an axis does a value lie, and which values are written there?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10


@dataclass(frozen=True, kw_only=True)
class Axis:
    """An axis from `low` to `high`, with the values that are written along it and how; `words` say what it counts."""

    low: float
    high: float
    ticks: Sequence[float]
    write: Callable[[float], str]
    words: str = ""

    def place(self, value: float, start: float, end: float) -> float:
        """Where a value lies when the axis is drawn from `start` to `end`; a value outside lies at the end of it."""
        kept = min(max(value, self.low), self.high)
        return start + (kept - self.low) / ((self.high - self.low) or 1) * (end - start)


def axis_of_shares(write: Callable[[float], str], words: str = "") -> Axis:
    """From nothing to all, a line for each fifth."""
    return Axis(low=0, high=1, ticks=(0, 0.2, 0.4, 0.6, 0.8, 1), write=write, words=words)


def axis_of_numbers(
    values: Sequence[float], write: Callable[[float], str], words: str = "", *, from_zero: bool = True, about: int = 5
) -> Axis:
    """Round numbers around the values, from zero unless said."""
    low = min(values, default=0.0) if not from_zero else min(0.0, min(values, default=0.0))
    high = max(values, default=1.0)
    step = round_step((high - low) / about)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    last = max(last, first + 1)
    ticks = [round(place * step, 10) for place in range(first, last + 1)]
    return Axis(low=ticks[0], high=ticks[-1], ticks=ticks, write=write, words=words)


def axis_of_years(first: float, last: float, words: str = "", *, about: int = 6) -> Axis:
    """Whole years; the first and the last lie at the ends."""
    step = max(1, round(round_step((last - first) / about)))
    start = ceil(first / step) * step
    ticks = [float(year) for year in range(start, floor(last) + 1, step)]
    return Axis(low=first, high=last, ticks=ticks, write=lambda year: f"{year:.0f}", words=words)


def round_step(rough: float) -> float:
    """1, 2 or 5 times a power of ten, the least that is no less than `rough`."""
    if rough <= 0:
        return 1.0
    power: float = 10.0 ** floor(log10(rough))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= rough * (1 - 1e-9))
