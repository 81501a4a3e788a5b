"""What comes back, and what comes with each time?"""

import numpy as np
import pytest

from felles.simulation.calendar import first_day

from .conftest import people


def days(told):
    return list(told.day - first_day(2016))


def test_a_step_comes_back_every_so_many_days_so_many_times(tell):
    text = "steps:\n  - {id: dose, event: visited, code: gp, from: educated, days: 5, repeat: {every: 21, times: 4}}\n"

    assert days(tell(text, people(1, educated=2016.0))) == [5, 26, 47, 68]


@pytest.mark.parametrize(("until", "last"), [("died", 47), ("smokes_until", 26)])
def test_none_comes_after_death_or_what_ends_it(tell, until, last):
    text = f"steps:\n  - {{id: dose, event: visited, code: gp, from: educated, days: 5, repeat: {{every: 21, until: {until}}}}}\n"
    rows = people(1, educated=2016.0, died=2016 + 60.5 / 366, smokes_until=2016 + 30.5 / 366)

    assert days(tell(text, rows))[-1] == last


def test_the_first_the_last_and_each_can_be_counted_from(tell):
    text = """
steps:
  - {id: dose, from: educated, repeat: {every: 10, times: 3}}
  - {id: first, event: visited, code: gp, from: dose}
  - {id: last, event: visited, code: home, from: dose.last, days: 1}
  - {id: with, event: visited, code: other, each: dose, days: 2}
"""

    told = tell(text, people(1, educated=2016.0))

    assert sorted(zip(days(told), told.worded("code"), strict=True)) == [
        (0, "gp"), (2, "other"), (12, "other"), (21, "home"), (22, "other"),
    ]  # fmt: skip


def test_each_time_has_its_own_chance_and_its_own_code(tell):
    text = """
steps:
  - {id: form, from: educated, repeat: {every: 7, times: 10, share: 0.5}, code: {choose: {gp: 1, home: 1}}}
  - {id: answer, event: visited, each: form, code: {column: form.code}, share: 0.5}
  - {id: read, event: visited, each: answer, days: 1, code: other}
"""

    told = tell(text, people(2000, educated=2016.0))
    codes = np.array(told.worded("code"))

    assert (codes == "other").sum() == (codes != "other").sum() == pytest.approx(2000 * 10 * 0.25, rel=0.05)
    assert (codes == "gp").sum() == pytest.approx((codes == "home").sum(), rel=0.08)
    assert set(told.day[codes == "other"] - first_day(2016) - 1) == set(range(0, 70, 7))


def test_needs_are_an_episode_each_and_doses_one_together(tell):
    text = """
steps:
  - {{id: found, event: visited, code: gp, from: educated, repeat: {{every: 1, times: 3}}, episode: {kind}}}
  - {{id: met, event: visited, code: home, each: found, days: 30, episode: {kind}}}
"""

    needs = tell(text.format(kind="need"), people(1, educated=2016.0)).events
    plans = tell(text.format(kind="plan"), people(1, educated=2016.0)).events

    assert len(set(needs.episode)) == 3
    assert sorted(needs.episode[:3]) == sorted(needs.episode[3:])
    assert len(set(plans.episode)) == 1


def test_occurrences_leave_weekends_out(tell):
    text = """
steps:
  - {id: dose, event: visited, code: gp, from: educated, weekdays: true, repeat: {every: 10, times: 30}}
"""

    told = tell(text, people(3, educated=2016.0))

    assert set((told.day + 3) % 7) == {0, 1, 2, 3, 4}
