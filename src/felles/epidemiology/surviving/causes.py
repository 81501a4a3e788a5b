"""How likely is it to have died of the cancer, or of something else, by a time, and how many years of life does it cost?

Aalen and Johansen 1978, Scand J Statist 5:141-50, from the causes of death, with the variance of Marubini and Valsecchi
1995 (Analysing Survival Data, ch. 10). Cronin and Feuer 2000, Stat Med 19:1729-40, from a life table and no causes, with
the variance of relsurv's cmp.rel. Years lost: the area under the probability (Andersen 2013, Stat Med 32:5278-85).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from felles.epidemiology.answers import Answer
from felles.epidemiology.frames import give_back
from felles.epidemiology.surviving.answering import Groups, beside
from felles.epidemiology.surviving.approaches import Approach
from felles.epidemiology.surviving.calendar import YEAR
from felles.epidemiology.surviving.curves import of
from felles.epidemiology.surviving.daily import Daily
from felles.epidemiology.surviving.gathering import stacked
from felles.epidemiology.surviving.integrals import divided
from felles.epidemiology.surviving.life_table import of_population
from felles.epidemiology.surviving.points import days_of, without_answer
from felles.epidemiology.surviving.prepared import Followed, horizon_of
from felles.epidemiology.surviving.summed import summed
from felles.epidemiology.surviving.wanted import Wanted

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

CAUSES = ("cancer", "other")


@dataclass(frozen=True, kw_only=True, eq=False)
class _Risk:
    """By group and day: the probability of having died of a cause, its variance, and its area from 0 in years."""

    probability: NDArray[np.float64]
    variance: NDArray[np.float64]
    lost: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Told:
    """By group, time asked for and cause: the probability, its standard error and its area from 0 in years.

    By group and time: deaths until then, those still under observation, and whether somebody was so all the way.
    """

    probability: NDArray[np.float64]
    error: NDArray[np.float64]
    lost: NDArray[np.float64]
    events: NDArray[np.int64]
    at_risk: NDArray[np.int64]
    watched: NDArray[np.bool_]

    def known(self, people: NDArray[np.int64]) -> NDArray[np.bool_]:
        """By group and time, whether something can be said: also where everybody had died. people: of each group."""
        import numpy as np

        extinct = (self.at_risk == 0) & (self.events == people[:, None])
        return np.asarray(self.watched | extinct)


def cumulative_incidence(
    frame: Any,
    *,
    by: Sequence[str] = (),
    at: Sequence[float] = (1, 5, 10),
    approach: Approach = "complete",
    period: tuple[int, int] | None = None,
    newest: tuple[int, int] | None = None,
    confidence: float = 0.95,
) -> Answer:
    """The probability of having died of the cancer and of another cause, each in the presence of the other.

    frame, approach and the rest as for `survival`; status tells causes apart. Rows: the columns of `by`, years, cause
    (cancer, other), probability, lower, upper (on the log-log scale), years_lost until then, n, events, at_risk.
    With the observed survival, the two probabilities sum to one. Raises BadTable.
    """
    days = days_of(at)
    followed = Followed(by=tuple(by), approach=approach, period=period, newest=newest)
    wanted = Wanted(what="causes", followed=followed, longest=max(days), horizon=horizon_of(days))
    return _answer(frame, wanted, at, confidence, plain=False)


def crude_probability(
    frame: Any,
    *,
    lifetable: Any,
    by: Sequence[str] = (),
    at: Sequence[float] = (1, 5, 10),
    approach: Approach = "complete",
    period: tuple[int, int] | None = None,
    newest: tuple[int, int] | None = None,
    confidence: float = 0.95,
) -> Answer:
    """The same without causes of death: expected mortality is subtracted (relsurv's cmp.rel), limits on the plain scale.

    lifetable: as for `survival`. Rows as of cumulative_incidence. Raises BadTable.
    """
    days = days_of(at)
    table = of_population(lifetable, "The crude probability of death")
    followed = Followed(by=tuple(by), approach=approach, period=period, newest=newest)
    # Those at risk with their expected hazards are what Ederer II adds up too.
    wanted = Wanted(what="ederer2", followed=followed, table=table, longest=max(days), horizon=horizon_of(days))
    return _answer(frame, wanted, at, confidence, plain=True)


def _risks(sums: Daily) -> list[_Risk]:
    """Of the cancer and of other causes: as they are told, or else as a population's mortality tells them apart."""
    counts = sums.counts
    if sums.causes is None:
        return _cronin_feuer(counts.at_risk, counts.died, of(sums).hazards)
    of_cancer = sums.causes.of_cancer
    return [_aalen_johansen(counts.at_risk, counts.died, each) for each in (of_cancer, counts.died - of_cancer)]


def _aalen_johansen(at_risk: NDArray[Any], dead: NDArray[Any], of_cause: NDArray[Any]) -> _Risk:
    import numpy as np

    people, deaths_, chosen = at_risk.astype(float), dead.astype(float), of_cause.astype(float)
    survival = np.cumprod(1 - divided(deaths_, people), axis=1)
    before = _shifted(survival)
    probability = (before * divided(chosen, people)).cumsum(axis=1)
    spread = divided(deaths_, people * (people - deaths_))
    own = before**2 * divided(chosen * (people - chosen), people**3)
    shared = before * divided(chosen, people**2)
    variance = _squared_since(probability, spread) + own.cumsum(axis=1) - 2 * _since(probability, shared)
    return _Risk(probability=probability, variance=variance, lost=_area(probability))


def _cronin_feuer(at_risk: NDArray[Any], dead: NDArray[Any], expected: NDArray[np.float64]) -> list[_Risk]:
    import numpy as np

    people = at_risk.astype(float)
    observed, population = divided(dead.astype(float), people), divided(expected, people)
    survival = np.cumprod(1 - observed, axis=1)
    spread = divided(observed, people)
    made = []
    # The life table is taken as known: only the deaths that were observed could have been others.
    for hazard, own in ((observed - population, spread), (population, 0 * spread)):
        probability = (_shifted(survival) * hazard).cumsum(axis=1)
        variance = (
            _squared_since(probability, spread)
            + (survival**2 * own).cumsum(axis=1)
            - 2 * _since(probability, survival * own)
        )
        made.append(_Risk(probability=probability, variance=variance, lost=_area(probability)))
    return made


def _shifted(survival: NDArray[Any]) -> NDArray[np.float64]:
    """Survival just before each day."""
    import numpy as np

    return np.pad(survival, ((0, 0), (1, 0)), constant_values=1.0)[:, :-1]


def _since(level: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Up to each day, the sum of earlier values times how much the level has risen since."""
    import numpy as np

    return np.asarray(level * values.cumsum(axis=1) - (values * level).cumsum(axis=1))


def _squared_since(level: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same with the rise squared."""
    import numpy as np

    total = level**2 * values.cumsum(axis=1) - 2 * level * (values * level).cumsum(axis=1)
    return np.asarray(total + (values * level**2).cumsum(axis=1))


def _area(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    length = np.ones(probability.shape[1])
    length[:2] = 0.5
    return (probability * length).cumsum(axis=1) / YEAR


def _told(sums: Daily, at: Sequence[float]) -> _Told:
    import numpy as np

    days, counts = np.array(days_of(at)), sums.counts
    day = days.astype(int)
    watched = np.logical_and.accumulate(counts.at_risk > 0, axis=1)
    risks = _risks(sums)
    part_of_day = [(days - day) * risk.probability[:, day] / YEAR for risk in risks]
    return _Told(
        probability=np.stack([risk.probability[:, day] for risk in risks], axis=-1),
        error=np.stack([np.sqrt(np.maximum(risk.variance[:, day], 0.0)) for risk in risks], axis=-1),
        lost=np.stack([risk.lost[:, day] + part for risk, part in zip(risks, part_of_day, strict=True)], axis=-1),
        events=counts.died.cumsum(axis=1)[:, day],
        at_risk=counts.at_risk[:, day + 1],
        watched=watched[:, day + 1],
    )


def _answer(frame: Any, wanted: Wanted, at: Sequence[float], confidence: float, *, plain: bool) -> Answer:
    whole = summed(frame, wanted)
    told = stacked(_told(sums, at) for sums in whole.blocks)
    rows = _rows(whole.groups, told, at, confidence, plain=plain)
    notes = (*whole.notes, *without_answer(whole.values, at, told.known(whole.groups.people)))
    return Answer(give_back(rows, like=frame), notes)


def _rows(groups: Groups, told: _Told, at: Sequence[float], confidence: float, *, plain: bool) -> pl.DataFrame:
    """One row a group, time and cause."""
    import numpy as np

    known, shape = told.known(groups.people)[..., None], told.probability.shape

    def where_known(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(known, values, np.nan)

    lower, upper = _limits(told.probability, told.error, confidence, plain=plain)
    columns = {
        "cause": np.broadcast_to(CAUSES, shape),
        "probability": where_known(told.probability),
        "lower": where_known(lower),
        "upper": where_known(upper),
        "years_lost": where_known(told.lost),
        "n": np.broadcast_to(groups.people[:, None, None], shape),
        "events": np.broadcast_to(told.events[..., None], shape),
        "at_risk": np.broadcast_to(told.at_risk[..., None], shape),
    }
    return beside(groups.values, at, columns)


def _limits(
    probability: NDArray[np.float64], error: NDArray[np.float64], confidence: float, *, plain: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Limits, plain or on the log-log scale; where nothing has happened the probability has no width."""
    import numpy as np

    far = NormalDist().inv_cdf((1 + confidence) / 2) * error
    if plain:
        return probability - far, probability + far
    inside = (probability > 0) & (probability < 1)
    known = np.where(inside, probability, 0.5)
    width = np.where(inside, far / (known * np.log(known)), 0.0)
    bounds = (np.where(inside, known ** np.exp(-sign * width), probability) for sign in (1, -1))
    return next(bounds), next(bounds)
