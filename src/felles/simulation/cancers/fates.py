"""How do survival, age and year of diagnosis become the curves that the kernel reads?"""

import math
from typing import NamedTuple

import numpy as np

from felles.definitions.simulation.cancers import PUBLISHED, SEXES, STAGES
from felles.simulation.cancers.figures import Figures
from felles.simulation.cancers.model import OLDEST, TREND_FROM, TREND_UNTIL, Floats
from felles.simulation.cancers.survival import LEAST, MOST, curve, level, powers_for

SURVIVAL_YEAR = float(PUBLISHED)
"""About when those were diagnosed whose survival is published: the period 2020-2024 follows patients of 2015 to 2024 for five
years, and most of the deaths are of the first two."""
STEADY_FROM, STEADY_UNTIL = 1955.0, 2040.0
OLDER_THAN = 70.0
HOW_OLD = (30.0, 95.0)


class Mixture(NamedTuple):
    """The patients of one sex: what is published of them is of all stages and ages together."""

    published: float
    shares: Floats  # (stages,)
    rs5: Floats  # (stages,) before the level is set
    powers: Floats  # (A,) ratio of the excess mortality by age
    weights: Floats  # (A,) shares of the cases

    @property
    def level(self) -> float:
        """The power that gives all together the published survival."""
        return level(*self)


def mixtures(figures: Figures, observed: Floats, people: Floats) -> tuple[Mixture | None, ...]:
    """By sex; none for the sex that cannot have it. observed: rates by sex and age; people: persons by sex and age."""
    staged = bool(figures.cancer.stages)
    made: list[Mixture | None] = []
    for place, sex in enumerate(SEXES):
        published, cases = figures.of_sex("survival.rs5", sex), people[place] * observed[place]
        shares = figures.stages("found") if staged else np.ones(1)
        rs5 = np.clip(figures.stages("rs5") if staged else np.array([published]), LEAST, MOST)
        weights = cases / cases.sum() if published else cases
        made.append(Mixture(published, shares, rs5, older(figures)[:OLDEST], weights) if published else None)
    return tuple(made)


def curves(figures: Figures, patients: tuple[Mixture | None, ...]) -> Floats:
    """(2, 5, 3) cured, scale and shape by sex and stage, so that all together have the published survival."""
    made = np.ones((len(SEXES), len(STAGES) + 1, 3))
    for place, mixture in enumerate(patients):
        if mixture is None:
            continue
        for stage, survival in enumerate(mixture.rs5**mixture.level, 1 if figures.cancer.stages else 0):
            made[place, stage] = curve(survival, figures("survival.cured"), figures("survival.shape"))
    return made


def older(figures: Figures) -> Floats:
    """The ratio of the excess mortality at each whole age, 1 at 70."""
    ages = np.clip(np.arange(OLDEST + 1), *HOW_OLD)
    return np.asarray(figures("survival.older") ** ((ages - OLDER_THAN) / 10))


def better(figures: Figures, patients: tuple[Mixture | None, ...]) -> Floats:
    """(2, years) the ratio of each stage's excess mortality of those who are diagnosed in each year, 1 in 2021.

    The figures say how the excess mortality of all together falls, for that is what is published. Those whose stage kills
    nearly all or nearly nobody hardly move, so the ratio within a stage has to be further from 1.
    """
    made = np.ones((len(SEXES), TREND_UNTIL + 1 - TREND_FROM))
    for place, (sex, mixture) in enumerate(zip(SEXES, patients, strict=True)):
        if mixture:
            made[place] = powers_for(*mixture, ratios=excess_of_all(figures, sex, mixture.published))
    return made


def excess_of_all(figures: Figures, sex: str, published: float) -> Floats:
    """(years,) the excess mortality of all together by year of diagnosis, against that of 2021.

    Before the first published survival it falls by `improved` a year, between two by what makes both come out.
    """
    years = np.clip(np.arange(TREND_FROM, TREND_UNTIL + 1), STEADY_FROM, STEADY_UNTIL)
    survival = {
        float(year): figures.of_sex(f"survival.earlier.{year}", sex) for year in figures.cancer.survival.earlier
    }
    survival[SURVIVAL_YEAR] = published
    times = np.array(sorted(survival))
    excess = -np.log(np.clip([survival[time] for time in times], LEAST, MOST))
    falls = np.interp(years, times, np.log(excess / excess[-1]))
    falls += math.log1p(-figures("survival.improved")) * np.minimum(years - times[0], 0.0)
    falls += math.log1p(-figures("survival.improves")) * np.maximum(years - SURVIVAL_YEAR, 0.0)
    return np.asarray(np.exp(falls))
