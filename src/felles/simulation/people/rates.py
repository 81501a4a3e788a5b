"""How likely are people to die, of all causes and of modelled cancers, in every year of a run?"""

from collections.abc import Sequence

import numpy as np

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.parameters import Draw
from felles.simulation.people.ages import AGES, SEXES, Numbers, by_age

FIRST_TABLE, LAST_TABLE, POOLED_MIDDLE = 2000, 2023, 2021
"""The life tables, and the year in the middle of the one of five years from which later rates fall."""


def all_causes(simulation: SimulationDefinitions, draw: Draw, last: int) -> Numbers:
    """Deaths per person-year, float64 (sex, AGES, years from 2000 to `last`).

    To 2023 the life tables of the single years; then those of 2019-2023 together, falling from 2021 by the share a year
    that content says for sex and age. The tables end at 100: older people die as those of 100.
    """
    made = np.zeros((2, AGES, last - FIRST_TABLE + 1))
    table = simulation.content.population["life_table"].columns
    for year, sex, age, rate in zip(table["year"], table["sex"], table["age"], table["rate"], strict=True):
        if year <= last:
            made[SEXES.index(sex), age, year - FIRST_TABLE] = rate
    pooled = np.zeros((2, AGES))
    table = simulation.content.population["life_table_2019_2023"].columns
    for sex, age, rate in zip(table["sex"], table["age"], table["rate"], strict=True):
        pooled[SEXES.index(sex), age] = rate
    decline = simulation.records["mortality"]["mortality"].decline
    for sex, bands in enumerate((decline.female, decline.male)):
        falls = by_age(bands, draw, f"people/mortality.decline.{SEXES[sex]}")
        for year in range(LAST_TABLE + 1, last + 1):
            made[sex, :, year - FIRST_TABLE] = pooled[sex] * (1 - falls) ** (year - POOLED_MIDDLE)
    made[:, 101:] = made[:, 100:101]
    return made


def modelled_cancers(simulation: SimulationDefinitions, last: int) -> Numbers:
    """Deaths of modelled cancers per person-year by the fitted table; shape as `all_causes`."""
    table = simulation.tables["cancer_mortality"].columns
    known = np.unique(table["year"])
    rates = np.zeros((2, AGES, len(known)))
    for sex, age, year, rate in zip(table["sex"], table["age"], table["year"], table["rate"], strict=True):
        rates[SEXES.index(sex), age, np.searchsorted(known, year)] = rate
    years = np.arange(FIRST_TABLE, last + 1)
    return np.stack([[np.interp(years, known, rates[sex, age]) for age in range(AGES)] for sex in range(2)])


def shares_of(simulation: SimulationDefinitions, only: Sequence[str]) -> Numbers:
    """Which share of the deaths of modelled cancers these cancers are, float64 (sex, AGES)."""
    table = simulation.tables["cancer_mortality_shares"].columns
    starts = np.array(sorted(set(table["age"])))
    shares = np.zeros((2, len(starts)))
    for cancer, sex, age, share in zip(table["cancer"], table["sex"], table["age"], table["share"], strict=True):
        if cancer in only:
            shares[SEXES.index(sex), np.searchsorted(starts, age)] += share
    made: Numbers = shares[:, np.searchsorted(starts, np.arange(AGES), side="right") - 1]
    return made


def other_causes(simulation: SimulationDefinitions, draw: Draw, last: int, only: Sequence[str] = ()) -> Numbers:
    """All causes less modelled cancers, never less than the least share of content; shape as `all_causes`.

    only: the cancers that are lived, none for all.
    """
    every = all_causes(simulation, draw, last)
    least = draw(simulation.records["mortality"]["mortality"].other_at_least, "people/mortality.other_at_least")
    lived = shares_of(simulation, only)[..., None] if only else 1.0
    return np.maximum(every - lived * modelled_cancers(simulation, last), least * every)
