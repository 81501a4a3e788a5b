"""Which value is in force on a day?"""

from datetime import date

import pytest

from felles.definitions import Dated

LIMIT = Dated(((date(2015, 1, 1), 7), (date(2021, 5, 1), 12)))


def test_a_value_holds_until_the_day_before_the_next_begins() -> None:
    assert LIMIT.on(date(2021, 4, 30)) == 7
    assert LIMIT.on(date(2021, 5, 1)) == 12


def test_nothing_is_in_force_before_the_first_day() -> None:
    assert LIMIT.on(date(2014, 12, 31)) is None
    assert LIMIT.on(date(2015, 1, 1)) == 7


def test_the_latest_value_has_no_end() -> None:
    assert LIMIT.latest == LIMIT.on(date(2099, 1, 1)) == 12


@pytest.mark.parametrize("days", [(), ((2021, 5, 1), (2015, 1, 1)), ((2021, 5, 1), (2021, 5, 1))])
def test_days_that_do_not_ascend_are_refused(days: tuple[tuple[int, int, int], ...]) -> None:
    with pytest.raises(ValueError, match="each later than the one before"):
        Dated(tuple((date(*day), 1) for day in days))
