"""How high are the rates of a year?"""

import numpy as np
import pytest

from felles.simulation.cancers.model import TREND_FROM
from felles.simulation.cancers.trends import TABLE_YEAR, damped_years, trend


def at(ratios, time):
    return np.interp(time, TREND_FROM + np.arange(len(ratios)), ratios)


def test_a_known_ratio_is_met_in_the_middle_of_its_year():
    ratios = trend({2007.0: 0.8, 2024.0: 1.3}, grew=0.01, goes_on=1.0)

    assert at(ratios, 2007.0) == pytest.approx(0.8)
    assert at(ratios, 2024.0) == pytest.approx(1.3)
    assert at(ratios, TABLE_YEAR) == pytest.approx(1.0, abs=0.01)


def test_constant_rates_stay_at_the_last_ratio():
    ratios = trend({2024.0: 1.3}, grew=0.0, goes_on=0.0)

    assert at(ratios, 2040.0) == pytest.approx(1.3)


def test_before_the_first_count_the_rates_grew_by_the_same_share_a_year():
    ratios = trend({2007.0: 0.8}, grew=0.02, goes_on=1.0)

    assert at(ratios, 2000.0) == pytest.approx(0.8 * 1.02**-7)
    assert at(ratios, 1900.0) == at(ratios, 1955.0)


def test_the_trend_is_cut_as_nordpred_cuts_it():
    years = damped_years(np.array([5.0, 10.0, 15.0, 20.0, 25.0, 60.0]))

    assert years == pytest.approx([5.0, 8.75, 11.25, 12.5, 13.75, 13.75])


def test_a_falling_trend_never_falls_below_nothing():
    ratios = trend({2024.0: 0.01}, grew=0.0, goes_on=1.5)

    assert ratios.min() >= 0.0
