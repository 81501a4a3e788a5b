"""How much lung cancer does smoking add in those of a birth cohort who are still alive at an age?

Moments of the years smoked are carried from birthday to birthday for those who smoke, and kept for those who stopped;
smokers leave by death more often than others, of lung cancer as well. Nobody leaves before the population starts: the shares who
smoke are of those who were alive to be asked, and lives begin with them. Nothing is drawn, so it has no noise; measures of a
policy are left out, for they change who smokes and not what lung cancer does to those who never did.
"""

import math
from typing import TYPE_CHECKING

import numpy as np

from felles.simulation.cancers.excess import AGE, MOST_SMOKING, NEVER_AT_60, POWER
from felles.simulation.cancers.model import OLDEST, Floats
from felles.simulation.exposures.model import FIRST_COHORT, ExposureModel
from felles.simulation.parameters import Draw
from felles.simulation.people.ages import by_age
from felles.simulation.people.rates import FIRST_TABLE, all_causes

if TYPE_CHECKING:
    from felles.definitions.simulation.loading import SimulationDefinitions

DIE_OF_IT = 0.8
"""The share of lung cancers that soon kill, as long as those who smoked most have lived (published survival until 2020)."""
LAST_YEAR = 2060


def mean_smoking_excess(simulation: "SimulationDefinitions", exposures: ExposureModel, draw: Draw) -> Floats:
    """(2, cohorts, ages) the mean of `excess.smoking_excess` over everybody alive in the middle of each year of age."""
    start, stop = exposures.smoking_start_before, exposures.smoking_stop_before[None]
    began = -np.diff(np.exp(-start), axis=-1)
    smoking_kills, having_smoked_kills = _deaths_more(simulation, draw, start.shape[1])
    amount = exposures.cigarettes[:, 0] * np.exp(exposures.cigarettes[:, 1] ** 2 / 2)
    each = MOST_SMOKING * amount[:, None, None]
    smoking, stopped, former = (
        np.zeros((POWER + 1, *start.shape[:3])),
        np.zeros(start.shape[:3]),
        np.zeros(start.shape[:3]),
    )
    made = np.zeros((*start.shape[:2], OLDEST))
    lost = np.zeros(start.shape[:3])
    starts_at = exposures.start - FIRST_COHORT - 0.5 - np.arange(start.shape[1])
    for age in range(OLDEST):
        before = smoking[POWER] + stopped
        left = np.exp(stop[..., age] - stop[..., age + 1])
        new = began[..., age] if age < began.shape[-1] else 0.0
        later = _later(smoking, 1.0)
        former = former + (1 - left) * smoking[0]
        stopped = stopped + (1 - left) * _later(smoking, 0.5)[POWER]
        smoking = left * later + new * 0.5 ** np.arange(POWER + 1)[:, None, None, None]
        lung = DIE_OF_IT * NEVER_AT_60 / AGE**POWER * each
        here = np.clip(age + 1.0 - starts_at, 0.0, 1.0)[:, None]  # the part of this year of age lived after the start
        stay = np.exp(-here * (smoking_kills[..., age, None] + lung * smoking[POWER] / np.maximum(smoking[0], 1e-9)))
        stay_former = np.exp(-here * (having_smoked_kills[..., age, None] + lung * stopped / np.maximum(former, 1e-9)))
        lost = lost + (1 - stay) * smoking[0] + (1 - stay_former) * former
        smoking, stopped, former = smoking * stay, stopped * stay_former, former * stay_former
        middle = (before + smoking[POWER] + stopped) / 2 / (age + 0.5) ** POWER
        weights = exposures.education * (1 - lost)
        made[..., age] = (each * middle * exposures.education).sum(axis=2) / weights.sum(axis=2)
    return made


def _deaths_more(simulation: "SimulationDefinitions", draw: Draw, cohorts: int) -> tuple[Floats, Floats]:
    """(2, cohorts, ages) how many more die of other causes a year than of those who never smoked: smokers, former smokers."""
    mortality = simulation.records["mortality"]["mortality"]
    ages = np.arange(OLDEST)
    years = np.clip(FIRST_COHORT + np.arange(cohorts)[:, None] + ages, FIRST_TABLE, LAST_YEAR) - FIRST_TABLE
    deaths = all_causes(simulation, draw, LAST_YEAR)[:, ages, years]
    now = by_age(mortality.smokers, draw, "people/mortality.smokers")[:OLDEST] - 1
    formerly = by_age(mortality.former_smokers, draw, "people/mortality.former_smokers")[:OLDEST] - 1
    return deaths * now, deaths * formerly


def _later(moments: Floats, years: float) -> Floats:
    """Moments of a time after some more years."""
    return np.array(
        [
            sum(math.comb(power, lower) * years ** (power - lower) * moments[lower] for lower in range(power + 1))
            for power in range(len(moments))
        ]
    )
