"""How are the events of many steps laid together by year, each copied once?

A column that says the same of all rows of a step takes no room (NumPy's broadcasting), and is not copied at all: what is
said, and of how many rows, is enough.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.simulation.calendar import calendar_years
from felles.simulation.compiling import kernel_of
from felles.simulation.parquet import Parted
from felles.simulation.structs import Events

FIRST_DAY, LAST_DAY = -32_872, 84_370
"""1 January 1880 and 31 December 2200, in days since 1970-01-01: no event lies outside."""
WIDE = frozenset({"event", "person", "episode", "value", "replaces"})
"""Columns of 64 bits. The others are laid as numbers of 32."""
_DAYS = "Array(int32, 1, 'A', readonly=True)"
_LAID = [
    f"void(Array(int{bits}, 1, 'A', readonly=True), int32[::1], int{max(bits, 32)}[::1])" for bits in (8, 16, 32, 64)
]


@cache
def years_of_days() -> NDArray[np.int16]:
    """The calendar year of each day from FIRST_DAY on: read faster than reckoned."""
    return calendar_years(np.arange(FIRST_DAY, LAST_DAY + 1, dtype=np.int32)).astype(np.int16)


def by_year(parts: Sequence[Events], first_year: int) -> dict[int, dict[str, Parted]]:
    """The columns of each calendar year, in the order of the parts. What lies before `first_year` stands under the year before.

    A number with a fraction goes by its bits.
    """
    parts, before = [part for part in parts if len(part.day)], first_year - 1
    if not parts:
        return {}
    numbers = np.maximum(years_of_days() - np.int16(before), np.int16(0)).astype(np.uint16)
    counts = np.zeros((len(parts), int(numbers[-1]) + 1), np.int64)
    for part, count in zip(parts, counts, strict=True):
        _count(part.day, numbers, count)
    ends = counts.sum(axis=0).cumsum()
    places, begins = [], np.concatenate([[0], ends[:-1]])
    for part in parts:
        places.append(np.empty(len(part.day), np.int32))
        _place(part.day, numbers, begins, places[-1])
    laid = {
        name: _laid(name, [getattr(part, name) for part in parts], places, int(ends[-1])) for name in Events._fields
    }
    years = np.flatnonzero(ends - counts.sum(axis=0) < ends).tolist()
    return {
        before + year: {
            name: Parted(of_year, same, said, rows[ends[year] - of_year.sum() : ends[year]])
            for name, (same, said, rows) in laid.items()
        }
        for year, of_year in zip(years, np.ascontiguousarray(counts.T[years]), strict=True)
    }


def _laid(
    name: str, columns: Sequence[NDArray[Any]], places: Sequence[NDArray[np.int32]], size: int
) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[Any]]:
    """A column of all parts: which say one thing of all their rows, what, and the rows of the others at their places."""
    same = np.array([column.strides == (0,) for column in columns], np.bool_)
    said = np.array(
        [column[0] if one else 0 for column, one in zip(columns, same.tolist(), strict=True)], columns[0].dtype
    )
    rows = np.empty(size, np.int64 if name in WIDE else np.int32)
    for number in np.flatnonzero(~same).tolist():
        column = columns[number]
        _lay(column.view(f"i{column.itemsize}"), places[number], rows)
    return same, said.view(f"i{said.itemsize}").astype(np.int64), rows


@kernel_of(f"void({_DAYS}, uint16[::1], int64[::1])")
def _count(days: NDArray[np.int32], numbers: NDArray[np.uint16], counts: NDArray[np.int64]) -> None:
    for row in range(len(days)):
        counts[numbers[days[row] - FIRST_DAY]] += 1


@kernel_of(f"void({_DAYS}, uint16[::1], int64[::1], int32[::1])")
def _place(
    days: NDArray[np.int32], numbers: NDArray[np.uint16], begins: NDArray[np.int64], places: NDArray[np.int32]
) -> None:
    """Where each row goes, and with it where the next of its year does."""
    for row in range(len(days)):
        year = numbers[days[row] - FIRST_DAY]
        places[row] = begins[year]
        begins[year] += 1


@kernel_of(*_LAID)
def _lay(column: NDArray[Any], places: NDArray[np.int32], rows: NDArray[Any]) -> None:
    for row in range(len(places)):
        rows[places[row]] = column[row]
