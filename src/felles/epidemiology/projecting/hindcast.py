"""How wrong would each method have been, had it been asked earlier?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from felles.epidemiology.asking import NotAnswerable
from felles.epidemiology.errors import BadTable
from felles.epidemiology.frames import give_back
from felles.epidemiology.projecting.plan import FEWEST_PERIODS, METHODS, Method
from felles.epidemiology.projecting.projection import project_series
from felles.epidemiology.projecting.results import limits
from felles.epidemiology.projecting.series import WIDTH, CaseSeries, read_series


@dataclass(frozen=True)
class Hindcast:
    """Predictions of the past against what came, as tables of the kind that went in.

    rows: by..., method, known_until (the last period that was used), period, years_ahead, predicted, observed,
    error_percent, lower, upper, inside (did the interval hold what came). summary: method, years_ahead, predictions,
    median_error_percent (positive: too many), median_absolute_error_percent, inside_share. notes: sentences.
    """

    rows: Any
    summary: Any
    notes: tuple[str, ...]


def hindcast(
    table: Any,
    population: Any = None,
    *,
    by: Sequence[str] = (),
    methods: Sequence[Method] = ("nordpred", "poisson", "constant"),
    intervals: int = 0,
    seed: int | None = None,
    level: float = 0.95,
    **options: Any,
) -> Hindcast:
    """Stand at the end of each earlier period with at least three before it, project, and compare with what came.

    The population of the time to come is taken as it turned out, so this is the error of the rates alone. Options are
    those of `choose_plan`: periods, recent, damping. Raises BadTable where fewer than four periods are observed.
    """
    strangers = [method for method in methods if method not in METHODS]
    if strangers:
        raise NotAnswerable(f"There is no method {strangers[0]}. There are {', '.join(METHODS)}.")
    if intervals and seed is None:
        raise NotAnswerable("Intervals are drawn at random: give a seed, so that the same numbers come again.")
    tables, notes = read_series(table, population, by=by)
    said, rows = list(notes), list[dict[str, Any]]()
    for each in tables:
        if each.observed <= FEWEST_PERIODS:
            raise BadTable(
                f"A hindcast needs at least {FEWEST_PERIODS + 1} observed periods; there are {each.observed}."
            )
        for known in range(FEWEST_PERIODS, each.observed):
            for method in methods:
                made, remarks = _compared(each, known, method, intervals, seed, level, options)
                rows += made
                said += remarks
    frame = _frame(rows)
    return Hindcast(give_back(frame, like=table), give_back(_summary(frame), like=table), tuple(dict.fromkeys(said)))


def _compared(
    table: CaseSeries,
    known: int,
    method: Method,
    intervals: int,
    seed: int | None,
    level: float,
    options: dict[str, Any],
) -> tuple[list[dict[str, Any]], list[str]]:
    then = table.until(known)
    series, notes = project_series(then, method, intervals=intervals, seed=seed, **options)
    low, high = limits(None if series.draws is None else series.draws.sum(axis=1), level)
    rows = []
    for ahead in range(then.ahead):
        predicted, observed = float(series.cases[:, ahead].sum()), float(table.cases[:, known + ahead].sum())
        lower, upper = (None, None) if low is None else (float(low[ahead]), float(high[ahead]))
        rows.append(
            table.key
            | {
                "method": method,
                "known_until": table.periods[known - 1],
                "period": table.periods[known + ahead],
                "years_ahead": WIDTH * (ahead + 1),
                "predicted": predicted,
                "observed": observed,
                "error_percent": 100 * (predicted - observed) / observed if observed else None,
                "lower": lower,
                "upper": upper,
                "inside": None if lower is None or upper is None else lower <= observed <= upper,
            }
        )
    return rows, [f"Known until {table.periods[known - 1]}: {note}" for note in notes]


def _frame(rows: list[dict[str, Any]]) -> Any:
    import polars as pl

    return pl.DataFrame(rows, infer_schema_length=None).cast({"inside": pl.Boolean})


def _summary(rows: Any) -> Any:
    import polars as pl

    error = pl.col("error_percent")
    return rows.group_by("method", "years_ahead", maintain_order=True).agg(
        predictions=pl.len(),
        median_error_percent=error.median(),
        median_absolute_error_percent=error.abs().median(),
        inside_share=pl.col("inside").mean(),
    )
