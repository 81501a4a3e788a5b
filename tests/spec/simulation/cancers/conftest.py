"""People of all ages with their exposures, and the tumours that they get."""

import numpy as np
import pytest

from felles.simulation import cancers, exposures
from felles.simulation.parameters import Draw
from felles.simulation.structs import people_of

SEED, PERSONS, START, LAST = 11, 20_000, 2015.0, 2040


@pytest.fixture(scope="session")
def exposed(simulation):
    return exposures.prepare(simulation, Draw(), START)


@pytest.fixture(scope="session")
def model(simulation, exposed):
    return cancers.prepare(simulation, Draw(), exposed, last_year=LAST)


@pytest.fixture
def people(exposed):
    made = people_of(np.arange(PERSONS, dtype=np.uint32))
    number = np.arange(PERSONS)
    made.sex[:], made.county[:], made.education[:] = number % 2, number % 15, number // 7 % 4
    made.born[:] = 1930 + (number * 0.618) % 95
    made.entered[:] = np.maximum(made.born, START)
    made.other_death[:] = made.entered + (number * 0.755) % 40
    exposures.draw(exposed, SEED, made)
    return made


@pytest.fixture
def weights(exposed, people):
    return exposures.weigh(exposed, people)


@pytest.fixture
def tumours(model, people, weights):
    return cancers.draw(model, SEED, people, weights)
