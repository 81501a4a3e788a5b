"""How many survive in any of many groups, when the smallest of them have been added up once?

Sums over persons (daily.py) of cells such as sex by region by stage add up to those of any of these alone, or of everybody.
A page that tells the same patients in several ways walks through them once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from felles.epidemiology.answers import Answer
from felles.epidemiology.surviving.answering import Groups, notes_on, numbers_in, rows_of, values_of
from felles.epidemiology.surviving.approaches import Approach
from felles.epidemiology.surviving.curves import Steps, curve
from felles.epidemiology.surviving.daily import Daily, Method
from felles.epidemiology.surviving.estimate import checked_times, population_of
from felles.epidemiology.surviving.gathering import joined, regrouped
from felles.epidemiology.surviving.points import points
from felles.epidemiology.surviving.prepared import Followed, horizon_of
from felles.epidemiology.surviving.summed import summed
from felles.epidemiology.surviving.wanted import Wanted

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, kw_only=True, eq=False)
class Cells:
    """Patients added up by cell. people: the columns they are split by, and `n`; notes: on the patients."""

    method: Method
    people: pl.DataFrame
    sums: Daily
    notes: tuple[str, ...]


def survival_cells(
    frame: Any,
    *,
    lifetable: Any = None,
    method: Method = "pohar-perme",
    by: Sequence[str],
    longest: float = 10,
    approach: Approach = "complete",
    period: tuple[int, int] | None = None,
    newest: tuple[int, int] | None = None,
) -> Cells:
    """Patients added up by every combination of `by`, for estimates until `longest` years. As `survival`; raises BadTable."""
    import polars as pl

    times = checked_times(method, [longest], 0.0)
    wanted = Wanted(
        what=method,
        followed=Followed(by=tuple(by), approach=approach, period=period, newest=newest),
        table=population_of(method, lifetable),
        longest=max(times),
        horizon=horizon_of(times),
    )
    whole = summed(frame, wanted)
    people = whole.values.with_columns(pl.Series("n", whole.groups.people))
    return Cells(method=method, people=people, sums=joined(whole.blocks), notes=whole.notes)


def survival_of_cells(
    cells: Cells, *, by: Sequence[str] = (), at: Sequence[float] = (1, 5, 10), only: Mapping[str, str] | None = None
) -> Answer:
    """Survival by some of the columns that cells are split by, with the rows of `survival`. only: cells with these values."""
    import polars as pl

    wanted = pl.all_horizontal(pl.lit(True), *(pl.col(name) == value for name, value in (only or {}).items()))
    kept = cells.people.with_row_index("_cell").filter(wanted)
    values = values_of(kept, by)
    belongs, number = np.full(cells.people.height, -1), max(values.height, 1)
    belongs[kept["_cell"].to_numpy()] = numbers_in(kept, values, by)
    sums = regrouped(cells.sums, belongs, number)
    found = points(curve(cells.method, sums, Steps()), sums.counts, at)
    n = np.bincount(belongs[belongs >= 0], cells.people["n"].to_numpy()[belongs >= 0], minlength=number)
    rows = rows_of(Groups(values=values, people=n.astype(np.int64)), found, at, "log", 0.95)
    return Answer(rows, (*cells.notes, *notes_on(values, found, at)))
