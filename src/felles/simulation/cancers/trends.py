"""How high are the rates of a year, against those of the table? Published counts set the level; NORDPRED's cuts the future.

Between years with a count the fifth root of the ratio is a straight line, as in the power model of NORDPRED (Møller et al.,
Stat Med 2003;22:2751-66). After the last one the slope since the table goes on, less and less, as its damping says. Before
the first the rates grew by the same share a year.
"""

from collections.abc import Mapping

import numpy as np

from felles.epidemiology.projecting.plan import DAMPING
from felles.simulation.cancers.model import TREND_FROM, TREND_UNTIL, Floats

TABLE_YEAR = 2015.5
"""The middle of the years of the table of incidence."""
GREW_FROM = 1955.0
"""Before it the rates are taken as constant: few who were ill then are alive in any year that is simulated."""
POWER = 5
PERIOD = 5.0
YEARS = np.arange(TREND_FROM, TREND_UNTIL + 1, dtype=np.float64)


def trend(known: Mapping[float, float], grew: float, goes_on: float) -> Floats:
    """Ratios of the rates at the beginning of each year from TREND_FROM, against the table.

    known: ratio by decimal year; the table itself (1 at 2015.5) is added. grew: a year before the first of them.
    goes_on: the share of the damped slope that stays in the future.
    """
    points = {TABLE_YEAR: 1.0, **known}
    times = np.array(sorted(points))
    roots = np.array([points[time] for time in times]) ** (1 / POWER)
    first, last = times[0], times[-1]
    ratios = np.interp(YEARS, times, roots) ** POWER
    early = first > YEARS
    ratios[early] = roots[0] ** POWER * (1 + grew) ** -(first - np.maximum(YEARS[early], GREW_FROM))
    late = last < YEARS
    slope = (roots[-1] - 1.0) / (last - TABLE_YEAR) if last > TABLE_YEAR else 0.0
    ratios[late] = np.maximum(roots[-1] + goes_on * slope * damped_years(YEARS[late] - last), 0.0) ** POWER
    return ratios


def damped_years(ahead: Floats) -> Floats:
    """Years ahead, each counted for what the damping leaves of it; none after the last period."""
    total = np.zeros_like(ahead)
    for period, cut in enumerate(DAMPING):
        total += (1 - cut) * np.clip(ahead - period * PERIOD, 0.0, PERIOD)
    return total
