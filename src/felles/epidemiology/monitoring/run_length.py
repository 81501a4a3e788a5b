"""How often does a CUSUM cry wolf? Computed, not simulated: the sum is a Markov chain on a fine grid.

Source: Brook & Evans, Biometrika 1972;59:539-49. Counts are whole, and k is rounded to a small part of an event: a chart
that is run with that k lies on the grid, and the answers are exact for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from felles.epidemiology.monitoring.counts import Floats, Watched
from felles.epidemiology.monitoring.cusum import reference_values

_PARTS_OF_A_SPREAD = 25  # grid steps in one standard deviation of a count
_NEGLIGIBLE = 1e-12


@dataclass(frozen=True)
class Steps:
    """How likely each change of S in one period is: the first is by `least` grid steps, the next by one more, and so on."""

    least: int
    chances: Floats


@dataclass(frozen=True)
class Chain:
    """The steps of each period on a grid of 1 / parts of an event, and the k (periods,) they were made with."""

    steps: Sequence[Steps]
    parts: int
    k: Floats

    def false_alarm(self, h: float) -> float:
        """The probability that S reaches h in any of the periods though nothing has changed."""
        top = round(h * self.parts)
        if top <= 0:
            return 1.0
        at = np.zeros(top)
        at[0] = 1.0
        for step in self.steps:
            at = _moved(at, step)
        return float(1.0 - at.sum())

    def threshold(self, false_alarm: float) -> float:
        """The lowest h on the grid that is reached with at most this probability though nothing has changed."""
        low, high = 0, self.parts
        while self.false_alarm(high / self.parts) > false_alarm:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.false_alarm(middle / self.parts) > false_alarm else (low, middle)
        return high / self.parts


def chain_of(watched: Watched, ratio: float, *, parts: int | None = None) -> Chain:
    """The chain of a chart if nothing has changed. parts: grid steps of an event; fine enough where it is not given."""
    law = watched.law
    if parts is None:
        parts = int(np.clip(np.ceil(_PARTS_OF_A_SPREAD / max(float(np.median(law.std())), 1e-9)), 1, 200))
    k_in_parts = np.rint(reference_values(watched, ratio) * parts).astype(np.int64)
    counts = np.arange(int(np.min(law.ppf(_NEGLIGIBLE))), int(np.max(law.isf(_NEGLIGIBLE))) + 1)
    likely = np.atleast_2d(law.pmf(counts[:, None]))
    steps = []
    for k, chances in zip(k_in_parts, likely.T, strict=True):
        some = np.flatnonzero(chances > _NEGLIGIBLE)
        first, last = int(some[0]), int(some[-1])
        spread = np.zeros((last - first) * parts + 1)
        spread[::parts] = chances[first : last + 1]
        least, most = int(counts[first]) * parts - int(k), int(counts[last]) * parts - int(k)
        steps.append(Steps(least, spread) if ratio > 1 else Steps(-most, spread[::-1]))
    return Chain(steps, parts, k_in_parts / parts)


def average_run_length(chain: Chain, h: float, *, head_start: float = 0.0) -> float:
    """Mean periods until S reaches h when every period is like the chain's first one, from S = head_start."""
    top = round(h * chain.parts)
    moves = np.array([_moved(start, chain.steps[0]) for start in np.eye(top)])
    lengths = np.linalg.solve(np.eye(top) - moves, np.ones(top))
    return float(lengths[round(head_start * chain.parts)])


def threshold_for_run_length(chain: Chain, run_length: float) -> float:
    """The lowest h on the grid whose average run length without change is at least this long."""
    low, high = 0, chain.parts
    while average_run_length(chain, high / chain.parts) < run_length:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if average_run_length(chain, middle / chain.parts) < run_length else (low, middle)
    return high / chain.parts


def _moved(at: Floats, step: Steps) -> Floats:
    """The chances of each S after a step; what would be below 0 is at 0, what reaches the top is gone."""
    lands = np.convolve(at, step.chances)
    moved = np.zeros(len(at))
    inside = lands[max(-step.least, 0) :][: max(len(at) - max(step.least, 0), 0)]
    moved[max(step.least, 0) :][: len(inside)] = inside
    moved[0] += lands[: max(-step.least, 0)].sum()
    return moved
