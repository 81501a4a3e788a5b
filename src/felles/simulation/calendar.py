"""How does a decimal year become a day? Latent clocks run in years; what the services write has calendar days."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.simulation.compiling import inlined, kernel_of

DAYS_A_YEAR = 365.2425
"""On average, for spans; days themselves are exact."""
NO_DAY = np.iinfo(np.int32).min
"""Stands for a day that never comes."""
_LEAP_DAYS_BEFORE = np.int32(1969 // 4 - 1969 // 100 + 1969 // 400)


@inlined
def _before(year: np.int32) -> np.int32:
    """Days from 1 January 1970 to 1 January of a year after Christ, by the Gregorian rule for leap years.

    In whole numbers of 32 bits without a sign, which the processor divides several at a time.
    """
    last = np.uint32(year - 1)
    leap_days = np.int32(last // np.uint32(4)) - np.int32(last // np.uint32(100)) + np.int32(last // np.uint32(400))
    return np.int32(365) * (year - np.int32(1970)) + leap_days - _LEAP_DAYS_BEFORE


@inlined
def _year_with(day: int) -> np.int32:
    """The year that a day lies in."""
    near = np.int32(np.floor(1970.0 + (day + 0.5) / DAYS_A_YEAR))
    return near - np.int32(day < _before(near)) + np.int32(day >= _before(near + np.int32(1)))


def day_of(years: float | NDArray[np.float64]) -> Any:
    """Decimal years -> days since 1970-01-01; infinite years -> NO_DAY. 2024.0 is 1 January 2024, as every whole year."""
    times = np.asarray(years, np.float64)
    days = np.empty(times.shape, np.int32)
    _find_days(times.ravel(), days.reshape(-1))
    return days[()]


@kernel_of("void(Array(float64, 1, 'C', readonly=True), int32[::1])")
def _find_days(years: NDArray[np.float64], days: NDArray[np.int32]) -> None:
    for row in range(len(days)):
        year = years[row]
        whole = np.int32(np.floor(year))
        first = _before(whole)
        day = first + np.int32((year - np.floor(year)) * (_before(whole + np.int32(1)) - first))
        days[row] = day if np.isfinite(year) else np.int32(NO_DAY)


def start_of_year(days: NDArray[np.int32]) -> NDArray[np.int32]:
    """The first day of the year of each day; of NO_DAY nothing that anything reads."""
    starts = np.empty(len(days), np.int32)
    _find_starts(days, starts)
    return starts


@kernel_of("void(Array(int32, 1, 'A', readonly=True), int32[::1])")
def _find_starts(days: NDArray[np.int32], starts: NDArray[np.int32]) -> None:
    for row in range(len(days)):
        starts[row] = _before(_year_with(days[row]))


def year_of(day: int | np.integer[Any]) -> float:
    """Days since 1970-01-01 -> the decimal year in the middle of that day; NO_DAY -> infinity."""
    if day == NO_DAY:
        return np.inf
    year = int(calendar_years(np.array([day], np.int32))[0])
    first = first_day(year)
    return year + (int(day) - first + 0.5) / (first_day(year + 1) - first)


def first_day(year: int) -> int:
    """1 January of a year, in days since 1970-01-01."""
    return int(np.datetime64(f"{year:04d}-01-01", "D").astype(np.int64))


def calendar_years(days: NDArray[np.int32]) -> NDArray[np.int32]:
    """The calendar year of each day; what is NO_DAY gives no year that anything reads."""
    return (days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int32) + np.int32(1970)).astype(np.int32)
