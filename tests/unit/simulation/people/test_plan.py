"""Every index is one place in the plan, neighbours are far apart, and the last indices settle how many there are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.simulation.parameters import Draw
from felles.simulation.people import BORN, IMMIGRANT, START, make_plan, settle
from felles.simulation.people.plan import guide_of, row_of, stride_of, whole


@pytest.fixture(scope="module")
def plan(simulation):
    return make_plan(simulation, people=2_000, first=2015, last=2030, draw=Draw())


@pytest.fixture(scope="module")
def rows(plan):
    guide = guide_of(plan)
    return np.array([row_of(plan, *guide, index) for index in range(plan.people)])


def test_every_place_of_the_plan_is_taken_once(plan, rows):
    assert (np.bincount(rows, minlength=len(plan.kind)) == np.diff(plan.starts)).all()


def test_any_stretch_of_indices_is_a_fair_sample_of_all(plan, rows):
    of_all = np.bincount(plan.kind[rows], minlength=3) / plan.people
    men = plan.sex[rows].mean()

    for low in range(0, plan.people - 300, 300):
        stretch = rows[low : low + 300]
        assert np.bincount(plan.kind[stretch], minlength=3) / 300 == pytest.approx(of_all, abs=0.03)
        assert plan.sex[stretch].mean() == pytest.approx(men, abs=0.03)


def test_those_who_start_are_born_before_and_the_others_enter_in_every_year(plan):
    assert (plan.born[plan.kind == START] < plan.first).all()
    assert (plan.born[plan.kind == BORN] == plan.year[plan.kind == BORN]).all()
    assert (plan.born[plan.kind == IMMIGRANT] <= plan.year[plan.kind == IMMIGRANT]).all()
    assert set(plan.year[plan.kind == IMMIGRANT]) == set(range(2015, 2031))


@given(st.lists(st.floats(0, 30), min_size=1, max_size=60))
def test_whole_numbers_are_never_one_away_from_the_expected_in_any_run_of_neighbours(expected):
    counts = whole(np.array(expected))

    for low in range(len(expected)):
        runs = np.cumsum(counts[low:]) - np.cumsum(expected[low:])
        assert np.abs(runs).max() <= 1 + 1e-9


@given(st.integers(1, 10_000))
def test_the_stride_reaches_every_place(places):
    step = stride_of(places)

    assert len({index * step % places for index in range(places)}) == places


def test_settling_leaves_out_the_last_who_are_not_needed(plan):
    reserve = np.zeros(plan.people - plan.base, bool)
    reserve[[3, 5, 9]] = True

    settled = settle(plan, plan.wanted - 2, reserve)

    assert settled.people == plan.base + 6


def test_settling_takes_nobody_of_the_reserve_where_nobody_is_missing(plan):
    assert settle(plan, plan.wanted, np.ones(plan.people - plan.base, bool)).people == plan.base


@pytest.mark.parametrize("missing", [-1, 4])
def test_a_reserve_that_cannot_settle_it_says_what_to_do(plan, missing):
    reserve = np.zeros(plan.people - plan.base, bool)
    reserve[:3] = True

    with pytest.raises(ValueError, match="cancer_mortality does not fit"):
        settle(plan, plan.wanted - missing, reserve)


@pytest.mark.parametrize("people", [1, 10, 1_000, 100_000])
def test_the_reserve_grows_more_slowly_than_the_country(simulation, people):
    plan = make_plan(simulation, people=people, first=2015, last=2030, draw=Draw())

    assert 0 <= plan.base < plan.people
    assert (plan.people - plan.base) / plan.people < 0.02 + 3 * people**-0.4


def test_the_plan_of_a_run_that_ends_early_still_has_all_who_enter_before_2024(simulation):
    short = make_plan(simulation, people=5_000, first=2015, last=2016, draw=Draw())

    assert short.year.max() == 2023
