"""The tobacco-free generation: the same people with the same luck, of whom some never begin and some stop earlier."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from felles.definitions.simulation.figures import Share
from felles.simulation import exposures
from felles.simulation.parameters import Draw
from felles.simulation.policies import apply, find_policies
from felles.simulation.structs import people_of

PERSONS, SEED, STARTS = 20_000, 9, 2027
NAMES = ("smokes_from", "smokes_until", "cigarettes", "snus_from", "snus_until")


@pytest.fixture(scope="module")
def policy(simulation):
    """The definitions under the policy."""
    return apply(simulation, find_policies(simulation, ["tobacco_free_generation"]), begins=2024)


def with_rules(simulation, policy, **figures):
    """The definitions under the policy, with other figures in its two rules."""
    tobacco = policy.records["tobacco"]["tobacco"]
    rules = {}
    for name in ("generation", "help"):
        rule = getattr(tobacco, name)
        given_ = {field: figure for field, figure in figures.items() if hasattr(rule, field)}
        shares = {field: Share(value=figure, assumption="tried") for field, figure in given_.items()}
        rules[name] = replace(rule, **shares)
    return replace(policy, records={**policy.records, "tobacco": {"tobacco": replace(tobacco, **rules)}})


def lives(simulation):
    people = people_of(np.arange(PERSONS, dtype=np.uint32))
    number = np.arange(PERSONS)
    people.sex[:], people.education[:] = number % 2, number // 2 % 4
    people.born[:] = people.entered[:] = 1960 + (number * 0.618) % 65
    exposures.draw(exposures.prepare(simulation, Draw(), 2000.0), SEED, people)
    return people


@pytest.fixture(scope="module")
def before(simulation):
    return lives(simulation)


@pytest.fixture(scope="module")
def after(policy):
    return lives(policy)


def test_a_policy_without_effect_changes_nobody_in_a_single_bit(simulation, policy, before):
    without = with_rules(simulation, policy, kept=1.0, snus_kept=1.0, reach=0.0)

    found = lives(without)

    for column in before._fields:
        assert getattr(found, column).tobytes() == getattr(before, column).tobytes()


@settings(max_examples=8)
@given(kept=st.floats(0, 1), neighbours=st.floats(0, 1), reach=st.floats(0, 1))
def test_nobody_begins_earlier_or_stops_later_however_much_it_does(simulation, policy, before, kept, neighbours, reach):
    found = lives(with_rules(simulation, policy, kept=kept, neighbours=neighbours, reach=reach))

    assert (found.smokes_from >= before.smokes_from).all()
    smokers = np.isfinite(found.smokes_from)
    assert (found.smokes_until[smokers] <= before.smokes_until[smokers]).all()


def test_what_happened_before_it_started_stays(before, after):
    for name in ("smokes_from", "smokes_until", "snus_from", "snus_until"):
        was, found = getattr(before, name), getattr(after, name)
        assert (found[was < STARTS] == was[was < STARTS]).all(), name


def test_of_those_born_in_2012_or_later_one_in_five_of_the_smokers_is_left(before, after):
    born = before.born >= 2012
    smokers = np.isfinite(before.smokes_from[born]) & (before.smokes_from[born] >= STARTS + 1)

    left = np.isfinite(after.smokes_from[born])[smokers].mean()

    assert left == pytest.approx(0.2, abs=0.08)


def test_only_neighbours_of_at_most_three_years_begin_later(before, after):
    changed = after.smokes_from != before.smokes_from

    assert before.born[changed].min() >= 2007
    assert ((before.born >= 2007) & (before.born < 2010) & changed).any()


def test_smokers_of_all_ages_are_helped_to_stop(before, after):
    smoked = (before.smokes_from < STARTS) & (before.smokes_until > STARTS)

    assert (after.smokes_until[smoked] < before.smokes_until[smoked]).mean() > 0.5
    assert (after.smokes_until[smoked] <= before.smokes_until[smoked]).all()


def test_some_who_would_have_smoked_turn_to_snus(simulation, policy, before):
    found = lives(with_rules(simulation, policy, snus_kept=0.0, to_snus=1.0, kept=0.0))
    prevented = np.isfinite(before.smokes_from) & np.isinf(found.smokes_from)

    assert np.isfinite(found.snus_from[prevented]).all()
    assert (found.snus_from[prevented] <= before.smokes_from[prevented]).all()
