"""What do patients add up to that lie in many parts, none of which sees the others?

Each part adds up its own people day by day (daily.py), those sums are added up, and one answer is made of the whole: the
same as of all in one place, to the last bits of the sums. Nothing about a single person leaves its part.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from felles.epidemiology.errors import BadTable, NobodyLeft
from felles.epidemiology.surviving.answering import numbers_in, values_of
from felles.epidemiology.surviving.approaches import newest_years
from felles.epidemiology.surviving.daily import Daily
from felles.epidemiology.surviving.gathering import from_columns
from felles.epidemiology.surviving.part_work import (
    AGE,
    CLOSING,
    DAY,
    LAST,
    LATEST,
    NOTE,
    PEOPLE,
    add_up,
    check,
    latest,
    look,
    notes_in,
)
from felles.epidemiology.surviving.prepared import no_causes
from felles.epidemiology.surviving.wanted import Summed, Wanted
from felles.epidemiology.surviving.weights import of_persons

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray


class Parts(ABC):
    """Patients that lie in many parts, as an engine such as Spark has them.

    Their columns are those of `survival`'s frame, perhaps with `later`, which is true of a person's tumours after the
    first: these are left out and counted. Ages stand as born_on, age_days or whole years.
    """

    @property
    @abstractmethod
    def empty(self) -> pl.DataFrame:
        """Their columns, without a row."""

    @abstractmethod
    def added(
        self, work: Callable[[pl.DataFrame], pl.DataFrame], by: Sequence[str], largest: Sequence[str] = ()
    ) -> pl.DataFrame:
        """What `work` makes of each part, put together by these columns: of `largest` the largest, of others the sum."""


def summed_of_parts(parts: Parts, wanted: Wanted) -> Summed:
    """The patients of all parts, counted and added up. Raises BadTable.

    Two passes: one counts people, one adds up; a third before them where Brenner's hybrid approach is not told the
    newest years.
    """
    wanted = _with_newest(parts, wanted)
    check(wanted, parts.empty)
    by = wanted.followed.by
    census = parts.added(partial(look, wanted), [*by, AGE, NOTE], largest=[CLOSING, LAST])
    people, notes = _people(census, wanted)
    values, counts = _counted(people, wanted)
    last = _largest(people, LAST) or 0
    wanted = wanted.ending(closing=_largest(people, CLOSING), last=last)
    shares = _shares(values, counts, wanted)
    added = parts.added(partial(add_up, wanted, shares), [*by, AGE, DAY])
    sums = _whole(added, values, wanted, wanted.last_day(last) + 1, weighted=shares is not None)
    return Summed(values=values, people=counts, notes=notes, blocks=(sums,))


def _with_newest(parts: Parts, wanted: Wanted) -> Wanted:
    followed = wanted.followed
    if followed.approach != "hybrid" or followed.newest is not None or followed.period is None:
        return wanted
    last = _largest(parts.added(latest, [], largest=[LATEST]), LATEST)
    newest = None if last is None else newest_years(last, followed.period)
    return replace(wanted, followed=replace(followed, newest=newest))


def _largest(rows: pl.DataFrame, name: str) -> int | None:
    found: Any = rows[name].max()
    return None if found is None else int(found)


def _people(census: pl.DataFrame, wanted: Wanted) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The rows that count people, and the notes of all parts put together. Raises BadTable for what was wrong in one."""
    import polars as pl

    people = census.filter(pl.col(NOTE) == "")
    notes, wrong = notes_in(census)
    if wrong:
        raise BadTable(wrong)
    if people.is_empty():
        raise NobodyLeft(f"Nobody of the table can be counted. {' '.join(notes)}".strip(), notes)
    if wanted.tells_causes and people["causeless"].sum() == people["died"].sum() > 0:
        raise no_causes()
    return people, notes


def _counted(people: pl.DataFrame, wanted: Wanted) -> tuple[pl.DataFrame, NDArray[np.int64]]:
    """The groups by their values, in order, and how many people each has in each age group of the standard."""
    import numpy as np

    by, labels = list(wanted.followed.by), wanted.labels
    groups = values_of(people, by)
    counts = np.zeros((max(groups.height, 1), len(labels)), np.int64)
    np.add.at(counts, (numbers_in(people, groups, by), _ages(people, labels)), people[PEOPLE].to_numpy())
    return groups, counts


def _ages(rows: pl.DataFrame, labels: Sequence[str]) -> NDArray[np.int64]:
    import polars as pl

    place = {label: number for number, label in enumerate(labels)}
    return rows[AGE].replace_strict(place, default=0, return_dtype=pl.Int64).to_numpy()


def _shares(groups: pl.DataFrame, counts: NDArray[np.int64], wanted: Wanted) -> pl.DataFrame | None:
    """Brenner's weights, by group and age group."""
    import polars as pl

    if wanted.standard is None or wanted.split_by_age:
        return None
    weights = of_persons(wanted.standard, counts)
    return pl.concat(
        groups.with_columns(pl.lit(label).alias(AGE), pl.Series("_weight", weights[:, number]))
        if groups.width
        else pl.DataFrame({AGE: [label], "_weight": weights[:, number]})
        for number, label in enumerate(wanted.labels)
    )


def _whole(added: pl.DataFrame, groups: pl.DataFrame, wanted: Wanted, days: int, *, weighted: bool) -> Daily:
    """The sums of all parts, by group (and age within it, where estimates are weighed over ages) and day."""
    import numpy as np

    labels = wanted.labels if wanted.split_by_age else ("",)
    row = numbers_in(added, groups, wanted.followed.by) * len(labels) + _ages(added, labels)
    day = added[DAY].to_numpy()
    columns = {}
    for name in added.columns:
        if name in (*wanted.followed.by, AGE, DAY):
            continue
        kind = np.int64 if name.startswith("counts ") else np.float64
        columns[name] = np.zeros((max(groups.height, 1) * len(labels), days), kind)
        columns[name][row, day] = added[name].to_numpy().astype(kind)
    return from_columns(columns, weighted=weighted)
