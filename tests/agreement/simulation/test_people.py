"""One person at a time in plain Python: the kernels give the same."""

import bisect
import math

import numpy as np
import pytest

from felles.simulation import people
from felles.simulation.luck import uniform, uniforms
from felles.simulation.parameters import Draw
from felles.simulation.people import IMMIGRANT, START
from felles.simulation.purposes import (
    BORN_WHEN,
    EDUCATION,
    EMIGRATION,
    ENTERED_WHEN,
    HOME,
    MOVE_TO,
    MOVE_WHEN,
    OTHER_DEATH,
)
from felles.simulation.structs import people_of

SEED, WANTED = 11, 1_000


@pytest.fixture(scope="module", params=[0, 3], ids=["the central parameters", "another parameter set"])
def lived(request, simulation):
    """Plan, model, persons (every third smokes for a while) and their moves."""
    draw = Draw(request.param)
    plan = people.make_plan(simulation, people=WANTED, first=2015, last=2040, draw=draw)
    smoking = np.full((2, 191, 111, 2), 0.2)
    model = people.prepare(simulation, plan, draw, smoking)
    made = people_of(np.arange(plan.people, dtype=np.uint32))
    people.draw(model, plan, SEED, made)
    smokes = made.index % 3 == 0
    made.smokes_from[:] = np.where(smokes, made.born + 17, np.inf)
    made.smokes_until[:] = np.where(smokes, made.born + 17 + made.index % 50, np.inf)
    people.draw_other_deaths(model, SEED, made)
    made.died[:] = made.other_death
    return plan, model, made, people.draw_moves(model, SEED, made)


def hazard_of(person, purpose, index=0):
    return -math.log(uniform(SEED, person, purpose, index))


def rate_at(sums, time):
    """The hazard at a time since the first of the table, and the end of its year."""
    year = math.floor(time)
    return sums[year + 1] - sums[year], year + 1.0


def walked(tables_at, hazard, time, horizon):
    """When a clock at `time` has spent a hazard, from year to year and from table to table. tables_at: time -> (table, until)."""
    while time < horizon:
        table, until = tables_at(time)
        rate, end = rate_at(table, time)
        end = min(end, until)
        if rate * (end - time) >= hazard and rate > 0:
            return time + hazard / rate
        hazard, time = hazard - rate * (end - time), end
    return math.inf


def plain_person(plan, model, person):
    """Sex, born, entered, county, municipality, education, educated, emigrates."""
    row = bisect.bisect_right(list(plan.starts), person * plan.stride % plan.places) - 1
    sex, year_born = plan.sex[row], int(plan.born[row])
    born = year_born + uniform(SEED, person, BORN_WHEN, 0)
    entered = born
    if plan.kind[row] == START:
        entered = float(plan.year[row])
    if plan.kind[row] == IMMIGRANT:
        born, entered = sorted([born, plan.year[row] + uniform(SEED, person, ENTERED_WHEN, 0)])
    where, which = uniforms(SEED, person, HOME, 0)
    county = bisect.bisect_right(list(model.home[min(int(entered - born), 110)][:-1]), where)
    place = bisect.bisect_right(list(model.municipalities[county][:-1]), which)
    what, when = uniforms(SEED, person, EDUCATION, 0)
    level = bisect.bisect_right(list(model.education[sex, year_born - model.oldest][:-1]), what)
    age, years = model.completed[level]
    table = model.emigration[sex, year_born - model.oldest]
    emigrates = walked(lambda _: (table, math.inf), hazard_of(person, EMIGRATION), entered - plan.first, len(table) - 1)
    return (
        sex, born, entered, county, model.first_municipality[county] + place, level,
        year_born + age + math.floor(when * (years + 1)) + 0.46, plan.first + emigrates,
    )  # fmt: skip


def test_a_person_is_drawn_as_by_hand(lived):
    plan, model, made, _ = lived
    columns = ("sex", "born", "entered", "county", "municipality", "education", "educated", "emigrates")
    for person in range(0, plan.people, 3):
        kernel = [getattr(made, name)[person] for name in columns]
        assert kernel == pytest.approx(plain_person(plan, model, person), abs=1e-7)


def test_the_death_of_other_causes_is_as_by_hand(lived):
    plan, model, made, _ = lived
    for person in range(0, plan.people, 2):
        tables = model.other[made.sex[person], int(made.born[person]) - model.oldest]
        begins, ends = made.smokes_from[person] - plan.first, made.smokes_until[person] - plan.first

        def table_at(time, tables=tables, begins=begins, ends=ends):
            if time < begins:
                return tables[0], begins
            return (tables[1], ends) if time < ends else (tables[2], math.inf)

        entered = made.entered[person] - plan.first
        died = walked(table_at, hazard_of(person, OTHER_DEATH), entered, tables.shape[1] - 1)
        assert made.other_death[person] == pytest.approx(plan.first + died, abs=1e-7)


def plain_moves(model, made, person):
    """When, to which county and to which municipality."""
    born, county, municipality = made.born[person], int(made.county[person]), int(made.municipality[person])
    end = min(made.died[person], made.emigrates[person], model.until) - born
    age, attempt, found = made.entered[person] - born, 0, []
    while True:
        age = walked(lambda _: (model.moves, math.inf), hazard_of(person, MOVE_WHEN, attempt), age, 111)
        if age >= end:
            return found
        which, where = uniforms(SEED, person, MOVE_TO, attempt)
        attempt += 1
        share = model.leaving[int(age)]
        to = county
        if which < share:
            to = bisect.bisect_right(list(model.destination[int(age)][:-1]), which / share)
            if to == county:
                continue
        sizes = list(np.diff(model.municipalities[to], prepend=0.0))
        own = municipality - model.first_municipality[county] if to == county else None
        if own is not None:
            if sizes[own] == 1:
                continue
            where, sizes = where * (1 - sizes[own]), [0.0 if place == own else size for place, size in enumerate(sizes)]
        goal = int(np.searchsorted(np.cumsum(sizes), where, side="right"))
        county, municipality = to, model.first_municipality[to] + goal
        found.append((born + age, county, municipality))


def test_the_moves_are_as_by_hand(lived):
    plan, model, made, moves = lived
    for person in range(0, plan.people, 2):
        of = moves.row == person
        kernel = list(zip(moves.at[of], moves.county[of], moves.municipality[of], strict=True))
        assert [number for move in kernel for number in move] == pytest.approx(
            [number for move in plain_moves(model, made, person) for number in move], abs=1e-7
        )


def test_a_person_alone_is_as_in_the_crowd(lived):
    plan, model, made, _ = lived
    alone = people_of(np.array([plan.people // 2], np.uint32))
    people.draw(model, plan, SEED, alone)

    for name in ("sex", "born", "entered", "county", "municipality", "education", "educated", "emigrates"):
        assert getattr(alone, name)[0] == getattr(made, name)[plan.people // 2]


def test_another_seed_gives_other_persons_but_the_same_rows_of_the_plan(lived):
    plan, model, made, _ = lived
    other = people_of(made.index.copy())
    people.draw(model, plan, SEED + 1, other)

    assert (other.sex == made.sex).all()
    assert (np.floor(other.born) == np.floor(made.born)).mean() > 0.99
    assert not (other.born == made.born).any()
