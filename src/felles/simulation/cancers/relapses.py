"""When does a cancer come back after treatment? Before the death it leads to; now and then in those who are cured."""

import math
from collections import namedtuple

import numpy as np
from numpy.typing import NDArray

from felles.simulation.cancers.model import CancerModel, Floats
from felles.simulation.compiling import kernel, narrow
from felles.simulation.luck import uniforms
from felles.simulation.purposes import RELAPSES
from felles.simulation.structs import CERTIFICATE, People, Tumours

SPREAD = 0.5
"""A relapse comes at the mean part of the way to death, give or take half of what is left on the nearer side."""
MEAN_OF_CURED = 2.5
"""Years, exponential (assumption): most that comes back does so in the first five."""


Found = namedtuple("Found", "row site number diagnosed kills stage_found found_by")


def relapses(model: CancerModel, seed: int, people: People, tumours: Tumours) -> NDArray[np.float64]:
    """When each tumour comes back, in decimal years; infinity for never. What had spread far when found does not go away."""
    when = np.full(len(tumours.row), math.inf)
    _fill(model.numbers, model.relapse, seed, people.index, narrow(Found, tumours), when)
    return when


@kernel
def _fill(numbers, relapse, seed: int, index, tumours: Found, when: Floats) -> None:  # type: ignore[no-untyped-def]
    for at in range(len(tumours.row)):
        site, diagnosed, kills = tumours.site[at], tumours.diagnosed[at], tumours.kills[at]
        if not diagnosed < math.inf or tumours.stage_found[at] == 4 or tumours.found_by[at] == CERTIFICATE:
            continue
        own = (numbers[site] << 1) | tumours.number[at]
        whether, how_far = uniforms(seed, index[tumours.row[at]], RELAPSES, own)
        of_deaths, after, of_cured = relapse[site]
        if kills < math.inf:
            part = after + SPREAD * min(after, 1.0 - after) * (2.0 * how_far - 1.0)
            if whether < of_deaths:
                when[at] = diagnosed + part * (kills - diagnosed)
        elif whether < of_cured:
            when[at] = diagnosed - MEAN_OF_CURED * math.log(how_far)
