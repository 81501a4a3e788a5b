"""How many people are there on each 1 January, how many come and how many leave, in the whole country?

To 2024 by the tables: the population by single year of age is carried back from 2024 along cohorts and brought to the
table of five-year groups of each year; immigrants are what is missing when births, deaths and emigrants are counted. After
2024 by assumption: fertility, immigrants a year, emigration by age.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.parameters import Draw
from felles.simulation.people.ages import AGES, SEXES, Numbers, along_cohorts, by_age, by_year
from felles.simulation.people.rates import FIRST_TABLE, all_causes

FIRST, LAST_COUNTED = 2000, 2024
"""1 January of the first and of the last table of the population."""
GROUPS, OLD = 19, 90
"""Five-year groups of the table; the last, from 90, is open."""
MOTHERS = np.arange(14, 51)


class Population(NamedTuple):
    """Expected numbers of the whole country. Axes: sex, cohort (row c is born in the year born[c]), year (from `first`)."""

    born: NDArray[np.int64]
    years: NDArray[np.int64]
    people: Numbers  # on 1 January; one year more
    births: Numbers  # (sex, year)
    immigrants: Numbers
    emigration: Numbers  # hazard a year


def population(simulation: SimulationDefinitions, last: int, draw: Draw) -> Population:
    """Every year from 2000 to `last` (at least 2024)."""
    years = np.arange(FIRST, last + 1)
    born = np.arange(FIRST - AGES, last + 1)
    deaths = along_cohorts(all_causes(simulation, draw, last), FIRST_TABLE, born, years)
    migration = simulation.records["migration"]["migration"]
    leaving = -np.log1p(-by_age(migration.emigration, draw, "people/migration.emigration"))
    emigration = along_cohorts(np.repeat(leaving[None, :, None], len(years), 2), FIRST, born, years)
    country = Population(
        born=born,
        years=years,
        people=np.zeros((2, len(born), len(years) + 1)),
        births=np.zeros((2, len(years))),
        immigrants=np.zeros((2, len(born), len(years))),
        emigration=np.repeat(emigration, 2, 0),
    )
    _count_back(simulation, country, deaths)
    _births_counted(simulation, country)
    _fill_in_migration(country, deaths)
    _project(simulation, country, deaths, draw)
    return country


def _count_back(simulation: SimulationDefinitions, country: Population, deaths: Numbers) -> None:
    """Single years of age on each 1 January from 2024 back to 2000, brought to the five-year groups of that day.

    Hardly anybody over 90 is left in 2024 to count back from: they are first spread as their mortality would have it, and
    then, from 2000 on, carried forward from those who were 89.
    """
    people, counted = country.people, LAST_COUNTED - FIRST
    people[:, :, counted] = _single_years(simulation, country.born)
    gone = deaths + country.emigration
    for year in reversed(range(counted)):
        age = FIRST + year - 1 - country.born
        there = np.where((age >= 0) & (age < OLD), people[:, :, year + 1] * np.exp(gone[:, :, year]), 0.0)
        people[:, :, year] = _like_the_table(simulation, year, age, there + _spread_of_the_old(age, gone[:, :, year]))
    for year in range(1, counted):
        age = FIRST + year - 1 - country.born
        carried = people[:, :, year - 1] * np.exp(-gone[:, :, year - 1])
        people[:, :, year] = _like_the_table(
            simulation, year, age, np.where(age < OLD, people[:, :, year], np.where(age < AGES, carried, 0.0))
        )


def _spread_of_the_old(age: NDArray[np.int64], gone: Numbers) -> Numbers:
    """How those of 90 and over would be spread if as many turned 90 each year and all had the mortality of this one."""
    made = np.zeros_like(gone)
    old = np.flatnonzero((age >= OLD) & (age < AGES))[::-1]
    made[:, old] = np.exp(-np.cumsum(gone[:, old], axis=1))
    return made


def _like_the_table(simulation: SimulationDefinitions, year: int, age: NDArray[np.int64], people: Numbers) -> Numbers:
    """People by cohort, each five-year group brought to what the table of that 1 January says."""
    group = np.clip(age // 5, 0, GROUPS - 1)
    table = _age_groups(simulation, FIRST + year)
    sums = np.stack([np.bincount(group, people[sex], GROUPS) for sex in range(2)])
    return np.take_along_axis(table / sums, np.stack([group, group]), 1) * people


def _single_years(simulation: SimulationDefinitions, born: NDArray[np.int64]) -> Numbers:
    table = simulation.content.population["age_sex"].columns
    made = np.zeros((2, len(born)))
    for sex, name in enumerate(SEXES):
        made[sex, LAST_COUNTED - 1 - np.array(table["age"]) - born[0]] = table[name]
    return made


def _age_groups(simulation: SimulationDefinitions, year: int) -> Numbers:
    """The five-year groups of 1 January, float64 (sex, GROUPS)."""
    table = simulation.content.population["age_group_sex"].columns
    rows = [row for row, day in enumerate(table["day"]) if day.year == year]
    return np.array([[table[name][row] for row in rows] for name in SEXES], float)


def _births_counted(simulation: SimulationDefinitions, country: Population) -> None:
    table = simulation.tables["births"].columns
    for sex, name in enumerate(SEXES):
        for year, count in zip(table["year"], table[name], strict=True):
            if year < LAST_COUNTED:
                country.births[sex, year - FIRST] = count


def _fill_in_migration(country: Population, deaths: Numbers) -> None:
    """Immigrants of the counted years; where more leave than emigration says, emigration is raised."""
    for year in range(LAST_COUNTED - FIRST):
        gone = deaths[:, :, year] + country.emigration[:, :, year]
        staying = country.people[:, :, year] * np.exp(-gone) + _newborn_who_stay(country, gone, year)
        after = country.people[:, :, year + 1]
        missing = after - staying
        country.immigrants[:, :, year] = np.maximum(missing, 0.0) * np.exp(gone / 2)
        too_many = (missing < 0) & (after > 0) & (country.people[:, :, year] > 0)
        country.emigration[:, :, year] += np.log(np.divide(staying, after, where=too_many, out=np.ones_like(after)))


def _newborn_who_stay(country: Population, gone: Numbers, year: int) -> Numbers:
    """Those born in a year who are there at its end; on average they are exposed for half of it."""
    made = np.zeros_like(gone)
    row = FIRST + year - country.born[0]
    made[:, row] = country.births[:, year] * np.exp(-gone[:, row] / 2)
    return made


def _project(simulation: SimulationDefinitions, country: Population, deaths: Numbers, draw: Draw) -> None:
    """Births, immigrants and people of the years after the tables."""
    fertility, migration = simulation.records["fertility"]["fertility"], simulation.records["migration"]["migration"]
    per_woman = by_year(fertility.children_per_woman, draw, "people/fertility.children_per_woman", country.years)
    boys = draw(fertility.boys, "people/fertility.boys")
    coming = by_year(migration.immigrants, draw, "people/migration.immigrants", country.years)
    mothers = _mothers(simulation, draw)
    like = _ages_of_immigrants(country, migration.ages_like["from"], migration.ages_like["to"])
    for year in range(LAST_COUNTED - FIRST, len(country.years)):
        gone = deaths[:, :, year] + country.emigration[:, :, year]
        rows = FIRST + year - MOTHERS - country.born[0]
        born = per_woman[year] * (country.people[0, rows, year] * mothers).sum()
        country.births[:, year] = born * (1 - boys), born * boys
        reached = FIRST + year - country.born
        known = (reached >= 0) & (reached < AGES)
        country.immigrants[:, known, year] = coming[year] * like[:, reached[known]]
        country.people[:, :, year + 1] = (
            country.people[:, :, year] * np.exp(-gone)
            + _newborn_who_stay(country, gone, year)
            + country.immigrants[:, :, year] * np.exp(-gone / 2)
        )


def _mothers(simulation: SimulationDefinitions, draw: Draw) -> Numbers:
    """Share of a woman's children that she has in the year she reaches each age of MOTHERS: a bell curve."""
    fertility = simulation.records["fertility"]["fertility"]
    mean = draw(fertility.age_of_mothers, "people/fertility.age_of_mothers")
    spread = draw(fertility.spread_of_ages, "people/fertility.spread_of_ages")
    weight = np.exp(-0.5 * ((MOTHERS - mean) / spread) ** 2)
    shares: Numbers = weight / weight.sum()
    return shares


def _ages_of_immigrants(country: Population, first: int, last: int) -> Numbers:
    """How immigrants of some counted years are spread over sex and the age they reach in the year; sums to 1."""
    made = np.zeros((2, AGES))
    for year in range(first, last + 1):
        reached = year - country.born
        known = (reached >= 0) & (reached < AGES)
        made[:, reached[known]] += country.immigrants[:, known, year - FIRST]
    shares: Numbers = made / made.sum()
    return shares
