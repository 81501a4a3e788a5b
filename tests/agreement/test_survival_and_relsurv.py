"""The numbers are those of R's relsurv, for every method, scale of limits, test and probability."""

from math import exp
from pathlib import Path

import polars as pl
import pytest

from felles import epidemiology as epi

FOLDER = Path(__file__).parent / "relsurv"
EXPECTED = pl.read_csv(FOLDER / "expected.csv")
COHORT = pl.read_csv(FOLDER / "cohort.csv", try_parse_dates=True)
AT = (1, 3, 5)
SURVIVAL, LIMITS = 2e-4, 2e-3


def life_table() -> epi.LifeTable:
    cells = [
        (sex, year, age, exp(-9.5 + 0.09 * age - 0.02 * (year - 1990)) * (1.6 if sex == "male" else 1))
        for sex in ("male", "female")
        for year in range(1995, 2016)
        for age in range(101)
    ]
    return epi.LifeTable.from_frame(pl.DataFrame(cells, schema=["sex", "year", "age", "mx"], orient="row"))


TABLE = life_table()


def of_group(group: str) -> pl.DataFrame:
    return COHORT if group == "all" else COHORT.filter(pl.col("region") == group)


def expected(what: str, group: str) -> pl.DataFrame:
    found = EXPECTED.filter((pl.col("what") == what) & (pl.col("group") == group))
    assert found.height
    return found


@pytest.mark.parametrize("group", ["all", "north", "south"])
@pytest.mark.parametrize("scale", ["log", "log-log", "plain"])
@pytest.mark.parametrize("method", ["pohar-perme", "ederer2", "ederer1", "hakulinen"])
def test_survival_is_that_of_rs_surv(method: str, scale: str, group: str) -> None:
    closing = int((COHORT["diagnosed_on"].cast(pl.Int32) + COHORT["days"]).max())  # type: ignore[arg-type,operator]

    made = epi.survival(of_group(group), lifetable=TABLE, method=method, at=AT, limits_on=scale, closing=closing).rows

    wanted = expected(f"{method} {scale}", group)
    # relsurv weighs by expected survival at the end of a gap between two times, which few patients make wide; the plain
    # estimator (survival_by_hand) is met to 2e-6.
    close = 1e-3 if method == "hakulinen" else SURVIVAL
    assert made["survival"].to_list() == pytest.approx(wanted["estimate"].to_list(), abs=close)
    assert made["lower"].to_list() == pytest.approx(wanted["lower"].to_list(), abs=LIMITS)
    assert made["upper"].to_list() == pytest.approx(wanted["upper"].to_list(), abs=LIMITS)


@pytest.mark.parametrize("group", ["all", "north", "south"])
def test_the_other_product_is_that_of_rs_surv(group: str) -> None:
    made = epi.survival(of_group(group), lifetable=TABLE, at=AT, product="fleming-harrington").rows

    wanted = expected("fleming-harrington", group)["estimate"].to_list()
    assert made["survival"].to_list() == pytest.approx(wanted, abs=SURVIVAL)


@pytest.mark.parametrize("group", ["all", "north", "south"])
@pytest.mark.parametrize(("cause", "theirs"), [("cancer", "causeSpec"), ("other", "population")])
def test_crude_probabilities_of_death_are_those_of_cmp_rel(cause: str, theirs: str, group: str) -> None:
    rows = epi.crude_probability(of_group(group), lifetable=TABLE, at=AT).rows.filter(pl.col("cause") == cause)

    wanted = expected(f"cmp.rel {theirs}", group)
    assert rows["probability"].to_list() == pytest.approx(wanted["estimate"].to_list(), abs=SURVIVAL)
    assert rows["lower"].to_list() == pytest.approx(wanted["lower"].to_list(), abs=LIMITS)
    assert rows["upper"].to_list() == pytest.approx(wanted["upper"].to_list(), abs=LIMITS)
    lost = expected(f"years lost {theirs}", group)["estimate"][0]
    assert rows["years_lost"][-1] == pytest.approx(lost, abs=1e-3)


@pytest.mark.parametrize(("strata", "group"), [((), "region"), (("sex",), "region within sex")])
def test_the_test_of_net_survival_is_that_of_rs_diff(strata: tuple[str, ...], group: str) -> None:
    test = epi.net_survival_test(COHORT, lifetable=TABLE, between="region", strata=strata)

    assert test.statistic == pytest.approx(expected("rs.diff", group)["estimate"][0], rel=2e-3)
    assert test.degrees_of_freedom == 1
    assert 0 < test.p < 0.001
