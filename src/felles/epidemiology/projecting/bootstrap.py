"""How far may the numbers land from what is projected, if the model is right?

Not in the interval: that the model may be wrong, and that the population may be. What that costs is seen in a hindcast.
"""

from __future__ import annotations

import numpy as np

from felles.epidemiology.projecting.glm import Floats
from felles.epidemiology.projecting.plan import Plan, expected_counts, rates_to_come
from felles.epidemiology.projecting.series import CaseSeries

_AT_ONCE = 250  # repetitions fitted together: more is no quicker and takes memory


def simulate(table: CaseSeries, plan: Plan, *, repetitions: int, seed: int) -> tuple[Floats, Floats]:
    """Simulated counts and the rates behind them, both (repetitions, ages, periods to come).

    Each repetition draws a past from the fitted model, projects it by the same plan, and draws the time to come around
    that: parametric bootstrap (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, 6.5). Counts vary as Poisson,
    or more where the fit says so (variance = dispersion * mean). The same seed gives the same draws.
    """
    chance = np.random.default_rng([seed, 1])
    person_years = table.person_years[:, : table.observed]
    expected = expected_counts(plan, table.cases, person_years)
    drawn = []
    for first in range(0, repetitions, _AT_ONCE):
        shape = (min(_AT_ONCE, repetitions - first), *expected.shape)
        past = counts_around(np.broadcast_to(expected, shape), plan.dispersion, chance)
        drawn.append(rates_to_come(plan, past, person_years, table.ahead))
    rates = np.concatenate(drawn)
    return counts_around(rates * table.to_come, plan.dispersion, chance), rates


def counts_around(means: Floats, dispersion: float, chance: np.random.Generator) -> Floats:
    """Counts with these means and a variance of dispersion * mean: Poisson at 1, above it negative binomial."""
    if dispersion > 1.0:
        more = dispersion - 1.0
        means = chance.gamma(means / more, more)
    return chance.poisson(means).astype(float)
