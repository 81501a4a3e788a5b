"""How many cases will there be? What a projection promises, and what it refuses."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from felles import epidemiology as epi
from felles.epidemiology.ages import AGE_GROUPS
from felles.epidemiology.asking import NotAnswerable
from felles.epidemiology.errors import BadTable

PEOPLE = 100_000.0
RATES = np.r_[np.zeros(4), np.geomspace(2e-5, 4e-3, 14)]


def yearly(
    first: int, last: int, *, growth: float = 1.0, until: int | None = None, people: float = PEOPLE
) -> pl.DataFrame:
    """A made-up registry: rates by age that grow by a factor a year, no chance in it; no cases known after `until`."""
    rows = [
        {
            "year": year,
            "sex": "female",
            "age_group": group,
            "cases": round(rate * people * growth ** (year - first)) if until is None or year <= until else None,
            "population": people,
        }
        for year in range(first, last + 1)
        for group, rate in zip(AGE_GROUPS, RATES, strict=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def projected(made) -> pl.DataFrame:
    return made.periods.filter(kind="projected")


@pytest.mark.parametrize("method", ["nordpred", "poisson", "constant"])
def test_without_a_trend_the_rates_stay(method: str) -> None:
    table = yearly(1990, 2024, until=2014)

    made = epi.projection(table, method=method)

    observed = made.periods.filter(kind="observed")["cases"][-1]
    assert projected(made)["cases"].to_list() == pytest.approx([observed] * 2, rel=0.01)


def test_a_trend_goes_on_and_constant_rates_do_not_follow_it() -> None:
    table = yearly(1985, 2019, growth=1.02, until=2014)

    trend, constant = (epi.projection(table, method=method) for method in ("poisson", "constant"))

    last = trend.periods.filter(kind="observed")["cases"][-1]
    assert projected(trend)["cases"][0] == pytest.approx(last * 1.02**5, rel=0.01)
    assert projected(constant)["cases"][0] == last


def test_a_trend_that_is_cut_away_leaves_the_level() -> None:
    table = yearly(1985, 2024, growth=1.02, until=2014)

    made = epi.projection(table, method="poisson", damping=[0.0, 1.0])

    first, second = projected(made)["cases"]
    assert second == pytest.approx(first, rel=0.02)


def test_twice_the_people_to_come_are_twice_the_cases() -> None:
    past, coming = yearly(1985, 2014, growth=1.01), yearly(2015, 2019, until=2014)
    double = coming.with_columns(pl.col("population") * 2)

    one, two = (epi.projection(past, people.drop("cases")) for people in (coming, double))

    assert projected(two)["cases"][0] == pytest.approx(2 * projected(one)["cases"][0])
    assert projected(two)["asr"][0] == pytest.approx(projected(one)["asr"][0])


def test_the_change_is_what_risk_and_population_bring() -> None:
    past = yearly(1985, 2014, growth=1.01)
    coming = yearly(2015, 2019, until=2014, people=1.3 * PEOPLE).drop("cases")

    trend, constant = (epi.projection(past, coming, method=method) for method in ("nordpred", "constant"))

    for row in projected(trend).iter_rows(named=True):
        assert row["risk_percent"] + row["population_percent"] == pytest.approx(row["change_percent"])
        assert row["population_percent"] == pytest.approx(30)
    assert projected(constant)["risk_percent"][0] == pytest.approx(0, abs=1e-9)


def test_the_young_keep_the_mean_rate_of_the_last_two_periods() -> None:
    table = yearly(1990, 2019, until=2014).with_columns(
        cases=pl.when((pl.col("age_group") == "5-9") & (pl.col("year").is_in([2007, 2012, 2013])))
        .then(1)
        .otherwise("cases")
    )

    made = epi.projection(table)

    young = made.ages.filter(age_group="5-9")["cases"][0]
    assert young == pytest.approx((1 + 2) / 2)


def test_single_years_lie_between_the_middles_of_the_periods() -> None:
    table = yearly(1985, 2024, growth=1.02, until=2014)

    made = epi.projection(table, method="poisson")

    years = dict(made.years.select("year", "cases").iter_rows())
    periods = projected(made)
    assert sorted(years) == list(range(2015, 2025))
    assert years[2017] == pytest.approx(periods["cases_per_year"][0])
    assert years[2019] == pytest.approx(years[2017] + 2 / 5 * (years[2022] - years[2017]))
    assert years[2024] == pytest.approx(years[2022])


def test_intervals_come_again_with_their_seed_and_hold_the_projection() -> None:
    table = yearly(1990, 2019, growth=1.01, until=2014)

    one, again, other = (epi.projection(table, intervals=100, seed=seed) for seed in (1, 1, 2))

    assert one.periods.equals(again.periods)
    assert not one.periods.equals(other.periods)
    row = projected(one).row(0, named=True)
    assert row["lower"] < row["cases"] < row["upper"]


def test_the_interval_is_as_wide_as_chance_makes_it() -> None:
    table = yearly(1990, 2019, until=2014)

    made = epi.projection(table, method="constant", intervals=2000, seed=1)

    row = projected(made).row(0, named=True)
    width = row["upper"] - row["lower"]
    assert width == pytest.approx(2 * 1.96 * np.sqrt(2 * row["cases"]), rel=0.08)  # the rate's chance and the count's


def test_five_year_periods_and_single_years_agree() -> None:
    table = yearly(1990, 2019, growth=1.01, until=2014)
    begins = pl.col("year") // 5 * 5
    grouped = table.group_by(
        period=pl.format("{}-{}", begins, begins + 4), age_group="age_group", maintain_order=True
    ).agg(
        cases=pl.when(pl.col("cases").is_null().any()).then(None).otherwise(pl.col("cases").sum()),
        population=pl.col("population").sum(),
    )

    by_year, by_period = epi.projection(table), epi.projection(grouped)

    assert by_period.periods.equals(by_year.periods)


@pytest.mark.parametrize("kind", [pd.DataFrame, pa.Table])
def test_the_answer_is_the_kind_of_table_that_was_given(kind: type) -> None:
    table = yearly(1990, 2019, until=2014)

    made = epi.projection(table.to_pandas() if kind is pd.DataFrame else table.to_arrow(), by=["sex"])

    assert isinstance(made.periods, kind)


def test_too_few_cases_for_a_trend_are_projected_with_constant_rates_and_it_is_said() -> None:
    table = yearly(1990, 2019, until=2014).with_columns(pl.col("cases") // 200)

    made = epi.projection(table)

    assert made.models["method"].to_list() == ["constant"]
    assert "Constant rates were used" in " ".join(made.notes)


def test_a_site_that_testing_has_moved_is_named() -> None:
    table = yearly(1990, 2019, until=2014).with_columns(site=pl.lit("prostate"))

    made = epi.projection(table, by=["site"])

    assert any(note.startswith("site prostate: not suited") for note in made.notes)


def test_years_that_fill_no_period_are_left_out_and_counted() -> None:
    table = yearly(1988, 2021, until=2014)

    made = epi.projection(table)

    assert made.periods["period"][0] == "1990-1994"
    assert "The table: the first 2 years do not fill a period of five and were left out." in made.notes
    assert "The table: the last 2 years to come do not fill a period of five and were left out." in made.notes


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.drop("population"), "columns year and population"),
        (lambda t: t.with_columns(cases=-1), "allowed is 0 or more"),
        (lambda t: t.with_columns(age_group=pl.lit("0-14")), 'Row 1, column age_group: got "0-14"'),
        (lambda t: t.filter(pl.col("year") != 1999), "1995-1999 is missing or 0"),
        (lambda t: t.filter(pl.col("year") < 2015), "no population of the time to come"),
        (lambda t: pl.concat([t.with_columns(site=pl.lit(site)) for site in "ab"]), "several site"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_a_sentence(change, says: str) -> None:
    table = change(yearly(1990, 2019, until=2014))

    with pytest.raises(BadTable, match=says):
        epi.projection(table)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"method": "magic"}, "nordpred, poisson, constant"),
        ({"intervals": 10}, "give a seed"),
        ({"damping": [2.0]}, "a share from 0 to 1"),
        ({"first_age": "3-7"}, "There is no age group 3-7"),
        ({"standard": "mars"}, "There is no standard population mars"),
    ],
)
def test_an_option_that_does_not_exist_is_refused_in_a_sentence(options: dict, says: str) -> None:
    with pytest.raises(NotAnswerable, match=says):
        epi.projection(yearly(1990, 2019, until=2014), **options)


def test_a_hindcast_tells_how_wrong_each_method_was() -> None:
    table = yearly(1985, 2014, growth=1.02)

    tried = epi.hindcast(table, methods=["poisson", "constant"])

    summary = {(row["method"], row["years_ahead"]): row for row in tried.summary.iter_rows(named=True)}
    assert summary["poisson", 5]["predictions"] == 3
    assert abs(summary["poisson", 5]["median_error_percent"]) < 1
    assert summary["constant", 5]["median_error_percent"] == pytest.approx(100 * (1.02**-5 - 1), abs=1)
    assert tried.rows["known_until"].unique().sort().to_list() == ["1995-1999", "2000-2004", "2005-2009"]
