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
from felles.epidemiology.surviving.daily import OBSERVED, Daily, Method, Question, as_columns, daily, from_columns
from felles.epidemiology.surviving.estimate import checked_times
from felles.epidemiology.surviving.points import points
from felles.epidemiology.surviving.prepared import deaths, horizon_of, prepare
from felles.epidemiology.surviving.tally import count

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

    times = checked_times(method, lifetable, [longest], 0.0)
    prepared = prepare(
        frame,
        lifetable=None if method in OBSERVED else lifetable,
        by=by,
        approach=approach,
        period=period,
        newest=newest,
        longest=max(times),
    )
    cohort = prepared.cohort
    died, notes = deaths(cohort, of_cancer=method == "cause-specific")
    counts = count(cohort, cohort.groups.height, horizon_of(times), died)
    question = Question(cohort=cohort, counts=counts, died=died, table=prepared.table)
    n = np.bincount(cohort.group, minlength=cohort.groups.height)
    return Cells(
        method=method,
        people=cohort.groups.with_columns(pl.Series("n", n)),
        sums=daily(method, question),
        notes=(*prepared.notes, *notes),
    )


def survival_of_cells(
    cells: Cells, *, by: Sequence[str] = (), at: Sequence[float] = (1, 5, 10), only: Mapping[str, str] | None = None
) -> Answer:
    """Survival by some of the columns that cells are split by, with the rows of `survival`. only: cells with these values."""
    import polars as pl

    wanted = pl.all_horizontal(pl.lit(True), *(pl.col(name) == value for name, value in (only or {}).items()))
    kept = cells.people.with_row_index("_cell").filter(wanted)
    values = values_of(kept, by)
    member = np.zeros((max(values.height, 1), cells.people.height))
    member[numbers_in(kept, values, by), kept["_cell"].to_numpy()] = 1.0
    summed = {name: _summed(member, array) for name, array in as_columns(cells.sums).items()}
    sums = from_columns(summed, weighted=cells.sums.weighted)
    found = points(curve(cells.method, sums, Steps()), sums.counts, at)
    people = (member @ cells.people["n"].to_numpy()).astype(np.int64)
    rows = rows_of(Groups(values=values, people=people), found, at, "log", 0.95)
    return Answer(rows, (*cells.notes, *notes_on(values, found, at)))


def _summed(member: Any, array: Any) -> Any:
    return np.rint(member @ array).astype(np.int64) if array.dtype.kind == "i" else member @ array
