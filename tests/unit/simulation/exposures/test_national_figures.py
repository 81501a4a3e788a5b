"""The exposures of the simulated country beside what was published of the real one."""

import numpy as np
import pytest

from felles.simulation.exposures import RISKS, mean_weights
from felles.simulation.exposures.surveys import daily_surveys, surveyed

NORWAY, YEAR = 5_550_203, 2024


def smokes(people, year):
    return (people.smokes_from <= year) & (people.smokes_until > year)


def test_surveys_of_smoking_and_snus_are_met_within_a_point_and_a_half_on_average_and_five_at_most(
    simulation, exposure_model
):
    table = simulation.tables["tobacco_surveys"]
    published = np.array([table.columns["percent"][row] for row in daily_surveys(table)])

    off = np.abs(100 * surveyed(simulation, exposure_model) - published)

    assert off.mean() < 1.5
    assert off.max() < 5


def test_smoking_falls_from_29_to_6_percent_with_education_in_2016(norway):
    age = 2016 - norway.born
    grown = (age >= 25) & (age < 75)

    shares = [smokes(norway, 2016)[grown & np.isin(norway.education, each)].mean() for each in ([0], [1], [2, 3])]

    assert shares == pytest.approx([0.29, 0.17, 0.06], abs=0.03)


def test_most_begin_to_smoke_between_14_and_20(norway):
    ages = (norway.smokes_from - norway.born)[np.isfinite(norway.smokes_from)]

    assert ((ages >= 14) & (ages < 21)).mean() > 0.65
    assert ages.min() > 9


def test_as_many_as_published_meet_something_dangerous_at_work(norway):
    now = (norway.exposed_from <= YEAR) & (norway.exposed_until > YEAR)

    assert now.mean() * NORWAY == pytest.approx(325_000, rel=0.07)
    assert set(norway.agent[now]) == {RISKS.index(agent) for agent in RISKS[1:] if agent != "asbestos"}


def test_asbestos_gives_about_83_percent_of_mesothelioma_in_men_of_1997(simulation, exposure_model):
    ratio = next(
        risk.ratio.value for risk in simulation.records["risks"]["risks"].ratios if risk.site == "mesothelioma"
    )
    ages = np.arange(60, 85)
    weight = mean_weights(exposure_model)[RISKS.index("asbestos"), 1, 1997 - ages - 1890, ages].mean()

    assert (ratio - 1) * weight / (1 + (ratio - 1) * weight) == pytest.approx(0.83, abs=0.05)


@pytest.mark.parametrize(
    ("born", "sex", "share"),
    [(1990, 0, 0.0), (1994, 0, 0.59), (2000, 0, 0.81), (2007, 0, 0.93), (2007, 1, 0.92), (2004, 1, 0.0)],
)
def test_coverage_of_the_hpv_vaccine_is_as_published(norway, born, sex, share):
    cohort = (np.floor(norway.born) == born) & (norway.sex == sex)

    assert np.isfinite(norway.vaccinated[cohort]).mean() == pytest.approx(share, abs=0.06)
