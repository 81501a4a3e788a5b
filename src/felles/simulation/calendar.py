"""How does a decimal year become a day? Latent clocks run in years; what the services write has calendar days."""

import numpy as np
from numpy.typing import NDArray

from felles.simulation.compiling import inlined, of_each

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


@of_each("int32(float64)")
def day_of(year: float) -> np.int32:
    """Decimal years -> days since 1970-01-01; infinite years -> NO_DAY. 2024.0 is 1 January 2024, as every whole year."""
    whole = np.int32(np.floor(year))
    first = _before(whole)
    day = first + np.int32((year - np.floor(year)) * (_before(whole + np.int32(1)) - first))
    return day if np.isfinite(year) else np.int32(NO_DAY)


@of_each("int32(int32)")
def start_of_year(day: int) -> np.int32:
    """The first day of the year of a day; of NO_DAY nothing that anything reads."""
    return _before(_year_with(day))


@of_each("float64(int32)")
def year_of(day: int) -> float:
    """Days since 1970-01-01 -> the decimal year in the middle of that day; NO_DAY -> infinity."""
    if day == NO_DAY:
        return np.inf
    year = _year_with(day)
    first = _before(year)
    return year + (day - first + 0.5) / (_before(year + np.int32(1)) - first)


def first_day(year: int) -> int:
    """1 January of a year, in days since 1970-01-01."""
    return int(np.datetime64(f"{year:04d}-01-01", "D").astype(np.int64))


def calendar_years(days: NDArray[np.int32]) -> NDArray[np.int32]:
    """The calendar year of each day; what is NO_DAY gives no year that anything reads."""
    return (days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int32) + np.int32(1970)).astype(np.int32)
