"""How much of an exposure does a cancer's clock see, and when? Pieces of constant weight.

Excess hazard of a person = the sum of (relative risk - 1) x weight over pieces. Smoking: 1 while it lasts, then the excess
halves every `half_life` years (Fry, Lee, Forey, Coombs 2013), in three steps whose heights are its mean within each. Work:
from `lag` years after the first exposure, by years times level against what the exposed have on average.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from felles.simulation.exposures.model import ExposureModel
from felles.simulation.structs import People

PIECES = 4
STEPS = np.array([0.0, 6.0, 16.0, 50.0])
"""Years after stopping at which a step begins; the last goes on for ever, at the mean of its first 34 years."""
MOST_WORK = 4.0


class Weights(NamedTuple):
    """One row a person. A piece that is not used begins at infinity."""

    begins: NDArray[np.float64]  # (n, 4): smoking
    ends: NDArray[np.float64]
    weight: NDArray[np.float64]
    work_begins: NDArray[np.float64]  # (n,): of the risk People.agent; it lasts for ever
    work_weight: NDArray[np.float64]


@njit(nogil=True, cache=True)
def mean_left(half_life: float, begins: float, ends: float) -> float:
    """The mean of a share that halves every half_life years, between two times."""
    rate = math.log(2.0) / half_life
    return (math.exp(-rate * begins) - math.exp(-rate * ends)) / (rate * (ends - begins))


@njit(nogil=True, cache=True)
def mean_of(lognormal: NDArray[np.float64]) -> float:
    """The mean of a lognormal distribution from its median and spread."""
    return float(lognormal[0] * math.exp(0.5 * lognormal[1] ** 2))


@njit(nogil=True, cache=True)
def weigh(model: ExposureModel, people: People) -> Weights:
    """The pieces of each person."""
    n = len(people.index)
    made = Weights(
        np.full((n, PIECES), np.inf),
        np.full((n, PIECES), np.inf),
        np.zeros((n, PIECES)),
        np.full(n, np.inf),
        np.zeros(n),
    )
    left = np.empty(PIECES - 1)
    for step in range(PIECES - 1):
        left[step] = mean_left(model.half_life, STEPS[step], STEPS[step + 1])
    for row in range(n):
        if people.smokes_from[row] < np.inf:
            made.begins[row, 0], made.ends[row, 0] = people.smokes_from[row], people.smokes_until[row]
            made.weight[row, 0] = 1.0
        if people.smokes_until[row] < np.inf:
            for step in range(PIECES - 1):
                made.begins[row, step + 1] = people.smokes_until[row] + STEPS[step]
                made.ends[row, step + 1] = people.smokes_until[row] + STEPS[step + 1] if step < PIECES - 2 else np.inf
                made.weight[row, step + 1] = left[step]
        agent = people.agent[row]
        if agent > 0:
            met = (people.exposed_until[row] - people.exposed_from[row]) * people.level[row]
            usual = mean_of(model.agent_years[agent - 1]) * mean_of(model.agent_level[agent - 1])
            made.work_begins[row] = people.exposed_from[row] + model.lag
            made.work_weight[row] = min(met / usual, MOST_WORK)
    return made
