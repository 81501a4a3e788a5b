"""What do the kernels of the exposures read? Arrays by sex, birth cohort, education and whole age."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.exposures import AGENTS, OLDEST

FIRST_COHORT, COHORTS = 1890, 191
"""Birth years 1890 to 2080; those outside are as the nearest."""
AGES = OLDEST + 1
LATEST_START = 60
RISKS = ("smoking", *AGENTS)
"""The index of an agent here is People.agent; 0 there is nothing."""

Table = NDArray[np.float64]


class ExposureModel(NamedTuple):
    """Cumulative hazards stand at whole ages. `_before` is without the measures of a policy."""

    smoking_start: Table  # sex, cohort, education, age 0..60
    smoking_start_before: Table
    smoking_stop: Table  # cohort, education, age 0..110
    smoking_stop_before: Table
    snus_start: Table
    snus_start_before: Table
    snus_stop: Table
    cigarettes: Table  # sex, (median, spread)
    to_snus: float  # of those who would have begun to smoke
    start: float  # of the population, a decimal year
    coverage: Table  # sex, cohort: vaccinated against HPV
    offered: Table  # sex, cohort, (from, until) in decimal years
    county_odds: Table
    elsewhere: float
    agent_share: Table  # sex, education, agent: cumulated over agents
    agent_years: Table  # agent, (median, spread)
    agent_level: Table
    agent_met: Table  # agent, (from, until) in decimal years
    work_begins: Table  # youngest and oldest age
    lag: float
    half_life: float
    education: Table  # sex, cohort, education: how many reach it


def cohort_years() -> NDArray[np.float64]:
    """The birth year of each cohort."""
    return np.arange(FIRST_COHORT, FIRST_COHORT + COHORTS, dtype=np.float64)
