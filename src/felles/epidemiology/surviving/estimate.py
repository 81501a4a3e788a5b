"""How many survive, by any method, approach and standard: the question that a registry asks most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from felles.epidemiology.answers import Answer
from felles.epidemiology.errors import BadTable
from felles.epidemiology.frames import give_back
from felles.epidemiology.surviving.approaches import Approach
from felles.epidemiology.surviving.cohort import Cohort, only
from felles.epidemiology.surviving.curves import Method, Product, Question, curve
from felles.epidemiology.surviving.limits import Scale, limits
from felles.epidemiology.surviving.points import Points, days_of, named, points, without_answer
from felles.epidemiology.surviving.prepared import Prepared, blocks, deaths, horizon_of, prepare
from felles.epidemiology.surviving.tally import count
from felles.epidemiology.surviving.weights import AgeWeights, age_weights, persons

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

Standardise = Literal["strata", "brenner"]


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is asked of every block of groups alike."""

    method: Method
    at: tuple[float, ...]
    given: float
    product: Product
    precision: int
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
    observed = method in ("kaplan-meier", "cause-specific")
    if not observed and lifetable is None:
        raise BadTable(f"The method {method} compares with a population: give it a life table.")
    times = days_of(at)
    if not 0 <= given < min(at):
        raise BadTable(
            f"Survival given {given:g} years can be told for later times only; got {', '.join(map(str, at))}."
        )
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
        product=product,
        precision=precision,
        closing=_closing(prepared, closing),
    )
    standard = age_weights(weights) if weights else None
    if standard is None:
        cohort, more = prepared.cohort, tuple[str, ...]()
        found = _of_groups(prepared, died, asked, horizon)
    else:
        cohort, found, more = _standardised(prepared, died, asked, horizon, standard, standardise)
    rows = _rows(cohort, found, asked, limits_on, confidence)
    everything = (*prepared.notes, *notes, *more, *_about(cohort, found, asked))
    return Answer(give_back(rows, like=frame), everything)


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
        counts = count(part, size, horizon, died[rows])
        question = Question(
            cohort=part,
            counts=counts,
            died=died[rows],
            table=prepared.table,
            product=asked.product,
            precision=asked.precision,
            weight=None if weight is None else weight[rows],
            closing=asked.closing,
        )
        made.append(points(curve(asked.method, question), counts, asked.at, asked.given))
    names = ("survival", "error", "at_risk", "events")
    return Points(**{name: np.concatenate([getattr(each, name) for each in made]) for name in names})


def _groups(cohort: Cohort) -> int:
    return max(cohort.groups.height, 1)


def _standardised(
    prepared: Prepared, died: NDArray[np.bool_], asked: _Asked, horizon: int, standard: AgeWeights, how: Standardise
) -> tuple[Cohort, Points, tuple[str, ...]]:
    """Those who count, and the estimates of every group, as if its ages were those of the standard."""
    if how not in ("strata", "brenner"):
        raise BadTable(f"There is no way to standardise called {how}. There are strata and brenner.")
    cohort = prepared.cohort
    age_group = standard.group_of(cohort.age)
    inside = age_group >= 0
    notes: tuple[str, ...] = ()
    if not inside.all():
        notes = (f"Of an age that the weights leave out, and so not counted: {int((~inside).sum())}.",)
        if not inside.any():
            raise BadTable("Nobody in the table is of an age that the weights count.")
        prepared, died = replace(prepared, cohort=only(cohort, inside)), died[inside]
        cohort, age_group = prepared.cohort, age_group[inside]
    groups = _groups(cohort)
    if how == "brenner":
        weight = persons(standard, age_group, cohort.group, groups)
        found = _of_groups(prepared, died, asked, horizon, weight)
        return cohort, found, (*notes, *_empty_ages(cohort, age_group, standard))
    ages = len(standard.labels)
    split = replace(prepared, cohort=replace(cohort, group=cohort.group * ages + age_group))
    found = _of_groups(split, died, asked, horizon, groups=groups * ages)
    return cohort, _weighed(found, standard, groups), (*notes, *_empty_ages(cohort, age_group, standard))


def _weighed(found: Points, standard: AgeWeights, groups: int) -> Points:
    """The weighted sum over the age groups; its error from those of the parts."""
    import numpy as np

    def by_age(values: NDArray[Any]) -> NDArray[Any]:
        return values.reshape(groups, len(standard.labels), -1)

    weights = standard.weights[None, :, None]
    parts = by_age(found.survival)
    survived = (weights * parts).sum(axis=1)
    spread = np.sqrt(((weights * parts * by_age(found.error)) ** 2).sum(axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        error = spread / np.abs(survived)
    return Points(
        survival=survived,
        error=error,
        at_risk=by_age(found.at_risk).sum(axis=1),
        events=by_age(found.events).sum(axis=1),
    )


def _empty_ages(cohort: Cohort, age_group: NDArray[np.int64], standard: AgeWeights) -> Iterator[str]:
    import numpy as np

    ages = len(standard.labels)
    groups = _groups(cohort)
    counts = np.bincount(cohort.group * ages + age_group, minlength=groups * ages).reshape(groups, ages)
    for group, age in np.argwhere(counts == 0):
        whose = named(cohort.groups, int(group))
        yield f"Nobody of age {standard.labels[age]}{f' in {whose}' if whose else ''}, though the weights count them."


def _rows(cohort: Cohort, found: Points, asked: _Asked, scale: Scale, confidence: float) -> pl.DataFrame:
    import numpy as np
    import polars as pl

    groups, times = found.survival.shape
    lower, upper = limits(found.survival, found.error, scale=scale, confidence=confidence)
    people = np.bincount(cohort.group, minlength=groups)
    columns = {
        "years": np.tile(np.array(asked.at, dtype=np.float64), groups),
        "survival": found.survival.ravel(),
        "lower": lower.ravel(),
        "upper": upper.ravel(),
        "n": np.repeat(people, times),
        "events": found.events.ravel(),
        "at_risk": found.at_risk.ravel(),
    }
    values = cohort.groups[np.repeat(np.arange(groups), times)] if cohort.groups.width else pl.DataFrame()
    rows = pl.DataFrame(columns).with_columns(pl.col("survival", "lower", "upper").fill_nan(None))
    whole = all(float(years).is_integer() for years in asked.at)
    return pl.concat([values, rows.cast({"years": pl.Int64}) if whole else rows], how="horizontal")


def _about(cohort: Cohort, found: Points, asked: _Asked) -> Iterator[str]:
    import numpy as np

    yield from without_answer(cohort.groups, asked.at, np.isfinite(found.survival))
    still = np.isfinite(found.survival) & (found.events == 0)
    if still.any():
        yield f"Estimates without a single death, whose limits have no width: {int(still.sum())}."
    ended = np.isfinite(found.survival) & (found.survival <= 0)
    if ended.any():
        yield f"Estimates at or below 0, which have no limits: {int(ended.sum())}."
