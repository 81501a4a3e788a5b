"""Do all patients together live as long as is published, at five years and at other times?"""

import numpy as np
import pytest

from felles.simulation.cancers.fates import SURVIVAL_YEAR, excess_of_all
from felles.simulation.cancers.figures import Figures
from felles.simulation.cancers.hazards import population_by_age, rates_by_age
from felles.simulation.cancers.model import OLDEST, TREND_FROM
from felles.simulation.cancers.preparing import LAST_PEOPLE, cancers_in_order, prepare
from felles.simulation.cancers.survival import survival_at
from felles.simulation.measuring.relative import years_after
from felles.simulation.parameters import Draw

SEXES = ("female", "male")


@pytest.fixture(scope="module")
def model(simulation):
    return prepare(simulation, Draw(), None, last_year=2030)


@pytest.fixture(scope="module")
def patients(simulation, model):
    """Net survival of all stages and ages together: of a site, a sex and a year of diagnosis, some years after."""
    order, people = cancers_in_order(simulation), population_by_age(simulation.content.population["age_group_sex"])

    def survival(site, sex, years, diagnosed):
        place, column = [cancer.id for cancer in order].index(site), SEXES.index(sex)
        cancer = order[place]
        rates = rates_by_age(simulation.tables["cancer_incidence"], cancer.incidence.rows, sex)
        cases = people[LAST_PEOPLE][column] * rates
        shares = Figures(cancer, Draw()).stages("found") if cancer.stages else np.ones(1)
        powers = model.older[place, :OLDEST] * model.better[place, column, diagnosed - TREND_FROM]
        curves = model.curves[place, column, 1 if cancer.stages else 0 :]
        of_stage = [
            np.average([survival_at(curve, power, years) for power in powers], weights=cases)
            for curve, _ in zip(curves, shares, strict=False)
        ]
        return float(shares @ of_stage)

    return survival


@pytest.mark.parametrize(("site", "sex"), [("lung", "male"), ("stomach", "female"), ("melanoma", "male")])
def test_survival_of_2021_is_what_is_published(simulation, patients, site, sex):
    published = simulation.records["cancer"][site].survival.rs5[sex].value

    assert patients(site, sex, 5.0, int(SURVIVAL_YEAR)) == pytest.approx(published, abs=0.002)


@pytest.mark.parametrize(("site", "sex"), [("prostate", "male"), ("ovary", "female"), ("testis", "male")])
def test_survival_of_earlier_years_is_what_the_fall_of_the_excess_says(simulation, patients, site, sex):
    survival = simulation.records["cancer"][site].survival
    published, fell = survival.rs5[sex].value, (1 - survival.improved.value) ** 20

    assert patients(site, sex, 5.0, 2001) == pytest.approx(published ** (1 / fell), abs=0.01)


@pytest.mark.parametrize("sex", SEXES)
def test_survival_of_a_year_that_was_published_is_what_was_published(simulation, patients, sex):
    survival = simulation.records["cancer"]["melanoma"].survival

    found = {year: patients("melanoma", sex, 5.0, int(year)) for year in survival.earlier}

    assert found
    assert found == pytest.approx({year: known[sex].value for year, known in survival.earlier.items()}, abs=0.005)


def test_between_two_published_years_the_excess_falls_by_the_same_share_a_year(simulation):
    melanoma = simulation.records["cancer"]["melanoma"]
    (year,) = melanoma.survival.earlier

    excess = excess_of_all(Figures(melanoma, Draw()), "male", melanoma.survival.rs5["male"].value)

    falls = np.diff(np.log(excess))[int(year) - TREND_FROM : int(SURVIVAL_YEAR) - TREND_FROM]
    assert falls == pytest.approx(np.full(len(falls), falls[0]))
    before = excess[int(year) - TREND_FROM] / excess[int(year) - 1 - TREND_FROM]
    assert before == pytest.approx(1 - melanoma.survival.improved.value)


def in_period(patients, about):
    """As the registry counts it: each year after diagnosis is that of those who were diagnosed so many years before."""
    middle, left = ((about.until or about.year) + about.year) // 2, 1.0
    for year in range(1, years_after(about) + 1):
        of = (about.site, about.sex)
        left *= patients(*of, float(year), middle - year + 1) / patients(*of, year - 1.0, middle - year + 1)
    return left


def test_survival_at_one_and_ten_years_and_in_earlier_periods_is_what_is_published(simulation, patients):
    figures = simulation.records["target"]["survival_other_times"].figures
    by_sex = [figure for figure in figures if figure.of.sex]

    found = {figure.of.words: in_period(patients, figure.of) for figure in by_sex}

    near = 0.02  # smokers die of other things as well, which the limits are with and these curves without
    off = {
        figure.of.words: (figure.low, round(found[figure.of.words], 3), figure.high)
        for figure in by_sex
        if not figure.low - near <= found[figure.of.words] <= figure.high + near
    }
    assert ("prostate", "male", "after_10", "2016_2020") in found
    assert off == {}


def test_nothing_is_cured_by_a_later_year_alone(model):
    """The excess never rises with the year of diagnosis."""
    assert (np.diff(model.better, axis=-1) <= 1e-12).all()
