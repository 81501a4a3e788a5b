"""How likely is death of other causes for those who never smoked, who smoke and who have stopped?

The rates of all are those of the tables. So those of people who never smoked are lower: h / (1 + p (r - 1) + q (s - 1)),
with p and q the shares who smoke and who did, and r and s their relative risks.
"""

import numpy as np
from numpy.typing import NDArray

from felles.definitions.simulation.loading import SimulationDefinitions
from felles.simulation.parameters import Draw
from felles.simulation.people.ages import AGES, Numbers, by_age

NEVER, NOW, FORMERLY = range(3)


def hazards_by_smoking(
    simulation: SimulationDefinitions,
    draw: Draw,
    hazards: Numbers,
    born: NDArray[np.int64],
    years: NDArray[np.int64],
    smoking: Numbers | None,
    smoking_from: int,
) -> Numbers:
    """Hazards of all (sex, cohort, year) -> (never, now, formerly; sex, cohort, year)."""
    mortality = simulation.records["mortality"]["mortality"]
    age = np.clip(years[None, :] - born[:, None], 0, AGES - 1)
    risks = np.stack(
        [
            np.ones_like(age, dtype=float),
            by_age(mortality.smokers, draw, "people/mortality.smokers")[age],
            by_age(mortality.former_smokers, draw, "people/mortality.former_smokers")[age],
        ]
    )
    if smoking is None:
        return np.stack([hazards * risks[state] for state in (NEVER, NOW, FORMERLY)])
    cohort = np.clip(born - smoking_from, 0, smoking.shape[1] - 1)[:, None]
    shares = smoking[:, np.broadcast_to(cohort, age.shape), age]
    mean = 1 + shares[..., 0] * (risks[NOW] - 1) + shares[..., 1] * (risks[FORMERLY] - 1)
    return np.stack([hazards / mean * risks[state] for state in (NEVER, NOW, FORMERLY)])
