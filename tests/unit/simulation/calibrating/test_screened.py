"""What do screening and vaccination make of the cases?"""

import numpy as np
import pytest

from felles.simulation.calibrating.screened import Both, as_csv, rows_of, with_table
from felles.simulation.cancers import cancers_in_order
from felles.simulation.cancers.model import OLDEST
from felles.simulation.request import Request

REQUEST = Request(people=1000, first=2000, last=2026, seed=1)


@pytest.fixture
def counts(simulation):
    """Ten cases of every cancer in every year, sex and age; of cervical cancer four are left, and eight from 2019 on."""
    ids = [cancer.id for cancer in cancers_in_order(simulation)]
    without = np.full((len(ids), 2, 27, OLDEST + 1), 10)
    without[ids.index("cervix"), 1] = 0
    found = without.copy()
    found[ids.index("cervix"), 0, :19], found[ids.index("cervix"), 0, 19:] = 4, 8
    return Both(found, without)


def test_cases_are_told_for_each_without_by_age_in_the_years_of_the_rates_and_by_year_with_a_count(simulation, counts):
    rows = rows_of(simulation, REQUEST, counts)

    assert {(cancer, sex) for cancer, sex, *_ in rows} == {("cervix", "female")}
    by_age = {age: ratio for _, _, year, age, ratio in rows if year == 2015}
    by_year = {year: ratio for _, _, year, age, ratio in rows if age == "all"}
    assert by_age == pytest.approx(dict.fromkeys(("0", "30", "40", "50", "60", "70", "80"), 0.4))
    assert by_year == pytest.approx({2002: 0.4, 2007: 0.4, 2019: (4 + 8 + 8) / 30, 2021: 0.8, 2024: 0.8})


def test_the_table_can_be_put_back_and_is_written_as_its_file(simulation, counts):
    rows = rows_of(simulation, REQUEST, counts)

    changed = with_table(simulation, rows).tables["cancer_screened"].columns

    assert list(changed["ratio"]) == [row[4] for row in rows]
    assert as_csv(rows).splitlines()[:2] == ["cancer,sex,year,age,ratio", "cervix,female,2015,0,0.4000"]
