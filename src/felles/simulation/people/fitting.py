"""How many die of modelled cancers, by sex, age and year, as the lives themselves have it?

The table `cancer_mortality` says how much of all mortality is left to the cancers. It is fitted: lives are drawn with the
table as it is, their deaths of cancer are counted beside what the table expects, and the table is brought towards
them; once or twice is enough, for the cancers hardly depend on what else people die of.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.people.ages import AGES, SEXES, Numbers
from felles.simulation.people.rates import FIRST_TABLE, modelled_cancers
from felles.simulation.structs import OTHER_CAUSE, People

CAUTION = 8.0
"""Expected deaths that a period is lent from its age group in all periods, so that a handful says little."""
GROUP, PERIOD = 5, 5
OPEN_GROUP = 18
"""Those of 90 and over stand together."""


class CancerDeaths(NamedTuple):
    """Of some persons: deaths of modelled cancers and person-years, float64 (sex, AGES, year from `first`)."""

    first: int
    deaths: Numbers
    person_years: Numbers

    def with_more(self, other: "CancerDeaths") -> "CancerDeaths":
        """The two together: of another chunk of persons, the same years."""
        return CancerDeaths(self.first, self.deaths + other.deaths, self.person_years + other.person_years)


def count_cancer_deaths(people: People, first: int, last: int) -> CancerDeaths:
    """Counts persons whose lives are ended, from 1 January of `first` to the end of `last`; read at mid-year for years lived."""
    shape = (2, AGES, last - first + 1)
    deaths, lived = np.zeros(shape), np.zeros(shape)
    of_cancer = (people.cause > OTHER_CAUSE) & (people.died < people.emigrates)
    of_cancer &= (people.died >= first) & (people.died < last + 1)
    died = people.died[of_cancer]
    age = np.clip(died - people.born[of_cancer], 0, AGES - 1).astype(np.int64)
    np.add.at(deaths, (people.sex[of_cancer], age, died.astype(np.int64) - first), 1.0)
    end = np.minimum(people.died, people.emigrates)
    for year in range(first, last + 1):
        there = (people.entered <= year + 0.5) & (end > year + 0.5)
        age = np.clip(year + 0.5 - people.born[there], 0, AGES - 1).astype(np.int64)
        np.add.at(lived[:, :, year - first], (people.sex[there], age), 1.0)
    return CancerDeaths(first, deaths, lived)


def fit_cancer_mortality(simulation: SimulationDefinitions, found: CancerDeaths) -> list[tuple[str, int, int, float]]:
    """Rows of a new table cancer_mortality: sex, age, year, rate; the years as in the table that there is.

    The old rates times found / expected by sex, five-year age group and five-year period, a straight line between their
    middles; a period with few deaths leans on its group in all periods. Years before the count keep the ratio of its
    first period, years after it that of the last.
    """
    years = found.first + np.arange(found.deaths.shape[2], dtype=np.int64)
    old = modelled_cancers(simulation, max(int(years[-1]), FIRST_TABLE))[:, :, years[0] - FIRST_TABLE :]
    known = sorted(set(simulation.tables["cancer_mortality"].columns["year"]))
    ratio = _ratios(found.deaths, found.person_years * old, years, np.array(known))
    table = simulation.tables["cancer_mortality"].columns
    return [
        (sex, age, year, round(rate * float(ratio[SEXES.index(sex), age, known.index(year)]), 7))
        for sex, age, year, rate in zip(table["sex"], table["age"], table["year"], table["rate"], strict=True)
    ]


def _ratios(deaths: Numbers, expected: Numbers, years: NDArray[np.int64], wanted: NDArray[np.int64]) -> Numbers:
    """Found / expected at every age and wanted year, float64 (sex, AGES, wanted)."""
    periods = (years - years[0]) // PERIOD
    groups = np.minimum(np.arange(AGES) // GROUP, OPEN_GROUP)
    middles = np.array([years[periods == period].mean() + 0.5 for period in range(periods[-1] + 1)])
    ages = np.arange(OPEN_GROUP + 1) * GROUP + GROUP / 2
    made = np.empty((2, AGES, len(wanted)))
    for sex in range(2):
        grouped = np.empty((OPEN_GROUP + 1, len(middles)))
        for group in range(OPEN_GROUP + 1):
            seen, said = deaths[sex, groups == group].sum(0), expected[sex, groups == group].sum(0)
            always = (seen.sum() + 1.0) / (said.sum() + 1.0)
            for period in range(len(middles)):
                then = periods == period
                grouped[group, period] = (seen[then].sum() + CAUTION * always) / (said[then].sum() + CAUTION)
        by_age = np.stack([np.interp(np.arange(AGES) + 0.5, ages, grouped[:, p]) for p in range(len(middles))], axis=1)
        made[sex] = np.stack([np.interp(wanted + 0.5, middles, by_age[age]) for age in range(AGES)])
    return made
