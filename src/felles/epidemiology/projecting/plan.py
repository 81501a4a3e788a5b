"""Which model projects a table: how many periods, from which age, with which trend, and how well does it fit?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from felles.epidemiology.errors import BadTable
from felles.epidemiology.projecting.age_period_cohort import curvature_test, fit_effects, projected_rates
from felles.epidemiology.projecting.glm import LOG, POWER5, Floats, Link

Method = Literal["nordpred", "poisson", "constant"]
METHODS: tuple[str, ...] = get_args(Method)
LINKS: dict[str, Link] = {"nordpred": POWER5, "poisson": LOG}

DAMPING = (0.0, 0.25, 0.5, 0.75, 0.75)
PERIODS = (4, 5, 6)
FEWEST_PERIODS = 3
FEWEST_CASES_OF_AN_AGE = 10
FIT_REFUSED_BELOW, BENT_BELOW = 0.01, 0.05


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a table is projected.

    periods: the last so many are the base. first_age: the youngest age group of the model; projected_age: the youngest
    that gets its rates from the model, younger ones keep the mean rate of the last two periods. recent: the trend of
    the last ten years goes on. The rest tells how well it fits; it is empty for constant rates.
    """

    method: Method
    periods: int
    first_age: int = 0
    projected_age: int = 0
    recent: bool = False
    damping: Sequence[float] = DAMPING
    goodness_of_fit: float | None = None
    curvature: float | None = None
    dispersion: float = 1.0
    settled: bool = True


def choose_plan(
    cases: Floats,
    person_years: Floats,
    method: Method,
    *,
    periods: int | Sequence[int] = PERIODS,
    recent: bool | None = None,
    first_age: int | None = None,
    projected_age: int | None = None,
    damping: Sequence[float] = DAMPING,
) -> Plan:
    """The plan for observed cases and person-years (ages, periods).

    The widest base is tried first; while the goodness of fit is rejected (p < 0.01) the oldest period is left out.
    Without `recent`, the recent trend is chosen where the drift is bent (p < 0.05). Without ages, the model begins
    with the youngest from which all have ten cases in the base together, and is used from the next one.
    Raises BadTable where there is too little to fit.
    """
    if method == "constant":
        return Plan(method=method, periods=1)
    link = LINKS[method]
    there = cases.shape[1]
    if there < FEWEST_PERIODS:
        raise BadTable(f"A trend needs {FEWEST_PERIODS} periods of five years; the table has {there}.")
    candidates = {min(count, there) for count in ([periods] if isinstance(periods, int) else periods)}
    for count in sorted(candidates, reverse=True):
        first = _first_age(cases[:, -count:]) if first_age is None else first_age
        base, years = cases[first:, -count:], person_years[first:, -count:]
        fitted, _, freedom = fit_effects(base, years, link)
        goodness = _goodness(float(fitted.deviance), freedom)
        if goodness >= FIT_REFUSED_BELOW:
            break
    pearson = float(np.sum((base.ravel() - fitted.means) ** 2 / fitted.means))
    curvature = curvature_test(base, years, link)
    return Plan(
        method=method,
        periods=count,
        first_age=first,
        projected_age=min(first + 1, cases.shape[0] - 1) if projected_age is None else projected_age,
        recent=curvature < BENT_BELOW if recent is None else recent,
        damping=damping,
        goodness_of_fit=goodness,
        curvature=curvature,
        dispersion=max(1.0, pearson / freedom) if freedom else 1.0,
        settled=bool(fitted.settled),
    )


def rates_to_come(plan: Plan, cases: Floats, person_years: Floats, ahead: int) -> Floats:
    """Rates (..., ages, ahead). cases: (..., ages, periods), observed or simulated; person_years: (ages, periods)."""
    observed = _rates(cases, person_years)
    if plan.method == "constant":
        return np.repeat(observed[..., -1:], ahead, axis=-1)
    rates = np.repeat(observed[..., -2:].mean(axis=-1, keepdims=True), ahead, axis=-1)
    rates[..., plan.projected_age :, :] = _modelled(plan, cases, person_years, ahead)
    return rates


def expected_counts(plan: Plan, cases: Floats, person_years: Floats) -> Floats:
    """What the plan says that each observed cell should hold: the model's means, elsewhere the counts themselves."""
    expected = cases.astype(float)
    if plan.method != "constant":
        base = slice(plan.first_age, None), slice(-plan.periods, None)
        fitted, _, _ = fit_effects(cases[base], person_years[base], LINKS[plan.method])
        expected[base] = fitted.means.reshape(expected[base].shape)
    return expected


def _modelled(plan: Plan, cases: Floats, person_years: Floats, ahead: int) -> Floats:
    link, base = LINKS[plan.method], (slice(plan.first_age, None), slice(-plan.periods, None))
    _, effects, _ = fit_effects(cases[..., *base], person_years[base], link)
    return projected_rates(
        effects,
        link,
        ahead=ahead,
        recent=plan.recent,
        damping=plan.damping,
        skip=plan.projected_age - plan.first_age,
    )


def _rates(cases: Floats, person_years: Floats) -> Floats:
    rates: Floats = np.divide(cases, person_years, out=np.zeros(cases.shape), where=person_years > 0)
    return rates


def _goodness(deviance: float, freedom: int) -> float:
    from scipy.stats import chi2

    return float(chi2.sf(deviance, freedom)) if freedom else 1.0


def _first_age(base: Floats) -> int:
    """The youngest age group from which all have enough cases. Raises BadTable where fewer than three have."""
    enough = base.sum(axis=1) >= FEWEST_CASES_OF_AN_AGE
    first = len(enough) - int(np.argmin(np.r_[enough[::-1], False]))
    if len(enough) - first < 3:
        raise BadTable(
            f"Fewer than three age groups at the top have {FEWEST_CASES_OF_AN_AGE} cases in the base:"
            " too few to follow a trend. Put sites or sexes together, or ask for constant rates."
        )
    return first
