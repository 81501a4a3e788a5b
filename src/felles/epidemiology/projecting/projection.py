"""How many cases will there be, by the trends of age, period and cohort, or if the rates stay as they are?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from felles.epidemiology.ages import AGE_GROUPS
from felles.epidemiology.asking import NotAnswerable, chosen_standard, shipped, weights_of
from felles.epidemiology.errors import BadTable
from felles.epidemiology.frames import give_back
from felles.epidemiology.noting import Note
from felles.epidemiology.projecting.bootstrap import simulate
from felles.epidemiology.projecting.plan import (
    DAMPING,
    FEWEST_PERIODS,
    METHODS,
    PERIODS,
    Method,
    choose_plan,
    rates_to_come,
)
from felles.epidemiology.projecting.results import Projected, age_rows, model_row, period_rows
from felles.epidemiology.projecting.series import CaseSeries, read_series
from felles.epidemiology.projecting.yearly import year_rows

if TYPE_CHECKING:
    from felles.definitions import Content

FEWEST_CASES_OF_A_PERIOD = 100
_SCREENED = ("c50", "c61", "breast", "prostate", "bryst", "prostata", "all", "all_sites", "total")


@dataclass(frozen=True)
class Projection:
    """A projection as tables of the same kind as the one that went in.

    periods: by..., period, kind (observed, projected), cases (in five years), population (person-years), crude, asr
    (per 100,000), cases_per_year, lower, upper (of cases), change_percent, risk_percent, population_percent (against
    the last observed period). ages: by..., period, age_group, cases, population, rate (per 100,000), lower, upper.
    years: by..., year, cases, population, crude, asr, lower, upper. models: by..., method, base, base_periods,
    first_age, projected_age, trend, goodness_of_fit, curvature (p-values), dispersion. notes: sentences.
    """

    periods: Any
    ages: Any
    years: Any
    models: Any
    notes: tuple[str, ...]


def projection(
    table: Any,
    population: Any = None,
    *,
    by: Sequence[str] = (),
    method: Method = "nordpred",
    periods: int | Sequence[int] = PERIODS,
    recent: bool | None = None,
    first_age: str | None = None,
    projected_age: str | None = None,
    damping: Sequence[float] = DAMPING,
    standard: str = "norway2014",
    intervals: int = 0,
    seed: int | None = None,
    level: float = 0.95,
    content: Content | None = None,
) -> Projection:
    """Project cases into the five-year periods for which the population is given.

    table, population, by: see `read_series`; any frame that narwhals reads.
    method: `nordpred` (rates to the power 1/5, Poisson variance), `poisson` (their logarithm), `constant` (the rates of
    the last period stay). periods: how many the base may have, the widest tried first. recent: True for the trend of
    the last ten years, False for the mean one, None for a test of which. first_age, projected_age: the youngest age
    group of the model and the youngest that uses it (such as "20-24"). damping: the share of the trend that is cut in
    each coming period. standard: the standard population of asr (content/standards). intervals: so many repetitions
    for prediction intervals at `level`, from `seed`. Rates are per 100,000 person-years.

    Raises BadTable for a table that cannot be used and NotAnswerable for an option that does not exist.
    Sources: Møller et al., Eur J Cancer Prev 2002;11 Suppl 1:S1-96; Møller et al., Stat Med 2003;22:2751-66.
    """
    _check_options(method, damping, intervals, seed, level)
    tables, notes = read_series(table, population, by=by)
    nowhere = [each.name for each in tables if not each.ahead]
    if nowhere:
        raise BadTable(
            f"There is no population of the time to come for {nowhere[0]}: add rows for it, or a population."
        )

    def project(each: CaseSeries) -> tuple[Projected, list[str]]:
        return project_series(
            each,
            method,
            periods=periods,
            recent=recent,
            first_age=_place(first_age),
            projected_age=_place(projected_age),
            damping=damping,
            intervals=intervals,
            seed=seed,
        )

    made = [project(each) for each in tables]
    series = [one for one, _ in made]
    weights = weights_of(chosen_standard(standard, content or shipped()))
    said = dict.fromkeys([*notes, *(note for _, notes_of in made for note in notes_of), *_cautions(series)])
    frame = _framed(table)
    return Projection(
        periods=frame(row for one in series for row in period_rows(one, weights, level)),
        ages=frame(row for one in series for row in age_rows(one, level)),
        years=frame(row for one in series for row in year_rows(one, weights, level, seed)),
        models=frame(model_row(one) for one in series),
        notes=tuple(said),
    )


def project_series(
    table: CaseSeries, method: Method, *, intervals: int = 0, seed: int | None = None, **options: Any
) -> tuple[Projected, list[str]]:
    """One series projected, with notes; constant rates where a trend cannot be followed, and a note that says so."""
    person_years = table.person_years[:, : table.observed]
    notes: list[str] = []
    try:
        plan = choose_plan(table.cases, person_years, method, **options)
    except BadTable as unable:
        notes.append(Note("constant_instead", name=table.name, why=str(unable)))
        plan = choose_plan(table.cases, person_years, "constant")
    if not plan.settled:
        notes.append(Note("not_settled", name=table.name))
    made = Projected(table=table, plan=plan, rates=rates_to_come(plan, table.cases, person_years, table.ahead))
    if intervals and seed is not None:
        draws, rates = simulate(table, plan, repetitions=intervals, seed=seed)
        made = replace(made, draws=draws, drawn_rates=rates)
    return made, notes


def _cautions(series: Sequence[Projected]) -> Iterator[str]:
    """What a reader of the numbers must know (NORDCAN's conditions for NORDPRED)."""
    for one in series:
        name, table, plan = one.table.name, one.table, one.plan
        if plan.method == "constant":
            continue
        base = table.cases[:, table.observed - plan.periods :].sum(axis=0)
        if base.min() < FEWEST_CASES_OF_A_PERIOD:
            yield Note("few_cases", name=name, cases=f"{base.min():.0f}", fewest=FEWEST_CASES_OF_A_PERIOD)
        if plan.periods == FEWEST_PERIODS:
            yield Note("short_base", name=name)
        if (plan.goodness_of_fit or 0.0) < 0.01:
            yield Note("poor_fit", name=name, p=f"{plan.goodness_of_fit:.2g}")
        if any(str(value).casefold() in _SCREENED for value in table.key.values()):
            yield Note("screened", name=name)
    if any(one.table.ahead > 4 and one.plan.method != "constant" for one in series):
        yield Note("far_ahead")
    if any(not one.table.years for one in series):
        yield Note("no_years")


def _place(age: str | None) -> int | None:
    if age is None:
        return None
    if age not in AGE_GROUPS:
        raise NotAnswerable(f"There is no age group {age}. There are {', '.join(AGE_GROUPS)}.")
    return AGE_GROUPS.index(age)


def _framed(like: Any) -> Callable[[Iterable[dict[str, Any]]], Any]:
    def frame(rows: Iterable[dict[str, Any]]) -> Any:
        import polars as pl

        return give_back(pl.DataFrame(list(rows), infer_schema_length=None), like=like)

    return frame


def _check_options(method: str, damping: Sequence[float], intervals: int, seed: int | None, level: float) -> None:
    if method not in METHODS:
        raise NotAnswerable(f"There is no method {method}. There are {', '.join(METHODS)}.")
    if not damping or not all(0 <= cut <= 1 for cut in damping):
        raise NotAnswerable(f"Damping is a share from 0 to 1 for each period to come; got {list(damping)}.")
    if intervals and seed is None:
        raise NotAnswerable("Intervals are drawn at random: give a seed, so that the same numbers come again.")
    if not 0 < level < 1:
        raise NotAnswerable(f"The level is a share between 0 and 1, such as 0.95; got {level}.")
