"""NORDPRED here gives the numbers of the reference program, and those of a plain optimiser."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from felles import epidemiology as epi
from felles.epidemiology.projecting.age_period_cohort import fit_effects, projected_rates
from felles.epidemiology.projecting.glm import LOG, POWER5

from .projection_by_hand import project_by_hand

METHODS = {"power5": "nordpred", "poisson": "poisson"}


@pytest.mark.parametrize("recent", [True, False])
@pytest.mark.parametrize("periods", [4, 5, 6])
@pytest.mark.parametrize("link", METHODS)
def test_colon_cancer_in_men_is_projected_as_by_the_reference_program(
    reference: Path, link: str, periods: int, recent: bool
) -> None:
    table = pl.read_csv(reference / "reference/norway/nordpred_demo_colon_men.csv")
    expected = pl.read_csv(reference / "reference/norway/nordpred_demo_expected.csv").filter(
        linkfunc=link, noperiod=periods, recent=recent
    )

    made = epi.projection(table, method=METHODS[link], periods=periods, recent=recent)

    both = made.ages.join(expected, on=["age_group", "period"])
    off = (both["cases"] - both["predicted_cases"]).abs()
    assert both.height == 18 * 5
    assert (off <= np.maximum(0.05, 0.001 * both["predicted_cases"])).all()
    assert made.models["goodness_of_fit"][0] == pytest.approx(expected["gof"][0], abs=1e-5)


@pytest.mark.parametrize("recent", [True, False])
@pytest.mark.parametrize("link", [POWER5, LOG], ids=["power5", "log"])
def test_a_plain_optimiser_finds_the_same_rates(link, recent: bool) -> None:
    chance = np.random.default_rng(3)
    people = chance.uniform(2e4, 9e4, (5, 4))
    rates = np.linspace(0.0008, 0.004, 5)[:, None] * np.linspace(1, 1.4, 4)
    cases = chance.poisson(rates * people).astype(float)
    damping = [0.0, 0.25, 0.5]

    fitted, effects, _ = fit_effects(cases, people, link)
    ours = projected_rates(effects, link, ahead=3, recent=recent, damping=damping, skip=1)

    name = "power5" if link is POWER5 else "log"
    deviance, by_hand = project_by_hand(
        cases.tolist(), people.tolist(), link=name, ahead=3, recent=recent, damping=damping, skip=1
    )
    assert float(fitted.deviance) == pytest.approx(deviance, abs=1e-4)
    assert ours == pytest.approx(np.array(by_hand), rel=2e-3)
