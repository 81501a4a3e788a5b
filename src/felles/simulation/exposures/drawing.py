"""What was each person exposed to? One pass over a chunk of people, in this order:

1. daily smoking: begins, stops, how much    2. snus    3. the vaccine against HPV    4. work

Under a policy the same luck is spent on lower hazards of beginning, so that it can delay or prevent, never bring forward.
"""

import math
from collections import namedtuple

import numpy as np

from felles.simulation.clocks import age_at, cumulative_at
from felles.simulation.compiling import kernel, narrow, part
from felles.simulation.exposures.model import COHORTS, FIRST_COHORT, ExposureModel, Table
from felles.simulation.luck import normal, pairs_of, spends_at_most, uniform, uniforms
from felles.simulation.purposes import AT_WORK, CIGARETTES, SMOKING, SNUS, TO_SNUS, VACCINE, WORK_LEVEL, WORK_YEARS
from felles.simulation.structs import People

MOST_CIGARETTES = 60.0
LAST_WORKING_AGE = 67.0


# What each kernel reads and fills of People, and what it reads of ExposureModel.
Users = namedtuple("Users", "index sex born education smokes_from smokes_until cigarettes snus_from snus_until")
TobaccoTables = namedtuple(
    "TobaccoTables",
    "smoking_start smoking_start_before smoking_stop snus_start snus_start_before snus_stop cigarettes to_snus",
)
Offered = namedtuple("Offered", "index sex born entered county vaccinated")
VaccineTables = namedtuple("VaccineTables", "coverage offered county_odds elsewhere start")
Workers = namedtuple("Workers", "index sex born education agent exposed_from exposed_until level")
WorkTables = namedtuple("WorkTables", "agent_share agent_years agent_level agent_met work_begins")


def draw(model: ExposureModel, seed: int, people: People) -> None:
    """Fill smokes_from to level. people: needs index, sex, born, entered, county and education."""
    smoking, snus = pairs_of(seed, people.index, SMOKING), pairs_of(seed, people.index, SNUS)
    most = (_last_of(model.smoking_start_before), _last_of(model.snus_start_before))
    measures = model.smoking_start is not model.smoking_start_before or model.snus_start is not model.snus_start_before
    draw_tobacco(narrow(TobaccoTables, model), most, measures, seed, narrow(Users, people), *smoking, *snus)
    draw_vaccine(narrow(VaccineTables, model), seed, narrow(Offered, people))
    draw_work(narrow(WorkTables, model), seed, narrow(Workers, people), *pairs_of(seed, people.index, AT_WORK))


def _last_of(table: Table) -> Table:
    """How far a cumulative hazard gets in all."""
    return np.ascontiguousarray(table[..., -1])


@part
def cohort_of(born: float) -> int:
    """The index of a birth year in the tables; the nearest for those outside."""
    return min(max(int(np.floor(born)) - FIRST_COHORT, 0), COHORTS - 1)


@part
def used(measures, before, start, leaving, first, second):  # type: ignore[no-untyped-def]
    """The ages at which a product would be taken up without measures, is taken up, and is left; infinity for never.

    For those who would take it up at some time. before, start, leaving: cumulative hazards of the person's kind; measures:
    whether `start` may be another than `before`, which is searched for nothing where it is not; first, second: luck. The
    clock of stopping runs from when the product would have been taken up: who begins later does not stop later for it, and
    who would have stopped by then never begins.
    """
    hazard = -math.log(first)
    would = age_at(before, hazard)
    begins = age_at(start, hazard) if measures else would
    ends = age_at(leaving, cumulative_at(leaving, would) - math.log(second))
    if begins >= ends:
        return would, np.inf, np.inf
    return would, begins, ends


@kernel
def draw_tobacco(  # type: ignore[no-untyped-def]
    model: TobaccoTables,
    most,
    measures: bool,
    seed: int,
    people: Users,
    begin_smoking,
    stop_smoking,
    begin_snus,
    stop_snus,
) -> None:
    """Smoking and snus. Who would have smoked without a policy may turn to snus instead.

    most: how far the hazards of smoking and of snus get without measures; measures: as of `used`; the last four: luck of each
    person.
    """
    for row in range(len(people.index)):
        person, born, sex, education = people.index[row], people.born[row], people.sex[row], people.education[row]
        cohort = cohort_of(born)
        would, begins, ends = np.inf, np.inf, np.inf
        if spends_at_most(begin_smoking[row], most[0][sex, cohort, education]):
            would, begins, ends = used(
                measures, model.smoking_start_before[sex, cohort, education], model.smoking_start[sex, cohort, education],
                model.smoking_stop[cohort, education], begin_smoking[row], stop_smoking[row],
            )  # fmt: skip
        people.smokes_from[row], people.smokes_until[row] = born + begins, born + ends
        people.cigarettes[row] = 0.0
        if begins < np.inf:
            amount = model.cigarettes[sex, 0] * math.exp(model.cigarettes[sex, 1] * normal(seed, person, CIGARETTES, 0))
            people.cigarettes[row] = min(max(amount, 1.0), MOST_CIGARETTES)
        takes, leaves = np.inf, np.inf
        if spends_at_most(begin_snus[row], most[1][sex, cohort, education]):
            _, takes, leaves = used(
                measures, model.snus_start_before[sex, cohort, education], model.snus_start[sex, cohort, education],
                model.snus_stop[cohort, education], begin_snus[row], stop_snus[row],
            )  # fmt: skip
        if would < min(begins, takes) and model.to_snus > 0.0 and uniform(seed, person, TO_SNUS, 0) < model.to_snus:
            stop = model.snus_stop[cohort, education]
            takes, leaves = would, age_at(stop, cumulative_at(stop, would) - math.log(stop_snus[row]))
        people.snus_from[row], people.snus_until[row] = born + takes, born + leaves


@kernel
def draw_vaccine(model: VaccineTables, seed: int, people: Offered) -> None:
    """The first dose against HPV. Who came to the country after the offer was covered where they lived, or less."""
    for row in range(len(people.index)):
        people.vaccinated[row] = np.inf
        sex, cohort = people.sex[row], cohort_of(people.born[row])
        share = model.coverage[sex, cohort]
        if share <= 0.0:
            continue
        whether, when = uniforms(seed, people.index[row], VACCINE, 0)
        begins, ends = model.offered[sex, cohort]
        day = begins + when * (ends - begins)
        odds = share * model.county_odds[people.county[row]]
        share = odds / (odds + 1.0 - share)
        if people.entered[row] > max(day, model.start):
            share *= model.elsewhere
        if whether < share:
            people.vaccinated[row] = day


@kernel
def draw_work(model: WorkTables, seed: int, people: Workers, whether, when) -> None:  # type: ignore[no-untyped-def]
    """The agent that each meets at work, from when until when, and how much of it. whether, when: luck of each person."""
    youngest, oldest = model.work_begins
    last = model.agent_share.shape[2] - 1
    for row in range(len(people.index)):
        people.agent[row], people.level[row] = 0, 0.0
        people.exposed_from[row] = people.exposed_until[row] = np.inf
        person, born, sex, education = people.index[row], people.born[row], people.sex[row], people.education[row]
        which = whether[row]
        if which >= model.agent_share[sex, education, last]:
            continue
        agent = 0
        while which >= model.agent_share[sex, education, agent]:
            agent += 1
        begins = born + youngest + when[row] * (oldest - youngest)
        years = model.agent_years[agent, 0] * math.exp(
            model.agent_years[agent, 1] * normal(seed, person, WORK_YEARS, 0)
        )
        ends = min(begins + years, born + LAST_WORKING_AGE, model.agent_met[agent, 1])
        begins = max(begins, model.agent_met[agent, 0])
        if begins >= ends:
            continue
        people.agent[row] = agent + 1
        people.exposed_from[row], people.exposed_until[row] = begins, ends
        level = math.exp(model.agent_level[agent, 1] * normal(seed, person, WORK_LEVEL, 0))
        people.level[row] = model.agent_level[agent, 0] * level
