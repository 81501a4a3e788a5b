"""Which tumours does each person get, and when does each begin, pass its stages, give symptoms and kill?

One pass over a chunk of people. For each person and cancer:

1. Its clock rings (`hazards`), or an exposure's does (`excess`, `ringing`); most are seen not to from one number (`clocks`).
2. Sojourn and stage (`course`): when it could first be found, when it entered each stage, when symptoms bring it to a doctor.
3. Net survival from then on, with one number (`survival`); what would have killed before the person was counted among
   the living is drawn again.
4. How it is found without screening, and which kind it is.
5. A second one of the same cancer, where that happens.

What begins after death, emigration or the end is not kept: a clock that rings later than the longest sojourn after that
is not read.
"""

import math
from collections import namedtuple

import numpy as np

from felles.simulation.cancers.clocks import cohort_of, may_ring
from felles.simulation.cancers.course import Course, Way, course_of, enter_stages
from felles.simulation.cancers.model import CancerModel, Floats
from felles.simulation.cancers.ringing import Life, rings, too_late
from felles.simulation.clocks import age_at, cumulative_at
from felles.simulation.compiling import kernel, narrow, part
from felles.simulation.exposures.weighing import Weights
from felles.simulation.luck import exponential, uniform
from felles.simulation.purposes import CANCER_CLOCKS, SECOND_CANCERS
from felles.simulation.structs import CERTIFICATE, People, Tumours, first_tumours, tumours_for

ATTEMPTS = 16
LONGEST = 37.5
"""More than any exponential can be: -log of the smallest number that chance gives is 37.43."""
# What the kernel reads of CancerModel, for the clocks and for the course, and of People.
Clocks = namedtuple("Clocks", "first_cohort last hazard county second excess vaccine vaccine_from peto")
Courses = namedtuple("Courses", "numbers sojourn indolent found stages dwell curves older better kinds")
Persons = namedtuple(
    "Persons",
    "index sex born entered county smokes_from smokes_until cigarettes vaccinated agent emigrates other_death",
)


def draw(model: CancerModel, seed: int, people: People, weights: Weights) -> Tumours:
    """The tumours of a chunk of people, in the order of persons, found as without screening.

    Needs index, sex, born, entered, county, the exposures, emigrates and other_death. Symptoms alone find: `diagnosed` is
    `clinical` (the day of death where only the death certificate tells).
    """
    rows, sites, lucks = may_ring(model, seed, people, weights)
    tumours = tumours_for(2 * len(rows))
    clocks, courses, persons = narrow(Clocks, model), narrow(Courses, model), narrow(Persons, people)
    longest = model.sojourn[:, 0] * LONGEST ** (1.0 / model.sojourn[:, 1])
    beyond = np.empty(len(rows))
    _look_ahead(clocks, longest, persons, rows, sites, beyond)
    count = _fill(clocks, courses, longest, seed, persons, weights, rows, sites, lucks, beyond, tumours)
    return first_tumours(tumours, count)


@kernel
def _look_ahead(clocks: Clocks, longest, people: Persons, rows, sites, beyond) -> None:  # type: ignore[no-untyped-def]
    """The cumulative hazard at an age at which a clock rings too late, for each that may ring.

    In a loop of its own, where the processor fetches many of these far numbers at a time.
    """
    hazard, cohorts = clocks.hazard, clocks.hazard.shape[2]
    for place in range(len(rows)):
        row, site = rows[place], sites[place]
        born = people.born[row]
        latest_age = min(people.other_death[row], people.emigrates[row], clocks.last) - born + longest[site]
        beyond[place] = hazard[
            site, people.sex[row], cohort_of(born, clocks.first_cohort, cohorts), too_late(latest_age)
        ]


@kernel
def _fill(  # type: ignore[no-untyped-def]
    clocks: Clocks, courses: Courses, longest, seed: int, people: Persons, weights: Weights, rows, sites, lucks,
    beyond, tumours: Tumours,
):  # fmt: skip
    """Write the tumours of the clocks that may ring; how many there are."""
    first_cohort, last, hazard, county, second, excess, vaccine, vaccine_from, peto = clocks
    numbers, sojourn, indolent, found, stages, dwell, curves, older, better, kinds = courses
    index, sexes, borns, counties, agents = people.index, people.sex, people.born, people.county, people.agent
    smokes, stops, cigarettes, vaccinated = (
        people.smokes_from,
        people.smokes_until,
        people.cigarettes,
        people.vaccinated,
    )
    entered, emigrates, other_death = people.entered, people.emigrates, people.other_death
    begins, ends, weight, works, work_weight = weights
    count = 0
    for place in range(len(rows)):
        row, site, luck = rows[place], sites[place], lucks[place]
        person, born, sex = index[row], borns[row], sexes[row]
        table = hazard[site, sex, cohort_of(born, first_cohort, hazard.shape[2])]
        until, age_vaccinated = min(other_death[row], emigrates[row], last), vaccinated[row] - born
        life = Life(
            person, born, county[sex, counties[row]],
            age_vaccinated, vaccine[site, latest(vaccine_from, age_vaccinated)],
            smokes[row] - born, stops[row] - born, cigarettes[row], excess[0, site, sex], peto[site],
            works[row] - born, excess[agents[row], site, sex] * work_weight[row] if agents[row] > 0 else 0.0,
            until - born + longest[site], beyond[place],
        )  # fmt: skip
        way = Way(
            numbers[site], sojourn[site, 0], sojourn[site, 1], indolent[site],
            found[site, 0], found[site, 1], found[site, 2],
        )  # fmt: skip
        for attempt in range(ATTEMPTS):
            if attempt > 0:
                luck = uniform(seed, person, CANCER_CLOCKS + (way.number >> 1), 2 * attempt + (way.number & 1))
            age = rings(life, way.number, seed, attempt, luck, table, begins[row], ends[row], weight[row])
            kept = age < math.inf
            if kept:
                course = course_of(
                    person, born, way, seed, 0, attempt, age, until,
                    stages[site], curves[site, sex], older[site], better[site, sex], kinds[site],
                )  # fmt: skip
                kept = course.kept
            if not kept or course.kills > entered[row]:
                break
        if not kept or course.kills <= entered[row]:
            continue
        _write(tumours, count, row, site, 0, course, dwell[site], age + born)
        count += 1
        if second[site] > 0.0 and age + born < until:
            spare = exponential(seed, person, SECOND_CANCERS, way.number) / second[site]
            age = age_at(table, cumulative_at(table, age) + spare)
            course = course_of(
                person, born, way, seed, 1, 0, age, until,
                stages[site], curves[site, sex], older[site], better[site, sex], kinds[site],
            )  # fmt: skip
            if course.kept and course.kills > entered[row]:
                _write(tumours, count, row, site, 1, course, dwell[site], age + born)
                count += 1
    return count


@part
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


@part
def latest(starts: Floats, age: float) -> int:
    """The last of what begins at rising ages that has begun; the first where none has."""
    found = 0
    for each in range(1, len(starts)):
        if age >= starts[each]:
            found = each
    return found
