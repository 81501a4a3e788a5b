"""Times of the demonstration count from the day it is loaded."""

from datetime import UTC, datetime

import pytest

from felles.events.envelope import day_of
from felles.interop.demo.times import moment, with_days

# Half past midnight in Oslo, still the day before in UTC.
LOADED = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def test_days_from_today_count_from_the_day_in_oslo() -> None:
    time, precision = moment("-2d", at=LOADED)

    assert (day_of(time).isoformat(), precision) == ("2026-02-28", "day")


def test_a_clock_is_that_of_oslo_in_summer_as_in_winter() -> None:
    winter, precision = moment("-2d 09:30", at=LOADED)
    summer, _ = moment("+100d 09:30", at=LOADED)

    assert (winter, precision) == (datetime(2026, 2, 28, 8, 30, tzinfo=UTC), "minute")
    assert summer == datetime(2026, 6, 10, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(("written", "precision"), [("1968", "year"), ("1968-09", "month"), ("1968-09-05", "day")])
def test_a_calendar_time_is_known_as_exactly_as_it_is_written(written: str, precision: str) -> None:
    time, known = moment(written, at=LOADED)

    assert known == precision
    assert day_of(time).isoformat().startswith(written)


@pytest.mark.parametrize("written", ["yesterday", "-2", "2d", "68-09-05", "-2d 9:30"])
def test_anything_else_is_refused_with_what_is_allowed(written: str) -> None:
    with pytest.raises(ValueError, match="such as -23d"):
        moment(written, at=LOADED)


def test_days_inside_data_become_calendar_days_and_other_words_stay() -> None:
    data = {"planned_on": "+6d", "note": "om 6 dager", "steps": ["-1d", 3]}

    assert with_days(data, at=LOADED) == {"planned_on": "2026-03-08", "note": "om 6 dager", "steps": ["2026-03-01", 3]}
