"""Closed formulas of attributable cases, and what a simulated country without change gives for the same."""

import numpy as np
import pytest

from felles.simulation.exposures.attributable import levin, miettinen, potential_impact, together
from felles.simulation.luck import uniforms_of

SEED, PERSONS = 11, 400_000


def test_levin_by_hand():
    assert levin([0.3], [5.0]) == pytest.approx(1.2 / 2.2)


def test_miettinen_gives_the_same_from_the_share_of_the_cases():
    exposed_cases = 0.3 * 5 / (0.3 * 5 + 0.7)

    assert miettinen([exposed_cases], [5.0]) == pytest.approx(levin([0.3], [5.0]))


def test_the_impact_of_taking_an_exposure_away_is_levins_share():
    assert potential_impact([0.2, 0.1], [0.0, 0.0], [3.0, 9.0]) == pytest.approx(levin([0.2, 0.1], [3.0, 9.0]))


def test_independent_exposures_together_leave_what_none_of_them_takes():
    assert together([0.5, 0.2]) == pytest.approx(0.6)


@pytest.mark.parametrize(("exposed", "ratios"), [([0.3], [5.0, 2.0]), ([0.7, 0.6], [2.0, 3.0]), ([0.3], [0.0])])
def test_shares_and_ratios_that_cannot_be_are_refused(exposed, ratios):
    with pytest.raises(ValueError, match="relative risk"):
        levin(exposed, ratios)


def test_a_run_without_change_prevents_what_levin_says():
    persons, nothing = np.arange(PERSONS, dtype=np.uint32), np.zeros(PERSONS, np.uint32)
    exposed = uniforms_of(SEED, persons, 1, nothing) < 0.3
    spent = -np.log(uniforms_of(SEED, persons, 2, nothing))

    with_it = spent < 0.02 * np.where(exposed, 4.0, 1.0)
    without = spent < 0.02

    assert not (without & ~with_it).any()
    prevented = 1 - without.sum() / with_it.sum()
    assert prevented == pytest.approx(levin([0.3], [4.0]), abs=0.012)
