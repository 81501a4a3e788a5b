"""At which age does the first of a person's clocks for a cancer ring?

That of the never exposed, which goes slower after the vaccine, that of smoking and that of work. What a person is comes as a
tuple of numbers: tuples of arrays would have their references counted at every call.
"""

import math
from typing import NamedTuple

from felles.simulation.cancers.excess import exposed_age, smoking_age
from felles.simulation.cancers.model import OLDEST, Floats
from felles.simulation.clocks import age_at, cumulative_at
from felles.simulation.compiling import part
from felles.simulation.luck import exponential
from felles.simulation.purposes import SMOKING_CLOCKS, WORK_CLOCKS


class Life(NamedTuple):
    """What a person's clocks for a cancer read; ages in years."""

    person: int
    born: float
    county: float  # ratio of the hazard
    vaccinated: float
    slower: float  # ratio of the hazard after vaccination
    since: float  # smokes
    stops: float
    cigarettes: float
    smoking: float  # excess relative risk of smoking; that of a year of it is Peto's where `peto`
    peto: bool
    works: float  # from when work raises the hazard
    work: float  # by how much


@part
def rings(  # type: ignore[no-untyped-def]
    life: Life,
    number: int,
    seed: int,
    attempt: int,
    luck: float,
    table: Floats,
    begins: Floats,
    ends: Floats,
    weight: Floats,
):
    """The age at which the first of the clocks of a cancer rings, or infinity.

    begins, ends, weight: the pieces of smoking. luck: of the clock of the never exposed; the others draw theirs.
    """
    age = protected_age(table, -math.log(luck) / life.county, life.vaccinated, life.slower)
    if life.since < math.inf and (life.peto or life.smoking > 0.0):
        spare = exponential(seed, life.person, SMOKING_CLOCKS + number, attempt) / life.county
        if life.peto:
            age = min(age, smoking_age(table, spare, life.since, life.stops, life.cigarettes, min(age, OLDEST)))
        else:
            age = min(age, exposed_age(table, spare, life.born, begins, ends, weight, life.smoking))
    if life.work > 0.0:
        spare = exponential(seed, life.person, WORK_CLOCKS + number, attempt) / life.county
        age = min(age, age_at(table, cumulative_at(table, life.works) + spare / life.work))
    return age


@part
def protected_age(table: Floats, spare: float, vaccinated: float, slower: float) -> float:
    """The age at which the clock of the never exposed rings; it goes slower from vaccination on."""
    if vaccinated < math.inf and slower < 1.0:
        before = cumulative_at(table, vaccinated)
        if spare > before:
            spare = before + (spare - before) / slower if slower > 0.0 else math.inf
    return age_at(table, spare)
