"""How good are the records together? Small tables whose shares can be counted by hand."""

from typing import Any

import polars as pl
import pytest

from felles import epidemiology as epi
from felles.definitions import load_content
from felles.epidemiology.errors import BadTable

DEFINITIONS = load_content().quality_indicators.values()
TABLE = {
    "id": ["1", "2", "3", "4", "5"],
    "sex": ["female", "male", "female", None, "male"],
    "age": ["50", "60", "999", "70", "80"],
    "diagnosed": ["2020-01-01", "2020-03-01", "2021-01-01", "2021-01-01", "2021-06"],
    "recorded": ["2020-07-01", "2020-04-01", None, "2021-02-01", "2021-08"],
    "topography": ["C50.1", "C80.9", "C34.1", "C76.0", None],
    "morphology": ["8500/3", "8000/3", "8140/3", None, "8003/3"],
    "basis": ["7", "0", "5", "9", None],
    "region": ["west", "west", "east", "east", "east"],
}


def measured(by: tuple[str, ...] = (), **more: Any) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    rows = epi.quality_indicators(TABLE, DEFINITIONS, by=by, **more)
    return {row[: len(by) + 1]: row[len(by) + 1 : len(by) + 3] for row in rows.iter_rows()}


def test_shares_are_of_the_records_that_tell_it() -> None:
    assert {name: counts for (name,), counts in measured().items()} == {
        "age_unknown": (0, 5),
        "basis_unknown": (2, 5),
        "dco": (1, 4),
        "mv": (2, 4),
        "other_unspecified_site": (2, 4),
        "psu": (1, 4),
        "sex_unknown": (1, 5),
        "unspecified_morphology": (2, 4),
        "timeliness_months": (4, 4),
    }


def test_an_age_of_999_is_written_and_says_nothing() -> None:
    told = {**TABLE, "age": ["50", "60", None, "70", "80"]}

    rows = epi.quality_indicators(told, DEFINITIONS)

    assert rows.filter(pl.col("indicator") == "age_unknown").row(0)[1:3] == (1, 5)


def test_a_share_has_its_wilson_interval() -> None:
    dco = epi.quality_indicators(TABLE, DEFINITIONS).filter(pl.col("indicator") == "dco").row(0, named=True)

    assert dco["value"] == 0.25
    assert dco["lower"] == pytest.approx(0.0456, abs=1e-4)  # R: prop.test(1, 4, correct = FALSE)
    assert dco["upper"] == pytest.approx(0.6994, abs=1e-4)


def test_indicators_are_told_apart_by_region_year_and_columns_of_the_table() -> None:
    assert measured(("region",))[("east", "dco")] == (0, 2)
    assert measured(("year", "sex"))[("2020", "male", "dco")] == (1, 1)
    assert ("2021", "unknown", "dco") in measured(("year", "sex"))
    assert measured(("site",))[("C80", "psu")] == (1, 1)


def test_a_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(BadTable, match=r"cannot be told apart by county\. Choose among year, site,"):
        measured(("county",))


def test_timeliness_is_the_median_of_months_from_diagnosis_to_registration() -> None:
    row = epi.quality_indicators(TABLE, DEFINITIONS).filter(pl.col("indicator") == "timeliness_months")

    # 182, 31, 31 and 61 days; a month counts as its middle
    assert row["value"][0] == pytest.approx((31 + 61) / 2 / 30.436875, abs=0.01)
    assert row["lower"][0] == pytest.approx(31 / 30.436875, abs=0.01)
    assert row["upper"][0] == pytest.approx(182 / 30.436875, abs=0.01)


def test_mortality_to_incidence_needs_the_deaths_of_the_same_strata() -> None:
    deaths = pl.DataFrame({"region": ["west", "east", "north"], "deaths": [1, 2, 4]})

    rows = epi.quality_indicators(TABLE, DEFINITIONS, by=("region",), deaths=deaths)

    found = rows.filter(pl.col("indicator") == "mortality_incidence").sort("region")
    assert found.select("region", "numerator", "denominator").rows() == [("east", 2, 3), ("west", 1, 2)]
    low, high = found["lower"][0], found["upper"][0]
    assert low * high == pytest.approx((2 / 3) ** 2)  # log-normal: even on the scale of ratios


def test_an_indicator_whose_columns_are_not_there_has_no_row() -> None:
    rows = epi.quality_indicators({"diagnosed": ["2020-01-01"], "sex": ["female"]}, DEFINITIONS)

    assert rows["indicator"].to_list() == ["sex_unknown"]
