"""The fast estimators say what the plain, slow ones say, of random patients."""

from math import exp
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from felles import epidemiology as epi

from . import survival_by_hand as by_hand

SEXES = ("male", "female")
YEARS, DAYS = 0.5, 182
CLOSING = 12_500


def hazard(sex: int, age: int, year: int) -> float:
    """High, so that a few days of a few people tell estimators apart."""
    return exp(-6 + 0.06 * min(age, 100) - 0.05 * (min(max(year, 2000), 2005) - 2000)) * (1.5, 1)[sex] / by_hand.YEAR


TABLE = epi.LifeTable.from_frame(
    pl.DataFrame(
        [
            (SEXES[sex], year, age, hazard(sex, age, year) * by_hand.YEAR)
            for sex in (0, 1)
            for year in range(2000, 2006)
            for age in range(101)
        ],
        schema=["sex", "year", "age", "mx"],
        orient="row",
    )
)


@st.composite
def cohorts(draw: st.DrawFn) -> list[dict[str, Any]]:
    """People of whom one at least is followed all the way, so that every day has somebody."""
    people = [
        {
            "sex": draw(st.integers(0, 1)),
            "age": draw(st.integers(18_000, 34_000)),
            "diagnosed": draw(st.integers(10_957, 12_000)),
            "entry": draw(st.sampled_from([0, 0, 0, 5, 40])),
            "last": draw(st.integers(41, 260)),
            "status": draw(st.sampled_from(["alive", "cancer", "other"])),
        }
        for _ in range(draw(st.integers(1, 8)))
    ]
    return [*people, {**people[0], "entry": 0, "last": 260, "status": "alive"}]


def frame(people: list[dict[str, Any]]) -> pl.DataFrame:
    rows = pl.DataFrame(people)
    return rows.select(
        "status",
        sex=pl.col("sex").replace_strict({0: "male", 1: "female"}),
        age_days="age",
        diagnosed_on=pl.col("diagnosed").cast(pl.Int32).cast(pl.Date),
        days="last",
        entry_days="entry",
    )


@pytest.mark.parametrize("method", ["kaplan-meier", "pohar-perme", "ederer2", "ederer1", "hakulinen"])
@settings(max_examples=12)
@given(people=cohorts())
def test_survival_is_that_of_the_plain_estimator(method: str, people: list[dict[str, Any]]) -> None:
    plain = {
        "kaplan-meier": lambda: by_hand.kaplan_meier(people, DAYS),
        "pohar-perme": lambda: by_hand.pohar_perme(people, hazard, DAYS),
        "ederer2": lambda: by_hand.ederer2(people, hazard, DAYS),
        "ederer1": lambda: by_hand.ederer1(people, hazard, DAYS),
        "hakulinen": lambda: by_hand.hakulinen(people, hazard, DAYS, CLOSING),
    }[method]()
    on_the_day = DAYS / by_hand.YEAR
    changes = [each["last"] for each in people if each["last"] <= DAYS]

    made = epi.survival(
        frame(people), lifetable=TABLE, method=method, at=[on_the_day], precision=0, closing=CLOSING
    ).rows["survival"][0]

    # All methods but Pohar Perme stay as they were when somebody last left.
    told_on = DAYS if method == "pohar-perme" else _last_change(people, changes)
    # Ours has the first half day as a step of its own, and (1 + h/2)^2 is h^2/4 more than 1 + h: at most 1.9e-6 of the whole.
    assert made == pytest.approx(plain[told_on], rel=2e-6)


def _last_change(people: list[dict[str, Any]], left: list[int]) -> int:
    counts = [len(by_hand.at_risk(people, day)) for day in range(1, DAYS + 2)]
    came = [day for day in range(1, DAYS + 1) if counts[day] != counts[day - 1]]
    return max([0, *left, *came])


@settings(max_examples=12)
@given(people=cohorts())
def test_cumulative_incidence_is_that_of_the_plain_estimator(people: list[dict[str, Any]]) -> None:
    rows = epi.cumulative_incidence(frame(people), at=[DAYS / by_hand.YEAR]).rows

    for cause, probability in rows.select("cause", "probability").rows():
        assert probability == pytest.approx(by_hand.aalen_johansen(people, DAYS, cause)[DAYS], abs=1e-12)
