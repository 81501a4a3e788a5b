"""How has one indicator moved, and how far is it to the aim of 2035? A small line, without a forecast."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from felles.definitions import Point

WIDTH = 300.0
HEIGHT = 74.0
LAST_YEAR = 2035
FEWEST_POINTS = 3

_LEFT, _RIGHT, _TOP, _BOTTOM = 6.0, 252.0, 12.0, 60.0
_PART_OF_YEAR = {"T": 3, "H": 2}


@dataclass(frozen=True, kw_only=True)
class Sparkline:
    """Coordinates of a line from the first published point to the last, and of the aim to the right of it."""

    line: str
    dots: Sequence[tuple[float, float]]
    aim_y: float | None
    left: float
    right: float
    first_year: int
    first_value: float
    last_year: int
    last_value: float


def draw_sparkline(points: Sequence[Point], aim: float | None) -> Sparkline | None:
    """The line of the points that can be compared, or nothing when they are fewer than three."""
    dated = sorted((year_of(point.period), point.value) for point in _comparable(points) if point.period)
    if len(dated) < FEWEST_POINTS:
        return None
    values = [value for _, value in dated] + ([aim] if aim is not None else [])
    first, (low, high) = dated[0][0], (min(values), max(values))

    def x(year: float) -> float:
        return round(_LEFT + (year - first) / (LAST_YEAR - first) * (_RIGHT - _LEFT), 1)

    def y(value: float) -> float:
        return round(_BOTTOM - (value - low) / ((high - low) or 1) * (_BOTTOM - _TOP), 1)

    dots = [(x(year), y(value)) for year, value in dated]
    return Sparkline(
        line=" ".join(f"{across},{down}" for across, down in dots),
        dots=dots,
        aim_y=None if aim is None else y(aim),
        left=_LEFT,
        right=_RIGHT,
        first_year=int(dated[0][0]),
        first_value=dated[0][1],
        last_year=int(dated[-1][0]),
        last_value=dated[-1][1],
    )


def year_of(period: str) -> float:
    """`2019` -> 2019, `2016T3` -> 2016.67, `2019-2023` -> 2021: where on a line of years a period lies."""
    start = int(period[:4])
    if span := re.fullmatch(r"(\d{4})-(\d{4})", period):
        return (int(span[1]) + int(span[2])) / 2
    if part := re.fullmatch(r"\d{4}([TH])(\d)", period):
        return start + (int(part[2]) - 1) / _PART_OF_YEAR[part[1]]
    if month := re.match(r"\d{4}-(\d{2})", period):
        return start + (int(month[1]) - 1) / 12
    return float(start)


def _comparable(points: Sequence[Point]) -> list[Point]:
    """The points that say the same thing as the last one: same standard population, same coverage."""
    latest = points[-1] if points else None
    return [point for point in points if latest and (point.standard, point.scope) == (latest.standard, latest.scope)]
