"""Decimal years and calendar days fit each other exactly, whatever the leap years."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles.simulation.calendar import NO_DAY, calendar_years, day_of, first_day, start_of_year, year_of

EPOCH = date(1970, 1, 1)


@pytest.mark.parametrize("year", [1880, 1899, 1900, 1901, 1969, 1970, 2000, 2015, 2024, 2025, 2100, 2150])
def test_a_whole_year_is_its_first_of_january(year):
    assert EPOCH + timedelta(days=int(day_of(float(year)))) == date(year, 1, 1)
    assert first_day(year) == day_of(float(year))


@given(st.dates(date(1880, 1, 1), date(2150, 12, 31)))
def test_the_middle_of_a_day_lies_on_that_day(day):
    number = np.int32((day - EPOCH).days)

    assert day_of(year_of(number)) == number
    assert int(year_of(number)) == day.year
    assert calendar_years(np.array([number]))[0] == day.year


@given(st.floats(1880, 2150), st.floats(1880, 2150))
def test_later_is_never_an_earlier_day(one, other):
    assert (one <= other) <= (day_of(one) <= day_of(other))


def test_never_has_no_day():
    assert day_of(np.inf) == NO_DAY
    assert year_of(np.int32(NO_DAY)) == np.inf


def test_the_start_of_a_year_is_known_from_each_of_its_days():
    days = np.arange(first_day(1880), first_day(2151), dtype=np.int32)

    assert np.array_equal(
        start_of_year(days), days.astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[D]").astype(int)
    )
