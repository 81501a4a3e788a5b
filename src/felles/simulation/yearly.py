"""How are the events of many steps laid together by year, each copied once?

A column that says the same of all rows of a step takes no room (NumPy's broadcasting) until it is laid with others.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from felles.simulation.calendar import calendar_years
from felles.simulation.compiling import kernel_of
from felles.simulation.structs import Events, no_events

FIRST_DAY, LAST_DAY = -32_872, 84_370
"""1 January 1880 and 31 December 2200, in days since 1970-01-01: no event lies outside."""
_DAYS = "Array(int32, 1, 'A', readonly=True)"
_LAID = [f"void(Array(uint{bits}, 1, 'A', readonly=True), int32[::1], uint{bits}[::1])" for bits in (8, 16, 32, 64)]


@cache
def years_of_days() -> NDArray[np.int16]:
    """The calendar year of each day from FIRST_DAY on: read faster than reckoned."""
    return calendar_years(np.arange(FIRST_DAY, LAST_DAY + 1, dtype=np.int32)).astype(np.int16)


def by_year(parts: Sequence[Events], first_year: int) -> dict[int, Events]:
    """The events by calendar year, in the order of the parts. What lies before `first_year` stands under the year before."""
    before = first_year - 1
    numbers = np.maximum(years_of_days() - np.int16(before), np.int16(0))
    counts = np.zeros(int(numbers[-1]) + 1, np.int64)
    for part in parts:
        _count(part.day, numbers, counts)
    ends = np.cumsum(counts)
    laid = _laid(parts, numbers, ends - counts, int(ends[-1]))
    return {
        before + number: Events._make(column[end - count : end] for column in laid)
        for number, (end, count) in enumerate(zip(ends.tolist(), counts.tolist(), strict=True))
        if count
    }


def _laid(parts: Sequence[Events], numbers: NDArray[np.int16], begins: NDArray[np.int64], rows: int) -> Events:
    """All rows in one piece, year after year. begins: where each year's rows begin."""
    laid = Events._make(np.empty(rows, column.dtype) for column in no_events())
    for part in parts:
        places = np.empty(len(part.day), np.int32)
        _place(part.day, numbers, begins, places)
        for name in Events._fields:
            column, whole = getattr(part, name), getattr(laid, name)
            bits = f"u{whole.itemsize}"
            _lay(column.view(bits), places, whole.view(bits))
    return laid


@kernel_of(f"void({_DAYS}, int16[::1], int64[::1])")
def _count(days: NDArray[np.int32], numbers: NDArray[np.int16], counts: NDArray[np.int64]) -> None:
    for row in range(len(days)):
        counts[numbers[days[row] - FIRST_DAY]] += 1


@kernel_of(f"void({_DAYS}, int16[::1], int64[::1], int32[::1])")
def _place(
    days: NDArray[np.int32], numbers: NDArray[np.int16], begins: NDArray[np.int64], places: NDArray[np.int32]
) -> None:
    """Where each row goes, and with it where the next of its year does."""
    for row in range(len(days)):
        number = numbers[days[row] - FIRST_DAY]
        places[row] = begins[number]
        begins[number] += 1


@kernel_of(*_LAID)
def _lay(column: NDArray[np.generic], places: NDArray[np.int32], laid: NDArray[np.generic]) -> None:
    for row in range(len(places)):
        laid[places[row]] = column[row]
