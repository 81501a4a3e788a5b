"""How many survive, when the patients lie in many parts, none of which sees the others?

Each part adds up its own people day by day (daily.py), those sums are added up, and one curve is made of the whole: the
same estimate as of all in one place, to the last bits of the sums. Nothing about a single person leaves its part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from felles.epidemiology.answers import Answer
from felles.epidemiology.errors import BadTable, NobodyLeft
from felles.epidemiology.surviving.answering import (
    Groups,
    empty_ages,
    notes_on,
    numbers_in,
    rows_of,
    values_of,
    weighed,
)
from felles.epidemiology.surviving.approaches import Approach, newest_years
from felles.epidemiology.surviving.curves import Product, Steps, curve
from felles.epidemiology.surviving.daily import OBSERVED, Daily, Method, from_columns
from felles.epidemiology.surviving.estimate import Standardise, checked_times
from felles.epidemiology.surviving.life_table import LifeTable
from felles.epidemiology.surviving.limits import Scale
from felles.epidemiology.surviving.part_work import AGE, CLOSING, DAY, LATEST, NOTE, PEOPLE, PartWork, notes_in
from felles.epidemiology.surviving.points import points
from felles.epidemiology.surviving.prepared import horizon_of, no_causes
from felles.epidemiology.surviving.weights import age_weights, of_persons

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray


class Parts(Protocol):
    """Patients that lie in many parts, as an engine such as Spark has them."""

    @property
    def empty(self) -> pl.DataFrame:
        """Their columns, without a row."""

    def added(
        self, work: Callable[[pl.DataFrame], pl.DataFrame], by: Sequence[str], largest: Sequence[str] = ()
    ) -> pl.DataFrame:
        """What `work` makes of each part, put together by these columns: of `largest` the largest, of others the sum."""


def survival_of_parts(
    parts: Parts,
    *,
    lifetable: Any = None,
    method: Method = "pohar-perme",
    by: Sequence[str] = (),
    at: Sequence[float] = (1, 5, 10),
    approach: Approach = "complete",
    period: tuple[int, int] | None = None,
    newest: tuple[int, int] | None = None,
    weights: Mapping[str, float] | None = None,
    standardise: Standardise = "strata",
    given: float = 0.0,
    limits_on: Scale = "log",
    confidence: float = 0.95,
    product: Product = "kaplan-meier",
    precision: int = 1,
    closing: int | None = None,
) -> Answer:
    """Survival as `survival` (estimate.py) gives it, with the same words and the same rows.

    parts: their columns are those of `survival`'s frame, perhaps with `later`, which is true of a person's tumours after
    the first: these are left out and counted. Two passes: one counts people, one adds up; a third before them where
    Brenner's hybrid approach is not told the newest years. Raises BadTable.
    """
    times = checked_times(method, lifetable, at, given)
    table = lifetable if lifetable is None or isinstance(lifetable, LifeTable) else LifeTable.from_frame(lifetable)
    work = PartWork(
        method=method,
        by=tuple(by),
        table=None if method in OBSERVED else table,
        approach=approach,
        period=period,
        newest=newest,
        longest=max(times),
        horizon=horizon_of(times, given),
        standard=age_weights(weights) if weights else None,
        standardise=standardise,
    )
    work = work.with_newest(_newest(parts, work))
    work.check(parts.empty)
    census = parts.added(work.look, [*by, AGE, NOTE], largest=[CLOSING])
    people, notes = _people(census, work)
    groups, counts = _counted(people, work)
    latest: Any = people[CLOSING].max()
    shares = _shares(groups, counts, work)
    added = parts.added(partial(work.add_up, closing=closing or latest, shares=shares), [*by, AGE, DAY])
    sums = _whole(added, groups, work, weighted=shares is not None)
    found = points(curve(method, sums, Steps(product=product, precision=precision)), sums.counts, at, given)
    more: tuple[str, ...] = ()
    if work.standard is not None:
        found = weighed(found, work.standard) if work.split_by_age else found
        more = tuple(empty_ages(groups, counts, work.standard))
    values = Groups(values=groups, people=counts.sum(axis=1))
    return Answer(rows_of(values, found, at, limits_on, confidence), (*notes, *more, *notes_on(groups, found, at)))


def _newest(parts: Parts, work: PartWork) -> tuple[int, int] | None:
    if work.approach != "hybrid" or work.newest is not None or work.period is None:
        return work.newest
    latest = parts.added(work.latest, [], largest=[LATEST])[LATEST].max()
    return None if latest is None else newest_years(int(str(latest)), work.period)


def _people(census: pl.DataFrame, work: PartWork) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The rows that count people, and the notes of all parts put together. Raises BadTable for what was wrong in one."""
    import polars as pl

    people = census.filter(pl.col(NOTE) == "")
    notes, wrong = notes_in(census)
    if wrong:
        raise BadTable(wrong)
    if people.is_empty():
        raise NobodyLeft(f"Nobody of the table can be counted. {' '.join(notes)}".strip(), notes)
    if work.method == "cause-specific" and people["causeless"].sum() == people["died"].sum() > 0:
        raise no_causes()
    return people, notes


def _counted(people: pl.DataFrame, work: PartWork) -> tuple[pl.DataFrame, NDArray[np.int64]]:
    """The groups by their values, in order, and how many people each has in each age group of the standard."""
    import numpy as np

    by, labels = list(work.by), work.labels
    groups = values_of(people, by)
    counts = np.zeros((max(groups.height, 1), len(labels)), np.int64)
    np.add.at(counts, (numbers_in(people, groups, by), _ages(people, labels)), people[PEOPLE].to_numpy())
    return groups, counts


def _ages(rows: pl.DataFrame, labels: Sequence[str]) -> NDArray[np.int64]:
    import polars as pl

    place = {label: number for number, label in enumerate(labels)}
    return rows[AGE].replace_strict(place, default=0, return_dtype=pl.Int64).to_numpy()


def _shares(groups: pl.DataFrame, counts: NDArray[np.int64], work: PartWork) -> pl.DataFrame | None:
    """Brenner's weights, by group and age group."""
    import polars as pl

    if work.standard is None or work.split_by_age:
        return None
    weights = of_persons(work.standard, counts)
    return pl.concat(
        groups.with_columns(pl.lit(label).alias(AGE), pl.Series("_weight", weights[:, number]))
        if groups.width
        else pl.DataFrame({AGE: [label], "_weight": weights[:, number]})
        for number, label in enumerate(work.labels)
    )


def _whole(added: pl.DataFrame, groups: pl.DataFrame, work: PartWork, *, weighted: bool) -> Daily:
    """The sums of all parts, by group (and age within it, where estimates are weighed over ages) and day."""
    import numpy as np

    labels = work.labels if work.split_by_age else ("",)
    row = numbers_in(added, groups, work.by) * len(labels) + _ages(added, labels)
    day = added[DAY].to_numpy()
    columns = {}
    for name in added.columns:
        if name in (*work.by, AGE, DAY):
            continue
        kind = np.int64 if name.startswith("counts ") else np.float64
        columns[name] = np.zeros((max(groups.height, 1) * len(labels), work.horizon + 1), kind)
        columns[name][row, day] = added[name].to_numpy().astype(kind)
    return from_columns(columns, weighted=weighted)
