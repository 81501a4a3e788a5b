"""Between which values does a difference lie, when the parameters are not known exactly?"""

import numpy as np
from numpy.typing import NDArray

COVERED = 0.95
FEWEST = 5
"""With fewer parameter sets an interval says nothing."""


def interval(differences: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The limits that hold 95 % of the parameter sets. differences: (sets, ...). Raises ValueError for fewer than five."""
    if len(differences) < FEWEST:
        raise ValueError(f"An interval takes at least {FEWEST} parameter sets; got {len(differences)}.")
    lower, upper = np.quantile(differences, [(1 - COVERED) / 2, (1 + COVERED) / 2], axis=0)
    return lower, upper
