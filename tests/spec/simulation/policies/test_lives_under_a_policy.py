"""Whole lives under a policy: whom it does not touch lives the same life to the bit, whom it does is no worse off for it."""

from dataclasses import replace

import numpy as np
import pytest

from felles.definitions.simulation.figures import Share
from felles.simulation import cancers, exposures, people
from felles.simulation.cancers import cancers_in_order
from felles.simulation.parameters import Draw
from felles.simulation.policies import apply, find_policies
from felles.simulation.structs import people_of

PERSONS, SEED, FIRST, LAST = 6000, 2, 2024, 2090
EXPOSURES = ("smokes_from", "smokes_until", "cigarettes", "snus_from", "snus_until")


def lives(base, simulation):
    """Persons and tumours without screening: the rooms in their order."""
    plan = people.make_plan(base, people=PERSONS, first=FIRST, last=LAST, draw=Draw())
    model = exposures.prepare(simulation, Draw(), float(FIRST))
    homes = people.prepare(base, plan, Draw(), exposures.smoking_share(model))
    ill = cancers.prepare(simulation, Draw(), model, last_year=LAST)
    persons = people_of(np.arange(plan.people, dtype=np.uint32))
    people.draw(homes, plan, SEED, persons)
    exposures.draw(model, SEED, persons)
    people.draw_other_deaths(homes, SEED, persons)
    tumours = cancers.draw(ill, SEED, persons, exposures.weigh(model, persons))
    cancers.end_lives(ill, persons, tumours)
    return persons, tumours


@pytest.fixture(scope="module")
def policy(simulation):
    return apply(simulation, find_policies(simulation, ["tobacco_free_generation"]), begins=FIRST)


@pytest.fixture(scope="module")
def before(simulation):
    return lives(simulation, simulation)


@pytest.fixture(scope="module")
def after(simulation, policy):
    return lives(simulation, policy)


def test_a_policy_without_effect_gives_the_same_lives_to_the_bit(simulation, policy, before):
    tobacco = policy.records["tobacco"]["tobacco"]
    one, none = (Share(value=value, assumption="tried") for value in (1.0, 0.0))
    rules = {
        "generation": replace(tobacco.generation, kept=one, snus_kept=one),
        "help": replace(tobacco.help, reach=none),
    }
    idle = replace(policy, records={**policy.records, "tobacco": {"tobacco": replace(tobacco, **rules)}})

    for was, found in zip(before, lives(simulation, idle), strict=True):
        for name in was._fields:
            assert getattr(found, name).tobytes() == getattr(was, name).tobytes(), name


def test_whom_the_policy_does_not_touch_lives_the_same_life(before, after):
    (was, tumours), (found, others) = before, after
    touched = np.any([getattr(was, name) != getattr(found, name) for name in EXPOSURES], axis=0)

    assert 0.01 < touched.mean() < 0.5
    for name in was._fields:
        assert (getattr(was, name)[~touched] == getattr(found, name)[~touched]).all(), name
    assert (tumours.clinical[~touched[tumours.row]] == others.clinical[~touched[others.row]]).all()


def test_nobody_dies_earlier_of_anything_but_cancer(before, after):
    assert (after[0].other_death >= before[0].other_death).all()


def test_no_first_tumour_of_any_site_comes_earlier(simulation, before, after):
    for site in range(len(cancers_in_order(simulation))):
        was, found = (first_of(site, persons, tumours) for persons, tumours in (before, after))

        assert (found >= was).all(), site


def first_of(site, persons, tumours):
    """When the first tumour of a site gives symptoms in each person; what began after death is not known, and is never."""
    when = np.full(len(persons.index), np.inf)
    chosen = tumours.site == site
    np.minimum.at(when, tumours.row[chosen], tumours.clinical[chosen])
    return when


def test_some_are_spared_lung_cancer(simulation, before, after):
    lung = [cancer.id for cancer in cancers_in_order(simulation)].index("lung")

    assert (after[1].site == lung).sum() < (before[1].site == lung).sum()
