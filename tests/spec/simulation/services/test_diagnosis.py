"""Every tumour that was found is in the log once, those that only the death certificate tells of too."""

import numpy as np

from felles.simulation.calendar import day_of
from felles.simulation.country import diagnosed_between
from felles.simulation.structs import FOUND_BY


def test_what_only_the_death_certificate_tells_of_is_diagnosed_on_the_day_of_death(told):
    lives, window = told.lives, told.country.window
    found = diagnosed_between(lives.people, lives.tumours, *window)
    found &= lives.tumours.found_by == FOUND_BY.index("certificate")

    written = told.events.filter(told.events["step"] == "diagnosis.from_certificate")

    row = lives.tumours.row[found]
    persons = [f"5-{index + 1}" for index in lives.people.index[row].tolist()]
    wanted = sorted(zip(persons, day_of(lives.people.died[row]).tolist(), strict=True))
    assert sorted(zip(written["person"].to_list(), written["day"].to_list(), strict=True)) == wanted
    assert np.count_nonzero(found) > 20
