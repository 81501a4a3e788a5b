"""How does a decimal year become a day? Latent clocks run in years; what the services write has calendar days."""

import numpy as np
from numpy.typing import NDArray

from felles.simulation.compiling import inlined, of_each

DAYS_A_YEAR = 365.2425
"""On average, for spans; days themselves are exact."""
NO_DAY = np.iinfo(np.int32).min
"""Stands for a day that never comes."""


@inlined
def _before(year: int) -> int:
    """Days from 1 January 1970 to 1 January of a year, by the Gregorian rule for leap years."""
    last = year - 1
    return 365 * (year - 1970) + (last // 4 - 492) - (last // 100 - 19) + (last // 400 - 4)


@of_each("int32(float64)")
def day_of(year: float) -> np.int32:
    """Decimal years -> days since 1970-01-01; infinite years -> NO_DAY. 2024.0 is 1 January 2024, as every whole year."""
    if not np.isfinite(year):
        return np.int32(NO_DAY)
    whole = int(np.floor(year))
    first = _before(whole)
    return np.int32(first + int((year - whole) * (_before(whole + 1) - first)))


@of_each("float64(int32)")
def year_of(day: int) -> float:
    """Days since 1970-01-01 -> the decimal year in the middle of that day; NO_DAY -> infinity."""
    if day == NO_DAY:
        return np.inf
    whole = int(np.floor(1970.0 + (day + 0.5) / DAYS_A_YEAR))
    if day < _before(whole):
        whole -= 1
    elif day >= _before(whole + 1):
        whole += 1
    first = _before(whole)
    return whole + (day - first + 0.5) / (_before(whole + 1) - first)


def first_day(year: int) -> int:
    """1 January of a year, in days since 1970-01-01."""
    return int(np.datetime64(f"{year:04d}-01-01", "D").astype(np.int64))


def calendar_years(days: NDArray[np.int32]) -> NDArray[np.int32]:
    """The calendar year of each day; what is NO_DAY gives no year that anything reads."""
    return (days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int32) + np.int32(1970)).astype(np.int32)
