"""How do counts vary around their means, when they vary more than Poisson's do?"""

from __future__ import annotations

import numpy as np

from felles.epidemiology.projecting.glm import Floats


def counts_around(means: Floats, dispersion: float, chance: np.random.Generator) -> Floats:
    """Counts with these means and a variance of dispersion * mean: Poisson at 1, above it negative binomial."""
    if dispersion > 1.0:
        more = dispersion - 1.0
        means = chance.gamma(means / more, more)
    return chance.poisson(means).astype(float)
