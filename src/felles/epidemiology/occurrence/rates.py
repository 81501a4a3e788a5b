"""What is the rate, weighed to a standard, and how sure is it? Arithmetic on arrays, no tables.

Everywhere: d are cases and n person-years, the last axis being age groups; w are weights of a standard, summing to one.
Rates are per person-year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Limits(NamedTuple):
    """The two ends of an interval."""

    lower: Floats
    upper: Floats


def poisson_limits(count: Floats, level: float = 0.95) -> Limits:
    """Exact limits of the mean of a Poisson count (Garwood 1936), through the chi-square distribution."""
    from scipy.special import gammaincinv

    alpha = (1 - level) / 2
    count = np.asarray(count, dtype=float)
    distinct, place = np.unique(count, return_inverse=True)  # most counts of a large table are alike
    lower = np.where(distinct > 0, gammaincinv(np.maximum(distinct, 1e-12), alpha), 0.0)
    upper = np.asarray(gammaincinv(distinct + 1, 1 - alpha), dtype=float)
    return Limits(lower[place].reshape(count.shape), upper[place].reshape(count.shape))


def byar_limits(count: Floats, level: float = 0.95) -> Limits:
    """Byar's approximation to the exact limits (Breslow and Day 1987, vol. II, formula 2.13)."""
    from scipy.special import ndtri

    z = ndtri(1 - (1 - level) / 2)
    count = np.asarray(count, dtype=float)
    more = count + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = count * (1 - 1 / (9 * count) - z / (3 * np.sqrt(count))) ** 3
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return Limits(np.where(count > 0, np.maximum(lower, 0), 0.0), upper)


def age_rates(d: Floats, n: Floats) -> Floats:
    """d / n; 0 where there are neither cases nor people, nan where there are cases and no people."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(n > 0, d / np.where(n > 0, n, 1), np.where(d > 0, np.nan, 0.0))


def standardised(d: Floats, n: Floats, w: Floats) -> Floats:
    """The directly standardised rate, the sum of w r (Breslow and Day 1987, vol. II, ch. 2)."""
    return np.asarray(age_rates(d, n) @ w)


def variance(d: Floats, n: Floats, w: Floats) -> Floats:
    """The Poisson variance of the standardised rate, the sum of w² d / n²."""
    return np.asarray((age_rates(d, n) / np.where(n > 0, n, 1)) @ w**2)


def normal_limits(d: Floats, n: Floats, w: Floats, level: float = 0.95) -> Limits:
    """Rate and 1.96 standard errors to each side, never below 0. Poor below about 100 cases."""
    from scipy.special import ndtri

    rate, width = standardised(d, n, w), ndtri(1 - (1 - level) / 2) * np.sqrt(variance(d, n, w))
    return Limits(np.maximum(rate - width, 0), rate + width)


def gamma_limits(d: Floats, n: Floats, w: Floats, level: float = 0.95) -> Limits:
    """Gamma limits of the standardised rate (Fay and Feuer, Statistics in Medicine 1997;16:791-801).

    They hold for few cases too, and are the exact Poisson limits where the weights are proportional to the person-years.
    """
    from scipy.special import gammaincinv

    alpha = (1 - level) / 2
    rate, spread = standardised(d, n, w), variance(d, n, w)
    largest = np.max(np.where(n > 0, w / np.where(n > 0, n, 1), 0), axis=-1)
    some = rate > 0
    scale = np.where(some, spread / np.where(some, rate, 1), 1)
    lower = np.where(some, scale * gammaincinv(np.where(some, rate / scale, 1), alpha), 0.0)
    more, wider = rate + largest, spread + largest**2
    scale = np.where(more > 0, wider / np.where(more > 0, more, 1), 1)
    upper = scale * gammaincinv(np.where(more > 0, more / scale, 1), 1 - alpha)
    known = np.isfinite(rate) & (more > 0)
    return Limits(np.where(np.isfinite(rate), lower, np.nan), np.where(known, upper, np.nan))


def cumulative_risk(d: Floats, n: Floats, groups: int, width: int = 5) -> Floats:
    """1 - exp(-sum of width times rate) over the first age groups: the risk of one who dies of nothing else (Day 1987)."""
    return np.asarray(1 - np.exp(-width * age_rates(d, n)[..., :groups].sum(axis=-1)))


def wilson_limits(count: Floats, of: Floats, level: float = 0.95) -> Limits:
    """Limits of a share (Wilson, JASA 1927;22:209-212). nan where there is nothing to share."""
    from scipy.special import ndtri

    z = ndtri(1 - (1 - level) / 2)
    of = np.asarray(of, dtype=float)
    some = np.where(of > 0, of, np.nan)
    share = np.asarray(count, dtype=float) / some
    middle = (share + z**2 / (2 * some)) / (1 + z**2 / some)
    half = z / (1 + z**2 / some) * np.sqrt(share * (1 - share) / some + z**2 / (4 * some**2))
    lower, upper = np.maximum(middle - half, 0), np.minimum(middle + half, 1)
    return Limits(np.where(share == 0, 0, lower), np.where(share == 1, 1, upper))
