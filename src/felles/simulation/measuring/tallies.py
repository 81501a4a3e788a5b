"""What is counted of the lives of a stretch of persons? Tables that add up over stretches, and the cases one by one.

Years are places from the first year of the window; sex 0 female, 1 male; ages whole years, 0 to 110.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from felles.simulation.calendar import day_of
from felles.simulation.compiling import inlined, kernel
from felles.simulation.country import Lives
from felles.simulation.request import FIRST_POPULATION
from felles.simulation.screening.results import NOT_ATTENDED, RESULTS
from felles.simulation.structs import People, Times, Tumours

Counts = NDArray[np.int64]
AGES = 111
_SURVEY = ("asked", "smoking", "snus")
FIRST_COHORT, COHORTS, VACCINATION_AGE = 1970, 151, 16
_MOST_INVITATIONS = 40
COVERED_FOR = 3.5
"""Years for which a woman with a cervical sample counts as covered, in the published series."""
_NEVER = np.inf


class Cases(NamedTuple):
    """Tumours found in the window, one a row. Days count from 1970-01-01."""

    site: NDArray[np.uint8]
    sex: NDArray[np.uint8]
    born: NDArray[np.float64]
    found: NDArray[np.float64]
    stage: NDArray[np.uint8]
    found_by: NDArray[np.uint8]
    county: NDArray[np.uint8]
    left: NDArray[np.float64]  # died or emigrated
    died: NDArray[np.bool_]
    first: NDArray[np.bool_]  # the person's first cancer of all


class Tally(NamedTuple):
    """What adds up."""

    population: Counts  # (years + 1, sex, age) on 1 January
    residents: Counts  # (years, county, sex, age) in the middle of the year
    survey: Counts  # (years, asked | smoking | snus, sex, age, education) in the middle of the year
    births: Counts  # (years, sex)
    deaths: Counts  # (years, sex, age, what ended the life): 0 another cause, 1 + site
    certified: Counts  # the same by what the death certificate says
    alive_after: Counts  # (years, site or all last, sex): alive at the end of the year with a diagnosis
    vaccinated: Counts  # (cohort, sex, all | vaccinated) by the end of the year in which they turn 16
    rounds: Counts  # (years of invitation, programme, sex, county, age, RESULTS)
    ever: Counts  # (years of the last invitation, programme, times invited, all | attended)
    covered: Counts  # (years, programme, age): alive at the end of the year with a test in the last 3.5 years


def tally_for(years: int, sites: int, counties: int, programmes: int) -> Tally:
    """Nothing counted yet."""
    return Tally(
        population=np.zeros((years + 1, 2, AGES), np.int64),
        residents=np.zeros((years, counties, 2, AGES), np.int64),
        survey=np.zeros((years, len(_SURVEY), 2, AGES, 4), np.int64),
        births=np.zeros((years, 2), np.int64),
        deaths=np.zeros((years, 2, AGES, sites + 1), np.int64),
        certified=np.zeros((years, 2, AGES, sites + 1), np.int64),
        alive_after=np.zeros((years, sites + 1, 2), np.int64),
        vaccinated=np.zeros((COHORTS, 2, 2), np.int64),
        rounds=np.zeros((years, programmes, 2, counties, AGES, len(RESULTS)), np.int64),
        ever=np.zeros((years, programmes, _MOST_INVITATIONS + 1, 2), np.int64),
        covered=np.zeros((years, programmes, AGES), np.int64),
    )


def count(lives: Lives, first: int, tally: Tally) -> Cases:
    """Add the lives to the tally; gives the tumours that were found. first: the first year of the window."""
    persons, tumours = lives.people, lives.tumours
    moves = np.searchsorted(lives.moves.row, np.arange(len(persons.index) + 1)).astype(np.int64)
    _count_people(persons, lives.moves.at, lives.moves.county, moves, first, tally)
    _count_alive_after(persons, tumours, first, np.full(tally.alive_after.shape[1], _NEVER), tally.alive_after)
    _count_rounds(lives, first, tally)
    return _cases(lives, moves, first, first + len(tally.births))


@kernel
def _count_people(people: People, moved: Any, to: Any, moves: Any, first: int, tally: Tally) -> None:
    population, residents, survey = tally.population, tally.residents, tally.survey
    births, deaths, certified, vaccinated = tally.births, tally.deaths, tally.certified, tally.vaccinated
    years = len(births)
    for row in range(len(people.index)):
        sex, born, entered = people.sex[row], people.born[row], people.entered[row]
        education, died = people.education[row], people.died[row]
        until = min(died, people.emigrates[row])
        county, move = int(people.county[row]), moves[row]
        for year in range(max(int(np.ceil(entered - 0.5)) - first, 0), years):
            middle = first + year + 0.5
            if middle >= until:
                break
            while move < moves[row + 1] and moved[move] <= middle:
                county = int(to[move])
                move += 1
            age = min(int(middle - born), AGES - 1)
            residents[year, county, sex, age] += 1
            survey[year, 0, sex, age, education] += 1
            if people.smokes_from[row] <= middle < people.smokes_until[row]:
                survey[year, 1, sex, age, education] += 1
            if people.snus_from[row] <= middle < people.snus_until[row]:
                survey[year, 2, sex, age, education] += 1
        for year in range(max(int(np.ceil(entered)) - first, 0), years + 1):
            if first + year >= until:
                break
            population[year, sex, min(int(first + year - born), AGES - 1)] += 1
        if entered == born and 0 <= int(born) - first < years:
            births[int(born) - first, sex] += 1
        if died <= people.emigrates[row] and 0 <= int(np.floor(died)) - first < years and people.cause[row] >= 0:
            age = min(int(died - born), AGES - 1)
            deaths[int(died) - first, sex, age, people.cause[row]] += 1
            certified[int(died) - first, sex, age, people.certified[row]] += 1
        cohort = int(born)
        turned = cohort + VACCINATION_AGE + 1.0
        if 0 <= cohort - FIRST_COHORT < COHORTS and entered < turned - 1.0 and until >= turned:
            vaccinated[cohort - FIRST_COHORT, sex, 0] += 1
            if people.vaccinated[row] < turned:
                vaccinated[cohort - FIRST_COHORT, sex, 1] += 1


@kernel
def _count_alive_after(people: People, tumours: Tumours, first: int, earliest: Times, alive_after: Counts) -> None:
    """Persons, once a site, whose tumour was found here, or before the population began. earliest: room for a time each site."""
    years, every = alive_after.shape[0], alive_after.shape[1] - 1
    place = 0
    while place < len(tumours.row):
        row = tumours.row[place]
        earliest[:] = _NEVER
        any_found = False
        while place < len(tumours.row) and tumours.row[place] == row:
            found = tumours.diagnosed[place]
            if counts_here(people.entered[row], people.born[row], found) and found < people.emigrates[row]:
                earliest[tumours.site[place]] = min(earliest[tumours.site[place]], found)
                earliest[every] = min(earliest[every], found)
                any_found = True
            place += 1
        if not any_found:
            continue
        until = min(people.died[row], people.emigrates[row])
        for site in range(every + 1):
            if earliest[site] < _NEVER:
                for year in range(max(int(np.ceil(max(earliest[site], people.entered[row]))) - 1 - first, 0), years):
                    if first + year + 1 > until:
                        break
                    alive_after[year, site, people.sex[row]] += 1


@inlined
def counts_here(entered: float, born: float, found: float) -> bool:
    """Whether a tumour was found in the country: after the person came, or before the population was first counted."""
    return found >= entered or (entered <= FIRST_POPULATION and entered > born)


def _count_rounds(lives: Lives, first: int, tally: Tally) -> None:
    people, rounds = lives.people, lives.rounds
    if not len(rounds.row):
        return
    years = len(tally.births)
    row, year = rounds.row, np.floor(rounds.invited).astype(np.int64) - first
    here = (year >= 0) & (year < years)
    age = np.clip((rounds.invited - people.born[row]).astype(np.int64), 0, AGES - 1)
    county = _county_at(lives, row, rounds.invited)
    where = (year, rounds.programme, people.sex[row], county, age, rounds.result)
    np.add.at(tally.rounds, tuple(part[here].astype(np.int64) for part in where), 1)
    _count_ever(lives, first, tally)
    _count_covered(lives, first, tally)


def _count_ever(lives: Lives, first: int, tally: Tally) -> None:
    rounds = lives.rounds
    years, programmes = len(tally.births), tally.ever.shape[1]
    key = rounds.row.astype(np.int64) * programmes + rounds.programme
    size = len(lives.people.index) * programmes
    last = np.full(size, -np.inf)
    inside = rounds.invited < first + years
    np.maximum.at(last, key[inside], rounds.invited[inside])
    invited = np.bincount(key[inside], minlength=size)
    attended = np.bincount(key[inside & (rounds.result != NOT_ATTENDED)], minlength=size)
    found = np.flatnonzero((invited > 0) & (last >= first))
    times = np.minimum(invited[found], _MOST_INVITATIONS)
    year = np.floor(last[found]).astype(np.int64) - first
    np.add.at(tally.ever[..., 0], (year, found % programmes, times), 1)
    came = attended[found] > 0
    np.add.at(tally.ever[..., 1], (year[came], found[came] % programmes, times[came]), 1)


def _count_covered(lives: Lives, first: int, tally: Tally) -> None:
    """Each attended round covers until the next one of the programme, or for 3.5 years."""
    people, rounds = lives.people, lives.rounds
    came = np.flatnonzero(rounds.result != NOT_ATTENDED)
    row, programme, at = rounds.row[came], rounds.programme[came].astype(np.int64), rounds.attended[came]
    order = np.lexsort((at, programme, row))
    row, programme, at = row[order], programme[order], at[order]
    following = np.full(len(at), np.inf)
    same = (row[1:] == row[:-1]) & (programme[1:] == programme[:-1])
    following[:-1][same] = at[1:][same]
    until = np.minimum(np.minimum(following, at + COVERED_FOR), np.minimum(people.died, people.emigrates)[row])
    for year in range(len(tally.births)):
        end = first + year + 1.0
        now = (at < end) & (until >= end)
        age = np.clip((end - people.born[row[now]]).astype(np.int64), 0, AGES - 1)
        np.add.at(tally.covered[year], (programme[now], age), 1)


def _cases(lives: Lives, moves: NDArray[np.int64], first: int, until: int) -> Cases:
    people, tumours = lives.people, lives.tumours
    row, found = tumours.row, tumours.diagnosed
    here = (found >= people.entered[row]) & (found <= people.died[row]) & (found < people.emigrates[row])
    earliest = np.full(len(people.index), np.inf)
    np.minimum.at(earliest, row, found)
    chosen = np.flatnonzero(here & (found >= first) & (found < until))
    row, found = row[chosen], found[chosen]
    left = np.minimum(people.died, people.emigrates)[row]
    return Cases(
        site=tumours.site[chosen], sex=people.sex[row], born=people.born[row], found=found,
        stage=tumours.stage_found[chosen], found_by=tumours.found_by[chosen], county=_county_at(lives, row, found),
        left=left, died=people.died[row] <= people.emigrates[row], first=found == earliest[row],
    )  # fmt: skip


def _county_at(lives: Lives, row: NDArray[np.int32], at: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Where the persons lived at these times. Moves are sorted by row and time: one search for all."""
    moves = lives.moves
    county = lives.people.county[row]
    if not len(moves.row):
        return county
    begins = float(min(moves.at.min(), at.min())) - 1.0
    span = float(max(moves.at.max(), at.max())) - begins + 1.0
    key = moves.row * span + (moves.at - begins)
    place = np.searchsorted(key, row * span + (at - begins), side="right") - 1
    moved = (place >= 0) & (moves.row[np.maximum(place, 0)] == row)
    county = county.copy()
    county[moved] = moves.county[place[moved]]
    return county


def day_numbers(years: NDArray[np.float64]) -> NDArray[np.int32]:
    """Decimal years as days since 1970-01-01."""
    made: NDArray[np.int32] = day_of(years)
    return made
