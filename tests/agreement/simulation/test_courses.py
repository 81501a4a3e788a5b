"""One course told person by person in plain Python: the engine tells the same."""

import math
from zlib import crc32

import numpy as np
from scipy.special import ndtri

from felles.definitions.nodes import read_nodes
from felles.definitions.places import Findings, Place
from felles.definitions.records import Record
from felles.definitions.simulation.courses import Course
from felles.simulation.calendar import NO_DAY, day_of, first_day
from felles.simulation.courses.preparing import prepare
from felles.simulation.courses.running import run
from felles.simulation.courses.writing import joined
from felles.simulation.luck import uniform
from felles.simulation.parameters import Draw
from felles.simulation.structs import people_of
from felles.simulation.telling import country_words

SEED, FIRST, LAST = 9, first_day(2015), first_day(2021) - 1
COURSE = """id: plain
why: A test.
of: people
assumption: A test.
give_or_take: 0
steps:
  - {id: kind, code: {choose: {gp: 0.6, home: 0.3, absent: 0.1}}}
  - id: seen
    event: visited
    from: educated
    days: {median: 200, spread: 0.8, most: 900}
    share: {by: [sex, kind.code], values: {female: {gp: 0.9, other: 0.4}, male: 0.7}}
    code: gp
  - id: again
    event: visited
    from: seen
    days: {from: 3, to: 9}
    repeat: {every: 30, times: {from: 1, to: 6}, share: 0.8}
    weekdays: true
    code: home
  - id: told
    event: visited
    each: again
    days: {mean: 20}
    code: other
"""


def luck(person, question, index=0):
    return uniform(SEED, person, (10_000 + crc32(f"plain/{question}".encode())) % 2**32, index)


def plain(row, person):
    """What happens to one person: step, occurrence and day."""
    end = min(float(person.died[row]), float(person.emigrates[row]))
    last = int(day_of(end)) if end < math.inf else 10**9
    kind = next(word for word, upto in (("gp", 0.6), ("home", 0.9), (None, 1.0)) if luck(row, "kind/code") < upto)
    share = (0.9 if kind == "gp" else 0.4) if person.sex[row] == 0 else 0.7
    anchor = int(day_of(float(person.educated[row])))
    if luck(row, "seen/share") >= share or anchor == NO_DAY:
        return []
    most = 0.5 * math.erfc(-(math.log(900) - math.log(200)) / 0.8 / math.sqrt(2))
    waited = math.exp(math.log(200) + 0.8 * ndtri(luck(row, "seen/days") * most))
    seen = anchor + math.floor(waited + 0.5)
    if seen > last:
        return []
    first = on_weekday(seen + 3 + math.floor(7 * luck(row, "again/days")))
    times = 1 + math.floor(6 * luck(row, "again/repeat.times"))
    made = [("seen", 0, seen)]
    for number in range(times if first <= last else 0):
        day = on_weekday(first + 30 * number)
        if first + 30 * number > min(last, LAST) or day > min(last, LAST):
            continue
        if luck(row, "again/repeat.share", number) >= 0.8:
            continue
        made.append(("again", number, day))
        told = day + math.floor(-20 * math.log1p(-luck(row, "told/days", number)) + 0.5)
        if told <= last:
            made.append(("told", number, told))
    return made


def on_weekday(day):
    weekday = (day + 3) % 7
    return day + 7 - weekday if weekday >= 5 else day


def test_the_engine_tells_of_each_person_as_a_loop_in_plain_python(tmp_path, simulation):
    path = tmp_path / "plain.yaml"
    path.write_text(COURSE, encoding="utf-8")
    course = Record(Course).read(read_nodes(path, path.name), Place(path.name, Findings()))
    model = prepare({"plain": course}, country_words(simulation, start=2010.0), Draw(0))
    people = people_of(np.arange(300, dtype=np.uint32))
    people.sex[:] = people.index % 2
    people.born[:], people.entered[:] = 1950.0 + people.index % 40, 2010.0
    people.educated[:] = np.where(people.index % 7 == 0, np.inf, 2013.0 + people.index * 0.02)
    people.died[:] = np.where(people.index % 3 == 0, 2015.0 + people.index * 0.015, np.inf)
    people.emigrates[:] = np.where(people.index % 5 == 0, 2015.5 + people.index * 0.02, np.inf)

    events = joined(run(model, SEED, {"people": people}, FIRST, LAST))

    steps = {step.number: step.name.partition(".")[2] for step in model.courses[0].steps}
    found = {
        (int(number >> 28) - 1, steps[int(number >> 16) & 0xFFF], int(number) & 63, int(day))
        for number, day in zip(events.event, events.day, strict=True)
    }
    ends = np.minimum(people.died, people.emigrates)
    expected = {
        (row, *event)
        for row in range(300)
        if ends[row] >= 2015.0
        for event in plain(row, people)
        if FIRST <= event[2] <= LAST
    }
    assert found == expected
    assert len(found) > 800
