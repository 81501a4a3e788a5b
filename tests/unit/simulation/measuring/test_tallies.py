"""A handful of lives, counted by hand."""

import numpy as np
import pytest

from felles.simulation.country import Lives
from felles.simulation.measuring.tallies import FIRST_COHORT, count, tally_for
from felles.simulation.people.moves import Moves
from felles.simulation.request import FIRST_POPULATION
from felles.simulation.screening.results import CANCER, NEGATIVE, NOT_ATTENDED
from felles.simulation.structs import Rounds, people_of, tumours_for

FIRST, YEARS, SITES, COUNTIES, PROGRAMMES = 2020, 5, 2, 3, 2
WOMAN, BABY, IMMIGRANT = range(3)


@pytest.fixture
def people():
    """A woman of 50 who smokes until 2021, moves in 2021 and dies of cancer 1 in 2023, by the certificate of cancer 0; a child of
    2021; a man from abroad."""
    people = people_of(np.arange(3, dtype=np.uint32))
    people.sex[:] = [0, 0, 1]
    people.born[:] = [1970.2, 2021.4, 2004.5]
    people.entered[:] = [FIRST_POPULATION, 2021.4, 2022.3]
    people.county[:] = [1, 0, 2]
    people.education[:] = [2, 0, 3]
    people.smokes_from[WOMAN], people.smokes_until[WOMAN] = 1988.0, 2021.1
    people.snus_from[IMMIGRANT] = 2023.0
    people.died[WOMAN], people.cause[WOMAN], people.certified[WOMAN] = 2023.6, 2, 1
    people.emigrates[IMMIGRANT] = 2024.2
    people.vaccinated[IMMIGRANT] = 2017.0
    return people


@pytest.fixture
def tumours():
    """Cancer 1 of the woman, cancer 0 of the woman long ago, and one that the man had before he came."""
    tumours = tumours_for(3)
    tumours.row[:] = [WOMAN, WOMAN, IMMIGRANT]
    tumours.site[:] = [1, 0, 0]
    tumours.diagnosed[:] = [2022.5, 1995.0, 2019.0]
    tumours.stage_found[:] = [3, 1, 2]
    return tumours


@pytest.fixture
def rounds():
    """The woman is invited three times to programme 1: she comes, stays away, and comes."""
    return Rounds(
        row=np.zeros(3, np.int32), programme=np.ones(3, np.uint8), number=np.arange(3, dtype=np.uint8),
        invited=np.array([2018.0, 2020.1, 2022.4]), reminded=np.full(3, np.inf), attended=np.array([2018.1, np.inf, 2022.5]),
        result=np.array([NEGATIVE, NOT_ATTENDED, CANCER], np.uint8), test=np.zeros(3, np.uint8), tumour=np.full(3, -1, np.int32),
    )  # fmt: skip


@pytest.fixture
def counted(people, tumours, rounds):
    moves = Moves(np.array([WOMAN], np.int32), np.array([2021.2]), np.array([2], np.uint8), np.array([0], np.uint16))
    tally = tally_for(YEARS, SITES, COUNTIES, PROGRAMMES)
    return tally, count(Lives(people, tumours, rounds, moves), FIRST, tally)


def test_each_first_of_january_counts_those_who_are_here(counted):
    assert counted[0].population.sum(axis=(1, 2)).tolist() == [1, 1, 2, 3, 2, 1]


def test_in_the_middle_of_the_year_people_stand_where_they_live(counted):
    by_county = counted[0].residents.sum(axis=(2, 3))

    assert by_county.tolist() == [[0, 1, 0], [1, 0, 1], [1, 0, 2], [1, 0, 2], [1, 0, 0]]


def test_tobacco_is_asked_of_in_the_middle_of_the_year(counted):
    survey = counted[0].survey.sum(axis=(2, 3, 4))

    assert survey[:, 0].tolist() == [1, 2, 3, 3, 1]
    assert survey[:, 1].tolist() == [1, 0, 0, 0, 0]
    assert survey[:, 2].tolist() == [0, 0, 0, 1, 0]
    assert counted[0].survey[0, 1, 0, 50, 2] == 1


def test_births_and_deaths_stand_in_their_years(counted):
    assert counted[0].births.tolist() == [[0, 0], [1, 0], [0, 0], [0, 0], [0, 0]]
    assert np.argwhere(counted[0].deaths).tolist() == [[3, 0, 53, 2]]


def test_deaths_are_counted_by_what_the_certificate_says_as_well(counted):
    assert np.argwhere(counted[0].certified).tolist() == [[3, 0, 53, 1]]


def test_alive_after_a_cancer_counts_what_was_found_here_or_before_the_population_began(counted):
    alive_after = counted[0].alive_after

    assert alive_after[:, 0, 0].tolist() == [1, 1, 1, 0, 0]
    assert alive_after[:, 1, 0].tolist() == [0, 0, 1, 0, 0]
    assert alive_after[:, -1, 0].tolist() == [1, 1, 1, 0, 0], "once for all sites together"
    assert alive_after[..., 1].sum() == 0, "the man's was found abroad"


def test_vaccination_counts_those_who_lived_here_the_whole_year_in_which_they_turned_16(counted):
    assert np.argwhere(counted[0].vaccinated).tolist() == [[2021 - FIRST_COHORT, 0, 0]], (
        "the child alone, not vaccinated"
    )


def test_one_who_came_before_16_counts_as_vaccinated_by_the_end_of_that_year(people, tumours, rounds):
    people.born[IMMIGRANT], people.vaccinated[IMMIGRANT] = 2007.5, 2023.9
    people.emigrates[IMMIGRANT] = np.inf
    moves = Moves(np.zeros(0, np.int32), np.zeros(0), np.zeros(0, np.uint8), np.zeros(0, np.uint16))
    tally = tally_for(YEARS, SITES, COUNTIES, PROGRAMMES)

    count(Lives(people, tumours, rounds, moves), FIRST, tally)

    assert tally.vaccinated[2007 - FIRST_COHORT, 1].tolist() == [1, 1]


def test_invitations_are_counted_by_year_county_and_result(counted):
    found = np.argwhere(counted[0].rounds).tolist()

    assert found == [[0, 1, 0, 1, 49, NOT_ATTENDED], [2, 1, 0, 2, 52, CANCER]]


def test_who_came_once_of_those_invited_three_times(counted):
    assert np.argwhere(counted[0].ever).tolist() == [[2, 1, 3, 0], [2, 1, 3, 1]]


def test_a_test_covers_three_years_and_a_half_or_until_the_next(counted):
    assert counted[0].covered.sum(axis=2)[:, 1].tolist() == [1, 0, 1, 0, 0]


def test_the_cases_of_the_window_come_one_by_one(counted):
    cases = counted[1]

    assert cases.site.tolist() == [1]
    assert (cases.county.tolist(), cases.stage.tolist()) == ([2], [3])
    assert cases.died.tolist() == [True]
    assert cases.first.tolist() == [False], "she had another before"
