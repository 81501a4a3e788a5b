"""Which share of the cases would not have come without an exposure, or with less of it? Closed formulas, to hold lives against.

Levin, Acta Unio Int Contra Cancrum 1953;9:531-41; Miettinen, Am J Epidemiol 1974;99:325-32. Shares p of the whole population
(Levin) or of the cases (Miettinen) at levels of exposure with relative risks r; those never exposed may be left out.
"""

from collections.abc import Sequence

import numpy as np


def levin(exposed: Sequence[float], ratios: Sequence[float]) -> float:
    """The attributable share from how many of the population are exposed at each level."""
    shares = _shares(exposed, ratios, "of the population")
    excess = float(shares @ (np.asarray(ratios, dtype=float) - 1))
    return excess / (1 + excess)


def miettinen(exposed_cases: Sequence[float], ratios: Sequence[float]) -> float:
    """The attributable share from how many of the cases were exposed at each level; adjusted relative risks may be used."""
    shares = _shares(exposed_cases, ratios, "of the cases")
    return float(shares @ (1 - 1 / np.asarray(ratios, dtype=float)))


def potential_impact(before: Sequence[float], after: Sequence[float], ratios: Sequence[float]) -> float:
    """The share of the cases that go when the exposed go from `before` to `after` at each level."""
    now = 1 + _shares(before, ratios, "before") @ (np.asarray(ratios, dtype=float) - 1)
    then = 1 + _shares(after, ratios, "after") @ (np.asarray(ratios, dtype=float) - 1)
    return float((now - then) / now)


def together(shares: Sequence[float]) -> float:
    """The share that is due to any of several independent exposures."""
    return float(1 - np.prod(1 - np.asarray(shares, dtype=float)))


def _shares(shares: Sequence[float], ratios: Sequence[float], what: str) -> np.ndarray:
    if len(shares) != len(ratios):
        raise ValueError(f"Each share {what} needs its relative risk: got {len(shares)} and {len(ratios)}.")
    found = np.asarray(shares, dtype=float)
    if (found < 0).any() or found.sum() > 1 + 1e-12 or (np.asarray(ratios, dtype=float) <= 0).any():
        raise ValueError(f"Shares {what} are 0 or more and come to no more than 1, relative risks are above 0.")
    return found
