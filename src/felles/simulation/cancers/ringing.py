"""At which age does the first of a person's clocks for a cancer ring?

That of the never exposed, which goes slower after the vaccine, that of smoking and that of work. What a person is comes as a
tuple of numbers.
"""

import math
from typing import NamedTuple

from felles.simulation.cancers.excess import MOST_SMOKING, POWER, exposed_age, smoking_age
from felles.simulation.cancers.model import OLDEST, Floats
from felles.simulation.clocks import age_at, cumulative_at
from felles.simulation.compiling import part
from felles.simulation.luck import ROUNDED, exponential
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
    latest: float  # what rings after it comes too late
    beyond: float  # the cumulative hazard when it is `too_late`


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
    """The age at which the first of the clocks of a cancer rings; infinity for never or too late.

    begins, ends, weight: the pieces of smoking. luck: of the clock of the never exposed; the others draw theirs.
    """
    age = protected_age(table, -math.log(luck) / life.county, life)
    last = min(age, life.latest, float(OLDEST))
    if life.since < last and (life.peto or life.smoking > 0.0):
        spare = exponential(seed, life.person, SMOKING_CLOCKS + number, attempt) / life.county
        if life.peto:
            if spare <= most_smoked(life, last):
                age = min(age, smoking_age(table, spare, life.since, life.stops, life.cigarettes, last))
        elif spare <= life.smoking * life.beyond * ROUNDED:
            age = min(age, exposed_age(table, spare, life.born, begins, ends, weight, life.smoking))
    if life.work > 0.0 and life.works < last:
        spare = exponential(seed, life.person, WORK_CLOCKS + number, attempt) / life.county
        if spare <= life.work * life.beyond * ROUNDED:
            age = min(age, age_at(table, cumulative_at(table, life.works) + spare / life.work))
    return age


@part
def too_late(latest: float) -> int:
    """A whole age that is more than a year after an age, or the last."""
    return min(max(int(latest) + 2, 0), OLDEST)


@part
def most_smoked(life: Life, last: float) -> float:
    """As much as smoking may spend at the most before an age; see `excess.smoking_age`.

    The excess grows with the share of life that was smoked, which is largest when smoking ends.
    """
    if life.since < 1.0:
        return math.inf
    end = min(life.stops, last + 1.0)
    share = (end - life.since) / (end - 0.5)
    return life.beyond * MOST_SMOKING * life.cigarettes * share**POWER * ROUNDED


@part
def protected_age(table: Floats, spare: float, life: Life) -> float:
    """The age at which the clock of the never exposed rings; it goes slower from vaccination on. Infinity if too late."""
    if spare > life.beyond:
        return math.inf
    if life.vaccinated < math.inf and life.slower < 1.0:
        before = cumulative_at(table, life.vaccinated)
        if spare > before:
            spare = before + (spare - before) / life.slower if life.slower > 0.0 else math.inf
    return age_at(table, spare)
