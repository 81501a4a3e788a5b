"""To whom does a step happen, and what is written of it?"""

import numpy as np
import pytest

from felles.simulation.calendar import NO_DAY, first_day
from felles.simulation.parameters import Draw

from .conftest import people

MANY = 20_000


def test_a_share_is_the_probability_that_it_happens(tell):
    text = "steps:\n  - {id: seen, event: visited, code: gp, from: educated, share: 0.3}\n"

    told = tell(text, people(MANY, educated=2016.0))

    assert len(told.day) / MANY == pytest.approx(0.3, abs=0.01)


def test_a_table_takes_the_cell_of_the_row_and_bands_begin_at_their_keys(tell):
    text = """
steps:
  - id: seen
    event: visited
    code: gp
    from: educated
    share: {by: [sex, age], values: {female: {"0": 0, "50": 1}, male: 1}}
"""
    rows = people(4, educated=2016.0, sex=[0, 0, 1, 1], born=[1960.5, 1959.5, 1960.5, 1959.5])

    told = tell(text, rows)  # at their own time, 2010, they are 49, 50, 49 and 50

    assert sorted(told.person) == [2, 3, 4]


def test_what_a_table_does_not_list_takes_other(tell):
    text = """
steps:
  - {id: seen, event: visited, from: educated, code: {by: [county], values: {"11": gp, other: home}}}
"""

    told = tell(text, people(2, educated=2016.0, municipality=[0, 1]))

    assert told.worded("code") == ["home", "gp"]


def test_words_are_chosen_by_their_weights(tell):
    text = "steps:\n  - {id: seen, event: visited, from: educated, code: {choose: {gp: 3, home: 1}}}\n"

    told = tell(text, people(MANY, educated=2016.0))

    assert told.worded("code").count("gp") / MANY == pytest.approx(0.75, abs=0.01)


def test_later_steps_know_the_code_and_the_value_of_earlier_ones(tell):
    text = """
steps:
  - {id: kind, code: {choose: {gp: 1, home: 1}}}
  - {id: dose, value: {from: 1, to: 5}}
  - {id: seen, event: visited, from: educated, code: {column: kind.code}, when: {kind.code: [home]}}
  - {id: again, event: visited, from: seen, days: 1, only_if: [seen], code: gp}
  - {id: never, event: visited, from: educated, unless: [seen], code: other}
"""

    told = tell(text, people(1000, educated=2016.0))
    codes = np.array(told.worded("code"))

    assert (codes == "home").sum() == (codes == "gp").sum()
    assert (codes == "home").sum() + (codes == "other").sum() == 1000
    assert 400 < (codes == "home").sum() < 600


def test_nothing_happens_after_death_but_what_counts_from_it(tell):
    text = """
steps:
  - {id: seen, event: visited, code: gp, from: educated, days: 100}
  - {id: gone, event: visited, code: home, from: seen, days: 1}
  - {id: mourned, event: visited, code: other, from: died, days: 30}
"""
    rows = people(2, educated=2016.0, died=[2016.1, np.inf])

    told = tell(text, rows)

    assert sorted(zip(told.person, told.worded("code"), strict=True)) == [(1, "other"), (2, "gp"), (2, "home")]


@pytest.mark.parametrize(("days", "seen"), [(9, 1), (10, 1), (11, 0)])
def test_the_day_of_death_is_the_last_day(tell, days, seen):
    text = f"steps:\n  - {{id: seen, event: visited, code: gp, from: educated, days: {days}}}\n"

    told = tell(text, people(1, educated=2016.0, died=2016 + 10.5 / 366))

    assert len(told.day) == seen


def test_what_lies_before_the_period_is_written_as_history_alone(tell):
    text = """
steps:
  - {id: born, event: born, from: born, code: {column: sex}, history: true}
  - {id: seen, event: visited, code: gp, from: educated}
  - {id: again, event: visited, code: home, from: seen, days: {from: 2, to: 2, in: years}}
"""

    told = tell(text, people(1, educated=2014.0))

    assert told.worded("type") == ["born", "visited"]
    assert told.worded("code") == ["female", "home"]


def test_people_who_are_not_here_in_the_period_are_not_written_of(tell):
    text = "steps:\n  - {id: born, event: born, from: born, code: {column: sex}, history: true}\n"
    rows = people(3, entered=[2010, 2010, 2021.5], emigrates=[2014.5, np.inf, np.inf])

    assert list(tell(text, rows).person) == [2]


def test_whoever_comes_from_abroad_is_not_written_of_before(tell):
    text = "steps:\n  - {id: seen, event: visited, code: gp, from: educated}\n"
    rows = people(2, educated=2016.0, entered=[2015.5, 2017.5])

    assert list(tell(text, rows).person) == [1]


def test_an_end_is_after_the_beginning_and_one_that_nobody_can_know_yet_is_open(tell):
    text = """
steps:
  - {id: worked, event: exposed_at_work, code: quartz, from: educated, until: {from: exposed_until}}
  - {id: leave, event: quit_attempted, code: smoking, from: educated, until: {days: 10}}
"""
    rows = people(3, educated=2016.0, exposed_until=[2015.0, 2018.0, 2030.0], died=[np.inf, np.inf, 2016.01])

    told = tell(text, rows)
    worked, leave = told.of("exposed_at_work"), told.of("quit_attempted")

    assert list(worked.events.until_day) == [first_day(2016), first_day(2018), first_day(2016) + 3]
    assert list(leave.events.until_day - leave.day) == [10, 10, 3]
    assert tell(text, people(1, educated=2016.0, exposed_until=2030.0)).events.until_day[0] == NO_DAY


def test_a_correction_names_the_event_that_it_replaces(tell):
    text = """
steps:
  - {id: seen, event: visited, code: gp, from: educated}
  - {id: mended, event: visited, code: home, from: seen, days: 1, replaces: seen}
"""

    told = tell(text, people(2, educated=2016.0))
    events = told.events

    assert list(events.replaces) == [-1, -1, *events.event[:2]]


def test_numbers_say_whose_they_are_and_episodes_are_one_for_a_row(tell):
    text = """
steps:
  - {id: seen, event: visited, code: gp, from: educated, episode: plan}
  - {id: again, event: visited, code: home, from: seen, days: 9, episode: plan}
"""

    events = tell(text, people(3, educated=2016.0)).events

    assert len(set(events.event)) == 6
    assert set(events.event >> 28) == {1, 2, 3}
    assert len(set(events.episode)) == 3


def test_in_another_set_of_parameters_a_table_is_drawn_up_or_down_together(tell):
    text = """
steps:
  - id: seen
    event: visited
    code: gp
    from: educated
    share: {by: [sex], values: {female: 0.2, male: 0.4}, assumption: A test., give_or_take: 0.5}
"""
    rows = people(2 * MANY, educated=2016.0, sex=np.arange(2 * MANY) % 2)

    person = tell(text, rows, Draw(4)).person
    women, men = ((person % 2 == sex).sum() / MANY for sex in (1, 0))

    assert men / women == pytest.approx(2, rel=0.06)
    assert abs(women - 0.2) > 0.01
    assert 0.1 <= women <= 0.3
