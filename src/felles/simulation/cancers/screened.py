"""What have screening and vaccination made of the numbers of cases that were published?

The published counts and rates are of a country that screens and vaccinates. Lives are drawn as without, and screened and
vaccinated afterwards: what that does would else be done twice. The table `cancer_screened` has the cases of the lives for each
that would come without, by age in the years of the table of incidence and for all ages in years with a count.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from felles.definitions.population import PopulationTable
from felles.definitions.simulation.cancers import SEXES
from felles.simulation.cancers.model import OLDEST, Floats

ALL_AGES = "all"


@dataclass(frozen=True)
class Screened:
    """Ratios of a cancer. by_age: (2, A) in the years of the table of incidence; by_year: (2,) of all ages."""

    by_age: Floats
    by_year: Mapping[int, Floats]

    def in_year(self, year: int) -> Floats:
        """(2,) of a year with a count; 1 where nothing is said."""
        return self.by_year.get(year, np.ones(len(SEXES)))


def screened_of(table: PopulationTable, cancer: str) -> Screened:
    """The rows of a cancer: ages by the first of each band, which holds until the next."""
    by_age = np.ones((len(SEXES), OLDEST))
    by_year: dict[int, Floats] = {}
    columns = [table.columns[name] for name in ("cancer", "sex", "year", "age", "ratio")]
    for name, sex, year, age, ratio in zip(*columns, strict=True):
        if name != cancer:
            continue
        if age == ALL_AGES:
            by_year.setdefault(year, np.ones(len(SEXES)))[SEXES.index(sex)] = ratio
        else:
            by_age[SEXES.index(sex), int(age) :] = ratio
    return Screened(by_age, by_year)
