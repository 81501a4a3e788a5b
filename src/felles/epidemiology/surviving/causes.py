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
from felles.epidemiology.errors import BadTable
from felles.epidemiology.frames import give_back
from felles.epidemiology.surviving.approaches import Approach
from felles.epidemiology.surviving.calendar import YEAR
from felles.epidemiology.surviving.codes import ALIVE, OF_CANCER
from felles.epidemiology.surviving.integrals import divided
from felles.epidemiology.surviving.life_table import LifeTable
from felles.epidemiology.surviving.points import days_of, without_answer
from felles.epidemiology.surviving.prepared import Prepared, blocks, deaths, horizon_of, prepare
from felles.epidemiology.surviving.tally import add_up, count

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CAUSES = ("cancer", "other")


@dataclass(frozen=True, kw_only=True, eq=False)
class _Risk:
    """By group and day: the probability of having died of a cause, its variance, and its area from 0 in years."""

    probability: NDArray[np.float64]
    variance: NDArray[np.float64]
    lost: NDArray[np.float64]


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
    prepared = prepare(frame, lifetable=None, by=by, approach=approach, period=period, newest=newest, longest=max(days))
    _, notes = deaths(prepared.cohort, of_cancer=True)

    def risks(part: Any, size: int, horizon: int) -> list[_Risk]:
        of_cancer, dead = part.status == OF_CANCER, part.status != ALIVE
        everybody = count(part, size, horizon, dead)
        return [
            _aalen_johansen(everybody.at_risk, everybody.died, count(part, size, horizon, each).died)
            for each in (of_cancer, dead & ~of_cancer)
        ]

    return _answer(frame, prepared, notes, at, risks, confidence, plain=False)


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
    table = lifetable if isinstance(lifetable, LifeTable) or lifetable is None else LifeTable.from_frame(lifetable)
    if table is None:
        raise BadTable("The crude probability of death compares with a population: give it a life table.")
    prepared = prepare(
        frame, lifetable=table, by=by, approach=approach, period=period, newest=newest, longest=max(days)
    )

    def risks(part: Any, size: int, horizon: int) -> list[_Risk]:
        dead = part.status != ALIVE
        counts = count(part, size, horizon, dead)
        expected = add_up(part, table, size, horizon, power=0, died=dead).hazards
        return _cronin_feuer(counts.at_risk, counts.died, expected)

    return _answer(frame, prepared, (), at, risks, confidence, plain=True)


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


def _answer(
    frame: Any,
    prepared: Prepared,
    notes: tuple[str, ...],
    at: Sequence[float],
    risks: Any,
    confidence: float,
    *,
    plain: bool,
) -> Answer:
    import numpy as np
    import polars as pl

    cohort, days = prepared.cohort, days_of(at)
    groups, horizon = max(cohort.groups.height, 1), horizon_of(days)
    pieces, known = [], np.ones((groups, len(days)), bool)
    for first, size, part, _ in blocks(cohort, groups, horizon):
        made = risks(part, size, horizon)
        counts = count(part, size, horizon, part.status != ALIVE)
        people = np.bincount(part.group, minlength=size)
        for column, (years, time) in enumerate(zip(at, days, strict=True)):
            day = int(time)
            extinct = (counts.at_risk[:, day + 1] == 0) & (counts.died[:, : day + 1].sum(axis=1) == people)
            watched = (counts.at_risk[:, : day + 2] > 0).all(axis=1) | extinct
            known[first : first + size, column] = watched
            for order, (cause, risk) in enumerate(zip(CAUSES, made, strict=True)):
                part_of_day = (time - day) * risk.probability[:, day] / YEAR
                values = risk.probability[:, day], np.sqrt(np.maximum(risk.variance[:, day], 0.0))
                lower, upper = _limits(*values, confidence, plain=plain)
                pieces.append(
                    pl.DataFrame(
                        {
                            "_group": np.arange(first, first + size),
                            "_order": np.full(size, order),
                            "years": np.full(size, float(years)),
                            "cause": [cause] * size,
                            "probability": np.where(watched, values[0], np.nan),
                            "lower": np.where(watched, lower, np.nan),
                            "upper": np.where(watched, upper, np.nan),
                            "years_lost": np.where(watched, risk.lost[:, day] + part_of_day, np.nan),
                            "n": people,
                            "events": counts.died[:, : day + 1].sum(axis=1),
                            "at_risk": counts.at_risk[:, day + 1],
                        }
                    )
                )
    rows = pl.concat(pieces).sort("_group", "years", "_order").with_columns(pl.selectors.float().fill_nan(None))
    values_of = cohort.groups[rows["_group"].to_list()] if cohort.groups.width else pl.DataFrame()
    if all(float(years).is_integer() for years in at):
        rows = rows.cast({"years": pl.Int64})
    rows = pl.concat([values_of, rows.drop("_group", "_order")], how="horizontal")
    everything = (*prepared.notes, *notes, *without_answer(cohort.groups, at, known))
    return Answer(give_back(rows, like=frame), everything)


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
