"""Which tumours does each person get, and when does each begin, pass its stages, give symptoms and kill?

One pass over a chunk of people. For each person and cancer:

1. Its clock rings (`hazards`), or an exposure's does (`excess`); most are seen not to from one number alone (`clocks`).
2. Sojourn and stage: when it could first be detected, when it entered each stage, when symptoms bring it to a doctor.
3. Net survival from then on, with one number (`survival`); what would have killed before the person was counted among
   the living is drawn again.
4. How it is found without screening, and which kind it is.
5. A second one of the same cancer, where that happens.

What begins after death, emigration or the end is not kept. What a person and a cancer are is handed on as tuples of numbers:
tuples of arrays would have their references counted at every call.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from felles.simulation.cancers.clocks import cohort_of, may_ring
from felles.simulation.cancers.excess import exposed_age, smoking_age
from felles.simulation.cancers.model import OLDEST, TREND_FROM, CancerModel, Floats
from felles.simulation.cancers.survival import time_until
from felles.simulation.clocks import age_at, cumulative_at
from felles.simulation.exposures.weighing import Weights
from felles.simulation.luck import exponential, uniform, uniforms
from felles.simulation.purposes import (
    CANCER_CLOCKS,
    CANCER_COURSES,
    CANCER_FATES,
    CANCER_FINDINGS,
    SECOND_CANCERS,
    SMOKING_CLOCKS,
    WORK_CLOCKS,
)
from felles.simulation.structs import (
    CERTIFICATE,
    EMERGENCY,
    INCIDENTAL,
    SYMPTOMS,
    People,
    Tumours,
    first_tumours,
    tumours_for,
)

ATTEMPTS = 16


class Life(NamedTuple):
    """What a person's clocks for a cancer read; ages in years."""

    person: int
    born: float
    county: float  # ratio of the hazard
    vaccinated: float
    slower: float  # ratio of the hazard after vaccination
    since: float  # smokes
    stops: float
    cigarettes: float
    smoking: float  # excess relative risk of smoking; that of a year of it is Peto's where `peto`
    peto: bool
    works: float  # from when work raises the hazard
    work: float  # by how much


class Way(NamedTuple):
    """The figures of a cancer that its course reads."""

    number: int
    scale: float  # of the sojourn
    shape: float
    indolent: float
    emergency: float
    incidental: float
    certificate: float


class Course(NamedTuple):
    """A tumour's latent course, without symptoms where `clinical` is infinite."""

    kept: bool
    onset: float
    clinical: float
    stage: int
    kills: float
    found_by: int
    subtype: int


def draw(model: CancerModel, seed: int, people: People, weights: Weights) -> Tumours:
    """The tumours of a chunk of people, in the order of persons, found as without screening.

    Needs index, sex, born, entered, county, the exposures, emigrates and other_death. Symptoms alone find: `diagnosed` is
    `clinical` (the day of death where only the death certificate tells).
    """
    rows, sites, lucks = may_ring(model, seed, people, weights)
    tumours = tumours_for(2 * len(rows))
    count = _fill(model, seed, people, weights, rows, sites, lucks, tumours)
    return first_tumours(tumours, count)


@njit(nogil=True, cache=True, error_model="numpy")
def _fill(  # type: ignore[no-untyped-def]
    model: CancerModel, seed: int, people: People, weights: Weights, rows, sites, lucks, tumours: Tumours
):
    """Write the tumours of the clocks that may ring; how many there are."""
    hazard, county, excess, vaccine, vaccine_from = (
        model.hazard,
        model.county,
        model.excess,
        model.vaccine,
        model.vaccine_from,
    )
    peto, numbers, sojourn, indolent, found = model.peto, model.numbers, model.sojourn, model.indolent, model.found
    stages, dwell, curves, kinds, second = model.stages, model.dwell, model.curves, model.kinds, model.second
    older, better, first_cohort, last = model.older, model.better, model.first_cohort, model.last
    index, sexes, borns, entered, counties = people.index, people.sex, people.born, people.entered, people.county
    smokes, stops, cigarettes, agents, vaccinated = (
        people.smokes_from, people.smokes_until, people.cigarettes, people.agent, people.vaccinated,
    )  # fmt: skip
    emigrates, other_death = people.emigrates, people.other_death
    begins, ends, weight, works, work_weight = (
        weights.begins, weights.ends, weights.weight, weights.work_begins, weights.work_weight,
    )  # fmt: skip
    count = 0
    for place in range(len(rows)):
        row, site, luck = rows[place], sites[place], lucks[place]
        born, sex = borns[row], sexes[row]
        cohort = cohort_of(born, first_cohort, hazard.shape[2])
        table = hazard[site, sex, cohort]
        until = min(other_death[row], emigrates[row], last)
        band = max(np.searchsorted(vaccine_from, vaccinated[row] - born, side="right") - 1, 0)
        life = Life(
            index[row], born, county[sex, counties[row]], vaccinated[row] - born, vaccine[site, band],
            smokes[row] - born, stops[row] - born, cigarettes[row], excess[0, site, sex], peto[site],
            works[row] - born, excess[agents[row], site, sex] * work_weight[row] if agents[row] > 0 else 0.0,
        )  # fmt: skip
        way = Way(
            numbers[site],
            sojourn[site, 0],
            sojourn[site, 1],
            indolent[site],
            found[site, 0],
            found[site, 1],
            found[site, 2],
        )
        for attempt in range(ATTEMPTS):
            if attempt > 0:
                luck = uniform(seed, index[row], CANCER_CLOCKS + (way.number >> 1), 2 * attempt + (way.number & 1))
            age = rings(life, way.number, seed, attempt, luck, table, begins[row], ends[row], weight[row])
            course = course_of(
                life,
                way,
                seed,
                0,
                attempt,
                age,
                until,
                stages[site],
                curves[site, sex],
                older[site],
                better[site],
                kinds[site],
            )
            if not course.kept or course.kills > entered[row]:
                break
        if not course.kept or course.kills <= entered[row]:
            continue
        _write(tumours, count, row, site, 0, course, dwell[site], age + born)
        count += 1
        if second[site] > 0.0 and age + born < until:
            spare = exponential(seed, index[row], SECOND_CANCERS, way.number) / second[site]
            age = age_at(table, cumulative_at(table, age) + spare)
            course = course_of(
                life,
                way,
                seed,
                1,
                0,
                age,
                until,
                stages[site],
                curves[site, sex],
                older[site],
                better[site],
                kinds[site],
            )
            if course.kept and course.kills > entered[row]:
                _write(tumours, count, row, site, 1, course, dwell[site], age + born)
                count += 1
    return count


@njit(nogil=True, cache=True, error_model="numpy")
def rings(  # type: ignore[no-untyped-def]
    life: Life,
    number: int,
    seed: int,
    attempt: int,
    luck: float,
    table: Floats,
    begins: Floats,
    ends: Floats,
    weight: Floats,
):
    """The age at which the first of the clocks of a cancer rings, or infinity.

    begins, ends, weight: the pieces of smoking. luck: of the clock of the never exposed; the others draw theirs.
    """
    age = protected_age(table, -math.log(luck) / life.county, life.vaccinated, life.slower)
    if life.since < math.inf and (life.peto or life.smoking > 0.0):
        spare = exponential(seed, life.person, SMOKING_CLOCKS + number, attempt) / life.county
        if life.peto:
            age = min(age, smoking_age(table, spare, life.since, life.stops, life.cigarettes, min(age, OLDEST)))
        else:
            age = min(age, exposed_age(table, spare, life.born, begins, ends, weight, life.smoking))
    if life.work > 0.0:
        spare = exponential(seed, life.person, WORK_CLOCKS + number, attempt) / life.county
        age = min(age, age_at(table, cumulative_at(table, life.works) + spare / life.work))
    return age


@njit(nogil=True, cache=True, error_model="numpy")
def protected_age(table: Floats, spare: float, vaccinated: float, slower: float) -> float:
    """The age at which the clock of the never exposed rings; it goes slower from vaccination on."""
    if vaccinated < math.inf and slower < 1.0:
        before = cumulative_at(table, vaccinated)
        if spare > before:
            spare = before + (spare - before) / slower if slower > 0.0 else math.inf
    return age_at(table, spare)


@njit(nogil=True, cache=True, error_model="numpy")
def course_of(  # type: ignore[no-untyped-def]
    life: Life, way: Way, seed: int, nth: int, attempt: int, age: float, until: float,
    stages: Floats, curves: Floats, older: Floats, better: Floats, kinds,
):  # fmt: skip
    """The course of a tumour whose clock rings at an age; not kept where it begins at `until` or later."""
    nothing = Course(False, math.inf, math.inf, 0, math.inf, SYMPTOMS, 0)
    if not age < math.inf:
        return nothing
    own = (attempt << 8) | (way.number << 1) | nth
    of_sojourn, of_stage = uniforms(seed, life.person, CANCER_COURSES, own)
    clinical = life.born + age
    onset = max(clinical - way.scale * (-math.log(of_sojourn)) ** (1.0 / way.shape), life.born)
    if onset >= until:
        return nothing
    of_life, of_kind = uniforms(seed, life.person, CANCER_FATES, own)
    of_finding, of_symptoms = uniforms(seed, life.person, CANCER_FINDINGS, own)
    stage = stage_of(stages, of_stage)
    subtype = kind_of(kinds[min(int(age), OLDEST)], of_kind)
    if of_symptoms * (1.0 + way.indolent) < way.indolent:
        return Course(True, onset, math.inf, stage, math.inf, SYMPTOMS, subtype)
    kills = clinical + time_until(curves[stage], power_at(older, better, clinical, age), of_life)
    return Course(True, onset, clinical, stage, kills, found_by(way, of_finding, kills < math.inf), subtype)


@njit(nogil=True, cache=True, error_model="numpy")
def _write(
    tumours: Tumours, at: int, row: int, site: int, nth: int, course: Course, dwell: Floats, clinical: float
) -> None:
    """One tumour into a row. clinical: when symptoms would come were it to give any."""
    tumours.row[at], tumours.site[at], tumours.number[at] = row, site, nth
    tumours.onset[at], tumours.clinical[at], tumours.kills[at] = course.onset, course.clinical, course.kills
    tumours.stage[at], tumours.stage_found[at] = course.stage, course.stage
    tumours.found_by[at], tumours.subtype[at] = course.found_by, course.subtype
    tumours.diagnosed[at] = course.kills if course.found_by == CERTIFICATE else course.clinical
    enter_stages(tumours.entries[at], dwell, course.stage, course.onset, clinical)


@njit(nogil=True, cache=True, error_model="numpy")
def power_at(older: Floats, better: Floats, time: float, age: float) -> float:
    """The ratio of the excess mortality of those who are diagnosed at a time and an age. older: by age; better: by year."""
    year = min(max(int(time) - TREND_FROM, 0), len(better) - 1)
    return float(older[min(max(int(age), 0), OLDEST)] * better[year])


@njit(nogil=True, cache=True, error_model="numpy")
def stage_of(shares: Floats, luck: float) -> int:
    """1 to 4 by cumulative shares; 0 for a cancer without stages."""
    if math.isnan(shares[0]):
        return 0
    stage = 1
    while stage < 4 and luck > shares[stage - 1]:
        stage += 1
    return stage


@njit(nogil=True, cache=True, error_model="numpy")
def enter_stages(entries: Floats, dwell: Floats, stage: int, onset: float, clinical: float) -> None:
    """When it enters each stage up to the one it has with symptoms: the sojourn split in proportion to `dwell`."""
    total = 0.0
    for each in range(stage):
        total += dwell[each]
    spent = 0.0
    for each in range(4):
        entries[each] = onset + (clinical - onset) * spent / total if each < stage else math.inf
        spent += dwell[each]


@njit(nogil=True, cache=True, error_model="numpy")
def kind_of(shares, luck: float) -> int:  # type: ignore[no-untyped-def]
    """The row of `kinds` by cumulative shares."""
    kind = 0
    while kind < len(shares) - 1 and luck > shares[kind]:
        kind += 1
    return kind


@njit(nogil=True, cache=True, error_model="numpy")
def found_by(way: Way, luck: float, kills: bool) -> int:
    """How it is found without screening: emergency, incidental, from the certificate (of those it kills), symptoms."""
    if luck < way.emergency:
        return EMERGENCY
    if luck < way.emergency + way.incidental:
        return INCIDENTAL
    if kills and luck > 1.0 - way.certificate:
        return CERTIFICATE
    return SYMPTOMS
