"""What must hold of survival whatever the patients: chapters of one whole, windows, splits, nothing in excess."""

from datetime import date, timedelta
from math import exp
from typing import Any

import numpy as np
import polars as pl
import pytest

from felles import epidemiology as epi

HAZARD_AT_60, GROWTH = 0.012, 0.09


def life_table() -> pl.DataFrame:
    cells = [
        (sex, year, age, HAZARD_AT_60 * exp(GROWTH * (age - 60)))
        for sex in (1, 2)
        for year in range(2000, 2021)
        for age in range(101)
    ]
    return pl.DataFrame(cells, schema=["sex", "year", "age", "mx"], orient="row")


TABLE = epi.LifeTable.from_frame(life_table())


def patients(people: int, *, excess: float, seed: int = 1) -> pl.DataFrame:
    """Made-up patients who die at the life table's rate and, besides, at a constant excess rate a year."""
    chance = np.random.default_rng(seed)
    age = chance.uniform(50, 80, people)
    # Gompertz: the time by which an exponential amount of hazard has been met.
    hazard = HAZARD_AT_60 * np.exp(GROWTH * (np.floor(age) + 0.5 - 60))
    to_other = np.log1p(chance.exponential(size=people) * GROWTH / hazard) / GROWTH
    to_cancer = chance.exponential(1 / excess, people) if excess else np.full(people, np.inf)
    to_end = chance.uniform(4, 12, people)
    years = np.minimum(np.minimum(to_other, to_cancer), to_end)
    status = np.where(years == to_end, "alive", np.where(to_cancer < to_other, "cancer", "other"))
    start = np.datetime64("2003-01-01") + chance.integers(0, 2000, people)
    return pl.DataFrame(
        {
            "sex": np.where(chance.random(people) < 0.5, "male", "female"),
            "age_days": np.floor(age * 365.241),
            "diagnosed_on": start,
            "days": np.maximum(np.floor(years * 365.241), 1).astype(int),
            "status": status,
            "half": np.arange(people) % 2,
        }
    )


def of(frame: Any, **words: Any) -> list[float]:
    rows = epi.survival(frame, lifetable=TABLE, at=[1, 5], **words).rows
    return [float(value) for value in rows["survival"]]


@pytest.mark.parametrize("method", ["pohar-perme", "ederer2", "ederer1", "hakulinen"])
def test_without_excess_hazard_net_survival_is_one_within_its_limits(method: str) -> None:
    rows = epi.survival(patients(6000, excess=0), lifetable=TABLE, method=method, at=[1, 3], confidence=0.999).rows

    assert (rows["lower"] < 1).all()
    assert (rows["upper"] > 1).all()


def test_with_a_constant_excess_hazard_net_survival_is_its_exponential() -> None:
    rows = epi.survival(patients(20_000, excess=0.1), lifetable=TABLE, at=[1, 3], confidence=0.999).rows

    for years, lower, upper in rows.select("years", "lower", "upper").rows():
        assert lower < exp(-0.1 * years) < upper


@pytest.mark.parametrize("method", ["pohar-perme", "ederer2"])
def test_the_same_people_in_every_stratum_survive_as_the_whole_does(method: str) -> None:
    once = patients(300, excess=0.1)
    twice = pl.concat([once.with_columns(half=pl.lit(0)), once.with_columns(half=pl.lit(1))])

    strata = epi.survival(twice, lifetable=TABLE, method=method, by=["half"], at=[1, 5]).rows

    assert strata["survival"].to_list() == pytest.approx([*of(once, method=method)] * 2, abs=1e-12)
    assert of(twice, method=method) == pytest.approx(of(once, method=method), abs=1e-12)


def test_standardising_to_the_ages_that_are_there_changes_little() -> None:
    frame = patients(4000, excess=0.1)
    whole = (pl.col("age_days") / 365.241).floor()
    share = frame.select((whole < 65).mean()).item()

    strata = of(frame, weights={"50-64": share, "65+": 1 - share})
    brenner = of(frame, weights={"50-64": share, "65+": 1 - share}, standardise="brenner")

    assert brenner == pytest.approx(of(frame), abs=1e-12)
    assert strata == pytest.approx(of(frame), abs=5e-3)


@pytest.mark.parametrize("method", ["kaplan-meier", "pohar-perme", "ederer2", "ederer1", "hakulinen"])
def test_a_period_that_covers_everything_is_the_complete_approach(method: str) -> None:
    frame = patients(500, excess=0.1)

    assert of(frame, method=method, approach="period", period=(2000, 2030)) == of(frame, method=method)
    assert of(frame, method=method, approach="hybrid", period=(2000, 2030)) == of(frame, method=method)


def test_a_hybrid_whose_newest_years_are_all_years_leaves_nobody_to_enter_late() -> None:
    frame = patients(500, excess=0.1)
    until_2010 = (pl.lit(date(2010, 12, 31)) - pl.col("diagnosed_on").cast(pl.Date)).dt.total_days()
    cut = frame.with_columns(
        days=pl.min_horizontal("days", until_2010),
        status=pl.when(pl.col("days") > until_2010).then(pl.lit("alive")).otherwise("status"),
    )

    made = of(frame, approach="hybrid", period=(2008, 2010), newest=(2000, 2010))

    assert made == pytest.approx(of(cut), abs=1e-12)


@pytest.mark.parametrize("method", ["kaplan-meier", "cause-specific", "pohar-perme", "ederer2"])
def test_a_person_split_at_any_day_gives_the_same_answer(method: str) -> None:
    frame = patients(300, excess=0.1).with_columns(entry_days=pl.lit(0))
    cut = pl.Series(np.random.default_rng(5).integers(1, 4000, frame.height))
    split = cut < frame["days"]
    before = frame.with_columns(
        days=pl.when(split).then(cut).otherwise("days"),
        status=pl.when(split).then(pl.lit("alive")).otherwise("status"),
    )
    after = frame.with_columns(entry_days=cut).filter(split)

    assert of(pl.concat([before, after.cast(dict(before.schema))]), method=method) == pytest.approx(
        of(frame, method=method), abs=1e-9
    )


def test_the_causes_of_death_and_survival_sum_to_one() -> None:
    frame = patients(500, excess=0.1)

    risks = epi.cumulative_incidence(frame, at=[1, 5], by=["half"]).rows
    alive = epi.survival(frame, method="kaplan-meier", at=[1, 5], by=["half"]).rows

    summed = risks.group_by("half", "years").agg(pl.col("probability").sum()).sort("half", "years")
    assert (summed["probability"] + alive["survival"]).to_list() == pytest.approx([1.0] * 4, abs=1e-12)


def test_conditional_survival_is_the_later_part_of_the_whole() -> None:
    frame = patients(500, excess=0.1)
    rows = epi.survival(frame, lifetable=TABLE, at=[1, 5]).rows["survival"]

    given = epi.survival(frame, lifetable=TABLE, at=[5], given=1).rows["survival"][0]

    assert given == pytest.approx(rows[1] / rows[0], abs=1e-12)


def test_avoidable_deaths_against_the_whole_are_zero_where_regions_do_not_differ() -> None:
    once = patients(300, excess=0.1)
    twice = pl.concat([once.with_columns(half=pl.lit(0)), once.with_columns(half=pl.lit(1))])

    rows = epi.avoidable_deaths(twice, lifetable=TABLE, between="half").rows

    assert rows["avoidable"].to_list() == pytest.approx([0, 0], abs=1e-6)


def test_a_region_with_twice_the_excess_has_avoidable_deaths_against_the_best() -> None:
    worse = patients(3000, excess=0.2).with_columns(half=pl.lit("worse"))
    better = patients(3000, excess=0.1, seed=2).with_columns(half=pl.lit("better"))

    rows = epi.avoidable_deaths(pl.concat([worse, better]), lifetable=TABLE, between="half", reference="best").rows

    avoided = dict(rows.select("half", "avoidable").rows())
    expected = rows.filter(pl.col("half") == "worse").select(pl.col("n") * pl.col("expected")).item()
    assert avoided["better"] == 0
    assert avoided["worse"] == pytest.approx(expected * (exp(-0.5) - exp(-1.0)), rel=0.15)


def test_under_equal_survival_the_test_rarely_says_otherwise() -> None:
    p = [
        epi.net_survival_test(patients(400, excess=0.1, seed=seed), lifetable=TABLE, between="half").p
        for seed in range(20)
    ]

    assert sum(each < 0.05 for each in p) <= 4


def test_where_years_turn_on_birthdays_a_probability_holds_from_one_to_the_next() -> None:
    """Born on 1 October and 60 in 2010: the row of 2010 holds until the birthday of 2011, and not only to New Year."""
    deadly = pl.DataFrame(
        {"sex": [1] * 4, "year": [2010, 2010, 2011, 2011], "age": [60, 61, 60, 61], "survival_1y": [1.0, 1.0, 0.5, 0.5]}
    )
    one = {
        "sex": [1],
        "born_on": [date(1950, 10, 1)],
        "diagnosed_on": [date(2010, 10, 1)],
        "days": [400],
        "status": [0],
    }

    def expected(turns: Any) -> float:
        table = epi.LifeTable.from_frame(deadly, year_turns=turns)
        net = epi.survival(one, lifetable=table, at=[364 / 365.241], precision=0).rows["survival"][0]
        return 1 / float(net)

    assert expected("birthday") == pytest.approx(1.0)
    assert expected("new_year") < 0.65


def test_time_is_counted_from_the_day_of_diagnosis() -> None:
    start = date(2010, 1, 1)
    frame = {
        "diagnosed_on": [start] * 3,
        "followed_until": [start + timedelta(days=each) for each in (0, 100, 800)],
        "status": ["dead", "dead", "alive"],
    }

    rows = epi.survival(frame, method="kaplan-meier", at=[1 / 365.241, 99.5 / 365.241, 1]).rows

    assert rows["survival"].to_list() == pytest.approx([2 / 3, 2 / 3, 1 / 3])
