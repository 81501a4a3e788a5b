"""Differences and their limits, from counts that stand in the test."""

import numpy as np
import pytest

from felles.simulation.comparing.counting import MEASURES, Frame
from felles.simulation.comparing.differences import difference_rows, running
from felles.simulation.comparing.intervals import interval
from felles.simulation.comparing.pairs import Counted

FRAME = Frame(by=("year", "sex"), first=2030, last=2031, regions=("south",), region_of=(0,), sites=("lung",))


@pytest.fixture
def counted():
    """Two years and two sexes; only women in 2031 differ, by 2 cases in the central set and by 0 to 5 in the others."""
    before = np.full((7, 4, len(MEASURES)), 10.0)
    after = before.copy()
    after[:, 2, 0] -= [2, 0, 1, 2, 3, 4, 5]
    before[:, :, 1:], after[:, :, 1:] = 0, 0
    return Counted(before=before, after=after, persons=100)


def test_groups_have_both_sides_their_difference_and_its_limits(counted):
    rows = difference_rows(counted, FRAME, ("year", "sex"))

    changed = rows.filter((rows["year"] == 2031) & (rows["sex"] == "female")).row(0, named=True)
    assert changed["before"], changed["after"] == (10, 8)
    assert (changed["difference"], changed["lower"], changed["upper"]) == pytest.approx((-2, -4.875, -0.125))
    assert rows.filter(rows["year"] == 2030)["difference"].to_list() == [0, 0]


def test_what_is_not_asked_for_is_summed_before_limits_are_drawn(counted):
    rows = difference_rows(counted, FRAME, ())

    assert rows.select("measure", "before", "after", "difference", "lower").row(0) == ("cases", 40, 38, -2, -4.875)


def test_counts_run_on_from_the_first_year(counted):
    rows = difference_rows(running(counted, FRAME), FRAME, ("year",))

    assert rows["before"].to_list() == [20, 40]
    assert rows["difference"].to_list() == [0, -2]


def test_measures_with_nothing_on_either_side_are_left_out(counted):
    assert difference_rows(counted, FRAME, ())["measure"].to_list() == ["cases"]


def test_without_parameter_sets_there_are_no_limits(counted):
    central = Counted(before=counted.before[:1], after=counted.after[:1], persons=100)

    assert difference_rows(central, FRAME, ())["lower"].to_list() == [None]


def test_limits_of_few_sets_are_refused():
    with pytest.raises(ValueError, match="at least 5"):
        interval(np.zeros((4, 1)))
