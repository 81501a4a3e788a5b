"""How have rates moved with age, calendar time and year of birth, and where do they go if that holds?

eta(age, period) = age + drift * period + period effect + cohort effect. Age, period and cohort are tied together, so
some columns say what others said: in the order above, the first and last period and the first and last cohort count
as zero. The effects depend on that, the rates do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from felles.epidemiology.projecting.glm import Fit, Floats, Link, fit_counts, independent_columns


@dataclass(frozen=True)
class Effects:
    """age (..., ages), drift (...), period (..., periods), cohort (..., ages + periods - 1), oldest cohort first."""

    age: Floats
    drift: Floats
    period: Floats
    cohort: Floats

    @property
    def recent(self) -> Floats:
        """The slope over the last two periods: ten years where a period is five."""
        slope: Floats = self.drift + self.period[..., -1] - self.period[..., -2]
        return slope


@lru_cache(maxsize=64)
def design_of(ages: int, periods: int) -> tuple[Floats, NDArray[np.intp]]:
    """The design (ages * periods, columns), cells by age and then period, with the columns that are kept."""
    age, period = (axis.ravel() for axis in np.indices((ages, periods)))
    cohort = ages - 1 - age + period
    columns = [
        age[:, None] == np.arange(ages),
        period[:, None] + 1,
        period[:, None] == np.arange(1, periods),
        cohort[:, None] == np.arange(1, ages + periods - 1),
    ]
    design = np.hstack([column.astype(float) for column in columns])
    return design, independent_columns(design)


def fit_effects(cases: Floats, person_years: Floats, link: Link) -> tuple[Fit, Effects, int]:
    """The fit, its effects and the degrees of freedom left. cases: (..., ages, periods), person_years: (ages, periods)."""
    ages, periods = person_years.shape
    design, kept = design_of(ages, periods)
    counts = cases.reshape(*cases.shape[:-2], -1)
    fitted = fit_counts(design[:, kept], counts, person_years.ravel(), link)
    full = np.zeros((*fitted.coefficients.shape[:-1], design.shape[1]))
    full[..., kept] = fitted.coefficients
    zero = np.zeros((*full.shape[:-1], 1))
    effects = Effects(
        age=full[..., :ages],
        drift=full[..., ages],
        period=np.concatenate([zero, full[..., ages + 1 : ages + periods]], axis=-1),
        cohort=np.concatenate([zero, full[..., ages + periods :]], axis=-1),
    )
    return fitted, effects, design.shape[0] - len(kept)


def curvature_test(cases: Floats, person_years: Floats, link: Link) -> float:
    """The p-value of a quadratic term of the period beside age, drift and cohorts (likelihood ratio, 1 degree).

    Where it is small the drift has bent, and the trend of the last ten years tells more than the mean of all years.
    Source: Møller et al., Eur J Cancer Prev 2002;11 Suppl 1.
    """
    from scipy.stats import chi2

    ages, periods = person_years.shape
    design, _ = design_of(ages, periods)
    straight = np.delete(design, range(ages + 1, ages + periods), axis=1)
    bent = np.column_stack([straight, (straight[:, ages] - (periods + 1) / 2) ** 2])
    deviances = [
        fit_counts(columns[:, independent_columns(columns)], cases.ravel(), person_years.ravel(), link).deviance
        for columns in (straight, bent)
    ]
    return float(chi2.sf(max(float(deviances[0] - deviances[1]), 0.0), 1))


def projected_rates(
    effects: Effects, link: Link, *, ahead: int, recent: bool, damping: Sequence[float], skip: int = 0
) -> Floats:
    """Rates (..., ages - skip, ahead) of the periods to come.

    recent: the slope of the last two periods goes on, else the drift of them all. damping: the share of the slope
    that is cut in each coming period; the last one holds for all after it. skip: the youngest ages that are left out.
    A cohort not yet seen gets the effect of the newest one that was seen in the first age not left out.
    Source: Møller et al., Stat Med 2003;22:2751-66.
    """
    ages, periods = effects.age.shape[-1], effects.period.shape[-1]
    cuts = np.array([damping[min(step, len(damping) - 1)] for step in range(ahead)])
    slope = effects.recent if recent else effects.drift
    now = effects.drift * periods + effects.period[..., -1]
    level = now[..., None] + slope[..., None] * np.cumsum(1 - cuts)
    oldest_first = ages - 1 - np.arange(skip, ages)[:, None] + periods + np.arange(ahead)
    cohort = np.minimum(oldest_first, ages - 1 - skip + periods - 1)
    eta = effects.age[..., skip:, None] + level[..., None, :] + effects.cohort[..., cohort]
    rates: Floats = link.rate(np.maximum(eta, link.lowest))
    return rates
