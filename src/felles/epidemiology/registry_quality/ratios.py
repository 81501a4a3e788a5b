"""How sure is a ratio of two counts, or a median? Intervals of 95 %. Shares are in `felles.epidemiology.occurrence.rates`."""

import math

import numpy as np
from numpy.typing import NDArray

from felles.epidemiology.occurrence.rates import Limits

Z = 1.959963984540054
"""The 97.5th percentile of the normal distribution."""


def ratio_limits(one: NDArray[np.float64], other: NDArray[np.float64]) -> Limits:
    """Log-normal limits of one / other, two independent Poisson counts of at least 1."""
    error = np.sqrt(1 / one + 1 / other)
    return Limits(one / other * np.exp(-Z * error), one / other * np.exp(Z * error))


def ranks_around_the_median(size: int) -> tuple[int, int]:
    """The places, from 0, of the values that bound the median of so many sorted ones.

    Normal approximation to the binomial ranks (Conover, Practical Nonparametric Statistics; remembered), never beyond the ends.
    """
    half = Z * math.sqrt(size) / 2
    return max(0, math.floor(size / 2 - half)), min(size - 1, math.ceil(size / 2 + half) - 1)
