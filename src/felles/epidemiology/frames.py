"""How does a statistic take any data frame, and give its answer back as the same kind?

Polars, pandas and PyArrow are read through narwhals; a dict of columns is taken too. Inside, everything is Polars.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from felles.epidemiology.errors import BadTable

if TYPE_CHECKING:
    import polars as pl


def read(frame: Any, *, columns: Iterable[str] = ()) -> pl.DataFrame:
    """The frame as Polars, without copying where the kind allows it.

    frame: a Polars, pandas or PyArrow table, anything else that narwhals knows, or a dict of columns.
    columns: those that must be there. Raises BadTable for a missing column, TypeError for what is no table.
    """
    import narwhals as nw
    import polars as pl

    if isinstance(frame, pl.DataFrame):
        table = frame
    elif isinstance(frame, pl.LazyFrame):
        table = frame.collect()
    elif isinstance(frame, Mapping):
        table = pl.DataFrame(dict(frame))
    else:
        known = nw.from_native(frame)
        table = known.to_polars() if isinstance(known, nw.DataFrame) else known.collect("polars").to_native()
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise BadTable(f"The table has no column {', '.join(missing)}. It has {', '.join(table.columns)}.")
    return table


def give_back(result: pl.DataFrame, *, like: Any) -> Any:
    """The result as the same kind of table as `like`: pandas for pandas, PyArrow for PyArrow, else Polars."""
    import narwhals as nw

    known = nw.from_native(like, pass_through=True)
    kind = known.implementation if isinstance(known, nw.DataFrame | nw.LazyFrame) else nw.Implementation.POLARS
    if kind.is_pandas():
        return result.to_pandas()
    return result.to_arrow() if kind.is_pyarrow() else result
