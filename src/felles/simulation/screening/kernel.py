"""Who is invited when, who comes, and what is found?

One pass over the persons of a chunk, programme by programme:

1. The first invitation: when the programme has come to the county and the person has the age (and has smoked enough, where that
   is asked); never before they live here.
2. Each round: which regime holds (age, year, county), and whether the person comes: by county, education, age, sex, and the
   person's own tendency, which is the same in every programme. Some come after a reminder.
3. The test sees a tumour in its detectable time, by the stage it has come to; what is seen is diagnosed after the work-up, at the
   stage that it has then. A precancer that is seen is treated, and the tumour it would have become never comes. Others are
   called in for nothing, or have another precancer treated.
4. Nobody is invited after a cancer that the programme looks for, nor after death.

Rounds before the first year that is told change nothing for those who have no such tumour, and are left out for them. For
the others all rounds are run since the programme began, also those before the population starts: who is there then has
lived there since birth. So a life does not depend on the year from which it is told.
"""

import math
from collections import namedtuple

import numpy as np

from felles.simulation.compiling import kernel
from felles.simulation.luck import fill_pairs, fill_several, normal_from
from felles.simulation.purposes import SCREENING_ATTENDANCE, SCREENING_TEST
from felles.simulation.screening.inviting import (
    answered,
    at_most,
    ends_with_tumours,
    first_invited,
    latest,
    regime_at,
    smoked_enough,
)
from felles.simulation.screening.model import OLDEST
from felles.simulation.screening.results import NEGATIVE, NOT_ATTENDED, PRECANCER
from felles.simulation.screening.seeing import (
    NO_TUMOUR,
    TestLuck,
    known_from,
    seen,
    stage_at,
    without_tumour,
)
from felles.simulation.structs import SCREENING, Rounds

MOST_ROUNDS = 64
BOTH = np.array([0, 1, 0, 1])
"""Two numbers of chance whether somebody comes, and two of the test."""
# What the kernel reads of ScreeningModel, People and Tumours.
Programmes = namedtuple(
    "Programmes", "number invites looks_for begins spread all_ages most pack_years ages starts first last"
)
Regimes = namedtuple("Regimes", "regime_from regime_ages regime_every regime_test regime_county")
Attendance = namedtuple("Attendance", "attendance_from attends tendency reminded days")
Tests = namedtuple("Tests", "sees growing false_alarm unsuitable sees_precancer other_precancer work_up precursor")
Invited = namedtuple(
    "Invited",
    "index sex county education born entered other_death emigrates smokes_from smokes_until cigarettes",
)
Growths = namedtuple("Growths", "row site onset clinical stage entries diagnosed stage_found found_by kills")


@kernel
def fill(  # type: ignore[no-untyped-def]
    programmes: Programmes, regimes: Regimes, attendance: Attendance, tests: Tests, seed: int,
    people: Invited, tumours: Growths, rounds: Rounds, once, each_round, start, tumour, count,
):  # fmt: skip
    """Rounds of the persons from row `start` on, written from `count` on, until `rounds` has no more room.

    once: what everybody is asked once (the start of each programme, then the tendency) and room for the numbers of chance;
    each_round: room for the four questions of a round and theirs; tumour: the first tumour of those persons. Returns where it
    stopped: the person's row, their first tumour, the rounds written. What is done for everybody stands here: to hand tuples
    of arrays on would take longer than all of it.
    """
    room = len(rounds.row) - len(programmes.number) * MOST_ROUNDS
    of_start, early, late = once
    asked, first, second = each_round
    for row in range(start, len(people.index)):
        if count > room:
            return row, tumour, count
        after = tumour
        while after < len(tumours.row) and tumours.row[after] == row:
            after += 1
        person, sex, county, education = people.index[row], people.sex[row], people.county[row], people.education[row]
        born, entered, willing, known = people.born[row], people.entered[row], math.nan, False
        for programme in range(len(programmes.number)):
            if not programmes.invites[programme, sex]:
                continue
            number, starts, ages = (
                programmes.number[programme],
                regimes.regime_from[programme],
                regimes.regime_ages[programme],
            )
            if not known:
                fill_pairs(seed, person, of_start, early, late)
                known = True
            youngest, oldest = programmes.ages[programme]
            invited = first_invited(
                early[programme], late[programme], born + youngest, programmes.begins[programme, county],
                programmes.spread[programme], programmes.all_ages[programme], regimes.regime_every[programme, 0],
            )  # fmt: skip
            leaves = min(min(people.other_death[row], people.emigrates[row]), min(born + oldest, programmes.last))
            sought, ends = False, leaves
            if after > tumour:
                sought, ends = ends_with_tumours(programmes.looks_for[programme], tumours, tumour, after, leaves)
            here_from = entered if entered > programmes.starts else born
            matters_from = here_from if sought else max(here_from, programmes.first)
            if max(invited, matters_from) >= ends:
                continue
            if math.isnan(willing):
                willing = normal_from(early[len(programmes.number)], late[len(programmes.number)])
            which, asked_before = 0, False
            asked[0] = asked[1] = SCREENING_ATTENDANCE + number
            asked[2] = asked[3] = SCREENING_TEST + number
            while invited < ends and which < min(programmes.most[programme], MOST_ROUNDS):
                age = invited - born
                regime = regime_at(starts, ages, regimes.regime_county[programme], county, invited, age)
                if regime < 0:
                    invited += 1.0
                    continue
                following = invited + regimes.regime_every[programme, regime]
                smoked = smoked_enough(
                    programmes.pack_years[programme], people.smokes_from[row], people.smokes_until[row],
                    people.cigarettes[row], invited,
                )  # fmt: skip
                if invited < matters_from or not smoked:
                    asked_before = asked_before or (invited >= here_from and smoked)
                    invited, which = following, which + 1
                    continue
                test, whole = regimes.regime_test[programme, regime], min(int(age), OLDEST)
                period, times = latest(attendance.attendance_from[programme], invited), attendance.days[programme]
                level = attendance.attends[programme, period, test, sex, county, education, whole]
                fill_several(seed, person, asked, 2 * which, BOTH, first, second)
                reminded, attended = answered(
                    first[0], second[0], first[1], second[1], invited, ends,
                    at_most(level + attendance.tendency[programme, period] * willing),
                    attendance.reminded[programme, period], times,
                )  # fmt: skip
                result, found = NOT_ATTENDED, NO_TUMOUR
                if attended < math.inf:
                    result, found = NEGATIVE, NO_TUMOUR
                    luck = TestLuck(first[2], second[2], first[3], second[3])
                    if sought and luck.bad >= tests.unsuitable[test]:
                        result, found = seen(
                            tests, test, luck, luck.work_up < tests.work_up[test], seed, person, attended, tumours,
                            tumour, after, programmes.looks_for[programme],
                        )  # fmt: skip
                        if result == PRECANCER:  # one that it took away ends no invitations any more
                            _, ends = ends_with_tumours(programmes.looks_for[programme], tumours, tumour, after, leaves)
                    if result == NEGATIVE:
                        result = without_tumour(
                            luck, tests.unsuitable[test], tests.other_precancer[test, whole],
                            tests.false_alarm[test, 1 if asked_before else 0], tests.work_up[test],
                        )  # fmt: skip
                asked_before = True
                if found != NO_TUMOUR:
                    ends = known_from(
                        seed, person, SCREENING_TEST + number, 2 * MOST_ROUNDS + which, attended, ends,
                        tumours.diagnosed[found], times,
                    )  # fmt: skip
                    tumours.diagnosed[found], tumours.found_by[found] = ends, SCREENING
                    tumours.stage_found[found] = min(stage_at(tumours.entries[found], ends), tumours.stage[found])
                if invited >= programmes.first:
                    rounds.row[count], rounds.programme[count], rounds.number[count] = row, programme, which
                    rounds.invited[count], rounds.reminded[count], rounds.attended[count] = invited, reminded, attended
                    rounds.result[count], rounds.test[count], rounds.tumour[count] = result, test, found
                    count += 1
                invited, which = following, which + 1
        tumour = after
    return len(people.index), tumour, count
