"""Who is referred on suspicion of cancer and turns out not to have it?

Most people in a pathway. For each person the suspicions of a lifetime come at a rate by sex and age (a Poisson process in
which the next one comes when the clock has spent another exponential hazard), each at a pathway of that sex and age.
"""

import math
from collections.abc import Collection, Mapping
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.services import Suspicion
from felles.simulation.clocks import age_at
from felles.simulation.compiling import kernel, part
from felles.simulation.luck import chosen, exponential, pairs_of, uniform
from felles.simulation.parameters import Draw
from felles.simulation.purposes import SUSPECTED_OF, SUSPECTED_WHEN
from felles.simulation.structs import People

LAST_AGE = 110
MOST = 64
"""Suspicions of a person that are drawn; with about one and a half in a lifetime nobody has more."""

Floats: TypeAlias = NDArray[np.float64]


class SuspicionsModel(NamedTuple):
    """hazard[sex, age]: cumulative at whole ages; pathway[sex, age, pathway]: cumulative shares."""

    hazard: Floats
    pathway: Floats


class Suspicions(NamedTuple):
    """Rows of people suspected without having cancer, in the order of persons. number: 0 the first of the person."""

    row: NDArray[np.int32]
    number: NDArray[np.uint32]
    pathway: NDArray[np.uint8]  # as the ids stand in alphabetical order
    suspected: Floats


def prepare(suspicions: Mapping[str, Suspicion], draw: Draw, wanted: Collection[str] | None = None) -> SuspicionsModel:
    """suspicions: by pathway. wanted: pathways at which somebody is suspected, None for all."""
    rates = np.zeros((2, LAST_AGE, len(suspicions)))
    for number, (pathway, suspicion) in enumerate(sorted(suspicions.items())):
        if wanted is not None and pathway not in wanted:
            continue
        path = f"services/suspicions.{pathway}"
        level = draw(suspicion.per_1000, f"{path}.per_1000") / 1000
        by_age = _by_age(suspicion.by_age)
        rates[0, :, number] = level * by_age * draw(suspicion.women, f"{path}.women")
        rates[1, :, number] = level * by_age * draw(suspicion.men, f"{path}.men")
    total = rates.sum(axis=2)
    hazard = np.concatenate([np.zeros((2, 1)), np.cumsum(total, axis=1)], axis=1)
    shares = np.cumsum(rates, axis=2) / np.where(total > 0, total, 1.0)[:, :, None]
    return SuspicionsModel(hazard=hazard, pathway=shares)


def _by_age(weights: Mapping[str, float]) -> Floats:
    """The weight at each whole age."""
    starts = np.array([int(age) for age in weights])
    return np.array(list(weights.values()))[np.searchsorted(starts, np.arange(LAST_AGE), side="right") - 1]


def draw_suspicions(model: SuspicionsModel, seed: int, people: People, from_year: float, to_year: float) -> Suspicions:
    """Those that begin in the window [from_year, to_year), while the person lives in the country."""
    start = np.maximum(people.entered, from_year)
    end = np.minimum(np.minimum(people.died, people.emigrates), to_year)
    counts = np.zeros(len(people.index), np.int64)
    luck, _ = pairs_of(seed, people.index, SUSPECTED_WHEN)
    _count(model.hazard, seed, luck, people.index, people.sex, people.born, start, end, counts)
    rows = int(counts.sum())
    made = Suspicions(
        row=np.repeat(np.arange(len(counts), dtype=np.int32), counts),
        number=np.empty(rows, np.uint32),
        pathway=np.empty(rows, np.uint8),
        suspected=np.empty(rows),
    )
    _fill(model.hazard, model.pathway, seed, people.index, people.sex, people.born, start, counts, *made[1:])
    return made


@part
def around(hazard: Floats, start: float, end: float) -> tuple[float, float]:
    """A hazard that is spent before an age, and one that is not spent until a later one: on the safe side by a year."""
    last = len(hazard) - 1
    return hazard[min(max(int(start) - 1, 0), last)], hazard[min(max(int(min(end, last)) + 2, 0), last)]


@kernel
def _count(
    hazard: Floats,
    seed: int,
    luck: Floats,
    index: NDArray[np.uint32],
    sex: NDArray[np.uint8],
    born: Floats,
    start: Floats,
    end: Floats,
    counts: NDArray[np.int64],
) -> None:
    """How many each person has between start and end. luck: of the first of each; most have none in the window."""
    for row in range(len(index)):
        of_sex, spent = hazard[sex[row]], 0.0
        before, after = around(of_sex, start[row] - born[row], end[row] - born[row])
        for number in range(MOST):
            spent += -math.log(luck[row]) if number == 0 else exponential(seed, index[row], SUSPECTED_WHEN, number)
            if spent > after:
                break
            if spent < before:
                continue
            at = born[row] + age_at(of_sex, spent)
            if at >= end[row]:
                break
            counts[row] += at >= start[row]


@kernel
def _fill(
    hazard: Floats,
    shares: Floats,
    seed: int,
    index: NDArray[np.uint32],
    sex: NDArray[np.uint8],
    born: Floats,
    start: Floats,
    counts: NDArray[np.int64],
    numbers: NDArray[np.uint32],
    pathways: NDArray[np.uint8],
    suspected: Floats,
) -> None:
    """The rows that were counted, in the same order."""
    at = 0
    for row in range(len(index)):
        of_sex, spent, last = hazard[sex[row]], 0.0, at + counts[row]
        before, _ = around(of_sex, start[row] - born[row], math.inf)
        number = 0
        while at < last:
            spent += exponential(seed, index[row], SUSPECTED_WHEN, number)
            if spent < before:
                number += 1
                continue
            age = age_at(of_sex, spent)
            if born[row] + age >= start[row]:
                of_age = shares[sex[row], min(int(age), LAST_AGE - 1)]
                numbers[at] = number
                pathways[at] = chosen(of_age, uniform(seed, index[row], SUSPECTED_OF, number))
                suspected[at] = born[row] + age
                at += 1
            number += 1
