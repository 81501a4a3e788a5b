"""When does the cancer come that an exposure causes? A clock beside the one of the never exposed; the first to ring counts.

Relative risks: the hazard of the never exposed times the excess relative risk times the weight of the exposure then.
Smoking and lung cancer: Peto, Br J Cancer 2012;107:428-9. Never smokers have 13 per 100,000 a year at 60, in proportion to
age^4; a packet a day since 15 adds 300 at 60, in proportion to cigarettes and to the years smoked to the fourth power, and
after stopping what is added stays as it is. The level follows the hazard of never smokers in the table.
"""

import math

from felles.simulation.cancers.model import OLDEST, Floats
from felles.simulation.clocks import age_at, cumulative_at
from felles.simulation.compiling import part

NEVER_AT_60, EXCESS_AT_60 = 13e-5, 300e-5
PACKET, SMOKED, AGE = 20.0, 45.0, 60.0
POWER = 4
MOST_SMOKING = EXCESS_AT_60 / NEVER_AT_60 / PACKET / SMOKED**POWER * AGE**POWER
"""The excess relative risk for each cigarette a day, had all of life been smoked."""


def smoking_excess(age: float, since: float, until: float, cigarettes: float) -> float:
    """Excess relative risk of lung cancer at an age; smoked from age `since` to age `until` (Peto 2012)."""
    smoked = min(age, until) - since
    if smoked <= 0.0:
        return 0.0
    return MOST_SMOKING * cigarettes * (smoked / age) ** POWER


@part
def smoking_age(table: Floats, luck: float, since: float, until: float, cigarettes: float, last: float) -> float:
    """The age at which smoking has given lung cancer, or infinity after `last`. table: cumulative hazard of never smokers.

    Within a year of age the level is constant, so that the hazard is in proportion to the years smoked to the fourth power
    and inverts in closed form.
    """
    left = luck
    age = since
    while age < last:
        whole = int(age)
        if whole >= OLDEST:
            return math.inf
        end = whole + 1.0
        level = (table[whole + 1] - table[whole]) * MOST_SMOKING * cigarettes / (whole + 0.5) ** POWER
        if age < until:
            end = min(end, until)
            begun, stopped = age - since, end - since
            spent = level * (stopped**5 - begun**5) / 5.0
            if spent >= left:
                return float(since + (begun**5 + 5.0 * left / level) ** 0.2)
        else:
            rate = level * (until - since) ** POWER
            spent = rate * (end - age)
            if spent >= left:
                return float(age + left / rate)
        left -= spent
        age = end
    return math.inf


@part
def exposed_age(
    table: Floats, luck: float, born: float, begins: Floats, ends: Floats, weight: Floats, excess: float
) -> float:
    """The age at which pieces of one exposure have given the cancer, or infinity. Pieces follow each other in time."""
    left = luck
    for piece in range(len(begins)):
        if not begins[piece] < math.inf:
            continue
        ratio = excess * weight[piece]
        at_start = cumulative_at(table, begins[piece] - born)
        spent = ratio * (cumulative_at(table, min(ends[piece] - born, float(OLDEST))) - at_start)
        if spent >= left and ratio > 0.0:
            return age_at(table, at_start + left / ratio)
        left -= spent
    return math.inf
