"""How are estimates answered: as rows with limits, weighed over ages, with notes on what cannot be said?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from felles.epidemiology.noting import Note
from felles.epidemiology.surviving.limits import Scale, limits
from felles.epidemiology.surviving.points import Points, named, without_answer
from felles.epidemiology.surviving.weights import AgeWeights

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Groups:
    """Those that estimates are told apart by: the values of the `by` columns, and how many people each has."""

    values: pl.DataFrame
    people: NDArray[np.int64]


def values_of(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The values by which the rows are told apart, each once and in order; without a column where `by` is empty."""
    import polars as pl

    return rows.select(by).unique().sort(by, nulls_last=True) if by else pl.DataFrame({"": [0]}).drop("")


def numbers_in(rows: pl.DataFrame, values: pl.DataFrame, by: Sequence[str]) -> NDArray[np.int64]:
    """The number in `values` of each row's values."""
    import numpy as np

    if not by:
        return np.zeros(rows.height, np.int64)
    numbered = values.with_row_index("_group")
    joined = rows.select(by).join(numbered, on=list(by), how="left", nulls_equal=True, maintain_order="left")
    return np.asarray(joined["_group"].to_numpy().astype(np.int64))


def rows_of(groups: Groups, found: Points, at: Sequence[float], scale: Scale, confidence: float) -> pl.DataFrame:
    """One row a group and time: its values, years, survival, lower, upper, n, events, at_risk."""
    import numpy as np

    lower, upper = limits(found.survival, found.error, scale=scale, confidence=confidence)
    columns = {
        "survival": found.survival,
        "lower": lower,
        "upper": upper,
        "n": np.repeat(groups.people[:, None], len(at), axis=1),
        "events": found.events,
        "at_risk": found.at_risk,
    }
    return beside(groups.values, at, columns)


def beside(values: pl.DataFrame, at: Sequence[float], columns: Mapping[str, NDArray[Any]]) -> pl.DataFrame:
    """Rows of the groups' values, the years of `at` and columns of shape (groups, times, ...); null where they are NaN."""
    import numpy as np
    import polars as pl

    number, times, *more = next(iter(columns.values())).shape
    each = int(np.prod(more, dtype=np.int64))
    years = np.tile(np.repeat(np.array(at, dtype=np.float64), each), number)
    rows = pl.DataFrame({"years": years, **{name: array.ravel() for name, array in columns.items()}})
    rows = rows.with_columns(pl.selectors.float().fill_nan(None))
    if all(float(year).is_integer() for year in at):
        rows = rows.cast({"years": pl.Int64})
    whose = values[np.repeat(np.arange(number), times * each)] if values.width else pl.DataFrame()
    return pl.concat([whose, rows], how="horizontal")


def notes_on(values: pl.DataFrame, found: Points, at: Sequence[float]) -> Iterator[str]:
    """What of the estimates cannot be said, or has no limits. values: of the groups."""
    import numpy as np

    yield from without_answer(values, at, np.isfinite(found.survival))
    still = np.isfinite(found.survival) & (found.events == 0)
    if still.any():
        yield Note("no_width", count=int(still.sum()))
    ended = np.isfinite(found.survival) & (found.survival <= 0)
    if ended.any():
        yield Note("at_or_below_zero", count=int(ended.sum()))


def weighed(found: Points, standard: AgeWeights) -> Points:
    """The weighted sum over the age groups, which lie together within each group; its error from those of the parts."""
    import numpy as np

    def by_age(values: NDArray[Any]) -> NDArray[Any]:
        return values.reshape(-1, len(standard.labels), values.shape[1])

    weights = standard.weights[None, :, None]
    parts = by_age(found.survival)
    survived = (weights * parts).sum(axis=1)
    spread = np.sqrt(((weights * parts * by_age(found.error)) ** 2).sum(axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        error = spread / np.abs(survived)
    return Points(
        survival=survived,
        error=error,
        at_risk=by_age(found.at_risk).sum(axis=1),
        events=by_age(found.events).sum(axis=1),
    )


def empty_ages(values: pl.DataFrame, counts: NDArray[np.int64], standard: AgeWeights) -> Iterator[str]:
    """Notes on age groups that have a weight and nobody in them. counts: people, of shape (groups, ages)."""
    import numpy as np

    for group, age in np.argwhere(counts == 0):
        whose = named(values, int(group))
        where = Note("in_group", group=whose) if whose else ""
        yield Note("empty_age", age=standard.labels[age], where=where)
