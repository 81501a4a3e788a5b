"""Which regions stand out from the rest, given how few or many they count?

Source: Spiegelhalter, Stat Med 2005;24:1185-202 (limits, appendix A.1; over-dispersion, appendix A.3).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from felles.epidemiology.monitoring.counts import Floats, Model

Overdispersion = Literal["none", "multiplicative", "additive"]


def funnel_limits(precision: Floats, target: float, quantile: float, model: Model = "binomial") -> Floats:
    """The share (or ratio of observed to expected) at a quantile of the funnel, for each precision.

    precision: n where the law is binomial, expected events where it is Poisson (then the target is usually 1).
    Exact tails, interpolated between two counts so that the funnel has no steps.
    """
    from scipy.stats import binom, poisson

    law = binom(precision, target) if model == "binomial" else poisson(precision * target)
    count = law.ppf(quantile)
    above, below = law.cdf(count), law.cdf(count - 1)
    part = (above - quantile) / (above - below)
    limits: Floats = (count - part) / precision
    return np.maximum(limits, 0.0)


def z_scores(events: Floats, precision: Floats, target: float, model: Model = "binomial") -> Floats:
    """How many standard errors each region lies from the target."""
    scores: Floats = (events / precision - target) / standard_errors(precision, target, model)
    return scores


def standard_errors(precision: Floats, target: float, model: Model = "binomial") -> Floats:
    """The standard error of each region's share or ratio if it is like the target."""
    errors: Floats = np.sqrt(target * (1 - target if model == "binomial" else 1) / precision)
    return errors


def dispersion(z: Floats, *, winsorised: float = 0.1) -> float:
    """How much more the regions vary than chance explains: the mean squared z, 1 where chance is all.

    The outermost share on each side is drawn in first, so that those who stand out do not hide themselves. That makes it
    too small by about 0.4 of itself where nobody stands out: a little over-dispersion goes unseen.
    """
    low, high = np.quantile(z, [winsorised, 1 - winsorised])
    return float(np.mean(np.clip(z, low, high) ** 2))


def adjusted_scores(z: Floats, errors: Floats, how: Overdispersion) -> tuple[Floats, float]:
    """The scores when regions are allowed to differ as they usually do, and what was used: phi or tau squared.

    multiplicative: all limits are widened by the root of phi. additive: each region has a level of its own with variance
    tau squared (DerSimonian & Laird's estimate from the drawn-in scores). Nothing is adjusted where phi is not above 1.
    """
    phi = dispersion(z)
    if how == "none" or phi <= 1:
        return z, 1.0 if how != "additive" else 0.0
    if how == "multiplicative":
        return z / np.sqrt(phi), phi
    weight, count = errors**-2, len(z)
    between = (count * phi - (count - 1)) / (weight.sum() - (weight**2).sum() / weight.sum())
    tau_squared = max(0.0, float(between))
    return z * errors / np.sqrt(errors**2 + tau_squared), tau_squared
