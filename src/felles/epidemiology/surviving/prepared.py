"""What stands ready before any estimate: the people whose follow-up counts, matched to a life table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from felles.epidemiology.errors import BadTable
from felles.epidemiology.noting import Note
from felles.epidemiology.surviving.approaches import Approach, counted
from felles.epidemiology.surviving.calendar import YEAR, year_start
from felles.epidemiology.surviving.cohort import Cohort, only, read_cohort
from felles.epidemiology.surviving.life_table import SEXES, LifeTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CELLS = 1_000_000
"""Groups times days that are worked on at once: what keeps memory small however many groups there are."""


@dataclass(frozen=True, kw_only=True)
class Followed:
    """Which follow-up counts, and by which columns it is told apart; see approaches.py."""

    by: tuple[str, ...] = ()
    approach: Approach = "complete"
    period: tuple[int, int] | None = None
    newest: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Prepared:
    """cohort: the people whose follow-up counts. table: hazards for each of them, or None. notes: said so far."""

    cohort: Cohort
    table: LifeTable | None
    notes: tuple[str, ...]


def prepare(frame: Any, followed: Followed, *, table: LifeTable | None, longest: float, aged: bool) -> Prepared:
    """The cohort of a data frame, with the follow-up that counts. longest: days. Raises BadTable."""
    dated = followed.period is not None
    read = read_cohort(frame, by=followed.by, matched=table is not None, dated=dated, aged=aged)
    cohort = counted(read, followed.approach, followed.period, followed.newest, longest)
    notes = cohort.notes if table is None else (*cohort.notes, *_beyond(cohort, table))
    return Prepared(cohort=cohort, table=table, notes=notes)


def _beyond(cohort: Cohort, table: LifeTable) -> Iterator[str]:
    """Notes on those for whom the table goes on as its last or first age or year. Raises BadTable for a missing sex."""
    import numpy as np

    for code, sex in enumerate(SEXES):
        if np.isnan(table.hazards[code]).all() and (cohort.sex == code).any():
            raise BadTable(f"The life table has no rows for sex {sex}, but {(cohort.sex == code).sum()} rows have it.")
    old = int((cohort.age + cohort.last >= (table.last_age + 1) * YEAR).sum())
    if old:
        yield Note("older_than_table", age=table.last_age, count=old)
    young = int((cohort.age < table.first_age * YEAR).sum())
    if young:
        yield Note("younger_than_table", age=table.first_age, count=young)
    if table.hazards.shape[1] == 1:
        return
    late = int((cohort.diagnosed + cohort.last >= year_start(table.last_year + 1)).sum())
    if late:
        yield Note("later_than_table", year=table.last_year, count=late)
    early = int((cohort.diagnosed < year_start(table.first_year)).sum())
    if early:
        yield Note("earlier_than_table", year=table.first_year, count=early)


def no_causes() -> BadTable:
    """What to say where people died and nobody tells of what."""
    return BadTable("Column status tells that people died, not of what: it needs cancer and other, or ICD-10 codes.")


def horizon_of(at: Sequence[float], given: float = 0.0) -> int:
    """The last day that estimates at these days need."""
    return int(max([*at, given * YEAR])) + 1


def blocks(cohort: Cohort, groups: int, horizon: int) -> Iterator[tuple[int, Cohort, NDArray[np.int64] | slice]]:
    """Some groups at a time: how many, their people (with groups counted from 0), and which rows they are."""
    import numpy as np

    at_once = max(1, _CELLS // (horizon + 3))
    if groups <= at_once:
        yield groups, cohort, slice(None)
        return
    order = np.argsort(cohort.group, kind="stable")
    edges = np.searchsorted(cohort.group[order], np.arange(0, groups + at_once, at_once))
    for number, (start, end) in enumerate(pairwise(edges)):
        first = number * at_once
        part = only(cohort, order[start:end])
        yield min(at_once, groups - first), replace(part, group=part.group - first), order[start:end]
