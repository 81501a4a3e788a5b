"""The table of cancer deaths is brought to what the lives have."""

import numpy as np
import pytest

from felles.simulation.people.ages import AGES
from felles.simulation.people.fitting import CancerDeaths, count_cancer_deaths, fit_cancer_mortality
from felles.simulation.people.rates import modelled_cancers
from felles.simulation.structs import OTHER_CAUSE, people_of

YEARS = 2040 - 2015 + 1


def test_where_twice_as_many_die_as_the_table_says_its_rates_are_doubled(simulation):
    lived = np.full((2, AGES, YEARS), 1e7)
    said = lived * modelled_cancers(simulation, 2040)[:, :, 15:]

    rows = fit_cancer_mortality(simulation, CancerDeaths(2015, 2 * said, lived))

    old = simulation.tables["cancer_mortality"].columns
    assert [row[:3] for row in rows] == list(zip(old["sex"], old["age"], old["year"], strict=True))
    assert np.array([row[3] for row in rows]) == pytest.approx(2 * np.array(old["rate"]), rel=0.02, abs=2e-7)


def test_where_nobody_has_lived_the_table_stays_as_it_is(simulation):
    nobody = np.zeros((2, AGES, YEARS))

    rows = fit_cancer_mortality(simulation, CancerDeaths(2015, nobody, nobody))

    assert [row[3] for row in rows] == pytest.approx(simulation.tables["cancer_mortality"].columns["rate"], abs=1e-7)


def test_deaths_of_cancer_are_counted_at_the_age_and_in_the_year_and_others_are_not():
    people = people_of(np.arange(4, dtype=np.uint32))
    people.born[:], people.entered[:], people.sex[:] = 1950.25, 2015.0, 1
    people.died[:] = [2017.5, 2017.5, 2017.5, np.inf]
    people.cause[:] = [3, OTHER_CAUSE, 3, -1]
    people.emigrates[2] = 2016.2

    found = count_cancer_deaths(people, 2015, 2018)

    assert found.deaths.sum() == 1
    assert found.deaths[1, 67, 2] == 1
    assert found.person_years.sum((0, 1)) == pytest.approx([4, 3, 1, 1])
    assert found.person_years[1, 65, 0] == 4


def test_chunks_are_added():
    one = CancerDeaths(2015, np.ones((2, AGES, 2)), np.full((2, AGES, 2), 3.0))

    both = one.with_more(one)

    assert (both.deaths == 2).all()
    assert (both.person_years == 6).all()
