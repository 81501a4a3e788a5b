"""Where the people of the country live and move, what they learn, who stands close to them and what they do."""

import numpy as np
import pytest

from felles.simulation import people
from felles.simulation.people.residence import municipality_codes

SEED = 7
OSLO = 0


@pytest.fixture(scope="module")
def moves(model, country):
    return people.draw_moves(model, SEED, country)


@pytest.fixture(scope="module")
def here(country):
    """Rows of those who are there on 1 January 2024."""
    there = (country.entered <= 2024) & (country.died > 2024) & (country.emigrates > 2024)
    return np.flatnonzero(there).astype(np.int32)


@pytest.fixture(scope="module")
def ages(country, here):
    return (2024 - country.born[here]).astype(int)


def counties_on(country, moves, time):
    county = country.county.copy()
    before = moves.at < time
    county[moves.row[before]] = moves.county[before]  # the last of a person's moves stands last
    return county


def test_every_age_stays_spread_over_the_counties_as_the_table_has_it_through_all_moves(
    simulation, country, moves, here, ages
):
    table = simulation.content.population["county_age_group"].columns
    codes = list(simulation.content.counties)
    published, counted = np.zeros((4, 15)), np.zeros((4, 15))
    for day, county, group, persons in zip(*(table[name] for name in table), strict=True):
        if day.year == 2024:
            age = int(group.partition("-")[0].rstrip("+"))
            published[np.searchsorted([20, 35, 65], age, side="right"), codes.index(county)] += persons

    bands = np.searchsorted([20, 35, 65], ages, side="right")
    np.add.at(counted, (bands, counties_on(country, moves, 2024.0)[here]), 1)

    published /= published.sum(1, keepdims=True)
    counted /= counted.sum(1, keepdims=True)
    assert np.abs(counted - published).max() < 0.017
    assert counted[1, OSLO] > counted[3, OSLO] + 0.06  # the young live in Oslo


def test_between_four_and_five_of_a_hundred_move_in_a_year_most_of_them_young(country, moves, here, ages):
    of_year = (moves.at >= 2024) & (moves.at < 2025)
    age = 2024.5 - country.born[moves.row[of_year]]

    assert 0.04 < of_year.sum() / len(here) < 0.05
    assert (age < 40).mean() > 0.7
    assert ((age >= 20) & (age < 30)).sum() / ((ages >= 20) & (ages < 30)).sum() == pytest.approx(0.14, abs=0.02)


def test_more_than_a_third_of_the_moves_cross_the_border_of_a_county(country, moves):
    first = np.concatenate([[True], moves.row[1:] != moves.row[:-1]])
    left = np.where(first, country.county[moves.row], np.roll(moves.county, 1))

    assert (left != moves.county).mean() == pytest.approx(0.37, abs=0.02)


def test_a_move_is_always_to_another_municipality_of_the_county_it_names(simulation, country, moves):
    first = np.concatenate([[True], moves.row[1:] != moves.row[:-1]])
    left = np.where(first, country.municipality[moves.row], np.roll(moves.municipality, 1))
    codes = np.array(municipality_codes(simulation))
    counties = np.array(list(simulation.content.counties))

    assert (left != moves.municipality).all()
    assert ([code[:2] for code in codes[moves.municipality]] == counties[moves.county]).all()
    assert ([code[:2] for code in codes[country.municipality]] == counties[country.county]).all()
    assert (codes[country.municipality[country.county == OSLO]] == "0391").all()


def test_nobody_moves_before_entering_nor_after_death_or_emigration(country, moves):
    end = np.minimum(np.minimum(country.died, country.emigrates), 2041.0)

    assert (moves.at >= country.entered[moves.row]).all()
    assert (moves.at < end[moves.row]).all()
    assert (np.diff(moves.at)[moves.row[1:] == moves.row[:-1]] > 0).all()


def test_as_many_reach_each_education_as_the_table_says_of_their_cohort_and_sex(simulation, country):
    shares = people.education_shares(simulation)
    cohort = country.born.astype(int) - 1890
    for sex in (0, 1):
        of = (country.sex == sex) & (cohort >= 80) & (cohort < 90)
        expected = shares[sex, 85]

        assert np.bincount(country.education[of], minlength=4) / of.sum() == pytest.approx(expected, abs=0.025)


def test_everybody_completes_a_level_in_june_at_an_age_that_fits_it(country):
    at_age = np.floor(country.educated) - np.floor(country.born)

    assert np.modf(country.educated)[0] == pytest.approx(0.46, abs=1e-6)
    for level, (least, most) in enumerate([(16, 16), (19, 23), (22, 30), (24, 33)]):
        of = country.education == level
        assert (at_age[of].min(), at_age[of].max()) == (least, most)


def test_the_children_of_all_women_are_about_as_many_as_there_are_children(model, country, here, ages):
    women = here[country.sex[here] == 0]
    kin = people.family(model.family, SEED, country, women, np.full(len(women), 2024.0))

    assert kin.minors.sum() == pytest.approx((ages < 18).sum(), rel=0.08)


def test_children_are_counted_as_they_are_listed_and_born_before_the_day_that_is_asked_for(model, country, here):
    at = np.full(len(here), 2024.0)
    kin = people.family(model.family, SEED, country, here, at)

    listed = people.children(model.family, SEED, country, here, at)

    assert (np.bincount(listed.asked, minlength=len(here)) == kin.minors + kin.adults).all()
    assert (listed.born < 2024).all()
    age = listed.born - country.born[here][listed.asked]
    sex = country.sex[here][listed.asked]
    assert age.min() >= 16
    assert age[sex == 0].max() < 48
    assert age[sex == 1].max() < 62


def test_partners_are_as_common_as_content_says_and_men_the_elder(model, country, here, ages):
    kin = people.family(model.family, SEED, country, here, np.full(len(here), 2024.0))
    women = country.sex[here] == 0

    assert kin.partner[women & (ages >= 50) & (ages < 65)].mean() == pytest.approx(0.70, abs=0.03)
    assert not kin.partner[ages < 18].any()
    assert np.nanmedian(country.born[here][women] - kin.partner_born[women]) == pytest.approx(2.6, abs=0.3)
    assert np.nanmax(kin.partner_born) <= 2024 - 17


def test_four_in_five_from_20_to_66_work_and_nearly_everybody_over_75_is_retired(model, country, here, ages):
    status = np.array(people.WORK)[people.work(model.work, SEED, country, here, np.full(len(here), 2024.0))]

    assert np.isin(status[(ages >= 20) & (ages <= 66)], ["employed", "self_employed"]).mean() == pytest.approx(
        0.79, abs=0.02
    )
    assert (status[ages >= 75] == "retired").mean() > 0.95
    assert (status[(ages >= 6) & (ages < 16)] == "student").all()
    assert not (status[ages >= 67] == "disability").any()
