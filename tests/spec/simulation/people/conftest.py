"""A country of 50,000 whose cancers are a stand-in: they kill as the table cancer_mortality says."""

import numpy as np
import pytest

from felles.simulation import people
from felles.simulation.parameters import Draw
from felles.simulation.people.ages import along_cohorts
from felles.simulation.people.rates import all_causes, other_causes
from felles.simulation.structs import people_of

SEED, WANTED, FIRST, LAST = 7, 50_000, 2015, 2040


@pytest.fixture(scope="session")
def plan(simulation):
    return people.make_plan(simulation, people=WANTED, first=FIRST, last=LAST, draw=Draw())


@pytest.fixture(scope="session")
def model(simulation, plan):
    return people.prepare(simulation, plan, Draw())


@pytest.fixture(scope="session")
def cancers(simulation, plan, model):
    """A model whose clock of death is that of the modelled cancers alone."""
    final = plan.first + model.other.shape[-1] - 2
    years, born = np.arange(plan.first, final + 1), np.arange(plan.oldest, plan.last + 1)
    rates = all_causes(simulation, Draw(), final) - other_causes(simulation, Draw(), final)
    spent = np.cumsum(along_cohorts(rates, 2000, born, years), axis=-1)
    spent = np.concatenate([np.zeros((*spent.shape[:-1], 1)), spent], axis=-1)
    return model._replace(other=np.stack([spent] * 3, axis=2))


@pytest.fixture(scope="session")
def everybody(plan, model, cancers):
    """All of the plan, the reserve too, with their deaths of whatever cause."""
    made = people_of(np.arange(plan.people, dtype=np.uint32))
    people.draw(model, plan, SEED, made)
    people.draw_other_deaths(cancers, SEED + 1, made)
    of_cancer = made.other_death.copy()
    people.draw_other_deaths(model, SEED, made)
    made.died[:] = np.minimum(made.other_death, of_cancer)
    return made


@pytest.fixture(scope="session")
def settled(plan, everybody):
    there = present(everybody, 2024.0)
    return people.settle(plan, int(there[: plan.base].sum()), there[plan.base :])


@pytest.fixture(scope="session")
def country(settled, everybody):
    """Those who exist."""
    return type(everybody)(*(column[: settled.people] for column in everybody))


def present(made, time):
    """Who is alive and in the country at a time."""
    return (made.entered <= time) & (made.died > time) & (made.emigrates > time)
