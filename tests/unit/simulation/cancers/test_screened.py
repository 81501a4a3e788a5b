"""Are published rates and counts brought back to those of a country that does not screen?"""

from types import SimpleNamespace

import numpy as np
import pytest

from felles.simulation.cancers.hazards import rates_of
from felles.simulation.cancers.levels import known_ratios
from felles.simulation.cancers.model import OLDEST
from felles.simulation.cancers.screened import screened_of

ROWS = [
    ("cervix", "female", 2015, "0", 1.2),
    ("cervix", "female", 2015, "40", 0.25),
    ("cervix", "female", 2024, "all", 0.4),
    ("breast", "female", 2015, "0", 1.5),
]
TABLE = SimpleNamespace(
    columns=dict(zip(("cancer", "sex", "year", "age", "ratio"), zip(*ROWS, strict=True), strict=True))
)


def test_a_ratio_holds_from_its_age_to_the_next_one_for_its_sex():
    cervix = screened_of(TABLE, "cervix")

    assert cervix.by_age[0, [0, 39, 40, 100]].tolist() == [1.2, 1.2, 0.25, 0.25]
    assert (cervix.by_age[1] == 1).all()
    assert cervix.in_year(2024).tolist() == [0.4, 1.0]
    assert cervix.in_year(2019).tolist() == [1.0, 1.0]


def test_a_cancer_that_nothing_is_said_of_is_as_published():
    lung = screened_of(TABLE, "lung")

    assert (lung.by_age == 1).all()
    assert lung.by_year == {}


def test_lives_are_drawn_with_the_rates_of_a_country_without_screening():
    observed = np.full((2, OLDEST), 2e-4)

    rates = rates_of(observed, None, 1890, screened_of(TABLE, "cervix"))

    assert rates.never[0, 50] == pytest.approx(8e-4)
    assert rates.never[1, 50] == pytest.approx(2e-4)


def test_a_published_count_is_what_screening_leaves():
    people = np.full((2, OLDEST), 1000.0)
    rates = rates_of(np.full((2, OLDEST), 2e-4), None, 1890, screened_of(TABLE, "cervix"))
    without = (people * rates.never).sum(axis=1)[0]

    women, _ = known_ratios(
        rates, [(2024, "female", 0.4 * without), (2019, "female", without)], {2024: people, 2019: people}
    )

    assert women == pytest.approx({2024.5: 1.0, 2019.5: 1.0})
