"""How many cases did the registry never hear of? Against published worked examples and R."""

import itertools
import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from felles import epidemiology as epi
from felles.epidemiology.errors import BadTable

HEPATITIS_A: dict[tuple[bool, ...], int] = {
    (True, True, True): 28,
    (True, True, False): 21,
    (True, False, True): 17,
    (True, False, False): 69,
    (False, True, True): 18,
    (False, True, False): 55,
    (False, False, True): 63,
}
"""Chao et al., Stat Med 2001;20:3123-3157: 271 students in Taiwan, by serum test (135), hospital (122), questionnaire (126)."""


def test_chapmans_estimate_is_that_of_a_worked_example() -> None:
    """Penn State STAT 506, lesson 12.1: 500 shirts given out, 200 people looked at, 40 of them with a shirt."""
    found = epi.chapman(first=500, second=200, both=40)

    assert found.cases == pytest.approx(501 * 201 / 41 - 1)
    assert found.observed == 660
    assert found.completeness == pytest.approx(660 / 2455.12, abs=1e-4)
    assert 660 < found.cases_lower < found.cases < found.cases_upper


def test_three_sources_that_depend_on_each_other_in_pairs_give_the_published_estimate() -> None:
    """The model of all three dependences was published as 1,313 (standard error 520); serology later found 545."""
    found = epi.log_linear(HEPATITIS_A, ["serum", "hospital", "questionnaire"])

    assert found.cases == pytest.approx(271 + 28 * 69 * 55 * 63 / (21 * 17 * 18))
    assert round(found.cases) == 1313
    assert found.model == ("serum*hospital", "serum*questionnaire", "hospital*questionnaire")
    assert found.aic == pytest.approx(51.39107, abs=1e-4)  # R: AIC(glm(n ~ P*Q + P*E + Q*E, poisson))
    assert found.cases_lower < 1313 < found.cases_upper


@pytest.mark.parametrize(
    ("pairs", "cases", "error", "aic"),
    [
        ((), 388.4835, 21.55294, 69.7479),
        (((0, 1),), 416, 30.94273, 68.53532),
        (((1, 2),), 413.1818, 29.83463, 68.72158),
        (((0, 1), (1, 2)), 526.7059, 78.02174, 62.59369),
    ],
)
def test_every_model_equals_that_of_r(
    pairs: tuple[tuple[int, int], ...], cases: float, error: float, aic: float
) -> None:
    """R 4: m <- glm(n ~ P + Q + E ..., poisson); mu <- exp(coef(m)[1]); 271 + mu, sqrt(mu + mu^2 * vcov(m)[1, 1]), AIC(m)."""
    from felles.epidemiology.registry_quality.log_linear_models import fitted

    (fit,) = [fit for fit in fitted(HEPATITIS_A, 3) if fit.pairs == pairs]

    assert 271 + fit.missed == pytest.approx(cases, abs=1e-3)
    assert math.sqrt(fit.variance) == pytest.approx(error, abs=1e-3)
    assert fit.aic == pytest.approx(aic, abs=1e-4)


@given(st.tuples(*[st.floats(0.3, 0.8)] * 3), st.integers(2_000, 20_000))
def test_independent_sources_give_back_how_many_there_were(chances: tuple[float, ...], cases: int) -> None:
    counts = {}
    for held in itertools.product([True, False], repeat=3):
        share = math.prod(chance if each else 1 - chance for each, chance in zip(held, chances, strict=True))
        if any(held):
            counts[held] = round(cases * share)

    found = epi.log_linear(counts, ["a", "b", "c"])

    assert found.model == ()
    assert found.cases == pytest.approx(cases, rel=0.01)


@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 500))
def test_two_sources_are_never_more_complete_than_whole(both: int, one: int, other: int) -> None:
    found = epi.chapman(first=both + one, second=both + other, both=both)

    assert found.observed <= found.cases_lower <= found.cases_upper
    assert 0 < found.lower <= found.completeness <= found.upper <= 1


def test_completeness_is_told_by_columns_of_the_table() -> None:
    table = {
        "region": ["west"] * 5 + ["east"] * 3,
        "hospital": ["1", "1", "1", "1", "0", "1", "0", "0"],
        "laboratory": ["1", "1", "1", "0", "1", "0", "1", "0"],
    }

    rows = epi.capture_recapture(table, ["hospital", "laboratory"], by=["region"])

    assert rows["region"].to_list() == ["east", "west"]
    assert rows["observed"].to_list() == [2, 5]
    assert rows["cases"].to_list() == [2 * 2 / 1 - 1, 5 * 5 / 4 - 1]


def test_a_stratum_that_no_model_fits_has_what_was_seen_and_nothing_more() -> None:
    table = {"a": [True, True], "b": [False, False], "c": [False, False]}

    row = epi.capture_recapture(table, ["a", "b", "c"]).row(0, named=True)

    assert row["observed"] == 2
    assert row["cases"] is None


@pytest.mark.parametrize(
    ("table", "sources", "said"),
    [
        ({"a": ["1"]}, ["a"], "two to 5 different columns"),
        ({"a": ["1"], "b": ["1"]}, ["a", "a"], "two to 5 different columns"),
        ({"a": ["1"]}, ["a", "b"], "no column b"),
        ({"a": ["1"], "b": ["yes"]}, ["a", "b"], "holds yes; a source is told by true or false"),
    ],
)
def test_sources_that_cannot_be_read_are_refused(table: dict[str, list[str]], sources: list[str], said: str) -> None:
    with pytest.raises(BadTable, match=said):
        epi.capture_recapture(pl.DataFrame(table), sources)


def test_completeness_from_death_certificates_is_one_less_the_missed() -> None:
    """Ajiki et al. 1998: (1 - DCN x I/D) / (1 - DCN). 1,000 cases, 200 first by certificate, 500 deaths."""
    value, lower, upper = epi.completeness_from_certificates(cases=1000, first_by_certificate=200, deaths=500)

    assert value == pytest.approx((1 - 0.2 * 2) / (1 - 0.2))
    assert lower < value < upper <= 1
    assert epi.completeness_from_certificates(cases=1000, first_by_certificate=0, deaths=500)[0] == 1


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="Both cannot exceed either"):
        epi.chapman(first=3, second=3, both=4)
    with pytest.raises(ValueError, match="there must be deaths"):
        epi.completeness_from_certificates(cases=10, first_by_certificate=1, deaths=0)
    with pytest.raises(ValueError, match="three to 5 sources"):
        epi.log_linear({(True, True): 1}, ["a", "b"])
