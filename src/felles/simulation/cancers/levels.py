"""How much higher are the rates of each year than those of the table, so that published counts of cases come out?

A cancer with counts of its own follows them. The others share, by sex, what the count of all cancers leaves for them in the
last year that is counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from felles.definitions.population import PopulationTable
from felles.definitions.simulation.cancers import SEXES
from felles.simulation.cancers.hazards import Rates
from felles.simulation.cancers.model import TREND_FROM, Floats
from felles.simulation.cancers.trends import trend

LAST_COUNT = 2024
ALL, BOTH = "all", "both"


@dataclass(frozen=True)
class Growth:
    """A cancer's growth before the counts, by sex, and how much of the trend goes on after them."""

    grew: tuple[float, float]
    goes_on: float


def trends_of(
    rates: Mapping[str, Rates], growth: Mapping[str, Growth], counts: PopulationTable, people: Mapping[int, Floats]
) -> Mapping[str, Floats]:
    """(2, years) ratios by cancer. rates and growth of every cancer; counts: cancer_cases; people: as in `hazards`."""
    columns = counts.columns
    rows = list(zip(columns["cancer"], columns["year"], columns["sex"], columns["cases"], strict=True))
    known = {name: known_ratios(rates[name], [row[1:] for row in rows if row[0] == name], people) for name in rates}
    made = {name: _trends(known[name], growth[name]) for name in rates}
    settled = [name for name in rates if any(known[name])]
    rest = _rest(rates, made, settled, [row[1:] for row in rows if row[0] == ALL], people[LAST_COUNT])
    for name in rates:
        if name not in settled:
            both = tuple(
                {LAST_COUNT + 0.5: ratio} if rates[name].observed[sex].any() else {} for sex, ratio in rest.items()
            )
            made[name] = _trends(both, growth[name])
    return made


def known_ratios(
    rates: Rates, rows: Sequence[tuple[int, str, float]], people: Mapping[int, Floats]
) -> tuple[dict[float, float], ...]:
    """By sex: ratio by decimal year, from counts (year, sex, cases)."""
    made: tuple[dict[float, float], ...] = ({}, {})
    for year, sex, cases in rows:
        expected = rates.expected(year, people[year])
        for place in [SEXES.index(sex)] if sex != BOTH else [0, 1]:
            share = expected.sum() if sex == BOTH else expected[place]
            made[place][year + 0.5] = cases / share
    return made


def _trends(known: Sequence[Mapping[float, float]], growth: Growth) -> Floats:
    return np.array([trend(known[sex], growth.grew[sex], growth.goes_on) for sex in range(len(SEXES))])


def _rest(
    rates: Mapping[str, Rates],
    made: Mapping[str, Floats],
    settled: Sequence[str],
    totals: Sequence[tuple[int, str, float]],
    people: Floats,
) -> Mapping[int, float]:
    """By sex: how much more often the cancers without counts come in the last counted year."""
    middle = [LAST_COUNT - TREND_FROM, LAST_COUNT + 1 - TREND_FROM]
    ratio = {}
    for year, sex, cases in totals:
        if year == LAST_COUNT:
            place = SEXES.index(sex)
            expected = {name: rates[name].expected(LAST_COUNT, people)[place] for name in rates}
            counted = sum(expected[name] * made[name][place, middle].mean() for name in settled)
            ratio[place] = (cases - counted) / sum(expected[name] for name in rates if name not in settled)
    return ratio
