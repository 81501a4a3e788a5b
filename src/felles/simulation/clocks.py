"""When has a clock spent its hazard? Cumulative hazards are tabulated once and searched, never walked.

A table holds the cumulative hazard at whole ages 0, 1, ... A; between them the hazard is constant. To search it, all entries
that are below are counted: without a question in between the processor compares several at once, and has counted a hundred
and more in a third of the time that halving takes, where it guesses every other turn wrongly.
"""

import math

import numpy as np
from numpy.typing import NDArray

from felles.simulation.compiling import part


@part
def cumulative_at(table: NDArray[np.float64], age: float) -> float:
    """The cumulative hazard at an age: 0 before birth, and no more after the last age of the table."""
    if age <= 0.0:
        return 0.0
    last = len(table) - 1
    whole = int(age)
    if whole >= last:
        return float(table[last])
    return float(table[whole] + (age - whole) * (table[whole + 1] - table[whole]))


@part
def age_at(table: NDArray[np.float64], hazard: float) -> float:
    """The age at which the cumulative hazard reaches `hazard`; infinity where the table never does."""
    last = len(table) - 1
    if hazard > table[last]:
        return np.inf
    low = 0
    for whole in range(1, last):
        low += table[whole] < hazard
    rise = table[low + 1] - table[low]
    return float(low) if rise <= 0.0 else low + float((hazard - table[low]) / rise)


def weibull_time(survival: float, scale: float, shape: float) -> float:
    """The time at which a Weibull survival function exp(-(t/scale)^shape) has fallen to `survival`."""
    return float(scale * (-math.log(survival)) ** (1.0 / shape))


def gompertz_time(hazard: float, at_start: float, slope: float) -> float:
    """The time in which a hazard at_start * exp(slope * t) spends `hazard`."""
    return math.log(1.0 + slope * hazard / at_start) / slope
