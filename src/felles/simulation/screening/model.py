"""Which numbers does the kernel of screening read?

Axes: programme P, regime R, county, sex, education, age in whole years, test T, stage (0-3 for I to IV, 4 without stages).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bits = NDArray[np.uint8]
OLDEST = 110


class ScreeningModel(NamedTuple):
    """Programmes in the order of their ids; tests of all of them in the order of theirs."""

    number: NDArray[np.int64]  # (P,) of the programme, for chance
    invites: Bits  # (P, sex)
    looks_for: Bits  # (P, site)
    begins: Floats  # (P, county) the year of the first invitations
    spread: Floats  # (P,) years in which the first are sent
    all_ages: Bits  # (P,)
    most: NDArray[np.int64]  # (P,) rounds
    pack_years: Floats  # (P, 2) smoked at least, and years since at most; 0 where it does not matter
    ages: Floats  # (P, 2) the youngest and the oldest that any regime invites
    regime_from: Floats  # (P, R) year; inf where there is none
    regime_ages: Floats  # (P, R, 2)
    regime_every: Floats  # (P, R) years
    regime_test: Bits  # (P, R)
    regime_county: Bits  # (P, R, county)
    attendance_from: Floats  # (P, A) year; inf where there is none
    attends: (
        Floats  # (P, A, test, sex, county, education, age) willingness that comes to the share, in standard deviations
    )
    tendency: Floats  # (P, A) how much persons differ
    reminded: Floats  # (P, A) share of those who come, that come after a reminder
    days: Floats  # (P, 3, 2) median and spread: reminder, answer, diagnosis; in years
    sees: Floats  # (T, stage)
    growing: Floats  # (T,) years
    false_alarm: Floats  # (T, 2) the first time, later
    unsuitable: Floats  # (T,)
    sees_precancer: Floats  # (T,)
    other_precancer: Floats  # (T, age)
    work_up: Floats  # (T,)
    precursor: (
        Floats  # (site, 2) scale and shape of the years before onset in which there is a precancer; scale 0: none
    )
    starts: float  # the year in which the population starts: who is there then has lived there since birth
    first: float  # rounds from this year on are told
    last: float
