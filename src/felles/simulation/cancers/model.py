"""What does the kernel of the cancers read? Arrays alone, made once by `preparing`; S cancers, C birth cohorts, ages 0 to A."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

OLDEST = 110
"""The last whole age of the tables; nobody gets a modelled cancer after it."""
TREND_FROM, TREND_UNTIL = 1890, 2150


class CancerModel(NamedTuple):
    """Hazards are those of persons never exposed. `stage` 0 stands for a cancer without stages."""

    numbers: NDArray[np.uint8]  # (S,) the cancer's number for chance
    first_cohort: int
    last: float  # what begins after this is not kept
    hazard: Floats  # (S, 2, C, A + 1) cumulative
    most: Floats  # (2, C, S) the largest cumulative hazard that may count, in any county
    county: Floats  # (2, counties) ratio of the hazard
    second: Floats  # (S,) hazard of a second one, against the first
    excess: Floats  # (risks, S, 2) excess relative risk while exposed; smoking is 0 where `peto`
    vaccine: Floats  # (S, bands) ratio of the hazard after vaccination, by age at it
    vaccine_from: Floats  # (bands,) the age from which each holds
    peto: NDArray[np.bool_]  # (S,) smoking by years and cigarettes
    exposable: NDArray[np.bool_]  # (S,) whether any exposure adds to it
    sojourn: Floats  # (S, 2) scale and shape
    indolent: Floats  # (S,)
    precursor: Floats  # (S, 2) scale and shape; scale 0 where there is none
    stages: Floats  # (S, 4) cumulative shares; first NaN where there are none
    dwell: Floats  # (S, 4)
    curves: Floats  # (S, 2, 5, 3) cured, scale and shape by stage
    older: Floats  # (S, A + 1) ratio of the excess mortality by age
    better: Floats  # (S, 2, years from TREND_FROM) ratio of the excess mortality by sex and year
    found: Floats  # (S, 3) shares by emergency, incidental, certificate
    relapse: Floats  # (S, 3) of deaths, after, of cured
    certified: Floats  # (S, 2, 2) by sex: shares of its deaths certified elsewhere, and of others' certified as it
    kinds: NDArray[np.float32]  # (S, A + 1, K) cumulative shares of the rows of `kinds` by age
