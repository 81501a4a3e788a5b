"""One person at a time in plain Python: the kernels give the same."""

import math

import numpy as np
import pytest

from felles.simulation import exposures
from felles.simulation.exposures.drawing import LAST_WORKING_AGE, MOST_CIGARETTES
from felles.simulation.exposures.weighing import MOST_WORK, STEPS
from felles.simulation.luck import normal, uniform, uniforms
from felles.simulation.parameters import Draw
from felles.simulation.policies import apply, find_policies
from felles.simulation.purposes import AT_WORK, CIGARETTES, SMOKING, SNUS, TO_SNUS, VACCINE, WORK_LEVEL, WORK_YEARS
from felles.simulation.structs import people_of

SEED, PERSONS = 3, 3000


@pytest.fixture(scope="module", params=[0, 4], ids=["as things are", "under a policy, another parameter set"])
def model(request, simulation):
    if request.param:
        simulation = apply(simulation, find_policies(simulation, ["tobacco_free_generation"]), begins=2015)
    return exposures.prepare(simulation, Draw(request.param), 2015.0)


@pytest.fixture(scope="module")
def people(model):
    made = people_of(np.arange(PERSONS, dtype=np.uint32))
    number = np.arange(PERSONS)
    made.sex[:], made.county[:], made.education[:] = number % 2, number % 15, number // 7 % 4
    made.born[:] = 1925 + (number * 0.618) % 100
    made.entered[:] = np.where(number % 9 == 0, made.born + 20, np.maximum(made.born, 2015))
    exposures.draw(model, SEED, made)
    return made


def walked(table, hazard, age=0.0):
    """The age at which a clock that is at `age` has spent a hazard, walking from birthday to birthday."""
    last = len(table) - 1
    while age < last:
        birthday = math.floor(age) + 1
        rate = table[birthday] - table[birthday - 1]
        spent = rate * (birthday - age)
        if spent >= hazard and rate > 0:
            return age + hazard / rate
        hazard, age = hazard - spent, float(birthday)
    return math.inf


def used(before, start, stop, first, second):
    would, begins = (walked(table, -math.log(first)) for table in (before, start))
    if math.isinf(would):
        return math.inf, math.inf, math.inf
    ends = walked(stop, -math.log(second), would)
    return (would, begins, ends) if begins < ends else (would, math.inf, math.inf)


def plain_tobacco(model, person, sex, born, education):
    """From, until, a day; snus from, until."""
    cohort = min(max(math.floor(born) - 1890, 0), 190)
    at = sex, cohort, education
    stop = model.smoking_stop[cohort, education]
    luck = uniforms(SEED, person, SMOKING, 0)
    would, begins, ends = used(model.smoking_start_before[at], model.smoking_start[at], stop, *luck)
    amount = model.cigarettes[sex, 0] * math.exp(model.cigarettes[sex, 1] * normal(SEED, person, CIGARETTES, 0))
    stop = model.snus_stop[cohort, education]
    luck = uniforms(SEED, person, SNUS, 0)
    _, takes, leaves = used(model.snus_start_before[at], model.snus_start[at], stop, *luck)
    if would < begins and would < takes and uniform(SEED, person, TO_SNUS, 0) < model.to_snus:
        takes, leaves = would, walked(stop, -math.log(luck[1]), would)
    cigarettes = 0.0 if math.isinf(begins) else min(max(amount, 1.0), MOST_CIGARETTES)
    return born + begins, born + ends, cigarettes, born + takes, born + leaves


def plain_vaccine(model, person, sex, born, county, entered):
    cohort = math.floor(born) - 1890
    share = model.coverage[sex, cohort]
    whether, when = uniforms(SEED, person, VACCINE, 0)
    begins, ends = model.offered[sex, cohort]
    day = begins + when * (ends - begins)
    odds = share / (1 - share) * model.county_odds[county]
    came_later = entered > day and entered > model.start
    return day if whether < odds / (1 + odds) * (model.elsewhere if came_later else 1) else math.inf


def plain_work(model, person, sex, born, education):
    """Agent, from, until, level."""
    which, when = uniforms(SEED, person, AT_WORK, 0)
    agent = int(np.sum(which >= model.agent_share[sex, education]))
    if agent == 6:
        return 0, math.inf, math.inf, 0.0
    youngest, oldest = model.work_begins
    begins = born + youngest + when * (oldest - youngest)
    years = model.agent_years[agent, 0] * math.exp(model.agent_years[agent, 1] * normal(SEED, person, WORK_YEARS, 0))
    ends = min(begins + years, born + LAST_WORKING_AGE, model.agent_met[agent, 1])
    begins = max(begins, model.agent_met[agent, 0])
    if begins >= ends:
        return 0, math.inf, math.inf, 0.0
    level = model.agent_level[agent, 0] * math.exp(model.agent_level[agent, 1] * normal(SEED, person, WORK_LEVEL, 0))
    return agent + 1, begins, ends, level


def test_tobacco_is_the_same_person_by_person(model, people):
    columns = (people.smokes_from, people.smokes_until, people.cigarettes, people.snus_from, people.snus_until)

    for row in range(PERSONS):
        plain = plain_tobacco(model, people.index[row], people.sex[row], people.born[row], people.education[row])
        assert [column[row] for column in columns] == pytest.approx(plain, rel=1e-6), row


def test_the_vaccine_is_the_same_person_by_person(model, people):
    for row in range(PERSONS):
        plain = plain_vaccine(
            model, people.index[row], people.sex[row], people.born[row], people.county[row], people.entered[row]
        )
        assert people.vaccinated[row] == pytest.approx(plain), row


def test_work_is_the_same_person_by_person(model, people):
    for row in range(PERSONS):
        plain = plain_work(model, people.index[row], people.sex[row], people.born[row], people.education[row])
        found = (people.agent[row], people.exposed_from[row], people.exposed_until[row], people.level[row])
        assert found == pytest.approx(plain, rel=1e-6), row


def test_weights_are_the_same_person_by_person(model, people):
    weights = exposures.weigh(model, people)

    for row in range(PERSONS):
        begins, ends = people.smokes_from[row], people.smokes_until[row]
        for time in (1990.5, 2010.25, 2040.0):
            now = (weights.begins[row] <= time) & (weights.ends[row] > time)
            assert weights.weight[row][now].sum() == pytest.approx(plain_weight(model, begins, ends, time)), row
        assert weights.work_weight[row] == pytest.approx(plain_work_weight(model, people, row)), row


def plain_weight(model, begins, ends, time):
    if not begins <= time:
        return 0.0
    if time < ends:
        return 1.0
    step = max(number for number in range(3) if time - ends >= STEPS[number])
    years = np.linspace(STEPS[step], STEPS[step + 1], 20001)
    return float(np.mean(2.0 ** (-(years[1:] + years[:-1]) / 2 / model.half_life)))


def plain_work_weight(model, people, row):
    agent = people.agent[row]
    if not agent:
        return 0.0
    years, level = model.agent_years[agent - 1], model.agent_level[agent - 1]
    usual = years[0] * math.exp(years[1] ** 2 / 2) * level[0] * math.exp(level[1] ** 2 / 2)
    return min((people.exposed_until[row] - people.exposed_from[row]) * people.level[row] / usual, MOST_WORK)
