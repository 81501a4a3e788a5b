"""How far may the numbers land from what is projected?

In the interval: the chance of the past (the coefficients), that of the time to come, that counts vary more than Poisson's, and
that the trend turns as it has turned before. Not in it: that the population may be another.
"""

from __future__ import annotations

import numpy as np

from felles.epidemiology.projecting.counts import counts_around
from felles.epidemiology.projecting.glm import Floats
from felles.epidemiology.projecting.plan import Plan, expected_counts, rates_to_come
from felles.epidemiology.projecting.series import CaseSeries
from felles.epidemiology.projecting.turning import led_astray, turns

_AT_ONCE = 250  # repetitions fitted together: more is no quicker and takes memory


def simulate(table: CaseSeries, plan: Plan, *, repetitions: int, seed: int) -> tuple[Floats, Floats]:
    """Simulated counts and the rates behind them, both (repetitions, ages, periods to come).

    Each repetition draws a past from the fitted model, projects it by the same plan, lets the trend turn, and draws the time
    to come around that: parametric bootstrap (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, 6.5), with turns
    as in turning.py. Counts vary as Poisson, or more where the fit says so (variance = dispersion * mean, quasi-likelihood;
    McCullagh & Nelder 1989, 4.5). The same seed gives the same draws.
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
    rates = led_astray(plan, rates, turns(plan, table.cases, person_years), np.random.default_rng([seed, 2]))
    return counts_around(rates * table.to_come, plan.dispersion, chance), rates
