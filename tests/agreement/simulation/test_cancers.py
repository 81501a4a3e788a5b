"""One person and cancer at a time in plain Python, walking from year to year: the kernel gives the same tumours."""

import math

import numpy as np
import pytest

from felles.simulation import cancers, exposures
from felles.simulation.cancers.excess import smoking_excess
from felles.simulation.cancers.model import OLDEST, TREND_FROM
from felles.simulation.luck import uniform, uniforms
from felles.simulation.parameters import Draw
from felles.simulation.purposes import (
    CANCER_CLOCKS,
    CANCER_COURSES,
    CANCER_FATES,
    CANCER_FINDINGS,
    SECOND_CANCERS,
    SMOKING_CLOCKS,
    WORK_CLOCKS,
)
from felles.simulation.structs import CERTIFICATE, EMERGENCY, INCIDENTAL, SYMPTOMS, people_of

SEED, PERSONS, START, LAST = 3, 300, 2015.0, 2040
STEP, NEAR = 1 / 8, 0.25


@pytest.fixture(scope="module", params=[0, 4], ids=["the central figures", "another parameter set"])
def lives(request, simulation):
    exposed = exposures.prepare(simulation, Draw(request.param), START)
    people = people_of(np.arange(PERSONS, dtype=np.uint32))
    number = np.arange(PERSONS)
    people.sex[:], people.county[:], people.education[:] = number % 2, number % 15, number // 7 % 4
    people.born[:] = 1925 + (number * 0.618) % 85
    people.entered[:] = np.where(number % 9 == 0, people.born + 20, np.maximum(people.born, START))
    people.other_death[:] = people.entered + 10 + (number * 0.755) % 60
    people.emigrates[number % 50 == 0] = people.entered[number % 50 == 0] + 30
    exposures.draw(exposed, SEED, people)
    model = cancers.prepare(simulation, Draw(request.param), exposed, last_year=LAST)
    weights = exposures.weigh(exposed, people)
    return model, people, weights, cancers.draw(model, SEED, people, weights)


def rate(table, age):
    whole = int(age)
    return table[whole + 1] - table[whole] if whole < OLDEST else 0.0


def walked(spare, hazard, since=0.0):
    """The age at which a hazard by age has spent `spare`, in small steps from an age on."""
    age = since
    while age < OLDEST:
        step = (math.floor(age / STEP + 1e-9) + 1) * STEP - age
        spent = hazard(age + step / 2) * step
        if spent >= spare:
            return age + step * spare / spent
        spare -= spent
        age += step
    return math.inf


def ring(model, people, weights, row, site, attempt):
    """The age at which the first of the clocks rings."""
    sex, born, person = people.sex[row], people.born[row], int(people.index[row])
    table = model.hazard[site, sex, int(born) - model.first_cohort]
    county, number = model.county[sex, people.county[row]], int(model.numbers[site])
    pair = uniforms(SEED, person, CANCER_CLOCKS + number // 2, 0)
    luck = (
        pair[number % 2]
        if attempt == 0
        else uniform(SEED, person, CANCER_CLOCKS + number // 2, 2 * attempt + number % 2)
    )

    def unexposed(age):
        vaccinated = people.vaccinated[row] - born
        band = sum(vaccinated >= begins for begins in model.vaccine_from) - 1
        return county * rate(table, age) * (model.vaccine[site, max(band, 0)] if age >= vaccinated else 1.0)

    def smoked(age):
        if model.peto[site]:
            level = smoking_excess(
                age, people.smokes_from[row] - born, people.smokes_until[row] - born, people.cigarettes[row]
            )
            return county * rate(table, age) * level * (age / (int(age) + 0.5)) ** 4
        weight = sum(
            weight
            for begins, ends, weight in zip(weights.begins[row], weights.ends[row], weights.weight[row], strict=True)
            if begins <= born + age < ends
        )
        return county * rate(table, age) * model.excess[0, site, sex] * weight

    def worked(age):
        begun = born + age >= weights.work_begins[row]
        return county * rate(table, age) * model.excess[people.agent[row], site, sex] * weights.work_weight[row] * begun

    ages = [walked(-math.log(luck), unexposed)]
    if people.smokes_from[row] < math.inf:
        ages.append(walked(-math.log(uniform(SEED, person, SMOKING_CLOCKS + number, attempt)), smoked))
    if people.agent[row] > 0:
        ages.append(walked(-math.log(uniform(SEED, person, WORK_CLOCKS + number, attempt)), worked))
    return min(ages)


def course(model, people, row, site, nth, attempt, age):
    """The tumour whose clock rings at an age: (onset, clinical, stage, kills, found_by, subtype), or nothing."""
    person, born, sex, number = int(people.index[row]), people.born[row], people.sex[row], int(model.numbers[site])
    own = attempt * 256 + number * 2 + nth
    until = min(people.other_death[row], people.emigrates[row], LAST + 1.0)
    scale, shape = model.sojourn[site]
    of_sojourn, of_stage = uniforms(SEED, person, CANCER_COURSES, own)
    onset = max(born + age - scale * (-math.log(of_sojourn)) ** (1 / shape), born)
    if math.isinf(age) or onset >= until:
        return None
    of_life, of_kind = uniforms(SEED, person, CANCER_FATES, own)
    of_finding, of_symptoms = uniforms(SEED, person, CANCER_FINDINGS, own)
    shares = model.stages[site]
    stage = 0 if math.isnan(shares[0]) else 1 + sum(of_stage > share for share in shares[:3])
    kind = sum(of_kind > share for share in model.kinds[site, int(age)])
    if of_symptoms < model.indolent[site] / (1 + model.indolent[site]):
        return onset, math.inf, stage, math.inf, SYMPTOMS, kind
    never, scale, shape = model.curves[site, sex, stage]
    left = of_life ** (1 / (model.older[site, int(age)] * model.better[site, sex, int(born + age) - TREND_FROM]))
    kills = born + age + scale * (-math.log((left - never) / (1 - never))) ** (1 / shape) if left > never else math.inf
    emergency, incidental, certificate = model.found[site]
    if of_finding < emergency:
        return onset, born + age, stage, kills, EMERGENCY, kind
    if of_finding < emergency + incidental:
        return onset, born + age, stage, kills, INCIDENTAL, kind
    told = CERTIFICATE if kills < math.inf and of_finding > 1 - certificate else SYMPTOMS
    return onset, born + age, stage, kills, told, kind


def plain(model, people, weights, row, site, seen):
    """The tumours of one cancer in one person. seen: when the kernel says that each gives symptoms, for what follows from it."""

    def near(age, number):
        exact = seen.get(number, math.inf) - people.born[row]
        assert math.isinf(exact) or age == pytest.approx(exact, abs=NEAR)
        return age if math.isinf(exact) else exact

    for attempt in range(16):
        age = ring(model, people, weights, row, site, attempt)
        first = course(model, people, row, site, 0, attempt, age)
        if first is None or first[3] > people.entered[row]:
            break
    if first is None or first[3] <= people.entered[row]:
        return []
    age = near(age, 0)
    first = course(model, people, row, site, 0, attempt, age)
    until = min(people.other_death[row], people.emigrates[row], LAST + 1.0)
    if model.second[site] == 0 or people.born[row] + age >= until:
        return [first]
    table = model.hazard[site, people.sex[row], int(people.born[row]) - model.first_cohort]
    spare = -math.log(uniform(SEED, int(people.index[row]), SECOND_CANCERS, int(model.numbers[site])))
    again = near(walked(spare / model.second[site], lambda age: rate(table, age), since=age), 1)
    second = course(model, people, row, site, 1, 0, again)
    return [first, second] if second is not None and second[3] > people.entered[row] else [first]


def test_the_kernel_gives_the_tumours_of_plain_python(lives):
    model, people, weights, tumours = lives
    found = {}
    for each in range(len(tumours.row)):
        of = found.setdefault((tumours.row[each], tumours.site[each]), {})
        of[tumours.number[each]] = each
    some = [(row, site) for row in range(PERSONS) for site in range(len(model.numbers)) if (row + site) % 40 == 0]

    for row, site in [*some, *found]:
        places = found.get((row, site), {})
        made = plain(model, people, weights, row, site, {number: tumours.clinical[at] for number, at in places.items()})
        assert len(made) == len(places), (row, site)
        for number, at in places.items():
            kernel = tumours.onset[at], tumours.clinical[at], tumours.stage[at], tumours.kills[at]
            assert made[number][:4] == pytest.approx(kernel, abs=NEAR if math.isinf(tumours.clinical[at]) else 1e-6)
            assert made[number][4:] == (tumours.found_by[at], tumours.subtype[at])
    assert len(found) > 50
