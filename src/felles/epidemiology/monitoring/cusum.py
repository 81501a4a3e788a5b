"""Has the level moved, even a little? The cumulative sum of what each period holds beyond what was expected.

S = max(0, S + (events - k)) upwards, max(0, S + (k - events)) downwards; a signal when S reaches h. With k halfway (on
the scale of the likelihood) between the expected and a level worth finding, no chart finds that level sooner for the
same false alarms (Page 1954; Moustakides 1986). S and h are counted in events.
Sources: Lucas, Technometrics 1985;27:129-44 (counts); Steiner et al., Biostatistics 2000;1:441-52 (risk-adjusted).
"""

from __future__ import annotations

import numpy as np

from felles.epidemiology.monitoring.counts import Floats, Watched


def reference_values(watched: Watched, ratio: float) -> Floats:
    """k of each period (periods,), for finding a ratio: of odds where the law is binomial, of rates where it is Poisson.

    ratio above 1 looks upwards, below 1 downwards. Raises ValueError at 1 or at 0 and below.
    """
    if ratio <= 0 or ratio == 1:
        raise ValueError(f"The ratio worth finding is above 0 and not 1; got {ratio}.")
    if watched.n is None:
        rates: Floats = watched.expected * (ratio - 1) / np.log(ratio)
        return rates
    share = np.divide(watched.expected, watched.n, out=np.zeros(len(watched.n)), where=watched.n > 0)
    shifted = share * ratio / (1 - share + share * ratio)
    values: Floats = watched.n * np.log((1 - share) / (1 - shifted)) / np.log(ratio)
    return values


def cusum(events: Floats, k: Floats, *, upwards: bool = True) -> Floats:
    """S after each period (periods,), beginning at 0."""
    reached, sums = 0.0, np.empty(len(events))
    for place, beyond in enumerate((events - k) if upwards else (k - events)):
        reached = max(0.0, reached + float(beyond))
        sums[place] = reached
    return sums


def last_began(sums: Floats, alarm: int) -> int:
    """The period in which the rise that led to an alarm began: the one after the last 0 before it (Page's estimate)."""
    zeros = np.flatnonzero(sums[:alarm] == 0)
    return int(zeros[-1]) + 1 if len(zeros) else 0


def next_ended(sums: Floats, alarm: int) -> int:
    """The place after the last period of the rise: where S is 0 again after an alarm, or the number of periods."""
    zeros = np.flatnonzero(sums[alarm:] == 0)
    return alarm + int(zeros[0]) if len(zeros) else len(sums)
