"""Which figure holds at each age, in each year, for each cohort? Content as arrays."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.figures import Ranged
from felles.simulation.parameters import Draw

AGES = 111
"""Whole years 0 to 110; the last stands for older too."""
SEXES = ("female", "male")
Numbers = NDArray[np.float64]


def by_age(bands: Mapping[str, Ranged], draw: Draw, path: str) -> Numbers:
    """Bands by their first age -> a figure for every age, float64 (AGES,)."""
    made = np.empty(AGES)
    for age, figure in bands.items():
        made[int(age) :] = draw(figure, f"{path}.{age}")
    return made


def by_year(points: Mapping[str, Ranged], draw: Draw, path: str, years: NDArray[np.int64]) -> Numbers:
    """Figures by year -> one for each of `years`: a straight line between two, the end values outside."""
    known = [int(year) for year in points]
    return np.interp(years, known, [draw(figure, f"{path}.{year}") for year, figure in points.items()])


def bands_at(firsts: NDArray[np.int64], values: NDArray[np.int64]) -> NDArray[np.int64]:
    """The band of each value, bands given by their first values; the first band for what is below it."""
    found = np.searchsorted(firsts, values, side="right") - 1
    return np.maximum(found, 0).astype(np.int64)


def along_cohorts(rates: Numbers, first: int, born: NDArray[np.int64], years: NDArray[np.int64]) -> Numbers:
    """Rates by age and calendar year -> the rate that a cohort meets in a year.

    rates: float64 (..., AGES, years from `first`). Returns (..., len(born), len(years)); 0 before birth. In a year the
    cohort is of the age it has at its beginning and of the next, half the year each.
    """
    reached = np.clip(years[None, :] - born[:, None], -1, AGES - 1)
    before, after = np.maximum(reached - 1, 0), np.maximum(reached, 0)
    year = np.broadcast_to(years - first, reached.shape)
    met: Numbers = (rates[..., before, year] + rates[..., after, year]) / 2
    return np.where(reached >= 0, met, 0.0)
