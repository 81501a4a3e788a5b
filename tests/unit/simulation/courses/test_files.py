"""How do files work together?"""

import pytest

from felles.definitions.errors import ContentErrors
from felles.simulation.calendar import first_day
from felles.simulation.courses.makers import Maker
from felles.simulation.courses.writing import joined

from .conftest import COUNTRY, Draw, people, prepare, read, run

FIRST = "steps:\n  - {id: seen, event: visited, from: educated, days: 5, code: {choose: {gp: 1, home: 1}}}\n"
SECOND = """
steps:
  - {id: again, event: visited, from: z_first.seen, days: 2, code: {column: z_first.seen.code}, only_if: [z_first.seen]}
"""


def test_a_file_can_count_from_another_whatever_the_order_of_their_names(tell):
    told = tell({"a_second": SECOND, "z_first": FIRST}, people(50, educated=2016.0))

    by_person = {}
    for person, day, code in zip(told.person, told.day, told.worded("code"), strict=True):
        by_person.setdefault(int(person), []).append((int(day) - first_day(2016), code))

    assert all(sorted(each)[0][0] == 5 and sorted(each)[1] == (7, sorted(each)[0][1]) for each in by_person.values())


def test_files_in_a_circle_are_refused(tell):
    circle = FIRST.replace("from: educated", "from: a_second.again")

    with pytest.raises(ContentErrors, match="circle"):
        tell({"a_second": SECOND, "z_first": circle}, people(1))


def test_a_step_that_can_never_happen_with_the_one_it_comes_from_is_refused(tell):
    text = """
steps:
  - {id: seen, event: visited, from: educated, when: {sex: [female]}, code: gp}
  - {id: again, event: visited, from: seen, when: {sex: [male]}, code: gp}
"""

    with pytest.raises(ContentErrors, match=r"steps\.again\.when\.sex.*got male; allowed is some of .*: female"):
        tell(text, people(1))


def test_a_new_step_moves_no_luck_of_those_there_were(tell):
    more = FIRST + "  - {id: other, event: visited, from: educated, days: {from: 1, to: 90}, code: gp}\n"
    rows = people(200, educated=2016.0)

    before, after = tell(FIRST, rows), tell(more, rows)

    assert before.worded("code") == after.worded("code")[:200]


def test_a_maker_gets_what_it_said_it_needs(tmp_path):
    asked_of = []

    def make(asked):
        asked_of.append((asked.day - asked.day_of("educated"), asked.column("kind.code"), asked.repeat))
        return asked.column("kind.code")

    text = """
steps:
  - {id: kind, code: {choose: {gp: 1, home: 1}}}
  - {id: seen, event: visited, from: educated, days: 4, code: {made_by: maker}, repeat: {every: 7, times: 2}}
"""
    maker = Maker(("gp", "home"), make, ("educated", "kind.code"))

    model = prepare(read(tmp_path, {"course": text}), COUNTRY, Draw(0), makers={"maker": maker})
    events = joined(run(model, 1, {"people": people(3, educated=2016.0)}, first_day(2015), first_day(2021)))

    days, codes, repeats = asked_of[0]
    assert list(days) == [4, 11] * 3
    assert list(repeats) == [0, 1] * 3
    assert [model.words.code[number] for number in events.code] == [("gp", "home")[code] for code in codes]
