"""Where on a line does a day lie, and which days are written along it?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from felles.web.components.text_width import text_width
from felles.web.dates import short_month, write_short_day
from felles.web.wording import Language

GRID_FONT_SIZE = 12.0
_SHORTEST = timedelta(days=30)
_MARGIN = 0.02  # of the span, before the first day and after the last
_BETWEEN_WORDS = 10.0
_LEAST_APART = 24.0  # no words are narrower, so finer steps need not be tried


@dataclass(frozen=True)
class Axis:
    """The days `first` to `last`, drawn from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        part = (day - self.first).days / (self.last - self.first).days
        return self.left + part * (self.right - self.left)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class GridLine:
    x: float
    words: str
    begins_year: bool


@dataclass(frozen=True)
class _Step:
    unit: str  # "day", "month" or "year"
    count: int

    @property
    def days(self) -> float:
        return self.count * {"day": 1, "month": 30.4, "year": 365.2}[self.unit]


_STEPS = [
    *(_Step("day", count) for count in (1, 2, 7, 14)),
    *(_Step("month", count) for count in (1, 3, 6)),
    *(_Step("year", count) for count in (1, 2, 5, 10, 20, 50)),
]


def axis_over(first: date, last: date, *, left: float, right: float) -> Axis:
    """An axis that holds both days with a little air, never shorter than a month."""
    missing = max(_SHORTEST - (last - first), timedelta())
    first, last = first - missing / 2, last + missing / 2
    air = max((last - first) * _MARGIN, timedelta(days=1))
    return Axis(first - air, last + air, left, right)


def grid(axis: Axis, language: Language) -> list[GridLine]:
    """The finest lines whose words stand apart."""
    most_lines = (axis.right - axis.left) / _LEAST_APART
    for step in _STEPS:
        if (axis.last - axis.first).days / step.days > most_lines:
            continue
        lines = [GridLine(axis.x(day), words, begins) for day, words, begins in _worded(axis, step, language)]
        if _stand_apart(lines):
            return _within(lines, axis)
    return []


def _stand_apart(lines: list[GridLine]) -> bool:
    return all(
        earlier.x + text_width(earlier.words, GRID_FONT_SIZE) + _BETWEEN_WORDS <= later.x
        for earlier, later in pairwise(lines)
    )


def _within(lines: list[GridLine], axis: Axis) -> list[GridLine]:
    """The same lines, without words that would run past the end of the axis."""
    return [
        line
        if line.x + text_width(line.words, GRID_FONT_SIZE) <= axis.right + _BETWEEN_WORDS
        else GridLine(line.x, "", line.begins_year)
        for line in lines
    ]


def _worded(axis: Axis, step: _Step, language: Language) -> Iterator[tuple[date, str, bool]]:
    year = None
    for day in _days(axis, step):
        tells_year, year = day.year != year, day.year
        yield day, _words(day, step, tells_year, language), step.unit != "year" and (day.month, day.day) == (1, 1)


def _words(day: date, step: _Step, tells_year: bool, language: Language) -> str:
    if step.unit == "year":
        return str(day.year)
    month = short_month(day.month, language)
    if step.unit == "day":
        month = write_short_day(day, language).replace(write_short_day(day, language, "month"), month)
    return f"{month} {day.year}" if tells_year else month


def _days(axis: Axis, step: _Step) -> Iterator[date]:
    day = _first_day(axis.first, step)
    while day <= axis.last:
        if day >= axis.first:
            yield day
        day = _next(day, step)


def _first_day(day: date, step: _Step) -> date:
    if step.unit == "day":
        return day
    if step.unit == "month":
        return date(day.year, 1 + (day.month - 1) // step.count * step.count, 1)
    return date(max(day.year // step.count * step.count, 1), 1, 1)


def _next(day: date, step: _Step) -> date:
    if step.unit == "day":
        return day + timedelta(days=step.count)
    months = step.count if step.unit == "month" else 12 * step.count
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)
