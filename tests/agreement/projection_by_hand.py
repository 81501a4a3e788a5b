"""The age-period-cohort projection, slow and plain: the deviance is minimised by a general optimiser, cell by cell.

The first and last period and the first and last cohort have no effect of their own, as the definition says.
"""

from math import exp, log

import numpy as np
from scipy.optimize import minimize


def project_by_hand(cases, people, *, link, ahead, recent, damping, skip):
    """The least deviance, and rates by age and coming period, from lists of lists of counts and person-years."""
    ages, periods = len(cases), len(cases[0])
    cohorts = ages + periods - 1

    def effects(beta):
        age, drift, rest = beta[:ages], beta[ages], beta[ages + 1 :]
        period = [0.0, *rest[: periods - 2], 0.0]
        cohort = [0.0, *rest[periods - 2 :], 0.0]
        return age, drift, period, cohort

    def rate(eta):
        return max(eta, 1e-3) ** 5 if link == "power5" else exp(eta)

    def deviance(beta):
        age, drift, period, cohort = effects(beta)
        total = 0.0
        for a in range(ages):
            for p in range(periods):
                eta = age[a] + drift * (p + 1) + period[p] + cohort[ages - 1 - a + p]
                mean = people[a][p] * rate(eta)
                count = cases[a][p]
                total += 2 * ((count * log(count / mean) if count else 0.0) - count + mean)
        return total

    crude = [(sum(row) + 0.5) / sum(years) for row, years in zip(cases, people, strict=True)]
    start = [value**0.2 if link == "power5" else log(value) for value in crude]
    start += [0.0] * (1 + periods - 2 + cohorts - 2)
    best = minimize(deviance, np.array(start), method="BFGS", options={"maxiter": 4000, "gtol": 1e-6})
    best = minimize(deviance, best.x, method="Powell", options={"maxiter": 200, "xtol": 1e-10, "ftol": 1e-13})
    best = minimize(deviance, best.x, method="BFGS", options={"maxiter": 4000, "gtol": 1e-7})

    age, drift, period, cohort = effects(best.x)
    slope = drift + period[-1] - period[-2] if recent else drift
    rates = []
    for a in range(skip, ages):
        row, level = [], drift * periods
        for step in range(ahead):
            level += slope * (1 - damping[step])
            born = min(ages - 1 - a + periods + step, ages - 1 - skip + periods - 1)
            row.append(rate(age[a] + level + cohort[born]))
        rates.append(row)
    return best.fun, rates
