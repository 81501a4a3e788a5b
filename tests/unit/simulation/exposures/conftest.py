"""A population as Norway's in 2024, and its exposures."""

import numpy as np
import pytest

from felles.simulation import exposures
from felles.simulation.exposures.surveys import population
from felles.simulation.parameters import Draw
from felles.simulation.structs import people_of

SEED, PERSONS, YEAR, START = 5, 200_000, 2024, 2000.0


@pytest.fixture(scope="session")
def exposure_model(simulation):
    return exposures.prepare(simulation, Draw(), START)


@pytest.fixture(scope="session")
def norway(simulation, exposure_model):
    """Persons alive on 1 January 2024 with their exposures; everybody has always lived here."""
    people = people_of(np.arange(PERSONS, dtype=np.uint32))
    counts = population(simulation, YEAR)
    luck = (np.arange(PERSONS) * 0.6180339887498949) % 1.0
    place = np.searchsorted(np.cumsum(counts.ravel()) / counts.sum(), luck)
    sex, age = np.divmod(place, counts.shape[1])
    people.sex[:] = sex
    people.born[:] = YEAR - age - (np.arange(PERSONS) * 0.7548776662466927) % 1.0
    cohort = np.floor(people.born).astype(int) - exposures.FIRST_COHORT
    shares = np.cumsum(exposure_model.education[sex, cohort], axis=1)
    people.education[:] = ((np.arange(PERSONS) * 0.5698402909980532 % 1.0)[:, None] > shares[:, :3]).sum(axis=1)
    people.entered[:] = np.maximum(people.born, START)
    exposures.draw(exposure_model, SEED, people)
    return people
