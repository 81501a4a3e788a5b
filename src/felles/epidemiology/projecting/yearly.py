"""How many cases will there be in a year, such as the last one of a strategy?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from felles.epidemiology.projecting.counts import counts_around
from felles.epidemiology.projecting.glm import Floats
from felles.epidemiology.projecting.results import Projected, between, limits, summed
from felles.epidemiology.projecting.series import WIDTH, CaseSeries


def year_rows(series: Projected, weights: Floats, level: float, seed: int | None) -> Iterator[dict[str, Any]]:
    """One row a year to come: rates between the middles of the periods, on the population of the year.

    After the middle of the last period its rates stay. Nothing where the table does not tell years.
    """
    table = series.table
    years = _years(table)
    if not years:
        return
    people = np.column_stack([_people_of(table, year) for year in years])
    rates = between_periods(series, series.rates, years)
    low = high = None
    if series.drawn_rates is not None:
        chance = np.random.default_rng([seed or 0, 2])
        drawn = between_periods(series, series.drawn_rates, years) * people
        low, high = limits(counts_around(drawn, series.plan.dispersion, chance).sum(axis=1), level)
    for place, year in enumerate(years):
        row = table.key | {"year": year} | summed(rates[:, place] * people[:, place], people[:, place], weights)
        yield row | between(low, high, place)


def between_periods(series: Projected, rates: Floats, years: Sequence[int]) -> Floats:
    """Rates (..., ages, years) on straight lines between the middles of the periods, the last observed one included."""
    table = series.table
    last = table.cases[:, -1] / table.person_years[:, table.observed - 1]
    anchored = np.concatenate([np.broadcast_to(last[:, None], (*rates.shape[:-1], 1)), rates], axis=-1)
    place = np.clip((np.array(years) - (table.years[table.observed - 1] + WIDTH // 2)) / WIDTH, 0, rates.shape[-1])
    below = np.minimum(place.astype(int), rates.shape[-1] - 1)
    share = place - below
    found: Floats = anchored[..., below] * (1 - share) + anchored[..., below + 1] * share
    return found


def _years(table: CaseSeries) -> list[int]:
    if not table.years or not table.ahead:
        return []
    return list(range(table.years[table.observed], table.years[-1] + WIDTH))


def _people_of(table: CaseSeries, year: int) -> Floats:
    if year in table.yearly:
        return table.yearly[year]
    per_year: Floats = table.person_years[:, (year - table.years[0]) // WIDTH] / WIDTH
    return per_year
