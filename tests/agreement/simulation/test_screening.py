"""Screening of one person at a time in plain Python: the kernel gives the same rounds and changes the same tumours."""

import math

import numpy as np
import pytest

from felles.simulation import cancers, screening
from felles.simulation.luck import normal, uniforms
from felles.simulation.parameters import Draw
from felles.simulation.screening.results import RESULTS
from felles.simulation.structs import SCREENING, SYMPTOMS, people_of, tumours_for

SEED, STARTS, FIRST, LAST, MANY = 4, 2000, 2015, 2040, 400
TENDENCY, START, COMES, TEST, PRECURSOR = 700, 701, 710, 720, 730
NEVER = math.inf


@pytest.fixture(scope="module", params=[0, 2], ids=["the central parameters", "another parameter set"])
def screened(request, simulation):
    """The model, the people, their tumours before and after, and the rounds."""
    draw = Draw(request.param)
    ids = [cancer.id for cancer in cancers.cancers_in_order(simulation)]
    precursor = np.zeros((len(ids), 2))
    precursor[[ids.index("colon"), ids.index("cervix")]] = 12.0, 2.0
    model = screening.prepare(simulation, draw, sites=ids, precursor=precursor, starts=STARTS, first=FIRST, last=LAST)
    people = people_of(np.arange(MANY, dtype=np.uint32))
    people.sex[:] = people.index % 2
    people.born[:] = 1938.0 + 0.123 * people.index
    people.entered[:] = np.choose(people.index % 11 % 3, [2000.0, 2009.5, 2021.3])
    people.county[:], people.education[:] = people.index % 15, people.index % 4
    people.emigrates[:] = np.where(people.index % 13 == 0, 2019.0 + 0.05 * people.index, NEVER)
    people.other_death[:] = np.where(people.index % 3 == 0, 2016.0 + 0.07 * people.index, NEVER)
    tumours = with_tumours(people, [ids.index(name) for name in ("breast", "cervix", "colon", "lung")])
    before = [column.copy() for column in tumours]
    rounds = screening.screen(model, SEED, people, tumours)
    return model, people, type(tumours)(*before), tumours, rounds


def with_tumours(people, sites):
    """Two tumours for every second person, in their detectable time while many are invited."""
    rows = np.repeat(np.arange(0, MANY, 2), 2)
    tumours = tumours_for(len(rows))
    tumours.row[:] = rows
    tumours.site[:] = np.array(sites)[(rows // 2 + np.arange(len(rows)) % 2 * 3) % 4]
    tumours.onset[:] = people.born[rows] + 48.0 + np.arange(len(rows)) % 17
    tumours.clinical[:] = tumours.onset + 3.0 + np.arange(len(rows)) % 5
    tumours.diagnosed[:], tumours.stage[:] = tumours.clinical, 1 + np.arange(len(rows)) % 4
    for stage in range(4):
        enters = tumours.onset + stage * (tumours.clinical - tumours.onset) / tumours.stage
        tumours.entries[:, stage] = np.where(stage < tumours.stage, enters, NEVER)
    tumours.stage_found[:], tumours.found_by[:] = tumours.stage, SYMPTOMS
    tumours.kills[:] = np.where(np.arange(len(rows)) % 3 == 0, tumours.clinical + 2.0, NEVER)
    return tumours


def two(person, purpose, index):
    return uniforms(SEED, person, purpose, index)


def waits(time, first, second, turn=math.cos):
    return time[0] * math.exp(time[1] * math.sqrt(-2 * math.log(first)) * turn(2 * math.pi * second))


def as_record(tumours, place):
    """One tumour as a record that may be changed."""
    columns = {name: column[place] for name, column in zip(tumours._fields, tumours, strict=True)}
    return columns | {"entries": columns["entries"].tolist(), "place": int(place)}


class Plain:
    """One person, with a list of tumours that rounds may change."""

    def __init__(self, model, people, row, tumours):
        self.model, self.people, self.row, self.tumours = model, people, row, tumours
        self.person = int(people.index[row])
        self.rounds = []

    def stage(self, tumour, time):
        return sum(1 for enters in tumour["entries"] if enters <= time)

    def programme(self, place):
        """Rounds of one programme."""
        model, people, row = self.model, self.people, self.row
        if not model.invites[place, people.sex[row]]:
            return
        number, county, born = int(model.number[place]), people.county[row], people.born[row]
        regimes = [k for k in range(model.regime_from.shape[1]) if model.regime_from[place, k] < NEVER]
        early, late = two(self.person, START + number, 0)
        youngest = min(model.regime_ages[place, k, 0] for k in regimes)
        oldest = max(model.regime_ages[place, k, 1] for k in regimes)
        invited = born + youngest + early * (model.regime_every[place, 0] if model.all_ages[place] else 1.0)
        begins = model.begins[place, county] + late * model.spread[place]
        if invited < begins and not model.all_ages[place]:
            return
        invited = max(invited, begins)
        sought = [each for each in self.tumours if model.looks_for[place, each["site"]]]
        others = [
            each for each in self.tumours if not model.looks_for[place, each["site"]] and each["found_by"] != SCREENING
        ]
        leaves = min(
            people.other_death[row], people.emigrates[row], born + oldest, model.last,
            *(each["kills"] for each in others),
        )  # fmt: skip
        ends = min(leaves, *(each["diagnosed"] for each in sought)) if sought else leaves
        here = people.entered[row] if people.entered[row] > STARTS else born
        matters = here if sought else max(here, model.first)
        which, before = 0, False
        while invited < ends and which < min(int(model.most[place]), 64):
            age = invited - born
            holds = [
                k for k in regimes
                if invited >= model.regime_from[place, k] and model.regime_county[place, k, county]
                and model.regime_ages[place, k, 0] <= age < model.regime_ages[place, k, 1]
            ]  # fmt: skip
            if not holds:
                invited += 1.0
                continue
            following = invited + model.regime_every[place, holds[-1]]
            if invited >= matters:
                test = int(model.regime_test[place, holds[-1]])
                ends = self.round(place, number, which, invited, test, ends, sought, before, leaves)
            before = before or invited >= here
            invited, which = following, which + 1

    def round(self, place, number, which, invited, test, ends, sought, before, leaves):
        """One invitation and what comes of it."""
        model, people, row = self.model, self.people, self.row
        age = int(invited - people.born[row])
        began = [k for k in range(model.attendance_from.shape[1]) if invited >= model.attendance_from[place, k]]
        period = began[-1] if began else 0
        luck, reminder = two(self.person, COMES + number, 2 * which)
        first, second = two(self.person, COMES + number, 2 * which + 1)
        level = model.attends[place, period, test, people.sex[row], people.county[row], people.education[row], age]
        level += model.tendency[place, period] * normal(SEED, self.person, TENDENCY, 0)
        comes = luck < 0.5 * math.erfc(-level / math.sqrt(2))
        reminded = attended = NEVER
        if not comes or reminder < model.reminded[place, period]:
            reminded = invited + waits(model.days[place, 0], first, second, math.sin)
        if comes:
            attended = (invited if reminded == NEVER else reminded) + waits(model.days[place, 1], first, second)
            attended = attended if attended < ends else NEVER
        result, found = "not_attended", None
        if attended < NEVER:
            result, found = self.seen(place, number, which, test, age, attended, sought, before)
            if result == "precancer":
                ends = min([leaves, *(each["diagnosed"] for each in sought)])
        if found is not None:
            first, second = two(self.person, TEST + number, 128 + which)
            known = attended + waits(model.days[place, 2], first, second)
            known = min(known, found["diagnosed"], 0.5 * (attended + ends))
            found.update(diagnosed=known, found_by=SCREENING, stage_found=min(self.stage(found, known), found["stage"]))
            ends = known
        if invited >= model.first:
            self.rounds.append((place, which, invited, reminded, attended, result, test, found and found["place"]))
        return ends

    def seen(self, place, number, which, test, age, attended, sought, before):
        """The result of a test, and the tumour that it found."""
        model = self.model
        seen, alarm = two(self.person, TEST + number, 2 * which)
        bad, work_up = two(self.person, TEST + number, 2 * which + 1)
        again = work_up < model.work_up[test]
        if bad < model.unsuitable[test]:
            return "unsuitable", None
        result, found = "negative", None
        for order, each in enumerate(self.tumours):
            if each not in sought or attended >= each["diagnosed"]:
                continue
            scale, shape = model.precursor[each["site"]]
            if attended >= each["onset"]:
                sees = model.sees[test, self.stage(each, attended) - 1]
                if model.growing[test] > 0:
                    sees *= 1 - math.exp(-(attended - each["onset"]) / model.growing[test])
                if seen < sees:
                    result, found = ("cancer", each) if again else ("positive", None)
            elif scale > 0:
                lasts = scale * (-math.log(two(self.person, PRECURSOR, order)[0])) ** (1 / shape)
                if attended >= each["onset"] - lasts and seen < model.sees_precancer[test]:
                    result = "precancer" if again else "positive"
                    if again:
                        each.update(onset=NEVER, clinical=NEVER, diagnosed=NEVER, kills=NEVER, entries=[NEVER] * 4)
        if result == "negative":
            other = model.other_precancer[test, age]
            if alarm < other:
                result = "precancer" if again else "positive"
            elif alarm < other + model.false_alarm[test, int(before)]:
                result = "false_positive" if again else "positive"
        return result, found


def test_the_kernel_screens_as_a_loop_in_plain_python(screened):
    model, people, before, after, rounds = screened
    told, changed = [], []
    for row in range(MANY):
        own = [as_record(before, place) for place in np.flatnonzero(before.row == row)]
        plain = Plain(model, people, row, own)
        for programme in range(len(model.number)):
            plain.programme(programme)
        told += [(row, *each) for each in plain.rounds]
        changed += own

    assert len(told) == len(rounds.row) > 1000
    for place, (row, programme, number, invited, reminded, attended, result, test, found) in enumerate(told):
        assert (rounds.row[place], rounds.programme[place], rounds.number[place]) == (row, programme, number)
        assert (RESULTS[rounds.result[place]], rounds.test[place]) == (result, test)
        assert rounds.tumour[place] == (-1 if found is None else found)
        times = (rounds.invited[place], rounds.reminded[place], rounds.attended[place])
        assert times == pytest.approx((invited, reminded, attended), abs=1e-9)
    for place, each in enumerate(changed):
        assert (after.found_by[place], after.stage_found[place]) == (each["found_by"], each["stage_found"])
        assert after.diagnosed[place] == pytest.approx(each["diagnosed"], abs=1e-9)
        assert after.onset[place] == each["onset"]
    results = set(rounds.result)
    assert len(results) == len(RESULTS)
    assert np.isinf(after.onset).any()
