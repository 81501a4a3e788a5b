"""Who is referred without having cancer: at which rate, and is each person drawn alone?"""

import numpy as np
import pytest

from felles.simulation.parameters import Draw
from felles.simulation.services.suspicions import draw_suspicions, prepare
from felles.simulation.structs import people_of

SEED, FEMALE = 11, 0


@pytest.fixture(scope="module")
def suspicions(simulation):
    return prepare(simulation.records["suspicion"], Draw())


def persons(indices, sex=FEMALE, born=1960.0):
    made = people_of(np.asarray(indices, np.uint32))
    made.sex[:], made.born[:], made.entered[:] = sex, born, born
    return made


def test_a_person_alone_has_the_same_suspicions_as_in_the_crowd(suspicions):
    crowd = draw_suspicions(suspicions, SEED, persons(range(5000)), 2015.0, 2041.0)

    alone = draw_suspicions(suspicions, SEED, persons([int(crowd.row[0])]), 2015.0, 2041.0)

    of_one = crowd.row == crowd.row[0]
    assert alone.suspected.tolist() == crowd.suspected[of_one].tolist()
    assert alone.pathway.tolist() == crowd.pathway[of_one].tolist()


def test_a_shorter_period_takes_away_suspicions_and_moves_none(suspicions):
    long = draw_suspicions(suspicions, SEED, persons(range(5000)), 2015.0, 2041.0)

    short = draw_suspicions(suspicions, SEED, persons(range(5000)), 2020.0, 2025.0)

    inside = (long.suspected >= 2020.0) & (long.suspected < 2025.0)
    assert short.suspected.tolist() == long.suspected[inside].tolist()
    assert short.number.tolist() == long.number[inside].tolist()


def test_there_are_as_many_as_the_hazard_says(suspicions):
    women = draw_suspicions(suspicions, SEED, persons(range(40_000)), 2015.0, 2025.0)

    expected = 40_000 * (suspicions.hazard[FEMALE, 65] - suspicions.hazard[FEMALE, 55])
    assert len(women.row) == pytest.approx(expected, rel=5 / np.sqrt(expected))


def test_no_woman_is_suspected_of_prostate_cancer(suspicions, simulation):
    women = draw_suspicions(suspicions, SEED, persons(range(20_000)), 2015.0, 2041.0)

    pathways = sorted(simulation.records["suspicion"])
    assert pathways.index("prostate") not in women.pathway
    assert pathways.index("breast") in women.pathway


def test_nobody_is_suspected_after_they_left(suspicions):
    some = persons(range(5000))
    some.emigrates[:] = 2020.0

    assert draw_suspicions(suspicions, SEED, some, 2015.0, 2041.0).suspected.max() < 2020.0
