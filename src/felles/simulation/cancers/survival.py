"""Which curves of net survival give the published one? Each stage has a share that is cured; the rest follows a Weibull.

A curve S may be raised to a power g, which multiplies the excess mortality by g: so do age, year and the level of the sex.
"""

import math

import numpy as np

from felles.simulation.cancers.model import Floats
from felles.simulation.compiling import part

YEARS = 5.0
STEPS = 60
LEAST, MOST = 1e-4, 0.9999
_TRIED = np.geomspace(1e-3, 1e4, 281)
"""Powers, against that of the published survival, between which others are interpolated: near enough to a thousandth."""


def curve(rs5: float, cured: float, shape: float) -> tuple[float, float, float]:
    """Cured share, scale and shape of the curve that is rs5 at five years, of whom the share `cured` never die of it."""
    at_five = min(max(rs5, LEAST), MOST)
    never = at_five * min(cured, 0.999)
    return never, YEARS / (-math.log((at_five - never) / (1 - never))) ** (1 / shape), shape


def level(published: float, shares: Floats, rs5: Floats, powers: Floats, weights: Floats) -> float:
    """The power that all stages' survival is raised to, so that survival of all is what was published.

    shares, rs5: by stage. powers: ratio of the excess mortality of groups of age. weights: their shares of the cases.
    """
    target = min(max(published, LEAST), MOST)
    logs = np.log(np.clip(rs5, LEAST, MOST))

    def of_all(power: float) -> float:
        return float(shares @ (np.exp(power * logs[:, None] * powers[None, :]) @ weights))

    low, high = 1e-4, 1e4
    for _ in range(STEPS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if of_all(middle) > target else (low, middle)
    return math.sqrt(low * high)


def powers_for(
    published: float, shares: Floats, rs5: Floats, powers: Floats, weights: Floats, *, ratios: Floats
) -> Floats:
    """The powers, against `level`, under which the excess mortality of all together is these ratios of the published one.

    Where survival of all is to be published ** ratio, that is; the rest as `level`.
    """
    base = level(published, shares, rs5, powers, weights)
    logs = np.log(np.clip(rs5, LEAST, MOST))
    ages, which = np.unique(powers, return_inverse=True)
    of_age = np.bincount(which, weights)
    together = shares @ (np.exp(base * _TRIED[:, None, None] * logs[:, None] * ages) @ of_age).T
    excess = np.log(-np.log(np.clip(together, 1e-300, 1 - 1e-15)))
    target = min(max(published, LEAST), MOST)
    return np.asarray(np.exp(np.interp(np.log(ratios) + math.log(-math.log(target)), excess, np.log(_TRIED))))


@part
def survival_at(curve: Floats, power: float, time: float) -> float:
    """Net survival `time` years after; curve: cured, scale, shape."""
    if time <= 0.0:
        return 1.0
    never, scale, shape = curve[0], curve[1], curve[2]
    return float((never + (1.0 - never) * math.exp(-((time / scale) ** shape))) ** power)


@part
def time_until(curve: Floats, power: float, survival: float) -> float:
    """The time at which net survival has fallen to `survival`; infinity where it never does."""
    never, scale, shape = curve[0], curve[1], curve[2]
    left = survival ** (1.0 / power)
    if left <= never:
        return math.inf
    if left >= 1.0:
        return 0.0
    return float(scale * (-math.log((left - never) / (1.0 - never))) ** (1.0 / shape))
