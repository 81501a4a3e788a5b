"""Who is invited when, who comes, and what is found?

One pass over the persons of a chunk, programme by programme:

1. The first invitation: when the programme has come to the county and the person has the age (and has smoked enough, where that
   is asked); never before they live here.
2. Each round: which regime holds (age, year, county), and whether the person comes: by county, education, age, sex, and the
   person's own tendency, which is the same in every programme. Some come after a reminder.
3. The test sees a tumour in its detectable time, by the stage it has come to; what is seen is diagnosed after the work-up, at the
   stage that it has then. A precancer that is seen is treated, and the tumour it would have become never comes, unless the rates
   are of a country with this screening. Others are called in for nothing, or have another precancer treated.
4. Nobody is invited after a cancer that the programme looks for, nor after death.

Rounds before the first year that is told are run for those alone who have such a tumour.
"""

import math

import numpy as np
from numba import njit

from felles.simulation.luck import normal, uniforms
from felles.simulation.purposes import SCREENING_ATTENDANCE, SCREENING_START, SCREENING_TENDENCY, SCREENING_TEST
from felles.simulation.screening.inviting import at_most, days, latest, regime_at, smoked_enough, youngest_and_oldest
from felles.simulation.screening.model import OLDEST, ScreeningModel
from felles.simulation.screening.results import (
    CANCER,
    FALSE_POSITIVE,
    NEGATIVE,
    NOT_ATTENDED,
    POSITIVE,
    PRECANCER,
    UNSUITABLE,
)
from felles.simulation.screening.seeing import precancer_begins, prevent, sensitivity, stage_at
from felles.simulation.structs import SCREENING, People, Rounds, Tumours

NO_TUMOUR = -1
REMINDER, ANSWER, DIAGNOSIS = 0, 1, 2
MOST_ROUNDS = 64


@njit(nogil=True, cache=True, error_model="numpy")
def fill(  # type: ignore[no-untyped-def]
    model: ScreeningModel, seed: int, people: People, tumours: Tumours, rounds: Rounds, start, tumour, count
):
    """Rounds of the persons from row `start` on, written from `count` on, until `rounds` has no more room.

    tumour: the first tumour of those persons. Returns where it stopped: the person's row, their first tumour, the rounds
    written. One function, for handing the structs to another for each person would take longer than all that is done here.
    """
    programmes = len(model.number)
    room = len(rounds.row) - programmes * MOST_ROUNDS
    for row in range(start, len(people.index)):
        if count > room:
            return row, tumour, count
        after = tumour
        while after < len(tumours.row) and tumours.row[after] == row:
            after += 1
        person, sex, county, education = people.index[row], people.sex[row], people.county[row], people.education[row]
        born, entered = people.born[row], people.entered[row]
        willing = np.nan
        for programme in range(programmes):
            if not model.invites[programme, sex]:
                continue
            number = model.number[programme]
            starts, ages = model.regime_from[programme], model.regime_ages[programme]

            # 1. The first invitation, and the time in which there may be others.
            early, late = uniforms(seed, person, SCREENING_START + number, 0)
            youngest, oldest = youngest_and_oldest(starts, ages)
            begins = model.begins[programme, county] + late * model.spread[programme]
            invited = born + youngest + early * (model.regime_every[programme, 0] if model.all_ages[programme] else 1.0)
            if invited < begins:
                if not model.all_ages[programme]:
                    continue
                invited = begins
            ends = min(min(people.other_death[row], people.emigrates[row]), min(born + oldest, model.last))
            sought = False
            for own in range(tumour, after):
                if model.looks_for[programme, tumours.site[own]]:
                    sought = True
                    ends = min(ends, tumours.diagnosed[own])
                elif tumours.found_by[own] != SCREENING:
                    ends = min(ends, tumours.kills[own])
            if invited >= ends:
                continue
            if np.isnan(willing):
                willing = normal(seed, person, SCREENING_TENDENCY, 0)
            told_from = entered if sought else max(entered, model.first)

            which, came_before = 0, False
            while invited < ends and which < min(model.most[programme], MOST_ROUNDS):
                # 2. The regime, and whether the person comes.
                age = invited - born
                regime = regime_at(starts, ages, model.regime_county[programme], county, invited, age)
                if regime < 0:
                    invited += 1.0
                    continue
                following = invited + model.regime_every[programme, regime]
                smoked = smoked_enough(
                    model.pack_years[programme], people.smokes_from[row], people.smokes_until[row],
                    people.cigarettes[row], invited,
                )  # fmt: skip
                if invited < told_from or not smoked:
                    came_before = came_before or (invited >= entered and smoked)
                    invited, which = following, which + 1
                    continue
                test, whole = model.regime_test[programme, regime], min(int(age), OLDEST)
                period = latest(model.attendance_from[programme], invited)
                luck, reminder = uniforms(seed, person, SCREENING_ATTENDANCE + number, 2 * which)
                level = model.attends[programme, period, test, sex, county, education, whole]
                comes = luck < at_most(level + model.tendency[programme, period] * willing)
                first, second = uniforms(seed, person, SCREENING_ATTENDANCE + number, 2 * which + 1)
                reminded, attended = math.inf, math.inf
                if not comes or reminder < model.reminded[programme, period]:
                    reminded = invited + days(model.days[programme, REMINDER], first, second, True)
                if comes:
                    asked = invited if reminded == math.inf else reminded
                    attended = asked + days(model.days[programme, ANSWER], first, second, False)
                    if attended >= ends:
                        attended = math.inf

                # 3. What the test sees, and what comes of it.
                result, found = NOT_ATTENDED, NO_TUMOUR
                if attended < math.inf:
                    seen, alarm = uniforms(seed, person, SCREENING_TEST + number, 2 * which)
                    bad, work_up = uniforms(seed, person, SCREENING_TEST + number, 2 * which + 1)
                    comes_again = work_up < model.work_up[test]
                    result = UNSUITABLE if bad < model.unsuitable[test] else NEGATIVE
                    if sought and result == NEGATIVE:
                        for own in range(tumour, after):
                            site, onset = tumours.site[own], tumours.onset[own]
                            if not model.looks_for[programme, site] or attended >= tumours.diagnosed[own]:
                                continue
                            if attended >= onset:
                                stage = stage_at(tumours.entries[own], attended)
                                if seen < sensitivity(model.sees[test], model.growing[test], stage, attended - onset):
                                    result = CANCER if comes_again else POSITIVE
                                    found = own if comes_again else NO_TUMOUR
                            elif model.precursor[site, 0] > 0.0 and not model.in_rates[programme]:
                                came = precancer_begins(seed, person, own - tumour, onset, model.precursor[site])
                                if attended >= came and seen < model.sees_precancer[test]:
                                    result = PRECANCER if comes_again else POSITIVE
                                    if comes_again:
                                        prevent(tumours, own)
                    if result == NEGATIVE:
                        other = model.other_precancer[test, whole]
                        if alarm < other:
                            result = PRECANCER if comes_again else POSITIVE
                        elif alarm < other + model.false_alarm[test, 1 if came_before else 0]:
                            result = FALSE_POSITIVE if comes_again else POSITIVE
                    came_before = True
                if found != NO_TUMOUR:
                    first, second = uniforms(seed, person, SCREENING_TEST + number, 2 * MOST_ROUNDS + which)
                    known = attended + days(model.days[programme, DIAGNOSIS], first, second, False)
                    known = min(known, min(tumours.diagnosed[found], 0.5 * (attended + ends)))
                    tumours.diagnosed[found], tumours.found_by[found] = known, SCREENING
                    tumours.stage_found[found] = min(stage_at(tumours.entries[found], known), tumours.stage[found])
                    ends = known  # 4. Nobody is invited after that.

                if invited >= model.first:
                    rounds.row[count], rounds.programme[count], rounds.number[count] = row, programme, which
                    rounds.invited[count], rounds.reminded[count], rounds.attended[count] = invited, reminded, attended
                    rounds.result[count], rounds.test[count], rounds.tumour[count] = result, test, found
                    count += 1
                invited, which = following, which + 1
        tumour = after
    return len(people.index), tumour, count
