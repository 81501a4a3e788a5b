"""How many survive, by any method, approach and standard: the question that a registry asks most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from felles.epidemiology.answers import Answer
from felles.epidemiology.errors import BadTable
from felles.epidemiology.frames import give_back
from felles.epidemiology.surviving.answering import empty_ages, notes_on, rows_of, weighed
from felles.epidemiology.surviving.approaches import Approach
from felles.epidemiology.surviving.curves import Product, Steps, curve
from felles.epidemiology.surviving.daily import METHODS, OBSERVED, Method
from felles.epidemiology.surviving.gathering import stacked
from felles.epidemiology.surviving.life_table import LifeTable, of_population
from felles.epidemiology.surviving.limits import Scale
from felles.epidemiology.surviving.points import days_of, points
from felles.epidemiology.surviving.prepared import Followed, horizon_of
from felles.epidemiology.surviving.summed import summed
from felles.epidemiology.surviving.wanted import Standardise, Wanted
from felles.epidemiology.surviving.weights import age_weights


def survival(
    frame: Any,
    *,
    lifetable: Any = None,
    method: Method = "pohar-perme",
    by: Sequence[str] = (),
    at: Sequence[float] = (1, 5, 10),
    approach: Approach = "complete",
    period: tuple[int, int] | None = None,
    newest: tuple[int, int] | None = None,
    weights: Mapping[str, float] | None = None,
    standardise: Standardise = "strata",
    given: float = 0.0,
    limits_on: Scale = "log",
    confidence: float = 0.95,
    product: Product = "kaplan-meier",
    precision: int = 1,
    closing: int | None = None,
) -> Answer:
    """Survival with limits, by group and time since diagnosis.

    frame: patients, one row each: sex, born_on (or age_days, or age in years), diagnosed_on (or year), followed_until
    (or days), status, perhaps entry_days, and the columns of `by`; see read_cohort. Or Parts of such patients (parts.py),
    none of which sees the others. lifetable: a LifeTable or a frame that it can be made from; all methods but
    `kaplan-meier` and `cause-specific` need one.
    method: `pohar-perme` net survival; `ederer1`, `ederer2`, `hakulinen` relative survival; `kaplan-meier` observed;
    `cause-specific`, with deaths of other causes censored. at: years since diagnosis.
    approach: `complete`, `cohort`, `period`, `hybrid`, with the period's first and last year (and, for hybrid, the
    `newest` years of diagnosis). weights: shares by age group that sum to one, see content/survival_weights;
    standardise: by `strata`, or by `brenner` weights of persons. given: years that were survived (conditional survival).
    limits_on: `log`, `log-log` or `plain`. product, precision: relsurv's type and precision. closing: see Question.

    Rows: the columns of `by` as they stand, years, survival, lower, upper, n (persons), events (deaths until then),
    at_risk (under observation then); null where nothing can be said, which a note explains. Sources: see curves,
    approaches, weights, limits. Raises BadTable with a sentence that names what is wrong where.
    """
    times, steps = checked_times(method, at, given), Steps(product=product, precision=precision)
    standard = age_weights(weights) if weights else None
    wanted = Wanted(
        what=method,
        followed=Followed(by=tuple(by), approach=approach, period=period, newest=newest),
        table=population_of(method, lifetable),
        longest=max(times),
        horizon=horizon_of(times, given),
        standard=standard,
        standardise=standardise,
        closing=closing,
    )
    whole = summed(frame, wanted)
    found = stacked(points(curve(method, sums, steps), sums.counts, at, given) for sums in whole.blocks)
    notes = whole.notes
    if standard is not None:
        found = weighed(found, standard) if wanted.split_by_age else found
        notes = (*notes, *empty_ages(whole.values, whole.people, standard))
    rows = rows_of(whole.groups, found, at, limits_on, confidence)
    return Answer(give_back(rows, like=frame), (*notes, *notes_on(whole.values, found, at)))


def population_of(method: Method, lifetable: Any) -> LifeTable | None:
    """The life table that a method compares with. Raises BadTable where one is needed and there is none."""
    return None if method in OBSERVED else of_population(lifetable, f"The method {method}")


def checked_times(method: Method, at: Sequence[float], given: float) -> list[float]:
    """The times in days. Raises BadTable for a method, a time or a condition that cannot be."""
    if method not in METHODS:
        raise BadTable(f"There is no method {method}. There are {', '.join(METHODS)}.")
    times = days_of(at)
    if not 0 <= given < min(at):
        raise BadTable(
            f"Survival given {given:g} years can be told for later times only; got {', '.join(map(str, at))}."
        )
    return times
