"""Which education does a person reach, and when?"""

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.parameters import Draw
from felles.simulation.people.ages import SEXES, Numbers, bands_at

LEVELS = ("compulsory", "secondary", "tertiary_short", "tertiary_long")
FIRST_COHORT, COHORTS = 1890, 191
JUNE = 0.46
"""Schools and universities end their year then."""


def education_shares(simulation: SimulationDefinitions, born: NDArray[np.int64] | None = None) -> Numbers:
    """How many of a sex and year of birth reach each level, float64 (sex, cohort, level); cohorts 1890-2080 by default."""
    born = np.arange(FIRST_COHORT, FIRST_COHORT + COHORTS) if born is None else born
    return shares_by_birth(simulation, "education", LEVELS, born)


def shares_by_birth(
    simulation: SimulationDefinitions, table: str, columns: tuple[str, ...], born: NDArray[np.int64]
) -> Numbers:
    """The shares of a table by sex and band of years of birth, float64 (sex, len(born), column); each adds up to 1."""
    read = simulation.tables[table].columns
    made = np.zeros((2, len(born), len(columns)))
    for sex, name in enumerate(SEXES):
        rows = [row for row, of in enumerate(read["sex"]) if of == name]
        bands = bands_at(np.array([read["born"][row] for row in rows]), born)
        made[sex] = np.array([[read[column][row] for column in columns] for row in rows])[bands]
    shares: Numbers = made / made.sum(2, keepdims=True)
    return shares


def share_sums(simulation: SimulationDefinitions, born: NDArray[np.int64]) -> Numbers:
    """Cumulative shares of the levels, float64 (sex, cohort, level)."""
    return np.cumsum(education_shares(simulation, born), axis=2)


def completed(simulation: SimulationDefinitions, draw: Draw) -> Numbers:
    """The age at which each level is completed by the earliest, and over how many years, float64 (level, 2)."""
    schooling = simulation.records["schooling"]["schooling"]
    rows = []
    for name in LEVELS:
        level, path = getattr(schooling, name), f"people/schooling.{name}"
        rows.append((round(draw(level.age, f"{path}.age")), draw(level.years, f"{path}.years")))
    return np.array(rows, float)
