"""When would a person die of anything but a modelled cancer?

The person is alive on entering. The clock spends the cumulative hazard of those who never smoked, then of those who
smoke, then of those who have stopped; one who smokes less or later never dies earlier.
"""

import math
from collections import namedtuple

import numpy as np
from numpy.typing import NDArray

from felles.simulation.clocks import age_at, cumulative_at
from felles.simulation.compiling import kernel, narrow, part
from felles.simulation.luck import pairs_of
from felles.simulation.people.model import PeopleModel
from felles.simulation.purposes import OTHER_DEATH
from felles.simulation.structs import People, Times

Dying = namedtuple("Dying", "sex born entered smokes_from smokes_until other_death")


def draw_other_deaths(model: PeopleModel, seed: int, people: People) -> None:
    """Fills other_death; reads index, sex, born, entered, smokes_from and smokes_until."""
    luck, _ = pairs_of(seed, people.index, OTHER_DEATH)
    _draw(model.other, model.first, model.oldest, luck, narrow(Dying, people))


@kernel
def _draw(other: NDArray[np.float64], first: int, oldest: int, luck: Times, people: Dying) -> None:
    for row in range(len(luck)):
        cohort = int(people.born[row]) - oldest
        people.other_death[row] = first + death_of(
            other[people.sex[row], cohort],
            -math.log(luck[row]),
            people.entered[row] - first,
            people.smokes_from[row] - first,
            people.smokes_until[row] - first,
        )


@part
def death_of(
    spent: NDArray[np.float64], hazard: float, entered: float, smokes_from: float, smokes_until: float
) -> float:
    """Years from the first 1 January to death; infinity where the table ends first. spent: (never, now, formerly; year)."""
    at, horizon = entered, float(spent.shape[1] - 1)
    for state in range(3):
        end = min(horizon, smokes_from if state == 0 else smokes_until if state == 1 else horizon)
        if end > at:
            before = cumulative_at(spent[state], at)
            within = cumulative_at(spent[state], end) - before
            if hazard <= within:
                return age_at(spent[state], before + hazard)
            hazard -= within
            at = end
    return np.inf
