"""Is the share of this period further from the expected than chance allows?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from felles.epidemiology.monitoring.counts import Floats, Watched

if TYPE_CHECKING:
    from felles.epidemiology.monitoring.counts import Model

Direction = Literal["up", "down", "both"]


def tail_probabilities(watched: Watched, direction: Direction) -> Floats:
    """How likely a count at least as far out is in each period if nothing has changed, exactly (periods,).

    `both` doubles the smaller tail.
    """
    above, below = watched.law.sf(watched.events - 1), watched.law.cdf(watched.events)
    both: Floats = np.minimum(1.0, 2 * np.minimum(above, below))
    return {"up": above, "down": below, "both": both}[direction]


def exact_limits(watched: Watched, false_alarm: float) -> tuple[Floats, Floats]:
    """The counts (periods,) between which nothing is signalled, with at most false_alarm outside, half on each side."""
    low, high = watched.law.ppf(false_alarm / 2), watched.law.isf(false_alarm / 2)
    return np.where(watched.law.cdf(low) <= false_alarm / 2, low + 1, low), np.asarray(high)


def sigma_limits(
    n: Floats, expected: Floats, model: Model = "binomial", *, sigmas: float = 3.0
) -> tuple[Floats, Floats]:
    """Shewhart's limits of the share, expected / n plus and minus so many standard deviations, never below 0 (or over 1).

    The textbook p-chart and u-chart (Montgomery, Introduction to Statistical Quality Control, ch. 7). For small counts
    the normal curve is wrong and the exact limits are not.
    """
    share = expected / n
    spread = sigmas * np.sqrt(share * (1 - share if model == "binomial" else 1) / n)
    upper = np.minimum(share + spread, 1.0) if model == "binomial" else share + spread
    return np.maximum(share - spread, 0.0), upper
