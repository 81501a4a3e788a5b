"""Do the clocks and the luck that everything is drawn with follow their formulas?"""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from felles.simulation.clocks import age_at, cumulative_at, gompertz_time, weibull_time
from felles.simulation.exposures.attributable import levin
from felles.simulation.luck import uniforms_of
from felles.simulation.validating.rungs import Rung

_DRAWS = 400_000
_FIRST_QUESTION, _SECOND_QUESTION = 9_001, 9_002
"""Questions that nothing else in the simulation asks."""
_EXACT = 1e-9
_WIDTH = 4.0
"""Standard errors that a mean may be off: once in 16,000 by chance."""


def analytic(seed: int) -> Iterator[Rung]:
    """Each formula with what many draws, or an inversion there and back, give."""
    first, second = _hazards(seed, _FIRST_QUESTION), _hazards(seed, _SECOND_QUESTION)
    yield from _exponential(first)
    yield _competing(first, second)
    yield _inverted()
    yield _weibull()
    yield _gompertz()
    yield _attributable(first)


def _hazards(seed: int, question: int) -> NDArray[np.float64]:
    persons = np.arange(_DRAWS, dtype=np.uint32)
    return -np.log(uniforms_of(seed, persons, question, np.zeros(_DRAWS, np.uint32)))


def _exponential(hazards: NDArray[np.float64]) -> Iterator[Rung]:
    times = hazards / 0.02
    yield Rung(
        id="exponential_mean", part="analytic", holds_that="a constant hazard of 0.02 a year gives a mean time of 50 years",
        expected=50.0, found=float(times.mean()), tolerance=_WIDTH * 50.0 / math.sqrt(_DRAWS),
    )  # fmt: skip
    share = math.exp(-1)
    yield Rung(
        id="exponential_share", part="analytic", holds_that="of them 1/e wait for longer than the mean",
        expected=share, found=float((times > 50.0).mean()), tolerance=_WIDTH * math.sqrt(share * (1 - share) / _DRAWS),
    )  # fmt: skip


def _competing(first: NDArray[np.float64], second: NDArray[np.float64]) -> Rung:
    share = 0.03 / (0.03 + 0.01)
    return Rung(
        id="competing_risks", part="analytic",
        holds_that="of two causes with hazards 0.03 and 0.01 the first comes first in three of four",
        expected=share, found=float((first / 0.03 < second / 0.01).mean()),
        tolerance=_WIDTH * math.sqrt(share * (1 - share) / _DRAWS),
    )  # fmt: skip


def _inverted() -> Rung:
    """A hazard that differs from year to year: the age at which it is spent, and what is spent at that age."""
    yearly = 1e-5 * np.exp(0.09 * np.arange(110)) * (1 + 0.5 * np.sin(np.arange(110)))
    table = np.concatenate([[0.0], np.cumsum(yearly)])
    ages = np.linspace(0.5, 109.5, 500)
    back = np.array([age_at(table, cumulative_at(table, age)) for age in ages])
    return Rung(
        id="piecewise_inversion", part="analytic", holds_that="a piecewise hazard is inverted to the age that it came from",
        expected=0.0, found=float(np.abs(back - ages).max()), tolerance=1e-6,
    )  # fmt: skip


def _weibull() -> Rung:
    survival = np.linspace(0.01, 0.99, 99)
    times = np.array([weibull_time(each, 4.683, 3.62) for each in survival])
    back = np.exp(-((times / 4.683) ** 3.62))
    return Rung(
        id="weibull_inversion", part="analytic", holds_that="Weibull times come back to the survival that they came from",
        expected=0.0, found=float(np.abs(back - survival).max()), tolerance=_EXACT,
    )  # fmt: skip


def _gompertz() -> Rung:
    """The closed form against the integral of the hazard, summed in small steps (midpoint rule)."""
    spent = 1.7
    time = gompertz_time(spent, 1e-4, 0.1)
    middles = (np.arange(200_000) + 0.5) * (time / 200_000)
    summed = float((1e-4 * np.exp(0.1 * middles)).sum() * (time / 200_000))
    return Rung(
        id="gompertz_inversion", part="analytic", holds_that="a Gompertz clock stops when the summed hazard is spent",
        expected=spent, found=summed, tolerance=1e-6,
    )  # fmt: skip


def _attributable(hazards: NDArray[np.float64]) -> Rung:
    """Levin's fraction against the same persons with and without an exposure of every third."""
    exposed = np.arange(_DRAWS) % 3 == 0
    hazard, ratio, years = 1e-3, 8.0, 1.0
    with_it = (hazards < hazard * np.where(exposed, ratio, 1.0) * years).sum()
    without = (hazards < hazard * years).sum()
    expected = levin([float(exposed.mean())], [ratio])
    return Rung(
        id="attributable_fraction", part="analytic",
        holds_that="taking an exposure away takes away Levin's fraction of the cases",
        expected=expected, found=float(1 - without / with_it),
        tolerance=_WIDTH * math.sqrt(expected * (1 - expected) / with_it) + hazard * ratio,
    )  # fmt: skip
