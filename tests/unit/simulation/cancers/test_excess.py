"""When does an exposure give cancer, by closed forms against sums of small steps?"""

import math

import numpy as np
import pytest

from felles.simulation import exposures
from felles.simulation.cancers.excess import exposed_age, smoking_age, smoking_excess
from felles.simulation.cancers.model import OLDEST
from felles.simulation.cancers.smokers import mean_smoking_excess
from felles.simulation.parameters import Draw

NEVER = np.concatenate([[0.0], np.cumsum(13e-5 * ((np.arange(OLDEST) + 0.5) / 60) ** 4)])
STEP = 1 / 256


def spent(age, since, until, cigarettes):
    ages = np.arange(since, age, STEP) + STEP / 2
    rates = np.diff(NEVER)[ages.astype(int)]
    smoked = np.minimum(ages, until) - since
    ratios = 300 / 13 * cigarettes / 20 * (smoked / 45) ** 4 * (60 / (ages.astype(int) + 0.5)) ** 4
    return float((rates * ratios).sum() * STEP)


def test_a_packet_a_day_since_15_gives_300_per_100_000_at_60():
    assert smoking_excess(60.0, 15.0, math.inf, 20.0) * 13e-5 == pytest.approx(300e-5)


def test_after_stopping_the_excess_rate_of_lung_cancer_stays_as_it_is():
    at_stop, later = (smoking_excess(age, 15.0, 50.0, 20.0) * age**4 for age in (50.0, 70.0))

    assert later == pytest.approx(at_stop)


@pytest.mark.parametrize(("luck", "until"), [(0.02, math.inf), (0.05, 55.0), (0.08, 70.3), (0.001, 42.5)])
def test_the_age_at_lung_cancer_is_where_the_hazard_of_smoking_is_spent(luck, until):
    age = smoking_age(NEVER, luck, 16.3, until, 15.0, 110.0)

    assert spent(age, 16.3, until, 15.0) == pytest.approx(luck, rel=1e-2)


def test_who_has_not_spent_the_hazard_in_time_gets_none_of_smoking():
    assert smoking_age(NEVER, 50.0, 16.0, math.inf, 20.0, 110.0) == math.inf


def test_pieces_of_an_exposure_are_spent_one_after_the_other():
    begins, ends, weight = (
        np.array([1980.0, 2000.0, math.inf]),
        np.array([2000.0, math.inf, math.inf]),
        np.array([1.0, 0.5, 0.0]),
    )
    table = 0.01 * np.arange(OLDEST + 1.0)

    first = exposed_age(table, 0.1, 1950.0, begins, ends, weight, 2.0)
    second = exposed_age(table, 0.5, 1950.0, begins, ends, weight, 2.0)

    assert first == pytest.approx(30 + 0.1 / 0.02)
    assert second == pytest.approx(50 + 0.1 / 0.01)


def test_the_mean_excess_of_smoking_falls_from_cohort_to_cohort_with_smoking(simulation):
    model = exposures.prepare(simulation, Draw(), 2000.0)

    mean = mean_smoking_excess(simulation, model, Draw())

    at_65 = mean[1, :, 65]
    assert at_65[1935 - exposures.FIRST_COHORT] > 2 * at_65[1970 - exposures.FIRST_COHORT] > 0
    assert np.isfinite(mean).all()


def test_smokers_leave_by_death_only_once_the_population_has_started(simulation):
    of_1930 = 1930 - exposures.FIRST_COHORT

    early, late = (
        mean_smoking_excess(simulation, exposures.prepare(simulation, Draw(), start), Draw())[1, of_1930]
        for start in (2000.0, 2015.0)
    )

    assert early[:69] == pytest.approx(late[:69]), "both lived before either population started"
    assert early[83] < 0.95 * late[83]
