"""When does a step happen?"""

import numpy as np
import pytest

from felles.simulation.calendar import first_day

from .conftest import people

MANY = 20_000
VISIT = "steps:\n  - {{id: seen, event: visited, code: gp, from: educated, days: {days}}}\n"


def days_after(tell, days, count=MANY, year=2016.0):
    """Days from the anchor, of those who were seen."""
    return tell(VISIT.format(days=days), people(count, educated=year)).day - first_day(int(year))


def test_a_plain_number_is_exact(tell):
    assert set(days_after(tell, "3", count=5)) == {3}


def test_days_before_the_anchor_count_backwards(tell):
    assert set(days_after(tell, "{from: 2, to: 4, sign: before}")) == {-2, -3, -4}


def test_every_day_of_a_range_is_alike_and_both_ends_are_in_it(tell):
    days = days_after(tell, "{from: 1, to: 4}")

    counts = np.bincount(days)

    assert counts[1:] == pytest.approx(np.full(4, MANY / 4), rel=0.06)
    assert counts[0] == 0


def test_half_lie_below_the_median_of_a_lognormal(tell):
    days = days_after(tell, "{median: 40, spread: 0.5}")

    assert np.median(days) == pytest.approx(40, abs=1)
    assert np.log(days).std() == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("share", [0.2, 0.74, 0.95])
def test_the_share_within_a_limit_is_what_was_said(tell, share):
    days = days_after(tell, f"{{within: {share}, limit: 22, spread: 0.5}}")

    assert (days <= 22).mean() == pytest.approx(share, abs=0.012)


def test_least_and_most_cut_a_distribution_and_heap_nothing_at_its_ends(tell):
    days = days_after(tell, "{median: 20, spread: 1.0, least: 10, most: 30}")

    shares = np.bincount(days, minlength=31) / MANY

    assert days.min() == 10
    assert days.max() == 30
    assert shares[11:30].max() < 0.09
    assert shares[10] < shares[11]


def test_what_may_come_at_any_time_has_its_mean(tell):
    assert days_after(tell, "{mean: 100}").mean() == pytest.approx(100, rel=0.03)


def test_years_and_months_are_counted_in_days(tell):
    assert set(days_after(tell, "{from: 1, to: 1, in: years}", count=3)) <= set(range(182, 549))
    assert days_after(tell, "{mean: 24, deviation: 0.001, in: months}", count=3).mean() == pytest.approx(730, abs=2)


def test_a_weekend_is_left_to_monday_or_to_the_friday_before(tell):
    text = VISIT.format(days="{from: 0, to: 6}, weekdays: true")

    after = (tell(text, people(500, educated=2016.0)).day + 3) % 7
    before = (tell(text.replace("to: 6", "to: 6, sign: before"), people(500, educated=2016.0)).day + 3) % 7

    assert set(after) == {0, 1, 2, 3, 4}
    assert set(before) == {0, 1, 2, 3, 4}
    assert (after == 0).sum() > (after == 4).sum() * 2
    assert (before == 4).sum() > (before == 0).sum() * 2


def test_a_day_can_be_moved_to_lie_no_earlier_or_no_later_than_another(tell):
    text = """
steps:
  - {id: first, from: educated, days: 50}
  - {id: late, event: visited, code: gp, from: educated, days: 10, not_before: [first]}
  - {id: early, event: visited, code: home, from: educated, days: 90, not_after: [first]}
"""

    told = tell(text, people(1, educated=2016.0))

    assert list(told.day - first_day(2016)) == [50, 50]


def test_parts_of_one_total_keep_to_it(tell):
    text = """
steps:
  - {id: total, value: {median: 60, spread: 0.5}}
  - {id: half, event: visited, code: gp, from: educated, days: {column: total.value, part: 0.5}}
  - {id: whole, event: visited, code: home, from: educated, days: {column: total.value, part: 1}}
"""

    told = tell(text, people(200, educated=2016.0))
    half, whole = (told.day[np.array(told.worded("code")) == code] - first_day(2016) for code in ("gp", "home"))

    assert np.abs(whole - 2 * half).max() <= 1
    assert len(set(whole)) > 20


def test_the_year_alone_is_written_as_its_first_day(tell):
    told = tell(VISIT.format(days="200, precision: year"), people(1, educated=2016.0))

    assert list(told.day) == [first_day(2016)]
    assert told.worded("precision") == ["year"]


def test_a_date_in_quotes_is_the_same_for_everybody(tell):
    text = 'steps:\n  - {id: seen, event: visited, code: gp, from: "2018-05-01", days: 1}\n'

    told = tell(text, people(3))

    assert set(told.day) == {int(np.datetime64("2018-05-02").astype(int))}
