"""How large is the hazard of each cancer for one who was never exposed, by birth cohort and age?

The rates of the table are of everybody, screened and vaccinated. They are divided by what that has made of them (`screened`),
for lives are drawn as without; and by one plus the mean excess relative risk of the people who had the age in the years of the
table, so that what exposures add comes on top, and the mean over the country is the rate again: a cohort that smokes less gets
less cancer. The trend is what is then still missing to the published counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from felles.definitions.population import PopulationTable
from felles.simulation.cancers.model import OLDEST, TREND_FROM, Floats
from felles.simulation.cancers.screened import Screened
from felles.simulation.cancers.trends import TABLE_YEAR

AGES = np.arange(OLDEST)
MIDDLE_AGE = 60.0
AGED_FROM = 1980.0
"""Rates by age are known from then on; before it the shape by age is that of then, after the table that of the table."""
LEAST_LEFT = 0.1
"""However common a cancer is, so many are taken to be without it: the hazard stays finite."""


def rates_by_age(table: PopulationTable, rows: tuple[str, ...], sex: str) -> Floats:
    """New cases per person-year at each whole age, the rows added; as in the last age group above it."""
    codes, columns = {int(row) for row in rows}, table.columns
    wanted = [
        place
        for place, (code, of) in enumerate(zip(columns["code"], columns["sex"], strict=True))
        if of == sex and code in codes
    ]
    groups, cases, years = (
        [columns[name][place] for place in wanted] for name in ("age_group", "cases", "person_years")
    )
    starts = [_start(group) for group in dict.fromkeys(groups)]
    of_groups = np.array(cases).reshape(-1, len(starts)).sum(axis=0) / np.array(years[: len(starts)])
    rates: Floats = of_groups[np.searchsorted(starts, AGES, side="right") - 1]
    return rates


def population_by_age(table: PopulationTable) -> Mapping[int, Floats]:
    """Persons in the middle of each year, by sex and whole age: groups spread evenly, the mean of two Januaries."""
    groups, persons = table.columns["age_group"], np.array([table.columns[sex] for sex in ("female", "male")])
    of_day: dict[date, list[int]] = {}
    for row, day in enumerate(table.columns["day"]):
        of_day.setdefault(day, []).append(row)
    made = {}
    for day, rows in sorted(of_day.items()):
        starts = np.array([_start(groups[row]) for row in rows])
        width = np.append(np.diff(starts), 10)
        place = np.searchsorted(starts, AGES, side="right") - 1
        within = starts[-1] + width[-1] > AGES
        made[day.year] = np.array(persons[:, rows][:, place] / width[place] * within, dtype=np.float64)
    return {year: (of_year + made.get(year + 1, of_year)) / 2 for year, of_year in made.items()}


def _start(group: str) -> int:
    """The youngest age of a group such as 40-44 or 85+."""
    return int(group.rstrip("+").split("-")[0])


@dataclass(frozen=True)
class Rates:
    """A cancer's rates of the table by sex and age, those of the never exposed without screening, and what exposures add to them.

    mean_excess: (2, C, A) excess relative risk of everybody, by birth cohort and age. screened: what screening and vaccination
    make of the cases. older: how much faster the rates grew a year for each ten years of age.
    """

    observed: Floats
    never: Floats
    mean_excess: Floats | None
    first_cohort: int
    screened: Screened
    older: float = 0.0

    def expected(self, year: int, people: Floats) -> Floats:
        """Cases of each sex in a year with these people if only exposures, screening and vaccination had changed."""
        shaped = self.never * shape_of_ages(self.older, AGES, np.array(year + 0.5))
        without = (people * shaped * (1 + self.excess_in(year + 0.5))).sum(axis=1)
        return np.asarray(without * self.screened.in_year(year))

    def excess_in(self, time: float) -> Floats:
        """(2, A) the mean excess of those who have each age at a time."""
        return excess_at(self.mean_excess, self.first_cohort, time)


def excess_at(mean_excess: Floats | None, first_cohort: int, time: float) -> Floats:
    """(2, A) the mean excess relative risk of those who have each age at a time; none where nothing is known."""
    if mean_excess is None:
        return np.zeros((2, OLDEST))
    cohorts = np.clip(np.floor(time - AGES - 0.5).astype(int) - first_cohort, 0, mean_excess.shape[1] - 1)
    return np.asarray(mean_excess[:, cohorts, AGES])


def shape_of_ages(older: float, ages: NDArray[np.int64], times: Floats) -> Floats:
    """The ratio of the rates at these ages and times to those of the table, beside the trend of all ages."""
    return np.asarray(np.exp(older * (ages - MIDDLE_AGE) / 10 * (np.clip(times, AGED_FROM, TABLE_YEAR) - TABLE_YEAR)))


def rates_of(
    observed: Floats, mean_excess: Floats | None, first_cohort: int, screened: Screened, older: float = 0.0
) -> Rates:
    """The rates of a cancer with those of the never exposed without screening."""
    at_table = excess_at(mean_excess, first_cohort, TABLE_YEAR)
    never = observed / screened.by_age / (1 + at_table)
    return Rates(observed, never, mean_excess, first_cohort, screened, older)


def cumulative(
    rates: Rates, trends: Floats, *, survive: Floats, second: float, indolent: float, cohorts: NDArray[np.int64]
) -> Floats:
    """(2, cohorts, A + 1) cumulative hazard of a first one, of persons never exposed.

    trends: (2, years). survive: by sex, about how many of those who had one are alive: they are among the people of the
    rates and have `second` times the hazard, so that the hazard of the others is not the rate. indolent: more that come
    without symptoms, as a share; who has such a one gets no other of the same cancer.
    """
    years = np.clip(cohorts[:, None] + AGES + 1 - TREND_FROM, 0, trends.shape[1] - 1)
    hazard = rates.never[:, None, :] * trends[:, years]
    if rates.older:
        hazard *= shape_of_ages(rates.older, AGES, (cohorts[:, None] + AGES + 1).astype(np.float64))
    everybody = hazard if rates.mean_excess is None else hazard * (1 + _of_cohorts(rates, cohorts))
    spent = np.cumsum(everybody, axis=2)
    without = 1 + survive[:, None, None] * np.expm1(-spent) * (1 - second) + np.expm1(-indolent * spent)
    hazard *= (1 + indolent) / np.maximum(without, LEAST_LEFT)
    table = np.zeros((2, len(cohorts), OLDEST + 1))
    np.cumsum(hazard, axis=2, out=table[:, :, 1:])
    return table


def _of_cohorts(rates: Rates, cohorts: NDArray[np.int64]) -> Floats:
    assert rates.mean_excess is not None
    places = np.clip(cohorts - rates.first_cohort, 0, rates.mean_excess.shape[1] - 1)
    return np.asarray(rates.mean_excess[:, places, :OLDEST])
