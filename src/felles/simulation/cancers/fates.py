"""How do survival, age and year of diagnosis become the curves that the kernel reads?"""

import numpy as np

from felles.definitions.simulation.cancers import SEXES, STAGES
from felles.simulation.cancers.figures import Figures
from felles.simulation.cancers.model import OLDEST, TREND_FROM, TREND_UNTIL, Floats
from felles.simulation.cancers.survival import LEAST, MOST, curve, level

SURVIVAL_YEAR = 2021.0
"""About when those were diagnosed whose survival is published: the period 2020-2024 follows patients of 2015 to 2024 for five
years, and most of the deaths are of the first two."""
STEADY_FROM, STEADY_UNTIL = 1955.0, 2040.0
OLDER_THAN = 70.0
HOW_OLD = (30.0, 95.0)


def curves(figures: Figures, observed: Floats, people: Floats) -> Floats:
    """(2, 5, 3) cured, scale and shape by sex and stage, so that all together have the published survival.

    observed: rates by sex and age; people: persons by sex and age. They weigh ages as the cases are.
    """
    staged = bool(figures.cancer.stages)
    powers = older(figures)[:OLDEST]
    made = np.ones((len(SEXES), len(STAGES) + 1, 3))
    for place, sex in enumerate(SEXES):
        published = figures.of_sex("survival.rs5", sex)
        if not published:
            continue
        cases = people[place] * observed[place]
        shares = figures.stages("found") if staged else np.ones(1)
        rs5 = np.clip(figures.stages("rs5") if staged else np.array([published]), LEAST, MOST)
        power = level(published, shares, rs5, powers, cases / cases.sum())
        for stage, survival in enumerate(rs5**power, 1 if staged else 0):
            made[place, stage] = curve(survival, figures("survival.cured"), figures("survival.shape"))
    return made


def older(figures: Figures) -> Floats:
    """The ratio of the excess mortality at each whole age, 1 at 70."""
    ages = np.clip(np.arange(OLDEST + 1), *HOW_OLD)
    return np.asarray(figures("survival.older") ** ((ages - OLDER_THAN) / 10))


def better(figures: Figures) -> Floats:
    """The ratio of the excess mortality of those who are diagnosed in each year, 1 in 2021."""
    years = np.clip(np.arange(TREND_FROM, TREND_UNTIL + 1), STEADY_FROM, STEADY_UNTIL) - SURVIVAL_YEAR
    before, after = 1 - figures("survival.improved"), 1 - figures("survival.improves")
    return np.asarray(np.where(years < 0, before**years, after**years))
