"""How much has the trend turned from one period to the next, and how far from the projection may such turns lead?

The trend's slope is a random walk whose steps are as large as those that were seen: the second differences of the period
effects, which are the same however age, period and cohort share the drift. So a second-order random walk, as in the
Bayesian age-period-cohort models (Knorr-Held and Rainer 2001, Biostatistics 2:109-29; Riebler and Held 2017, Biom J
59:531-49), damped as the trend is. With constant rates the level is a random walk with the steps that it has taken.
"""

from __future__ import annotations

import numpy as np

from felles.epidemiology.projecting.age_period_cohort import fit_effects
from felles.epidemiology.projecting.glm import Floats
from felles.epidemiology.projecting.plan import LINKS, Plan

_HIGHEST = 1.0
"""Cases a person-year that no rate passes."""


def turns(plan: Plan, cases: Floats, person_years: Floats) -> Floats:
    """Each turn that all observed periods show, on the scale of the link (constant rates: each step of the logarithm).

    cases, person_years: (ages, periods). Chance is in the turns too: with few cases they are larger than the trend's own.
    """
    if plan.method == "constant":
        return np.asarray(np.diff(np.log(np.maximum(cases.sum(axis=0), 0.5) / at_mean_rates(cases, person_years))))
    kept = slice(plan.first_age, None)
    _, effects, _ = fit_effects(cases[kept], person_years[kept], LINKS[plan.method])
    return np.asarray(np.diff(effects.period, n=2))


def at_mean_rates(cases: Floats, person_years: Floats) -> Floats:
    """Cases of each period at the mean rates of all, so that the level is free of who lived then."""
    people = person_years.sum(axis=1, keepdims=True)
    rates = np.divide(cases.sum(axis=1, keepdims=True), people, out=np.zeros(people.shape), where=people > 0)
    return np.asarray(np.maximum((rates * person_years).sum(axis=0), 0.5))


def led_astray(plan: Plan, rates: Floats, seen: Floats, chance: np.random.Generator) -> Floats:
    """The rates (repetitions, ages, ahead), each repetition with turns of its own, as large as those that were seen."""
    if not len(seen):
        return rates
    repetitions, _, ahead = rates.shape
    steps = chance.normal(scale=np.sqrt(np.mean(seen**2)), size=(repetitions, ahead)).cumsum(axis=1)
    if plan.method == "constant":
        return np.asarray(np.minimum(rates * np.exp(steps)[:, None, :], _HIGHEST))
    cuts = np.array([plan.damping[min(step, len(plan.damping) - 1)] for step in range(ahead)])
    away = ((1 - cuts) * steps).cumsum(axis=1)
    link, old = LINKS[plan.method], slice(plan.projected_age, None)
    eta = link.of_rate(np.maximum(rates[:, old], link.rate(np.array(link.lowest)))) + away[:, None, :]
    moved = rates.copy()
    moved[:, old] = np.minimum(link.rate(np.maximum(eta, link.lowest)), _HIGHEST)
    return moved
