"""Between which limits does a survival lie, given the standard error of its logarithm?"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

from felles.epidemiology.errors import BadTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Scale = Literal["log", "log-log", "plain"]
SCALES = ("log", "log-log", "plain")


def limits(
    survival: NDArray[np.float64], error: NDArray[np.float64], *, scale: Scale, confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper limits; NaN where the scale has none (log: survival at or below 0; log-log: also at 1 or above).

    error: standard error of log(survival) after Greenwood. scale: relsurv's and survival's conf.type, log by default:
    survival * exp(+-z * error); log-log: Kalbfleisch and Prentice 1980; plain: survival * (1 +- z * error).
    """
    import numpy as np

    if scale not in SCALES:
        raise BadTable(f"There is no scale {scale} for limits. There are {', '.join(SCALES)}.")
    if not 0 < confidence < 1:
        raise BadTable(f"The confidence is a number between 0 and 1, such as 0.95; got {confidence}.")
    far = NormalDist().inv_cdf((1 + confidence) / 2) * error
    if scale == "plain":
        return survival - np.abs(survival) * far, survival + np.abs(survival) * far
    if scale == "log":
        known = np.where(survival > 0, survival, np.nan)
        return known * np.exp(-far), known * np.exp(far)
    known = np.where((survival > 0) & (survival < 1), survival, np.nan)
    log = np.log(known)
    return np.exp(-np.exp(np.log(-log) - far / log)), np.exp(-np.exp(np.log(-log) + far / log))
