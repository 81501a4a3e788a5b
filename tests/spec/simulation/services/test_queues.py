"""How long is the wait for a resource, week by week?"""

import dataclasses

import numpy as np
import pytest

from felles.simulation.parameters import Draw
from felles.simulation.services.queues import balance, prepare

REGIONS = ("south_east", "west", "central", "north")


def test_nobody_waits_while_more_can_be_done_than_comes():
    assert balance(np.full(10, 90.0), np.full(10, 100.0), longest=30).tolist() == [0.0] * 10


def test_what_is_not_done_waits_and_the_wait_is_the_queue_over_the_capacity():
    waits = balance(np.array([110.0, 110.0, 90.0, 80.0]), np.full(4, 100.0), longest=30)

    assert waits == pytest.approx([0.7, 1.4, 0.7, 0.0])


def test_the_wait_never_passes_the_day_at_which_help_comes():
    assert balance(np.full(50, 200.0), np.full(50, 100.0), longest=9).max() == pytest.approx(9)


def test_the_summer_leaves_a_queue_that_the_autumn_works_off(simulation):
    solved = prepare(simulation.records["resource"], REGIONS, 2016, 2016, Draw())["pathology"]

    of_west = solved.days[REGIONS.index("west")]
    assert of_west[20] == 0
    assert of_west[30] > 0
    assert of_west[48] == 0


def test_two_resources_share_no_queue(simulation):
    alone = {"radiology": simulation.records["resource"]["radiology"]}

    both = prepare(simulation.records["resource"], REGIONS, 2015, 2017, Draw())["radiology"]

    assert (prepare(alone, REGIONS, 2015, 2017, Draw())["radiology"].days == both.days).all()


def test_more_capacity_never_makes_anybody_wait_longer(simulation):
    now = simulation.records["resource"]["pathology"]
    wider = {
        region: dataclasses.replace(figure, value=figure.value * 1.1, low=None, high=None)
        for region, figure in now.capacity.items()
    }

    before, after = (
        prepare({"pathology": resource}, REGIONS, 2015, 2020, Draw())["pathology"].days
        for resource in (now, dataclasses.replace(now, capacity=wider))
    )

    assert (after <= before).all()
    assert (after < before).any()
