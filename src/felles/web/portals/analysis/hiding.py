"""Which cells must the pages of statistics hide, so that no page and no two of them tell of fewer than five?

A page shows a slice of a larger table: one sex, one region, one split. All its slices are hidden together, as the one table
they come from with every sum as a row; what is hidden in one of them is then hidden in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from felles.access.small_numbers import TOTAL, hide

if TYPE_CHECKING:
    import polars as pl

Key = tuple[str, ...]


def hidden_cells(counts: pl.DataFrame, splits: Sequence[str], count: str) -> frozenset[Key]:
    """The cells that must not be shown: a value or TOTAL for each of `splits`, in their order.

    counts: one row a cell that has somebody in it, `splits` and `count` among its columns.
    """
    return hidden_rows(with_sums(counts, splits, count), splits, count)


def hidden_rows(table: pl.DataFrame, splits: Sequence[str], count: str) -> frozenset[Key]:
    """The same for a table that has its sums as rows already."""
    import polars as pl

    shown = hide(table, counts=[count], within=list(splits))
    gone = shown.filter(pl.col("hidden").list.len() > 0)
    return frozenset(tuple(row) for row in gone.select(splits).rows())


def with_sums(counts: pl.DataFrame, splits: Sequence[str], count: str) -> pl.DataFrame:
    """The cells, and their sums over every choice of splits."""
    import polars as pl

    cells = counts.select(pl.col(name).cast(pl.String) for name in splits).with_columns(counts[count].cast(pl.Int64))
    parts = []
    for kept in (each for size in range(len(splits) + 1) for each in combinations(splits, size)):
        summed = cells.group_by(kept).agg(pl.col(count).sum()) if kept else cells.select(pl.col(count).sum())
        rest = [pl.lit(TOTAL).alias(name) for name in splits if name not in kept]
        parts.append(summed.with_columns(rest).select(*splits, count))
    return pl.concat(parts).sort(splits)


def key_of(row: dict[str, Any], splits: Sequence[str]) -> Key:
    """Which cell of the larger table a row of a page is: what the page is not split by is TOTAL."""
    return tuple(str(row[name]) if name in row else TOTAL for name in splits)
