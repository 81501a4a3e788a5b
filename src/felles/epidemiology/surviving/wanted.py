"""What is to be added up of whom, and who of a table counts in it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from felles.epidemiology.errors import BadTable, NobodyLeft
from felles.epidemiology.noting import Note
from felles.epidemiology.surviving.answering import Groups
from felles.epidemiology.surviving.codes import ALIVE, DEAD, OF_CANCER
from felles.epidemiology.surviving.cohort import Cohort, only
from felles.epidemiology.surviving.daily import Daily, Question, Summing, daily
from felles.epidemiology.surviving.life_table import LifeTable
from felles.epidemiology.surviving.prepared import Followed, prepare
from felles.epidemiology.surviving.tally import count
from felles.epidemiology.surviving.weights import AgeWeights

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

Standardise = Literal["strata", "brenner"]
WAYS: tuple[Standardise, ...] = ("strata", "brenner")


@dataclass(frozen=True, kw_only=True, eq=False)
class Wanted:
    """What a statistic asks for, alike of patients in one table and of each part of them.

    table: for sums that compare with a population. longest: the latest time asked for, in days. horizon: the last day
    that is added up; None for the last on which anybody was followed. standard, standardise: as `survival` has them.
    closing: as Question has it. Raises BadTable for a way to standardise that there is not.
    """

    what: Summing
    followed: Followed
    table: LifeTable | None = None
    longest: float
    horizon: int | None
    standard: AgeWeights | None = None
    standardise: Standardise = "strata"
    closing: int | None = None

    def __post_init__(self) -> None:
        if self.standardise not in WAYS:
            raise BadTable(f"There is no way to standardise called {self.standardise}. There are {' and '.join(WAYS)}.")

    @property
    def labels(self) -> tuple[str, ...]:
        """The age groups of the standard; one without a name where there is none."""
        return ("",) if self.standard is None else self.standard.labels

    @property
    def split_by_age(self) -> bool:
        """Whether each age group has an estimate of its own."""
        return self.standard is not None and self.standardise == "strata"

    @property
    def tells_causes(self) -> bool:
        """Whether the cause of a death matters."""
        return self.what in ("causes", "cause-specific")

    def ending(self, *, closing: int | None, last: int) -> Wanted:
        """The same where the days that nobody has named are known: the last of the calendar, and since diagnosis."""
        return replace(self, horizon=self.last_day(last), closing=closing if self.closing is None else self.closing)

    def last_day(self, last: int) -> int:
        """The last day that is added up of people of whom nobody was followed beyond a day."""
        return last if self.horizon is None else self.horizon

    def add_up(
        self, cohort: Cohort, died: NDArray[np.bool_], groups: int, weight: NDArray[np.float64] | None = None
    ) -> Daily:
        """The sums of people, whose groups are numbered from 0. weight: of each, 1 unless given."""
        counts = count(cohort, groups, self.last_day(int(cohort.last.max())), died)
        question = Question(
            cohort=cohort, counts=counts, died=died, table=self.table, weight=weight, closing=self.closing
        )
        return daily(self.what, question)


@dataclass(frozen=True, kw_only=True, eq=False)
class Counted:
    """Those who count: died, whose last day is a death that counts; age, the number of each one's group in the standard."""

    cohort: Cohort
    died: NDArray[np.bool_]
    age: NDArray[np.int64] | None

    def split(self, ages: int) -> NDArray[np.int64]:
        """The number of each one's group, where each of so many age groups within a group is one."""
        return self.cohort.group if self.age is None else self.cohort.group * ages + self.age


@dataclass(frozen=True, kw_only=True, eq=False)
class Summed:
    """Patients as they were counted and added up.

    values: of the `by` columns, a row a group. people: of shape (groups, ages); one age where there is no standard.
    blocks: the sums of some groups at a time, in order, once; where ages are split, each within its group is a group.
    """

    values: pl.DataFrame
    people: NDArray[np.int64]
    notes: tuple[str, ...]
    blocks: Iterable[Daily]

    @property
    def groups(self) -> Groups:
        """The groups with all their people."""
        return Groups(values=self.values, people=self.people.sum(axis=1))


def who_counts(frame: Any, wanted: Wanted, notes: list[str]) -> Counted:
    """Those of a table who count; what was left out goes to the notes, where NobodyLeft is raised too. Raises BadTable."""
    try:
        aged = wanted.standard is not None
        ready = prepare(frame, wanted.followed, table=wanted.table, longest=wanted.longest, aged=aged)
        notes += ready.notes
        cohort = ready.cohort
        if wanted.tells_causes and (unknown := int((cohort.status == DEAD).sum())):
            notes.append(Note("cause_not_told", count=unknown))
        age = None
        if wanted.standard is not None:
            cohort, age = _of_ages(cohort, wanted.standard, notes)
    except NobodyLeft as nobody:
        notes += nobody.notes
        raise
    died = cohort.status == OF_CANCER if wanted.what == "cause-specific" else cohort.status != ALIVE
    return Counted(cohort=cohort, died=died, age=age)


def _of_ages(cohort: Cohort, standard: AgeWeights, notes: list[str]) -> tuple[Cohort, NDArray[np.int64]]:
    """Those of an age that the weights count, with the number of its group; a note on the others."""
    age = standard.group_of(cohort.age)
    inside = age >= 0
    if inside.all():
        return cohort, age
    note = Note("ages_without_weight", count=int((~inside).sum()))
    if not inside.any():
        raise NobodyLeft("Nobody in the table is of an age that the weights count.", (note,))
    notes.append(note)
    return only(cohort, inside), age[inside]
