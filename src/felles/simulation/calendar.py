"""How does a decimal year become a day? Latent clocks run in years; what the services write has calendar days."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.simulation.compiling import kernel_of, part

DAYS_A_YEAR = 365.2425
"""On average, for spans; days themselves are exact."""
NO_DAY = np.iinfo(np.int32).min
"""Stands for a day that never comes."""


@part
def _before(year: int) -> int:
    """Days from 1 January 1970 to 1 January of a year, by the Gregorian rule for leap years."""
    last = year - 1
    return 365 * (year - 1970) + (last // 4 - 492) - (last // 100 - 19) + (last // 400 - 4)


def day_of(years: float | NDArray[np.float64]) -> Any:
    """Decimal years -> days since 1970-01-01; infinite years -> NO_DAY. 2024.0 is 1 January 2024, as every whole year."""
    times = np.asarray(years, np.float64)
    days = np.empty(times.shape, np.int32)
    _find_days(times.ravel(), days.reshape(-1))
    return days[()]


@kernel_of("void(Array(float64, 1, 'C', readonly=True), int32[::1])")
def _find_days(years: NDArray[np.float64], days: NDArray[np.int32]) -> None:
    for row in range(len(days)):
        if np.isfinite(years[row]):
            whole = int(np.floor(years[row]))
            first = _before(whole)
            days[row] = first + int((years[row] - whole) * (_before(whole + 1) - first))
        else:
            days[row] = NO_DAY


def year_of(day: int | np.integer[Any]) -> float:
    """Days since 1970-01-01 -> the decimal year in the middle of that day; NO_DAY -> infinity."""
    if day == NO_DAY:
        return np.inf
    day = int(day)
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
