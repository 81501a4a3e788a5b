"""How likely is a published figure, if the simulated one is the truth?

Poisson for counts, binomial for shares, lognormal for ratios with limits. Constants that no parameter changes are left out.
"""

from math import inf, log

from felles.simulation.measuring.against import Beside

_LEAST = 1e-9
_WIDTH = 2 * 1.96


def log_likelihood(row: Beside) -> float:
    """At most 0, which is reached where the simulated figure is the published one. Minus infinity where nothing was measured."""
    if not row.told:
        return -inf
    published, simulated = row.published, max(row.simulated, _LEAST)
    if row.figures.fit == "poisson":
        return _poisson(published, simulated)
    if row.figures.fit == "binomial":
        counted = row.figures.counted.value if row.figures.counted else 0.0
        return _binomial(published, min(simulated, 1 - _LEAST), counted)
    least, most = row.figures.limits(row.figure) or (published, published)
    return -0.5 * ((log(simulated) - log(published)) * _WIDTH / (log(most) - log(max(least, _LEAST)))) ** 2


def _poisson(count: float, mean: float) -> float:
    return count * log(mean / count) - (mean - count) if count > 0 else -mean


def _binomial(share: float, simulated: float, counted: float) -> float:
    hit = share * log(simulated / share) if share > 0 else 0.0
    missed = (1 - share) * log((1 - simulated) / (1 - share)) if share < 1 else 0.0
    return counted * (hit + missed)
