"""Which rates fit observed counts best, when the counts vary as Poisson and a link makes the rate linear?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MOST_ROUNDS, _MOST_HALVINGS, _SETTLED = 60, 12, 1e-10
_FAINTEST = 1e-10  # a cell whose weight vanishes (no cases, no rate) must not make the equations singular


@dataclass(frozen=True)
class Link:
    """eta = of_rate(cases / person-years), back by rate(eta); slope is the derivative of rate; eta stays >= lowest."""

    name: str
    of_rate: Callable[[Floats], Floats]
    rate: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]
    lowest: float


POWER5 = Link(
    "power5", of_rate=lambda rate: rate**0.2, rate=lambda eta: eta**5, slope=lambda eta: 5 * eta**4, lowest=1e-3
)
LOG = Link("log", of_rate=np.log, rate=np.exp, slope=np.exp, lowest=-60.0)


@dataclass(frozen=True)
class Fit:
    """The best coefficients (..., columns), expected counts (..., cells), deviance (...), and whether it settled (...)."""

    coefficients: Floats
    means: Floats
    deviance: Floats
    settled: NDArray[np.bool_]


def fit_counts(design: Floats, cases: Floats, person_years: Floats, link: Link) -> Fit:
    """Maximum likelihood by iteratively reweighted least squares, for one vector of counts or many at once.

    design: (cells, columns) of full column rank; cases: (..., cells); person_years: (cells,), all above 0.
    A step that makes the deviance worse is halved.
    Source: McCullagh & Nelder, Generalized Linear Models, 2nd ed. 1989, 2.5.
    """
    eta = link.of_rate((cases + 0.1) / person_years)
    best = _least_squares(design, eta, cases, person_years, link)
    badness = deviance(cases, _means(design, best, person_years, link))
    settled = np.zeros(badness.shape, dtype=bool)
    for _ in range(_MOST_ROUNDS):
        eta = np.maximum(best @ design.T, link.lowest)
        step = _least_squares(design, eta, cases, person_years, link) - best
        before = badness
        best, badness = _downhill(design, best, step, before, cases, person_years, link)
        settled = np.abs(before - badness) <= _SETTLED * (np.abs(badness) + 0.1)
        if settled.all():
            break
    return Fit(best, _means(design, best, person_years, link), badness, settled)


def deviance(cases: Floats, means: Floats) -> Floats:
    """Twice the log-likelihood that the means fall short of the counts themselves; cells are the last axis."""
    some = np.where(cases > 0, cases, 1.0)
    own = np.where(cases > 0, cases * np.log(some / means), 0.0)
    total: Floats = 2 * np.sum(own - cases + means, axis=-1)
    return total


def independent_columns(design: Floats) -> NDArray[np.intp]:
    """The columns that no column before them already says, so that the first named keep their coefficient.

    This is how R's glm treats a design of less than full rank: what is aliased counts as zero.
    """
    basis: list[Floats] = []
    kept: list[int] = []
    for place, column in enumerate(design.T):
        rest = column.astype(float)
        for _ in range(2):  # once more, for what rounding left
            for direction in basis:
                rest = rest - direction * (direction @ rest)
        if np.linalg.norm(rest) > 1e-7 * float(np.linalg.norm(column)):
            basis.append(rest / np.linalg.norm(rest))
            kept.append(place)
    return np.array(kept, dtype=np.intp)


def _means(design: Floats, coefficients: Floats, person_years: Floats, link: Link) -> Floats:
    means: Floats = person_years * link.rate(np.maximum(coefficients @ design.T, link.lowest))
    return means


def _least_squares(design: Floats, eta: Floats, cases: Floats, person_years: Floats, link: Link) -> Floats:
    means, slope = person_years * link.rate(eta), person_years * link.slope(eta)
    weight = slope**2 / means
    weight = np.maximum(weight, _FAINTEST * weight.max(axis=-1, keepdims=True))
    working = eta + (cases - means) / slope
    pairs = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)  # so that many fits are one product
    squared = (weight @ pairs).reshape(*weight.shape[:-1], *(2 * design.shape[1:]))
    solved: Floats = np.linalg.solve(squared, ((weight * working) @ design)[..., None])[..., 0]
    return solved


def _downhill(
    design: Floats, best: Floats, step: Floats, before: Floats, cases: Floats, person_years: Floats, link: Link
) -> tuple[Floats, Floats]:
    """The step, or as much of it as does not make the deviance worse."""
    share = np.ones(before.shape)
    for _ in range(_MOST_HALVINGS):
        tried = best + share[..., None] * step
        badness = deviance(cases, _means(design, tried, person_years, link))
        worse = ~(badness <= before * (1 + 1e-9) + 1e-9)
        if not worse.any():
            return tried, badness
        share = np.where(worse, share / 2, share)
    return np.where(worse[..., None], best, tried), np.where(worse, before, badness)
