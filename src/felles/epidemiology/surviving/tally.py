"""Day by day since diagnosis: how many were at risk, died and left, and what had been expected of them?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from os import cpu_count
from typing import TYPE_CHECKING, Any

from felles.epidemiology.surviving.calendar import YEAR, days_into_year, year_starts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from felles.epidemiology.surviving.cohort import Cohort
    from felles.epidemiology.surviving.life_table import LifeTable

_SHARE = 20_000
"""Fewer people than this are not worth a second thread."""

_BLOCK = 16
"""Days that the kernel adds at once."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Counts:
    """Persons by group (row) and day since diagnosis (column; 0 is the first half day).

    at_risk: under observation on that day, those who leave at its end too. died, left: at its end; left counts all.
    """

    at_risk: NDArray[np.int64]
    died: NDArray[np.int64]
    left: NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Sums:
    """Sums over persons by group and day, each person counting weight * S ** -power, S being expected survival.

    starting, ending: of those at risk on that day, at its start and its end. died, died_squared: of those who died.
    hazards: of those at risk, their expected hazard over the day times their weight; only of power 0.
    """

    starting: NDArray[np.float64]
    ending: NDArray[np.float64]
    died: NDArray[np.float64]
    died_squared: NDArray[np.float64]
    hazards: NDArray[np.float64]


def count(cohort: Cohort, groups: int, horizon: int, died: NDArray[np.bool_]) -> Counts:
    """How many were at risk, died and left on each day up to the horizon. died: whose last day is a death that counts."""
    import numpy as np

    width = horizon + 2
    last = np.minimum(cohort.last, horizon + 1)
    place = cohort.group * width + last
    shape = (groups, width)
    left = np.bincount(place, minlength=groups * width).reshape(shape)
    deaths = np.bincount(place[died], minlength=groups * width).reshape(shape)
    first = np.minimum(np.where(cohort.entry > 0, cohort.entry + 1, 0), horizon + 1)
    came = np.bincount(cohort.group * width + first, minlength=groups * width).reshape(shape)
    gone = np.zeros(shape, np.int64)
    np.cumsum(left[:, :-1], axis=1, out=gone[:, 1:])
    at_risk = np.cumsum(came, axis=1) - gone
    days = slice(0, horizon + 1)
    return Counts(at_risk=at_risk[:, days], died=deaths[:, days], left=left[:, days])


def add_up(
    cohort: Cohort,
    table: LifeTable,
    groups: int,
    horizon: int,
    *,
    power: int,
    died: NDArray[np.bool_],
    weight: NDArray[np.float64] | None = None,
) -> Sums:
    """The sums of Sums for each day up to the horizon; the people are shared among threads. weight: 1 unless given."""
    import numpy as np

    people = (
        cohort.sex,
        cohort.age - table.first_age * YEAR,
        _positions(cohort, table),
        cohort.entry,
        cohort.last,
        died,
        cohort.group,
        np.ones(cohort.size) if weight is None else weight,
    )
    threads = max(1, min(cpu_count() or 1, cohort.size // _SHARE))
    edges = np.linspace(0, cohort.size, threads + 1).astype(int)
    shares = [tuple(array[start:end] for array in people) for start, end in pairwise(edges)]
    starts = year_starts(table.first_year, table.last_year)
    powers = np.exp(power * table.hazards[..., None] * np.arange(1.0, _BLOCK + 1))

    def walked(share: tuple[NDArray[Any], ...]) -> NDArray[np.float64]:
        from felles.epidemiology.surviving.kernels import walk

        sums = np.zeros((5, groups, horizon + 3))
        walk(share, table.hazards, powers, starts, float(power), horizon, *sums)
        return sums

    if threads == 1:
        made = walked(shares[0])
    else:
        with ThreadPoolExecutor(threads) as pool:
            made = sum(pool.map(walked, shares[1:]), walked(shares[0]))
    return _sums(made[:, :, : horizon + 1], power)


def _sums(made: NDArray[np.float64], power: int) -> Sums:
    import numpy as np

    sums, entered, left, died, died_squared = made
    if power == 0:
        starting = np.cumsum(entered - np.pad(left, ((0, 0), (1, 0)))[:, :-1], axis=1)
        hazards = np.cumsum(sums, axis=1)
        return Sums(starting=starting, ending=starting, died=died, died_squared=died_squared, hazards=hazards)
    starting = entered.copy()
    starting[:, 1:] += sums[:, :-1] - left[:, :-1]
    return Sums(starting=starting, ending=sums, died=died, died_squared=died_squared, hazards=np.empty(0))


def _positions(cohort: Cohort, table: LifeTable) -> NDArray[np.float64]:
    """Where on the table's axis of calendar days each person is at diagnosis.

    Where years turn on birthdays, everyone is moved back to being born on 1 January of their year of birth.
    """
    import numpy as np

    diagnosed = cohort.diagnosed.astype(np.float64)
    if table.year_turns == "new_year":
        return diagnosed
    return diagnosed - days_into_year(diagnosed - cohort.age)
