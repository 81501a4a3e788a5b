"""How many survive, by any method, approach and standard: the question that a registry asks most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from felles.epidemiology.answers import Answer
from felles.epidemiology.errors import BadTable, NobodyLeft
from felles.epidemiology.frames import give_back
from felles.epidemiology.noting import Note
from felles.epidemiology.surviving.answering import Groups, empty_ages, notes_on, rows_of, weighed
from felles.epidemiology.surviving.approaches import Approach
from felles.epidemiology.surviving.cohort import Cohort, only
from felles.epidemiology.surviving.curves import Product, Steps, curve
from felles.epidemiology.surviving.daily import OBSERVED, Method, Question, daily
from felles.epidemiology.surviving.limits import Scale
from felles.epidemiology.surviving.points import Points, days_of, points
from felles.epidemiology.surviving.prepared import Prepared, blocks, deaths, horizon_of, prepare
from felles.epidemiology.surviving.tally import count
from felles.epidemiology.surviving.weights import AgeWeights, age_weights, of_persons

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Standardise = Literal["strata", "brenner"]


WAYS: tuple[Standardise, ...] = ("strata", "brenner")


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is asked of every block of groups alike."""

    method: Method
    at: tuple[float, ...]
    given: float
    steps: Steps
    closing: int | None


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
    (or days), status, perhaps entry_days, and the columns of `by`; see read_cohort. lifetable: a LifeTable or a frame
    that it can be made from; all methods but `kaplan-meier` and `cause-specific` need one.
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
    import numpy as np

    observed = method in OBSERVED
    times = checked_times(method, lifetable, at, given)
    horizon = horizon_of(times, given)
    prepared = prepare(
        frame,
        lifetable=None if observed else lifetable,
        by=by,
        approach=approach,
        period=period,
        newest=newest,
        longest=max(times),
        aged=weights is not None,
    )
    died, notes = deaths(prepared.cohort, of_cancer=method == "cause-specific")
    asked = _Asked(
        method=method,
        at=tuple(at),
        given=given,
        steps=Steps(product=product, precision=precision),
        closing=_closing(prepared, closing),
    )
    standard = age_weights(weights) if weights else None
    if standard is None:
        cohort, more = prepared.cohort, tuple[str, ...]()
        found = _of_groups(prepared, died, asked, horizon)
    else:
        cohort, found, more = _standardised(prepared, died, asked, horizon, standard, standardise)
    groups = Groups(values=cohort.groups, people=np.bincount(cohort.group, minlength=len(found.survival)))
    rows = rows_of(groups, found, asked.at, limits_on, confidence)
    everything = (*prepared.notes, *notes, *more, *notes_on(cohort.groups, found, asked.at))
    return Answer(give_back(rows, like=frame), everything)


def checked_times(method: Method, lifetable: Any, at: Sequence[float], given: float) -> list[float]:
    """The times in days. Raises BadTable for a time or a condition that cannot be, and without a needed life table."""
    if method not in OBSERVED and lifetable is None:
        raise BadTable(f"The method {method} compares with a population: give it a life table.")
    times = days_of(at)
    if not 0 <= given < min(at):
        raise BadTable(
            f"Survival given {given:g} years can be told for later times only; got {', '.join(map(str, at))}."
        )
    return times


def _closing(prepared: Prepared, closing: int | None) -> int | None:
    cohort = prepared.cohort
    if closing is not None or not len(cohort.diagnosed):
        return closing
    return int((cohort.diagnosed + cohort.last).max())


def _of_groups(
    prepared: Prepared,
    died: NDArray[np.bool_],
    asked: _Asked,
    horizon: int,
    weight: NDArray[np.float64] | None = None,
    groups: int | None = None,
) -> Points:
    """The estimates of every group of the cohort, some groups at a time."""
    import numpy as np

    cohort = prepared.cohort
    made = []
    for _, size, part, rows in blocks(cohort, groups or _groups(cohort), horizon):
        question = Question(
            cohort=part,
            counts=count(part, size, horizon, died[rows]),
            died=died[rows],
            table=prepared.table,
            weight=None if weight is None else weight[rows],
            closing=asked.closing,
        )
        found = curve(asked.method, daily(asked.method, question), asked.steps)
        made.append(points(found, question.counts, asked.at, asked.given))
    names = ("survival", "error", "at_risk", "events")
    return Points(**{name: np.concatenate([getattr(each, name) for each in made]) for name in names})


def _groups(cohort: Cohort) -> int:
    return max(cohort.groups.height, 1)


def _standardised(
    prepared: Prepared, died: NDArray[np.bool_], asked: _Asked, horizon: int, standard: AgeWeights, how: Standardise
) -> tuple[Cohort, Points, tuple[str, ...]]:
    """Those who count, and the estimates of every group, as if its ages were those of the standard."""
    import numpy as np

    if how not in WAYS:
        raise BadTable(f"There is no way to standardise called {how}. There are strata and brenner.")
    prepared, died, age_group, notes = of_ages(prepared, died, standard)
    cohort, groups, ages = prepared.cohort, _groups(prepared.cohort), len(standard.labels)
    counts = np.bincount(cohort.group * ages + age_group, minlength=groups * ages).reshape(groups, ages)
    if how == "brenner":
        weight = of_persons(standard, counts)[cohort.group, age_group]
        found = _of_groups(prepared, died, asked, horizon, weight)
    else:
        split = replace(prepared, cohort=replace(cohort, group=cohort.group * ages + age_group))
        found = weighed(_of_groups(split, died, asked, horizon, groups=groups * ages), standard)
    return cohort, found, (*notes, *empty_ages(cohort.groups, counts, standard))


def of_ages(
    prepared: Prepared, died: NDArray[np.bool_], standard: AgeWeights
) -> tuple[Prepared, NDArray[np.bool_], NDArray[np.int64], tuple[str, ...]]:
    """Those of an age that the weights count, with the number of its group; and a note on the others."""
    age_group = standard.group_of(prepared.cohort.age)
    inside = age_group >= 0
    if inside.all():
        return prepared, died, age_group, ()
    note = Note("ages_without_weight", count=int((~inside).sum()))
    if not inside.any():
        raise NobodyLeft("Nobody in the table is of an age that the weights count.", (note,))
    return replace(prepared, cohort=only(prepared.cohort, inside)), died[inside], age_group[inside], (note,)
