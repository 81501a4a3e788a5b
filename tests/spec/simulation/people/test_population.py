"""The simulated country has the people that the tables of Norway have, and as many as were asked for."""

import numpy as np
import pytest

from felles.simulation.parameters import Draw
from felles.simulation.people import START, make_plan
from felles.simulation.people.population import population
from felles.simulation.people.rates import all_causes

WANTED = 50_000
SCALE = 5_550_203 / WANTED


def present(people, time):
    """Who is alive and in the country at a time."""
    return (people.entered <= time) & (people.died > time) & (people.emigrates > time)


def age_groups(simulation, year):
    """The population of 1 January by sex and five-year group, brought to this country's size."""
    table = simulation.content.population["age_group_sex"].columns
    rows = [row for row, day in enumerate(table["day"]) if day.year == year]
    return np.array([[table[sex][row] for row in rows] for sex in ("female", "male")]) / SCALE


def test_exactly_as_many_are_alive_on_1_january_2024_as_were_asked_for(country):
    assert present(country, 2024.0).sum() == WANTED


@pytest.mark.parametrize("year", range(2015, 2025))
def test_every_age_group_and_sex_is_as_large_as_the_table_says_within_chance(simulation, country, year):
    there = present(country, float(year))
    group = np.minimum((year - country.born[there]).astype(int) // 5, 18)
    counted = np.zeros((2, 19))
    np.add.at(counted, (country.sex[there], group), 1)

    expected = age_groups(simulation, year)

    assert (np.abs(counted - expected) <= 3.5 * np.sqrt(expected) + 2).all()
    assert counted.sum() == pytest.approx(expected.sum(), rel=0.006)


@pytest.mark.parametrize(("year", "published"), [(2025, 5_594_340), (2026, 5_627_400)])
def test_the_years_after_the_tables_by_age_are_met_too(country, year, published):
    assert present(country, float(year)).sum() * SCALE == pytest.approx(published, rel=0.003)


def test_by_2040_there_are_about_six_million_as_the_projection_is_remembered(country):
    assert 5_850_000 < present(country, 2040.0).sum() * SCALE < 6_100_000


def test_parameter_sets_spread_the_population_of_2040_around_the_central_one(simulation):
    of_sets = [population(simulation, 2040, Draw(number)).people[:, :, -1].sum() for number in range(1, 25)]

    central = population(simulation, 2040, Draw()).people[:, :, -1].sum()

    assert min(of_sets) < central < max(of_sets)
    assert min(of_sets) > 5_600_000
    assert max(of_sets) < 6_500_000


def test_as_many_die_as_the_life_tables_say(simulation, country):
    rates = all_causes(simulation, Draw(), 2023)
    expected = 0.0
    for year in range(2015, 2024):
        there = present(country, year + 0.5)
        age = np.minimum((year + 0.5 - country.born[there]).astype(int), 110)
        expected += rates[country.sex[there], age, year - 2000].sum()

    died = (country.died >= 2015) & (country.died < 2024) & (country.died < country.emigrates)

    assert died.sum() == pytest.approx(expected, rel=0.05)


def test_about_as_many_immigrants_come_as_are_missing_in_the_tables(simulation):
    coming = population(simulation, 2024, Draw()).immigrants[:, :, -10:-1].sum((0, 1))

    assert coming.min() > 35_000
    assert coming.argmax() in (6, 7, 8)  # the refugees of 2022 and 2023
    assert coming.max() < 100_000


@pytest.mark.parametrize(("first", "begins"), [(1990, 2000), (2008, 2008), (2031, 2024)])
def test_the_population_starts_in_the_first_year_but_within_the_tables(simulation, first, begins):
    plan = make_plan(simulation, people=1000, first=first, last=2040, draw=Draw())

    assert plan.first == begins
    assert set(plan.year[plan.kind == START]) == {begins}


def test_a_country_that_starts_in_2024_has_exactly_those_who_were_asked_for(simulation):
    plan = make_plan(simulation, people=777, first=2024, last=2024, draw=Draw())

    rows = plan.kind == START

    assert np.diff(plan.starts)[rows].sum() == 777
    assert plan.base == plan.people


def test_who_asks_for_nobody_is_refused_in_words(simulation):
    with pytest.raises(ValueError, match="at least one person"):
        make_plan(simulation, people=0, first=2015, last=2040, draw=Draw())
