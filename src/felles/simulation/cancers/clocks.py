"""Whose clocks may ring before the end? Most are seen not to from one number against the largest hazard there can be.

Arrays are handed on one by one, not as the tuples they come in: within the loop over persons and cancers a field of a tuple
costs Numba a count of references of every array in it.
"""

import math

import numpy as np
from numpy.typing import NDArray

from felles.simulation.cancers.excess import MOST_SMOKING
from felles.simulation.cancers.model import CancerModel
from felles.simulation.compiling import kernel, part
from felles.simulation.exposures.weighing import MOST_WORK, Weights
from felles.simulation.luck import uniform, uniforms
from felles.simulation.purposes import CANCER_CLOCKS, SMOKING_CLOCKS, WORK_CLOCKS
from felles.simulation.structs import People

CLOCKS_A_PERSON = 1.0
FULL = -1

Found = tuple[NDArray[np.int32], NDArray[np.uint8], NDArray[np.float64]]


def may_ring(model: CancerModel, seed: int, people: People, weights: Weights) -> Found:
    """Rows of people and cancers whose clock may ring in time, in the order of persons, and the luck of the clock."""
    room = int(CLOCKS_A_PERSON * len(people.index)) + 64 * len(model.numbers)
    while True:
        rows, sites, lucks = np.empty(room, np.int32), np.empty(room, np.uint8), np.empty(room)
        count = _find(
            model.numbers, model.first_cohort, model.most, np.exp(-model.most), model.excess, model.peto, model.exposable,
            seed, people.index, people.sex, people.born, weights.begins[:, 0], people.cigarettes, people.agent,
            weights.work_begins, rows, sites, lucks,
        )  # fmt: skip
        if count != FULL:
            return rows[:count], sites[:count], lucks[:count]
        room *= 2


@kernel
def _find(  # type: ignore[no-untyped-def]
    numbers, first_cohort, most, quiet, excess, peto, exposable, seed, index, sexes, born, smokes, cigarettes, agents, works,
    rows, sites, lucks,
):  # fmt: skip
    count = 0
    cancers = len(numbers)
    for row in range(len(index)):
        if count + cancers > len(rows):
            return FULL
        person, sex = index[row], sexes[row]
        cohort = cohort_of(born[row], first_cohort, most.shape[1])
        smoker, worker = smokes[row] < math.inf, works[row] < math.inf
        pair = -1
        first, second = 0.0, 0.0
        for site in range(cancers):
            number = numbers[site]
            if number >> 1 != pair:
                pair = number >> 1
                first, second = uniforms(seed, person, CANCER_CLOCKS + pair, 0)
            luck = second if number & 1 else first
            rings = luck >= quiet[sex, cohort, site]
            if not rings and (smoker or worker) and exposable[site]:
                bound = most[sex, cohort, site]
                if smoker:
                    more = MOST_SMOKING * cigarettes[row] if peto[site] else excess[0, site, sex]
                    rings = more > 0.0 and -math.log(uniform(seed, person, SMOKING_CLOCKS + number, 0)) <= more * bound
                if worker and not rings:
                    more = excess[agents[row], site, sex] * MOST_WORK
                    rings = more > 0.0 and -math.log(uniform(seed, person, WORK_CLOCKS + number, 0)) <= more * bound
            if rings:
                rows[count], sites[count], lucks[count] = row, site, luck
                count += 1
    return count


@part
def cohort_of(born: float, first_cohort: int, cohorts: int) -> int:
    """The place of a birth year among the cohorts; the nearest for those outside."""
    return min(max(int(born) - first_cohort, 0), cohorts - 1)
