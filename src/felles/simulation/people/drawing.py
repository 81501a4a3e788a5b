"""Who is the person of this index: of which sex, born and entered when, where at home, how educated, emigrating when?"""

import math
from collections import namedtuple

import numpy as np

from felles.simulation.clocks import age_at, cumulative_at
from felles.simulation.compiling import kernel, narrow
from felles.simulation.luck import chosen, fill_pairs, uniform
from felles.simulation.people.model import PeopleModel
from felles.simulation.people.plan import IMMIGRANT, START, Plan, guide_of, row_of
from felles.simulation.people.schooling import JUNE
from felles.simulation.purposes import BORN_WHEN, EDUCATION, EMIGRATION, ENTERED_WHEN, HOME
from felles.simulation.structs import People

ASKED = np.array([BORN_WHEN, HOME, EDUCATION, EMIGRATION])
"""What everybody is asked: as many questions as a processor answers at a time."""
Places = namedtuple("Places", "kind year born sex starts places stride")
Drawn = namedtuple("Drawn", "index sex born entered county municipality education educated emigrates")
Tables = namedtuple("Tables", "first oldest home municipalities first_municipality education completed emigration")


def draw(model: PeopleModel, plan: Plan, seed: int, people: People) -> None:
    """Fills sex, born, entered, county, municipality, education, educated and emigrates; reads index."""
    luck = np.empty((2, len(ASKED)))
    _draw(narrow(Tables, model), narrow(Places, plan), *guide_of(plan), seed, narrow(Drawn, people), *luck)


@kernel
def _draw(model: Tables, plan: Plan, guide, bits: int, seed: int, people: Drawn, first, second) -> None:  # type: ignore[no-untyped-def]
    """first, second: room for the luck of a person."""
    for row in range(len(people.index)):
        person = people.index[row]
        of = row_of(plan, guide, bits, person)
        fill_pairs(seed, person, ASKED, first, second)
        sex, cohort = plan.sex[of], plan.born[of] - model.oldest
        born = plan.born[of] + first[0]
        entered = born
        if plan.kind[of] == START:
            entered = float(plan.year[of])
        elif plan.kind[of] == IMMIGRANT:
            entered = plan.year[of] + uniform(seed, person, ENTERED_WHEN, 0)
            if entered < born:
                born, entered = entered, born
        people.sex[row], people.born[row], people.entered[row] = sex, born, entered

        county = chosen(model.home[min(int(entered - born), 110)], first[1])
        people.county[row] = county
        people.municipality[row] = model.first_municipality[county] + chosen(model.municipalities[county], second[1])

        level = chosen(model.education[sex, cohort], first[2])
        age, years = model.completed[level]
        people.education[row] = level
        people.educated[row] = plan.born[of] + age + np.floor(second[2] * (years + 1.0)) + JUNE

        spent = model.emigration[sex, cohort]
        can = cumulative_at(spent, entered - model.first) - math.log(first[3])
        people.emigrates[row] = model.first + age_at(spent, can)
