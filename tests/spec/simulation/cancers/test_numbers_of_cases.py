"""Do as many get cancer, and die of it, as the published figures say?"""

import numpy as np
import pytest
from tests.spec.simulation.cancers.conftest import SEED

from felles.simulation import cancers, exposures
from felles.simulation.parameters import Draw
from felles.simulation.structs import people_of

PERSONS = 100_000


@pytest.fixture(scope="module")
def unexposed(simulation):
    return cancers.prepare(simulation, Draw(), None, last_year=2100)


@pytest.fixture
def women(exposed):
    made = people_of(np.arange(PERSONS, dtype=np.uint32))
    made.born[:] = 1960.5
    made.entered[:] = 1960.5
    return made, exposures.weigh(exposed, made)


def test_a_cohort_gets_each_cancer_as_often_as_its_hazard_says(unexposed, women):
    people, weights = women

    tumours = cancers.draw(unexposed, SEED, people, weights)

    for site in range(len(unexposed.numbers)):
        reached = unexposed.hazard[site, 0, 1960 - unexposed.first_cohort, 70] * unexposed.county[0, 0]
        expected = PERSONS * -np.expm1(-reached)
        first = (tumours.site == site) & (tumours.number == 0)
        silent = unexposed.indolent[site] / (1 + unexposed.indolent[site])
        met = np.count_nonzero(first & (tumours.clinical < 2030.5))
        assert met == pytest.approx(expected * (1 - silent), abs=4.5 * np.sqrt(expected) + 1)


def test_survival_at_five_years_of_the_women_of_2024_is_the_published_one(simulation, unexposed, women):
    people, weights = women
    ids = [cancer.id for cancer in cancers.cancers_in_order(simulation)]
    by_age = np.array(simulation.content.population["age_sex"].columns["female"])
    luck = (np.arange(PERSONS) + 0.5) / PERSONS
    people.born[:] = 2024 - np.searchsorted(np.cumsum(by_age) / by_age.sum(), luck) - luck * 7919 % 1
    people.entered[:] = np.maximum(people.born, 2018)

    tumours = cancers.draw(unexposed, SEED, people, weights)

    recent = (tumours.clinical > 2018) & (tumours.clinical < 2028)
    for name, published in (("breast", 0.928), ("lung", 0.358), ("colon", 0.717), ("pancreas", 0.154), ("ovary", 0.50)):
        mine = recent & (tumours.site == ids.index(name))
        alive = tumours.kills[mine] > tumours.clinical[mine] + 5
        assert alive.mean() == pytest.approx(published, abs=4 * np.sqrt(published * (1 - published) / mine.sum()))
