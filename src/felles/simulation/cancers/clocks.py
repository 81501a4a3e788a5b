"""Whose clocks may ring before the end? Most are seen not to from one number against the largest hazard there can be."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from felles.simulation.cancers.excess import MOST_SMOKING
from felles.simulation.cancers.model import CancerModel
from felles.simulation.compiling import kernel, part
from felles.simulation.exposures.weighing import MOST_WORK, Weights
from felles.simulation.luck import fill_pairs, spends_at_most, together, uniform
from felles.simulation.purposes import CANCER_CLOCKS, SMOKING_CLOCKS, WORK_CLOCKS
from felles.simulation.structs import People

CLOCKS_A_PERSON = 1.0
FULL = -1

NEVER = 2.0
"""More than any luck."""

Found = tuple[NDArray[np.int32], NDArray[np.uint8], NDArray[np.float64]]


def may_ring(model: CancerModel, seed: int, people: People, weights: Weights) -> Found:
    """Rows of people and cancers whose clock may ring in time, in the order of persons, and the luck of the clock."""
    pairs, places = _questions(CANCER_CLOCKS, model.numbers >> 1)
    slots = places + len(pairs) * (model.numbers & 1)
    quiet = np.full((*model.most.shape[:2], 2 * len(pairs)), NEVER)
    quiet[:, :, slots] = np.exp(-model.most)
    smoking, spares = _questions(SMOKING_CLOCKS, np.where(model.peto | model.excess[0].any(axis=1), model.numbers, 0))
    room = int(CLOCKS_A_PERSON * len(people.index)) + 64 * len(model.numbers)
    while True:
        rows, sites, lucks = np.empty(room, np.int32), np.empty(room, np.uint8), np.empty(room)
        count = _find(
            model.numbers, slots, spares, pairs, smoking, quiet, np.empty(2 * len(pairs)), np.empty(2 * len(smoking)),
            model.first_cohort, model.most, model.excess, model.peto, model.exposable,
            seed, people.index, people.sex, people.born, weights.begins[:, 0], people.cigarettes, people.agent,
            weights.work_begins, rows, sites, lucks,
        )  # fmt: skip
        if count != FULL:
            return rows[:count], sites[:count], lucks[:count]
        room *= 2


def _questions(purpose: int, numbers: NDArray[np.integer[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The questions to ask of a person, each once, and the place of each number among them."""
    asked, places = np.unique(numbers, return_inverse=True)
    return together(asked + np.int64(purpose)), places.reshape(-1)


@kernel
def _find(  # type: ignore[no-untyped-def]
    numbers, slots, spares, pairs, smoking, quiet, luck, spare, first_cohort, most, excess, peto, exposable, seed, index,
    sexes, born, smokes, cigarettes, agents, works, rows, sites, lucks,
):  # fmt: skip
    """luck, spare: room for the numbers of a person."""
    count = 0
    cancers = len(numbers)
    first, second = luck[: len(pairs)], luck[len(pairs) :]
    for row in range(len(index)):
        if count + cancers > len(rows):
            return FULL
        person, sex = index[row], sexes[row]
        cohort = cohort_of(born[row], first_cohort, most.shape[1])
        fill_pairs(seed, person, pairs, first, second)
        smoker, worker = smokes[row] < math.inf, works[row] < math.inf
        ringing = 0
        for slot in range(len(luck)):
            ringing += luck[slot] >= quiet[sex, cohort, slot]
        if ringing == 0 and not (smoker or worker):
            continue
        if smoker:
            fill_pairs(seed, person, smoking, spare[: len(smoking)], spare[len(smoking) :])
        for site in range(cancers):
            rings = luck[slots[site]] >= quiet[sex, cohort, slots[site]]
            if not rings and (smoker or worker) and exposable[site]:
                bound = most[sex, cohort, site]
                if smoker:
                    more = MOST_SMOKING * cigarettes[row] if peto[site] else excess[0, site, sex]
                    rings = more > 0.0 and spends_at_most(spare[spares[site]], more * bound)
                if worker and not rings:
                    more = excess[agents[row], site, sex] * MOST_WORK
                    rings = more > 0.0 and spends_at_most(
                        uniform(seed, person, WORK_CLOCKS + numbers[site], 0), more * bound
                    )
            if rings:
                rows[count], sites[count], lucks[count] = row, site, luck[slots[site]]
                count += 1
    return count


@part
def cohort_of(born: float, first_cohort: int, cohorts: int) -> int:
    """The place of a birth year among the cohorts; the nearest for those outside."""
    return min(max(int(born) - first_cohort, 0), cohorts - 1)
