"""What cannot be used is named with row and column, or counted in the notes; nothing becomes NaN without a word."""
# ruff: noqa: E501

from datetime import date
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from felles import epidemiology as epi
from felles.epidemiology.errors import BadTable

MORTALITY = pl.DataFrame(
    [(sex, year, age, 0.02) for sex in (1, 2) for year in (2000, 2001) for age in range(40, 81)],
    schema=["sex", "year", "age", "mx"],
    orient="row",
)


def table(**columns: Any) -> pl.DataFrame:
    """Four patients, one column or more of them changed."""
    usual = {
        "sex": ["male", "female", "male", "female"],
        "age": [60.5, 61.5, 70.5, 50.5],
        "diagnosed_on": [date(2000, 3, 1)] * 4,
        "days": [300, 500, 600, 700],
        "status": ["cancer", "other", "alive", "alive"],
    }
    return pl.DataFrame(usual | columns, strict=False)


def asked(frame: Any, **words: Any) -> Any:
    return epi.survival(frame, lifetable=MORTALITY, at=[1], **words)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"days": [-1, 500, 600, 700]}, "Left out: 1 with follow-up that ends before diagnosis (column days, row 1)."),
        ({"sex": ["male", None, "x", "female"]}, "Left out: 2 with no sex that the life table could tell of (column sex, row 2, 3)."),
        ({"age": [60.5, None, 70.5, -3.0]}, "Left out: 2 with no age, or one below 0 (column age, row 2, 4)."),
        ({"status": ["cancer", "?", "alive", None]}, "Left out: 2 with a status that is missing or unknown (column status, row 2, 4)."),
        ({"diagnosed_on": [None, *[date(2000, 3, 1)] * 3]}, "Left out: 1 with no day of diagnosis (column diagnosed, row 1)."),
        ({"days": [0, 500, 600, 700]}, "Followed for zero days, which counts as half a day: 1."),
        ({"days": [0.3, 500, 600, 700]}, "Parts of a day count as a whole one: 1."),
        ({"age": [60, 61, 70, 50]}, "Ages are whole years: everyone counts as half a year older, the middle of that year."),
        ({"age": [99.5, 61.5, 70.5, 50.5]}, "Older than the life table's last age, 80, whose mortality goes on: 1."),
        ({"age": [20.5, 61.5, 70.5, 50.5]}, "Younger than the life table's first age, 40, whose mortality counts: 1."),
        ({"days": [300, 500, 600, 900]}, "Followed beyond the life table's last year, 2001, whose mortality goes on: 1."),
        ({"status": ["alive"] * 4}, "Estimates without a single death, whose limits have no width: 1."),
        ({"days": [300, 310, 320, 330]}, "No estimate, because at some time nobody was under observation: 1 (1 years)."),
        ({"entry_days": [300, 0, 0, 0]}, "Left out: 1 with observation that begins before diagnosis or after its end (column entry, row 1)."),
    ],
)  # fmt: skip
def test_what_is_left_out_or_assumed_is_counted(columns: dict[str, Any], said: str) -> None:
    answer = asked(table(**columns))

    assert said in answer.notes
    numbers = answer.rows.select("survival", "lower", "upper").row(0)
    assert not any(number != number for number in numbers if number is not None)


@pytest.mark.parametrize(
    ("frame", "words", "said"),
    [
        (table().drop("status"), {}, "The table has no column status. It has sex, age, diagnosed_on, days."),
        (table().drop("age"), {}, "none of born_on, age_days and age"),
        (table().drop("days"), {}, "neither days nor followed_until"),
        (table().drop("diagnosed_on"), {}, "neither diagnosed_on nor year"),
        (table(sex=["x"] * 4), {}, "No row of the table can be used. Left out: 4"),
        (table(), {"method": "weibull"}, "There is no method weibull. There are kaplan-meier"),
        (table(), {"by": ["county"]}, "The table has no column county."),
        (table(), {"approach": "period"}, "The period approach needs a period"),
        (table(), {"approach": "period", "period": (2019, 2015)}, "ends before it begins"),
        (table(), {"approach": "period", "period": (2015, 2019)}, "Nobody in the table was under observation in 2015-2019."),
        (table(), {"approach": "cohort", "period": (2015, 2019)}, "Nobody in the table was diagnosed in 2015-2019."),
        (table(), {"weights": {"40-64": 0.5, "65+": 0.4}}, "The weights of 40-64, 65+ sum to 0.9, not to 1"),
        (table(), {"weights": {"40-64": 1.5, "65+": -0.5}}, "Weights, row 65+: -0.5 is not a share of 0 or more."),
        (table(), {"weights": {"40-64": 0.5, "60+": 0.5}}, "The age groups 40-64 and 60+ overlap"),
        (table(), {"given": 3}, "Survival given 3 years can be told for later times only"),
        (table(), {"confidence": 95}, "The confidence is a number between 0 and 1"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_says_why(frame: pl.DataFrame, words: dict[str, Any], said: str) -> None:
    with pytest.raises(BadTable) as refused:
        asked(frame, **words)

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("mortality", "said"),
    [
        (MORTALITY.filter((pl.col("age") != 50) | (pl.col("sex") != 2)), "2 cells without a row, first female, year 2000, age 50"),
        (MORTALITY.filter(pl.col("sex") == 1), "The life table has no rows for sex female, but 2 rows have it."),
        (pl.concat([MORTALITY, MORTALITY.head(1)]), "Life table, row 1: male, year 2000, age 40 stands there more than once."),
        (MORTALITY.with_columns(mx=pl.lit(-0.1)), "Life table, row 1, column mx: -0.1, where a number 0 or more is needed."),
        (MORTALITY.rename({"mx": "survival_1y"}).with_columns(survival_1y=pl.lit(0.0)), "row 1, column survival_1y: 0.0"),
        (MORTALITY.with_columns(sex=pl.lit("both")), "Life table, row 1, column sex: 'both' cannot be read."),
        (MORTALITY.drop("mx"), "A life table has a column survival_1y or mx"),
    ],
)  # fmt: skip
def test_a_life_table_that_is_not_whole_is_refused(mortality: pl.DataFrame, said: str) -> None:
    with pytest.raises(BadTable) as refused:
        epi.survival(table(), lifetable=mortality, at=[1])

    assert said in str(refused.value)


def test_an_age_group_without_anybody_is_named() -> None:
    answer = asked(table(), weights={"40-64": 0.5, "65-79": 0.4, "80+": 0.1})

    assert answer.rows["survival"].to_list() == [None]
    assert "Nobody of age 80+, though the weights count them." in answer.notes


def test_causes_that_are_not_told_cannot_be_told_apart() -> None:
    with pytest.raises(BadTable, match="needs cancer and other"):
        asked(table(status=[1, 1, 0, 0]), method="cause-specific")


@pytest.mark.parametrize(
    ("kind", "made"), [(pl.DataFrame, lambda frame: frame), (pd.DataFrame, pl.DataFrame.to_pandas), (pa.Table, pl.DataFrame.to_arrow)]
)  # fmt: skip
def test_the_answer_is_the_kind_of_table_that_was_asked_about(kind: type, made: Any) -> None:
    rows = asked(made(table()), by=["sex"]).rows

    assert isinstance(rows, kind)
    assert list(pl.DataFrame(rows)["sex"]) == ["female", "male"]
