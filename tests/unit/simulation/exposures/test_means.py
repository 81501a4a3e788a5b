"""Mean exposures are worked out, not drawn; drawn people have the same."""

import numpy as np
import pytest

from felles.simulation.exposures import FIRST_COHORT, RISKS, mean_weights, smoking_share, weigh

YEAR = 2024


def mean_of_drawn(exposure_model, people, time):
    """The mean weight of smoking and of each agent at a time."""
    weights = weigh(exposure_model, people)
    now = (weights.begins <= time) & (weights.ends > time)
    smoking = np.where(now, weights.weight, 0.0).sum(axis=1)
    work = np.where(weights.work_begins <= time, weights.work_weight, 0.0)
    return np.array(
        [smoking.mean(), *(np.where(people.agent == agent, work, 0.0).mean() for agent in range(1, len(RISKS)))]
    )


@pytest.mark.parametrize(("oldest", "youngest"), [(1940, 1949), (1955, 1969), (1980, 1994)])
@pytest.mark.parametrize("sex", [0, 1])
def test_drawn_people_weigh_what_was_worked_out(exposure_model, norway, sex, oldest, youngest):
    chosen = (norway.born >= oldest) & (norway.born < youngest + 1) & (norway.sex == sex)
    some = type(norway)(*(column[chosen] for column in norway))
    cohorts = np.floor(some.born).astype(int)

    drawn = mean_of_drawn(exposure_model, some, YEAR + 0.0)

    worked_out = mean_weights(exposure_model)[:, sex, cohorts - FIRST_COHORT, YEAR - cohorts - 1].mean(axis=1)
    spread = np.sqrt(np.maximum(worked_out, 1e-3) * 3 / chosen.sum())
    assert (np.abs(drawn - worked_out) < 4 * spread).all()


def test_current_and_former_smokers_are_no_more_than_all(exposure_model):
    shares = smoking_share(exposure_model).sum(axis=-1)

    assert shares.min() >= 0
    assert shares.max() < 1
    assert (np.diff(shares, axis=-1) >= -1e-12).all()
