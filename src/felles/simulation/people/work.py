"""What does a person do at a given time, when not ill with cancer?

One number a person decides for life, along the order of WORK: so nobody changes status but where the shares by age do.
"""

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.luck import uniforms_of
from felles.simulation.people.ages import AGES, SEXES, Numbers, bands_at
from felles.simulation.people.schooling import LEVELS
from felles.simulation.purposes import WORK as WORK_STATUS
from felles.simulation.structs import People

WORK = ("employed", "self_employed", "student", "unemployed", "at_home", "disability", "retired")
"""Statuses in the order of their codes, words of the event type work_status_recorded."""


def work_sums(simulation: SimulationDefinitions) -> Numbers:
    """Cumulative shares of each status, float64 (sex, AGES, education, status)."""
    read = simulation.tables["work_status"].columns
    made = np.zeros((2, AGES, len(LEVELS), len(WORK)))
    for sex, name in enumerate(SEXES):
        for level, education in enumerate(LEVELS):
            rows = [r for r in range(len(read["sex"])) if read["sex"][r] == name and read["education"][r] == education]
            bands = bands_at(np.array([read["age"][row] for row in rows]), np.arange(AGES))
            made[sex, :, level] = np.array([[read[status][row] for status in WORK] for row in rows])[bands]
    return np.cumsum(made / made.sum(3, keepdims=True), axis=3)


def work(
    sums: Numbers, seed: int, people: People, rows: NDArray[np.int32], at: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """Codes into WORK of persons (rows of the chunk) at times; sums: `PeopleModel.work`."""
    age = np.clip(at - people.born[rows], 0, AGES - 1).astype(np.int64)
    shares = uniforms_of(seed, people.index[rows], WORK_STATUS, np.zeros(len(rows), np.uint32))
    of = sums[people.sex[rows], age, people.education[rows]]
    status = (of[:, :-1] <= shares[:, None]).sum(1, dtype=np.uint8)
    return np.asarray(status, np.uint8)
