"""Who is offered the vaccine against HPV, when, and how many take it?"""

from collections.abc import Sequence

import numpy as np

from felles.definitions.population import PopulationTable
from felles.definitions.simulation.exposures import SEXES, Vaccination
from felles.simulation.exposures.model import COHORTS, FIRST_COHORT, Table, cohort_years
from felles.simulation.parameters import Draw

PATH = "exposures/vaccination"
_AUTUMN, _SPRING = 0.7, 1.45
"""The school year in which a dose is given, from the year in which they turn the age of the offer."""


def coverage(vaccination: Vaccination, table: PopulationTable, draw: Draw) -> tuple[Table, Table]:
    """The share with at least one dose (sex, cohort), and when they got it (sex, cohort, from and until)."""
    columns = table.columns
    share, offered = np.zeros((2, COHORTS)), np.zeros((2, COHORTS, 2))
    for sex, word in enumerate(SEXES):
        rows = [row for row, of in enumerate(columns["sex"]) if of == word]
        for row in rows:
            cohort = columns["born"][row] - FIRST_COHORT
            share[sex, cohort] = columns["share"][row]
            offered[sex, cohort] = columns["from_year"][row], columns["until_year"][row]
        later = slice(max(columns["born"][row] for row in rows) + 1 - FIRST_COHORT, None)
        share[sex, later] = draw(vaccination.onwards.share[word], f"{PATH}.onwards.share.{word}")
        turning = cohort_years()[later] + vaccination.onwards.age
        offered[sex, later] = np.stack([turning + _AUTUMN, turning + _SPRING], axis=-1)
    return share, offered


def county_odds(vaccination: Vaccination, counties: Sequence[str], draw: Draw) -> Table:
    """The odds of being vaccinated against those of the nation, in the order of counties."""
    found = vaccination.counties
    return np.array([draw(found[code], f"{PATH}.counties.{code}") if code in found else 1.0 for code in counties])
