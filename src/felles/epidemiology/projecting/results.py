"""What does a projection say: by period, by age, by model?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from felles.epidemiology.ages import AGE_GROUPS
from felles.epidemiology.occurrence.rates import standardised
from felles.epidemiology.projecting.glm import Floats
from felles.epidemiology.projecting.plan import Plan
from felles.epidemiology.projecting.series import WIDTH, CaseSeries

PER = 100_000


@dataclass(frozen=True, kw_only=True)
class Projected:
    """One series projected. rates: (ages, periods to come), a person-year. draws: simulated counts of the same shape
    behind an axis of repetitions; drawn_rates: the rates behind them. Both are empty where no intervals were asked for.
    """

    table: CaseSeries
    plan: Plan
    rates: Floats
    draws: Floats | None = None
    drawn_rates: Floats | None = None

    @property
    def cases(self) -> Floats:
        """Expected cases (ages, periods to come), in five years."""
        return self.rates * self.table.to_come


def limits(draws: Floats | None, level: float) -> tuple[Any, Any]:
    """The lower and upper limit over the first axis, or two times nothing."""
    if draws is None:
        return None, None
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high


def change_parts(series: Projected, period: int) -> dict[str, float | None]:
    """How much more than in the last observed period, in per cent of it: in all, by risk, by population.

    Population: the last rates on the coming population. Risk: the rest, what the changed rates bring.
    """
    table = series.table
    then = float(table.cases[:, -1].sum())
    if then == 0:
        return dict.fromkeys(("change_percent", "risk_percent", "population_percent"))
    last = table.cases[:, -1] / table.person_years[:, table.observed - 1]
    total = 100 * (float(series.cases[:, period].sum()) - then) / then
    grown = 100 * (float((last * table.to_come[:, period]).sum()) - then) / then
    return {"change_percent": total, "risk_percent": total - grown, "population_percent": grown}


def period_rows(series: Projected, weights: Floats, level: float) -> Iterator[dict[str, Any]]:
    """One row a period, observed ones first."""
    table = series.table
    low, high = limits(None if series.draws is None else series.draws.sum(axis=1), level)
    cases = np.column_stack([table.cases, series.cases])
    for place, period in enumerate(table.periods):
        ahead = place - table.observed
        row = table.key | {"period": period, "kind": "observed" if ahead < 0 else "projected"}
        row |= summed(cases[:, place], table.person_years[:, place], weights)
        row["cases_per_year"] = row["cases"] / WIDTH
        row |= between(low, high, ahead)
        none = dict.fromkeys(("change_percent", "risk_percent", "population_percent"))
        yield row | (change_parts(series, ahead) if ahead >= 0 else none)


def age_rows(series: Projected, level: float) -> Iterator[dict[str, Any]]:
    """One row for each age group and period to come."""
    table = series.table
    low, high = limits(series.draws, level)
    for (age, ahead), cases in np.ndenumerate(series.cases):
        yield table.key | {
            "period": table.periods[table.observed + ahead],
            "age_group": AGE_GROUPS[age],
            "cases": float(cases),
            "population": float(table.to_come[age, ahead]),
            "rate": float(series.rates[age, ahead]) * PER,
            "lower": None if low is None else float(low[age, ahead]),
            "upper": None if high is None else float(high[age, ahead]),
        }


def model_row(series: Projected) -> dict[str, Any]:
    """What was chosen for a series, and how well it fits."""
    plan, table = series.plan, series.table
    modelled = plan.method != "constant"
    return table.key | {
        "method": plan.method,
        "base": f"{table.periods[table.observed - plan.periods]} to {table.periods[table.observed - 1]}",
        "base_periods": plan.periods,
        "first_age": AGE_GROUPS[plan.first_age] if modelled else None,
        "projected_age": AGE_GROUPS[plan.projected_age] if modelled else None,
        "trend": ("recent" if plan.recent else "mean") if modelled else None,
        "goodness_of_fit": plan.goodness_of_fit,
        "curvature": plan.curvature,
        "dispersion": plan.dispersion if modelled else None,
    }


def summed(cases: Floats, people: Floats, weights: Floats) -> dict[str, float]:
    """Cases, people and rates per 100,000 of all ages, from those of each age."""
    return {
        "cases": float(cases.sum()),
        "population": float(people.sum()),
        "crude": float(cases.sum() / people.sum()) * PER,
        "asr": float(standardised(cases, people, weights)) * PER,
    }


def between(low: Any, high: Any, place: int) -> dict[str, float | None]:
    """The limits at a place of time to come; nothing before it, or where none were asked for."""
    if low is None or place < 0:
        return {"lower": None, "upper": None}
    return {"lower": float(low[place]), "upper": float(high[place])}
