"""Do as many come, and is as much found, as is published?"""

import numpy as np
import pytest

from felles.simulation.screening.results import CANCER, FALSE_POSITIVE, POSITIVE, PRECANCER


def followed(screened, which):
    """The share of some invitations that is followed."""
    return screened.came[which].mean()


def test_three_of_four_invitations_to_mammography_are_followed(screened):
    rounds = screened.of("breast") & (screened.rounds.invited < 2017)

    assert followed(screened, rounds) == pytest.approx(0.76, abs=0.015)


@pytest.mark.parametrize(("county", "share"), [("03", 0.64), ("11", 0.814), ("46", 0.79)])
def test_mammography_by_county(screened, county, share):
    county_of_round = screened.people.county[screened.rounds.row]

    rounds = screened.of("breast") & (county_of_round == screened.counties.index(county))

    assert followed(screened, rounds) == pytest.approx(share, abs=0.025)


def test_nearly_all_women_with_ten_invitations_came_at_least_once(screened):
    rounds, size = screened.of("breast"), len(screened.people.index)
    invited = np.bincount(screened.rounds.row[rounds], minlength=size)
    came = np.bincount(screened.rounds.row[rounds], weights=screened.came[rounds], minlength=size)

    assert (came[invited >= 10] > 0).mean() == pytest.approx(0.94, abs=0.015)


def test_as_many_women_have_a_mammography_in_a_year_as_the_registry_counts(screened):
    years = (screened.rounds.attended >= 2017) & (screened.rounds.attended < 2020)

    women = (screened.of("breast") & years).sum() * screened.stands_for / 3

    assert women == pytest.approx(223_058, rel=0.06)


def test_few_are_called_in_after_mammography(screened):
    came = screened.of("breast") & screened.came
    called = np.isin(screened.rounds.result, (POSITIVE, FALSE_POSITIVE, PRECANCER, CANCER))

    assert called[came].mean() == pytest.approx(0.029, abs=0.006)


@pytest.mark.parametrize("ages", ["25-39", "40-54", "55-69"])
def test_women_tested_from_the_cervix_in_the_last_three_and_a_half_years(screened, simulation, ages):
    table = simulation.tables["cervix_coverage_by_age"].columns
    published = {
        year: share
        for year, group, share in zip(table["year"], table["ages"], table["per_cent"], strict=True)
        if group == ages
    }
    first, last = map(int, ages.split("-"))

    for year in (2009, 2012, 2015):
        assert covered(screened, year + 1.0, first, last) == pytest.approx(published[year] / 100, abs=0.035)


def covered(screened, at, first, last):
    """The share of women of some ages who had a test in the 3.5 years before a time."""
    people, rounds = screened.people, screened.rounds
    age = np.floor(at - people.born)
    women = (people.sex == 0) & (age >= first) & (age <= last) & (people.entered <= at - 3.5)
    women &= np.minimum(people.died, people.emigrates) > at
    tested = np.zeros(len(people.index), bool)
    tested[rounds.row[screened.of("cervix") & (rounds.attended < at) & (rounds.attended >= at - 3.5)]] = True
    return tested[women].mean()


@pytest.mark.parametrize(("sex", "share"), [(0, 0.59), (1, 0.49)])
def test_more_women_than_men_send_in_the_bowel_test(screened, sex, share):
    early = screened.of("colorectal") & (screened.rounds.invited < 2025.2)

    assert followed(screened, early & (screened.people.sex[screened.rounds.row] == sex)) == pytest.approx(
        share, abs=0.03
    )


def test_bowel_tests_that_are_positive_and_what_colonoscopies_find(screened):
    came = screened.of("colorectal") & screened.came
    result = screened.rounds.result[came]
    examined = np.isin(result, (FALSE_POSITIVE, PRECANCER, CANCER))

    assert (examined | (result == POSITIVE)).mean() == pytest.approx(0.06, abs=0.008)
    assert (result[examined] == PRECANCER).mean() == pytest.approx(0.58, abs=0.08)
    assert (result[examined] == CANCER).mean() == pytest.approx(0.035, abs=0.02)


def test_about_a_quarter_of_breast_cancers_are_found_by_the_programme(screened):
    """Some 1,090 of 4,250 a year: 5.7 of 1,000 of 223,000 women examined, less 0.8 in situ, against all cases of 2024."""
    of_breast = screened.tumours.site == screened.sites.index("breast")
    recent = of_breast & (screened.tumours.diagnosed >= 2015) & (screened.tumours.diagnosed < 2025)

    assert (screened.tumours.found_by[recent] == 1).mean() == pytest.approx(0.26, abs=0.03)


def test_nobody_outside_the_ages_is_invited(screened):
    age = screened.rounds.invited - screened.people.born[screened.rounds.row]

    for programme, first, last in (("breast", 50, 70), ("cervix", 25, 70), ("colorectal", 55, 66)):
        invited = age[screened.of(programme)]
        assert first <= invited.min() <= first + 2
        assert invited.max() < last


def test_nobody_is_invited_after_death_or_to_what_has_been_found(screened):
    rounds, people, tumours = screened.rounds, screened.people, screened.tumours
    found = rounds.tumour >= 0

    later = np.zeros(len(people.index))
    np.maximum.at(later, rounds.row[screened.of("breast")], rounds.invited[screened.of("breast")])

    assert (rounds.result[found] == CANCER).all()
    assert (tumours.diagnosed[rounds.tumour[found]] > rounds.attended[found]).all()
    breast = found & screened.of("breast")
    assert (later[rounds.row[breast]] == rounds.invited[breast]).all()
    assert (rounds.invited <= people.other_death[rounds.row]).all()
