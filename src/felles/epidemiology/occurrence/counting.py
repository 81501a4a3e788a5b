"""How many tumours or deaths are there in each cell? One Ibis expression, alike on DuckDB, PostgreSQL and Spark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from felles.epidemiology.ages import GROUP_YEARS, LAST_GROUP
from felles.epidemiology.cases import completed_years
from felles.epidemiology.occurrence.site_codes import CodeRow, with_site

if TYPE_CHECKING:
    from ibis.expr import types as ir

NO_BAND = -1
"""The age group of whom the age is not known."""


def counted(
    table: ir.Table,
    by: Sequence[str],
    sites: Sequence[CodeRow] | None,
    *,
    period: tuple[int, int] | None = None,
) -> ir.Table:
    """Cases by the columns of `by` (null where unknown), site (its number; null: of none) and band (age group; -1: unknown).

    table: a table of cases (case_tables.py), one row a tumour, or with `cases` the number in each row.
    sites: rows of felles.epidemiology.occurrence.site_codes.rows_for; None where the table has no codes: then everything counts.
    period: first and last year; rows without a year are kept, so that they can be told.
    """
    import ibis

    rows = table
    if period is not None and "year" in rows.columns:
        rows = rows.filter(rows.year.between(*period) | rows.year.isnull())
    if sites is not None:
        rows = with_site(rows, sites)
    elif "site" not in rows.columns:
        rows = rows.mutate(site=ibis.literal("all"))
    groups = {name: rows[name] for name in dict.fromkeys((*by, "site"))}
    band = (
        rows.band if "band" in rows.columns else band_of(rows.age) if "age" in rows.columns else ibis.literal(NO_BAND)
    )
    number = rows.cases.sum() if "cases" in rows.columns else rows.count()
    return rows.group_by(**groups, band=band.cast("int64")).agg(cases=number.cast("int64"))


def band_of(age: ir.NumericColumn) -> ir.IntegerColumn:
    """The number of the five-year group of an age; -1 where it is null or negative."""
    import ibis

    return ibis.cases(
        (age.isnull() | (age < 0), NO_BAND),
        (age >= GROUP_YEARS * LAST_GROUP, LAST_GROUP),
        else_=(age.cast("int32") // GROUP_YEARS).cast("int32"),
    )


def with_year_and_age(table: ir.Table) -> ir.Table:
    """The table with year and age, worked out from the dates where they are not there, and county from the municipality."""
    columns = table.columns
    if "year" not in columns and "diagnosed_on" in columns:
        table = table.mutate(year=table.diagnosed_on.year().cast("int64"))
    if not {"age", "band"} & set(columns) and {"born_on", "diagnosed_on"} <= set(columns):
        table = table.mutate(age=completed_years(table.born_on, table.diagnosed_on))
    if "county" not in columns and "place" in columns:
        table = table.mutate(county=table.place.substr(0, 2))
    return table
