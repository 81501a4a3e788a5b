"""Which log-linear models do counts of cases by source allow, and how many cases did all sources miss by each?

Fienberg, Biometrika 1972;59:591-603: the cell that nobody sees follows from the others once a dependence of all sources
together is ruled out.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

MOST_SOURCES = 5
_STEPS = 200


@dataclass(frozen=True)
class Fit:
    """A log-linear model: the pairs that depend on each other, the cases that all missed, its variance, its AIC."""

    pairs: tuple[tuple[int, int], ...]
    missed: float
    variance: float
    aic: float


def fitted(counts: Mapping[tuple[bool, ...], int], sources: int) -> Iterator[Fit]:
    """Every model with dependences between pairs of sources, from none to all. counts: cases by which source holds them.

    Raises ValueError for fewer than three sources or more than MOST_SOURCES.
    """
    if not 3 <= sources <= MOST_SOURCES:
        raise ValueError(f"Log-linear models take three to {MOST_SOURCES} sources; got {sources}.")
    held = {tuple(bool(each) for each in key): number for key, number in counts.items()}
    patterns = np.array(
        [[number >> place & 1 for place in range(sources)] for number in range(1, 2**sources)], dtype=float
    )
    seen = np.array([held.get(tuple(bool(each) for each in pattern), 0) for pattern in patterns], dtype=float)
    every = list(combinations(range(sources), 2))
    for many in range(len(every) + 1):
        for pairs in combinations(every, many):
            fit = _fit(patterns, seen, pairs)
            if fit is not None:
                yield fit


def _fit(patterns: NDArray[np.float64], seen: NDArray[np.float64], pairs: tuple[tuple[int, int], ...]) -> Fit | None:
    """Poisson regression by iteratively reweighted least squares; None where the counts do not settle the model."""
    ones = np.ones((len(patterns), 1))
    together = [patterns[:, [one]] * patterns[:, [other]] for one, other in pairs]
    design = np.hstack([ones, patterns, *together])
    if np.any(design.T @ seen == 0):  # a margin without cases: the estimate runs off to minus infinity
        return None
    mean = seen + 0.5
    for _ in range(_STEPS):
        weighted = design * mean[:, None]
        information = design.T @ weighted
        coefficients = np.linalg.solve(information, weighted.T @ (np.log(mean) + (seen - mean) / mean))
        following = np.exp(design @ coefficients)
        settled = np.allclose(following, mean, rtol=1e-11, atol=0)
        mean = following
        if settled:
            break
    else:
        return None
    missed = float(np.exp(coefficients[0]))
    variance = missed + missed**2 * float(np.linalg.inv(information)[0, 0])
    likelihood = float(np.sum(seen * np.log(mean) - mean) - sum(math.lgamma(each + 1) for each in seen))
    return Fit(pairs, missed, variance, 2 * design.shape[1] - 2 * likelihood)
