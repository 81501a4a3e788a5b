"""Do the rates of the old grow faster than those of the young, as they did for melanoma, and are published counts kept?"""

import numpy as np
import pytest

from felles.simulation.cancers.hazards import cumulative, population_by_age, rates_by_age, rates_of, shape_of_ages
from felles.simulation.cancers.levels import Growth, trends_of
from felles.simulation.cancers.model import TREND_FROM
from felles.simulation.cancers.screened import screened_of

YOUNG, MIDDLE, OLD = 40, 60, 80
AGES = np.array([YOUNG, MIDDLE, OLD])


@pytest.fixture
def melanoma(simulation):
    """Its rates, with ages that grew as its file says."""
    cancer = simulation.records["cancer"]["melanoma"]
    table = simulation.tables["cancer_incidence"]
    observed = np.array([rates_by_age(table, cancer.incidence.rows, sex) for sex in ("female", "male")])
    screened = screened_of(simulation.tables["cancer_screened"], "melanoma")
    return rates_of(observed, None, 1890, screened, cancer.incidence.older.value)


def test_each_ten_years_of_age_grew_so_much_faster_a_year():
    before, after = shape_of_ages(0.01, AGES, np.array(2005.5)), shape_of_ages(0.01, AGES, np.array(2006.5))

    growth = np.log(after / before)

    assert growth == pytest.approx([-0.02, 0.0, 0.02])


def test_from_the_table_on_all_ages_are_as_in_the_table():
    assert shape_of_ages(0.01, AGES, np.array(2030.0)) == pytest.approx([1, 1, 1])


def test_before_the_rates_are_known_the_shape_is_that_of_the_first_ones():
    assert shape_of_ages(0.01, AGES, np.array(1950.0)) == pytest.approx(shape_of_ages(0.01, AGES, np.array(1980.0)))


def test_the_expected_cases_are_the_published_ones_with_other_ages(simulation, melanoma):
    people = population_by_age(simulation.content.population["age_group_sex"])

    with np.errstate(divide="ignore"):  # no other cancer takes what the count of all leaves
        trends = trends_of(
            {"melanoma": melanoma}, {"melanoma": Growth((0.0, 0.0), 1.0)}, simulation.tables["cancer_cases"], people
        )["melanoma"]

    middle = slice(2002 - TREND_FROM, 2004 - TREND_FROM)
    assert melanoma.expected(2002, people[2002]) * trends[:, middle].mean(axis=1) == pytest.approx([545, 469], rel=0.01)


def test_who_was_young_in_1985_had_as_high_a_hazard_as_the_shape_says(melanoma):
    trends = np.ones((2, 300))
    alike = rates_of(melanoma.observed, None, 1890, melanoma.screened)
    as_told = {"survive": np.zeros(2), "second": 0.0, "indolent": 0.0, "cohorts": np.array([1985 - YOUNG - 1])}

    hazards = [np.diff(cumulative(rates, trends, **as_told), axis=-1)[1, 0, YOUNG] for rates in (melanoma, alike)]

    assert hazards[0] / hazards[1] == pytest.approx(
        shape_of_ages(melanoma.older, np.array([YOUNG]), np.array([1985.0]))[0]
    )
