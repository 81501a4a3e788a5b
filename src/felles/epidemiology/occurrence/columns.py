"""How do arrays become the columns of an answer, in the order in which people read them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from felles.epidemiology.ages import AGE_GROUPS, UNKNOWN
from felles.epidemiology.occurrence.cells import Cells
from felles.epidemiology.occurrence.tallies import Tally

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def spread_by_age(cells: Cells) -> tuple[pl.DataFrame, Floats, Floats]:
    """A row for each age group and one for unknown age, in their order, with cases and person-years."""
    import polars as pl

    labels = pl.Enum([*AGE_GROUPS, UNKNOWN])
    rows = cells.rows.select(pl.all().repeat_by(len(AGE_GROUPS) + 1).explode())
    rows = rows.with_columns(age=pl.Series([*AGE_GROUPS, UNKNOWN] * cells.rows.height, dtype=labels))
    cases = np.column_stack([cells.cases, cells.ageless]).ravel()
    return rows, cases, np.column_stack([cells.person_years, np.zeros(cells.rows.height)]).ravel()


def column(name: str, values: NDArray[np.float64], shown: NDArray[np.bool_] | bool, factor: float = 1.0) -> pl.Series:
    """A column of an answer: the values times a factor where they are shown, null elsewhere."""
    import polars as pl

    said = np.where(shown & np.isfinite(values), values * factor, np.nan)
    return pl.Series(name, said, dtype=pl.Float64).fill_nan(None)


def in_order(rows: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """The rows as a reader goes through them: by the columns of `by`, sites in the order of content, ages by age."""
    import polars as pl

    keys = list(tally.by)
    measures = [name for name in rows.columns if name not in keys and name != "all"]
    order = [site.id for site in tally.sites]
    by = [
        pl.col(name).replace_strict(order, range(len(order)), default=len(order)) if name == "site" else pl.col(name)
        for name in keys
    ]
    rows = rows.sort(by, maintain_order=True) if by else rows
    return rows.select(*keys, *measures).with_columns(pl.col(name).cast(pl.String) for name in keys if name == "age")
