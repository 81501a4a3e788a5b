"""Smokers die more of other causes, all together as the tables say, and who smokes less never dies earlier."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.simulation.parameters import Draw
from felles.simulation.people.ages import AGES, along_cohorts
from felles.simulation.people.deaths import death_of
from felles.simulation.people.mortality import FORMERLY, NEVER, NOW, hazards_by_smoking
from felles.simulation.people.rates import all_causes, modelled_cancers, other_causes

BORN, YEARS = np.arange(1920, 2000), np.arange(2015, 2060)
SPENT = np.stack([np.cumsum(np.concatenate([[0.0], np.full(60, rate)])) for rate in (0.02, 0.05, 0.03)])


@pytest.fixture(scope="module")
def hazards():
    return np.random.default_rng(1).uniform(0.001, 0.3, (2, len(BORN), len(YEARS)))


def test_with_the_shares_who_smoke_the_three_hazards_make_that_of_all(simulation, hazards):
    smoking = np.random.default_rng(2).uniform(0, 0.5, (2, 191, AGES, 2))

    split = hazards_by_smoking(simulation, Draw(), hazards, BORN, YEARS, smoking, 1890)

    age = np.clip(YEARS[None, :] - BORN[:, None], 0, AGES - 1)
    shares = smoking[:, (BORN - 1890)[:, None], age]
    together = split[NEVER] * (1 - shares.sum(-1)) + split[NOW] * shares[..., 0] + split[FORMERLY] * shares[..., 1]
    assert together == pytest.approx(hazards)


def test_the_risk_of_smokers_is_the_one_that_content_says_for_their_age(simulation, hazards):
    split = hazards_by_smoking(simulation, Draw(), hazards, BORN, YEARS, None, 1890)

    at_70 = list(YEARS - 70 == 1950).index(True)
    row = list(BORN).index(1950)
    risk = simulation.records["mortality"]["mortality"].smokers["65"].value
    assert split[NOW, 0, row, at_70] / split[NEVER, 0, row, at_70] == pytest.approx(risk)


def hazard_spent(entered, died, smokes_from, smokes_until):
    """By hand: the hazard between entry and death."""
    never = max(0.0, min(died, smokes_from) - entered)
    now = max(0.0, min(died, smokes_until) - max(entered, smokes_from))
    formerly = max(0.0, died - max(entered, smokes_until))
    return 0.02 * never + 0.05 * now + 0.03 * formerly


@given(st.floats(0.001, 1.0), st.floats(0, 20), st.floats(-30, 40), st.floats(0, 40))
def test_death_comes_when_the_hazard_is_spent_whatever_part_of_it_smoking_has(hazard, entered, smokes_from, lasting):
    died = death_of(SPENT, hazard, entered, smokes_from, smokes_from + lasting)

    if np.isfinite(died):
        assert hazard_spent(entered, died, smokes_from, smokes_from + lasting) == pytest.approx(hazard)
    else:
        assert hazard_spent(entered, 60.0, smokes_from, smokes_from + lasting) < hazard


def test_who_never_smokes_spends_the_hazard_of_those_who_never_did():
    assert death_of(SPENT, 0.1, 3.0, np.inf, np.inf) == pytest.approx(3.0 + 0.1 / 0.02)


@given(st.floats(0.001, 1.0), st.floats(0, 20), st.floats(0, 40), st.floats(0, 10))
def test_who_begins_later_never_dies_earlier(hazard, entered, smokes_from, later):
    died = death_of(SPENT, hazard, entered, smokes_from, np.inf)

    assert death_of(SPENT, hazard, entered, smokes_from + later, np.inf) >= died - 1e-9


def test_a_cohort_meets_the_rates_of_the_age_it_has_and_of_the_next_half_the_year_each():
    rates = np.zeros((AGES, 3))
    rates[40], rates[41] = 0.2, 0.4

    met = along_cohorts(rates, 2015, np.array([1975, 2018]), np.array([2016]))

    assert met[:, 0] == pytest.approx([0.3, 0.0])


def test_the_life_tables_hold_to_2023_and_fall_afterwards(simulation):
    rates = all_causes(simulation, Draw(), 2060)
    table = simulation.content.population["life_table"].columns
    row = next(
        r
        for r in range(len(table["year"]))
        if (table["year"][r], table["sex"][r], table["age"][r]) == (2023, "male", 77)
    )

    assert rates[1, 77, 23] == table["rate"][row]
    assert (np.diff(rates[:, :, 24:], axis=2) < 0).all()


def test_other_causes_and_cancers_make_all_causes_where_cancers_leave_enough(simulation):
    every, cancers = all_causes(simulation, Draw(), 2040), modelled_cancers(simulation, 2040)

    other = other_causes(simulation, Draw(), 2040)

    enough = every - cancers > 0.25 * every
    assert (other + cancers)[enough] == pytest.approx(every[enough])
    assert (other >= 0.25 * every - 1e-12).all()
    assert enough[:, 50:, 15:].mean() > 0.98
