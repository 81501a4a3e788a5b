"""When does a life end, and of what?"""

import numpy as np
from tests.spec.simulation.cancers.conftest import SEED

from felles.simulation import cancers
from felles.simulation.structs import ALIVE, OTHER_CAUSE


def test_a_life_ends_with_the_first_of_its_deaths(model, people, tumours):
    cancers.end_lives(model, people, tumours)

    soonest = people.other_death.copy()
    np.minimum.at(soonest, tumours.row, tumours.kills)
    stayed = people.emigrates >= soonest
    assert np.array_equal(people.died[stayed], soonest[stayed])
    assert (people.cause[stayed & (soonest == people.other_death)] == OTHER_CAUSE).all()
    assert (people.cause > OTHER_CAUSE).any()


def test_who_has_emigrated_is_not_seen_to_die(model, people, weights):
    people.emigrates[:] = people.entered + 1
    people.other_death[:] = people.entered + 2
    tumours = cancers.draw(model, SEED, people, weights)

    cancers.end_lives(model, people, tumours)

    gone = people.cause == ALIVE
    assert gone.mean() > 0.9
    assert np.isinf(people.died[gone]).all()


def test_being_found_sooner_in_the_same_stage_gives_no_longer_life(model, people, tumours):
    tumours.diagnosed[:] = tumours.onset
    before = tumours.kills.copy()

    cancers.end_lives(model, people, tumours)

    assert np.array_equal(tumours.kills, before)


def test_being_found_in_an_earlier_stage_never_shortens_life_and_often_saves_it(model, people, tumours):
    before = tumours.kills.copy()
    late = (tumours.stage == 4) & np.isfinite(before)
    tumours.stage_found[late] = 1

    cancers.end_lives(model, people, tumours)

    assert (tumours.kills >= before).all()
    assert np.isinf(tumours.kills[late]).mean() > 0.3


def test_a_relapse_comes_between_diagnosis_and_the_death_it_leads_to(model, people, tumours):
    cancers.end_lives(model, people, tumours)

    when = cancers.relapses(model, SEED, people, tumours)

    came = np.isfinite(when)
    assert came.any()
    assert (when[came] > tumours.diagnosed[came]).all()
    fatal = came & np.isfinite(tumours.kills)
    assert (when[fatal] < tumours.kills[fatal]).all()
    assert not came[tumours.stage_found == 4].any()
