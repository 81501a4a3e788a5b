"""How much of an exposure does a cancer's clock see, and when? Pieces of constant weight.

Excess hazard of a person = the sum of (relative risk - 1) x weight over pieces. Smoking: 1 while it lasts, then the excess
halves every `half_life` years (Fry, Lee, Forey, Coombs 2013), in three steps whose heights are its mean within each. Work:
from `lag` years after the first exposure, by years times level against what the exposed have on average.
"""

import math
from collections import namedtuple
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.simulation.compiling import kernel, narrow, part
from felles.simulation.exposures.model import ExposureModel
from felles.simulation.structs import People, Times

PIECES = 4
STEPS = np.array([0.0, 6.0, 16.0, 50.0])
"""Years after stopping at which a step begins; the last goes on for ever, at the mean of its first 34 years."""
MOST_WORK = 4.0

Workers = namedtuple("Workers", "agent exposed_from exposed_until level")
WorkTables = namedtuple("WorkTables", "agent_years agent_level lag")


class Weights(NamedTuple):
    """One row a person. A piece that is not used begins at infinity."""

    begins: NDArray[np.float64]  # (n, 4): smoking
    ends: NDArray[np.float64]
    weight: NDArray[np.float64]
    work_begins: NDArray[np.float64]  # (n,): of the risk People.agent; it lasts for ever
    work_weight: NDArray[np.float64]


@part
def mean_left(half_life: float, begins: float, ends: float) -> float:
    """The mean of a share that halves every half_life years, between two times."""
    rate = math.log(2.0) / half_life
    return (math.exp(-rate * begins) - math.exp(-rate * ends)) / (rate * (ends - begins))


@part
def mean_of(lognormal: NDArray[np.float64]) -> float:
    """The mean of a lognormal distribution from its median and spread."""
    return float(lognormal[0] * math.exp(0.5 * (lognormal[1] * lognormal[1])))


def weigh(model: ExposureModel, people: People) -> Weights:
    """The pieces of each person."""
    n = len(people.index)
    pieces = (np.empty((n, PIECES)), np.empty((n, PIECES)), np.empty((n, PIECES)))
    made = Weights(*pieces, work_begins=np.full(n, np.inf), work_weight=np.zeros(n))
    left = np.array([mean_left(model.half_life, STEPS[step], STEPS[step + 1]) for step in range(PIECES - 1)])
    _weigh_smoking(people.smokes_from, people.smokes_until, left, *pieces)
    _weigh_work(narrow(WorkTables, model), narrow(Workers, people), made.work_begins, made.work_weight)
    return made


@kernel
def _weigh_smoking(since: Times, until: Times, left: Times, begins: Times, ends: Times, weight: Times) -> None:
    """left: of the excess, on the mean in each step after stopping."""
    for row in range(len(since)):
        for piece in range(PIECES):
            begins[row, piece] = ends[row, piece] = np.inf
            weight[row, piece] = 0.0
        if since[row] < np.inf:
            begins[row, 0], ends[row, 0], weight[row, 0] = since[row], until[row], 1.0
        if until[row] < np.inf:
            for step in range(PIECES - 1):
                begins[row, step + 1] = until[row] + STEPS[step]
                ends[row, step + 1] = until[row] + STEPS[step + 1] if step < PIECES - 2 else np.inf
                weight[row, step + 1] = left[step]


@kernel
def _weigh_work(model: WorkTables, people: Workers, begins: Times, weight: Times) -> None:
    for row in range(len(people.agent)):
        agent = people.agent[row]
        if agent > 0:
            met = (people.exposed_until[row] - people.exposed_from[row]) * people.level[row]
            usual = mean_of(model.agent_years[agent - 1]) * mean_of(model.agent_level[agent - 1])
            begins[row] = people.exposed_from[row] + model.lag
            weight[row] = min(met / usual, MOST_WORK)
