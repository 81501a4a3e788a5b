"""Measures of registers that were filled by hand."""

import numpy as np
import pytest

from felles.definitions.simulation.targets import About
from felles.simulation.measuring.measures import MEASURES
from felles.simulation.measuring.registers import NORWAY, Registers
from felles.simulation.measuring.tallies import Cases, tally_for
from felles.simulation.request import CannotSimulate
from felles.simulation.screening.results import CANCER, FALSE_POSITIVE, NEGATIVE, NOT_ATTENDED

FIRST, LAST = 2022, 2024
SITES = ("colon", "rectum", "lung")


@pytest.fixture
def registers(simulation):
    """1,000 people in 2024; three cancers of the bowel and one of the lung."""
    tally = tally_for(LAST + 1 - FIRST, len(SITES), len(simulation.content.counties), 1)
    tally.population[2, :, 60] = [600, 400]
    tally.residents[:, 0, 0, 60] = 600
    tally.residents[:, 1, 1, 60] = 400
    tally.deaths[1, 0, 70, [0, 1, 3]] = [9, 1, 1]
    tally.certified[1, 0, 70, [0, 1, 3]] = [8, 2, 1]
    tally.survey[0, :, 0, 30, 3] = [100, 20, 5]
    tally.rounds[0, 0, 0, 0, 55, [NOT_ATTENDED, NEGATIVE, FALSE_POSITIVE, CANCER]] = [40, 50, 8, 2]
    found = np.array([2022.5, 2022.7, 2024.1, 2024.9])
    cases = Cases(
        site=np.array([0, 1, 0, 2], np.uint8), sex=np.array([0, 0, 1, 1], np.uint8), born=found - [60.2, 71.0, 62.9, 75.5],
        found=found, stage=np.array([1, 4, 0, 4], np.uint8), found_by=np.zeros(4, np.uint8),
        county=np.array([0, 0, 1, 1], np.uint8), left=found + 9, died=np.zeros(4, bool), first=np.ones(4, bool),
    )  # fmt: skip
    return Registers(
        first=FIRST, last=LAST, tally=tally, cases=cases, definitions=simulation, sites=SITES, programmes=("breast",),
        counties=tuple(sorted(simulation.content.counties)),
    )  # fmt: skip


def value(registers, measure, **about):
    return MEASURES[measure](registers, About(**about)).value


def test_counts_are_scaled_to_the_country(registers):
    assert value(registers, "cases", year=2022, site="colon") == pytest.approx(NORWAY / 1000)
    assert value(registers, "population", year=2024) == pytest.approx(NORWAY)


def test_a_site_of_several_cancers_counts_them_all(registers):
    assert value(registers, "cases", year=2022, until=2024, site="colorectal") == pytest.approx(3 * NORWAY / 1000)
    assert value(registers, "deaths", year=2023, site="colorectal") == pytest.approx(2 * NORWAY / 1000)


def test_deaths_of_cancer_and_deaths_of_all_causes(registers):
    assert value(registers, "deaths", year=2023) == pytest.approx(3 * NORWAY / 1000)
    assert value(registers, "deaths_of_all_causes", year=2023, sex="female") == pytest.approx(11 * NORWAY / 1000)


def test_stages_are_shares_of_those_with_a_stage(registers):
    bowel = {"year": 2022, "until": 2024, "site": "colorectal"}

    assert value(registers, "stage_share", **bowel, stage=("I",)) == 0.5
    assert value(registers, "stage_share", **bowel, stage=("I", "IV")) == 1.0


def test_rates_are_per_100_000_and_may_be_of_a_county(registers):
    assert value(registers, "rate", year=2022, sex="female") == pytest.approx(2 / 600 * 100_000)
    weight = registers.definitions.content.standards["norway2014"].weights
    share = weight["60-64"] / sum(weight.values())
    own = {"year": 2024, "sex": "male", "county": registers.counties[1], "standard": "norway2014", "site": "colon"}
    assert value(registers, "standardised_rate", **own) == pytest.approx(1 / 400 * 100_000 * share)


def test_tobacco_of_an_age_a_sex_and_a_schooling(registers):
    women = {"year": 2022, "sex": "female", "ages": (16, 74)}

    assert value(registers, "tobacco", product="smoking", **women) == pytest.approx(0.2)
    assert value(registers, "tobacco", product="snus", education="tertiary", **women) == pytest.approx(0.05)


def test_screening_from_the_invitation_to_the_finding(registers):
    breast = {"year": 2022, "programme": "breast"}

    assert value(registers, "attendance", **breast) == pytest.approx(0.6)
    assert value(registers, "positive_share", **breast) == pytest.approx(10 / 60)
    assert value(registers, "found_of_positive", **breast) == pytest.approx(0.2)
    assert value(registers, "tested", **breast) == pytest.approx(60 * NORWAY / 1000)


def test_ages_at_diagnosis(registers):
    bowel = {"year": 2022, "until": 2024, "site": "colorectal"}

    assert value(registers, "median_age", **bowel) == pytest.approx(62.9)
    assert value(registers, "age_share", **bowel, ages=(70, 120)) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("about", "said"),
    [({"year": 2030}, "cover 2022 to 2024"), ({"year": 2024, "site": "breast"}, "no cancer that is modelled")],
    ids=["a year outside", "a site that is not modelled"],
)
def test_what_was_not_counted_is_refused_with_what_was(registers, about, said):
    with pytest.raises(CannotSimulate, match=said):
        value(registers, "cases", **about)
