"""How many cases are there by what was asked for, in words that match the population, and what was left out?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from felles.definitions import Content, Site
from felles.epidemiology.asking import NotAnswerable, Period, chosen_sites, known_columns
from felles.epidemiology.noting import Note
from felles.epidemiology.occurrence.counting import NO_BAND, counted
from felles.epidemiology.occurrence.primaries import Primaries, first_of_each_site
from felles.epidemiology.occurrence.sexes import SEXES, with_sexes
from felles.epidemiology.occurrence.site_codes import (
    CANCER,
    DEFAULT,
    OTHER,
    CodeRow,
    categories_in,
    codes_of,
    names_of,
    rows_for,
)

if TYPE_CHECKING:
    import polars as pl
    from ibis.expr import types as ir

Run = Callable[[Any], Any]
"""Runs an Ibis expression and gives its rows as a Polars frame."""
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Tally:
    """rows: columns of `by` (what is unknown is said), site, year and sex where the table has them, band, cases.

    sites: those that are counted; years: those that the table covers, of the period that was asked for.
    """

    rows: pl.DataFrame
    by: tuple[str, ...]
    sites: Sequence[Site]
    years: Sequence[int]
    notes: list[str] = field(default_factory=list)

    @property
    def sex_of(self) -> dict[str, str]:
        """The sites that one sex alone can have."""
        return {site.id: site.sex for site in self.sites if site.sex is not None}


def tallied(
    table: ir.Table,
    by: Iterable[str],
    *,
    site: str | Iterable[str] | None,
    period: Period | None,
    primaries: Primaries,
    content: Content,
    run: Run,
) -> Tally:
    """Count the cases of a table (felles.epidemiology.occurrence.case_tables.case_table). Raises NotAnswerable."""
    asked = known_columns(by, table, derived_columns(table))
    sites, within = sites_asked(site, asked, content, table)
    if primaries == "iacr":
        table = _new_ones(table, content)
    own_site = "site" in table.columns and "icd10" not in table.columns
    rows = None if "icd10" not in table.columns else code_rows(sites, within, by_site="site" in asked)
    keys = [name for name in asked if name not in ("age", "region", "site")]
    keys += ["region" if "region" in table.columns else "county"] * ("region" in asked)
    keys += ["site"] * own_site
    keys += [name for name in ("year", "sex") if name in table.columns]
    counts: pl.DataFrame = run(counted(_without_site(table), keys, rows, period=period))
    if rows is not None:
        counts = with_names(counts, names_of(rows))
    tally = Tally(counts, asked, [*sites, *([within] if within else [])], [])
    return _told(tally, table, content, period)


def derived_columns(table: ir.Table) -> list[str]:
    derived = ["site"] if "icd10" in table.columns else []
    derived += ["age"] if {"age", "band"} & set(table.columns) else []
    return derived + (["region"] if "county" in table.columns else [])


def _without_site(table: ir.Table) -> ir.Table:
    return table.drop("site") if {"site", "icd10"} <= set(table.columns) else table


def sites_asked(
    names: str | Iterable[str] | None, by: Sequence[str], content: Content, table: ir.Table
) -> tuple[list[Site], Site | None]:
    """The sites that are counted, and what they are parts of where all of them are."""
    if "icd10" not in table.columns:
        if names:
            raise NotAnswerable(
                "The table has no column icd10, so no site can be chosen. Leave --site out, or add the codes."
            )
        return [], None
    sites = chosen_sites(names, content)
    if sites:
        return sites, None
    whole = content.sites[DEFAULT]
    return ([each for each in content.sites.values() if not each.total], whole) if "site" in by else ([whole], None)


def code_rows(sites: Sequence[Site], within: Site | None, *, by_site: bool) -> list[CodeRow]:
    rows = rows_for(sites, within)
    if any(site.id == DEFAULT for site in sites) or within is not None:
        rows.append(CodeRow(CANCER, OTHER if within else DEFAULT))
    if by_site:
        return rows
    return list({row.code: row for row in rows}.values())  # sites that overlap count a tumour once


def with_names(counts: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    import polars as pl

    return counts.with_columns(
        site=pl.col("site").replace_strict(range(len(names)), names, default=None, return_dtype=pl.String)
    )


def _new_ones(table: ir.Table, content: Content) -> ir.Table:
    lacking = [name for name in ("person", "icd10") if name not in table.columns]
    if lacking:
        raise NotAnswerable(f"To count one tumour per person and organ the table needs a column {', '.join(lacking)}.")
    groups = content.multiple_primaries.sites
    return first_of_each_site(table, {each: group.code for group in groups for each in categories_in(group.topography)})


def _told(tally: Tally, table: ir.Table, content: Content, period: Period | None) -> Tally:
    """What was left out is said and left out; the rest is in words that match the population."""
    import polars as pl

    rows, notes = tally.rows, tally.notes
    years: list[int] = []
    if "year" in rows.columns:
        rows, years = _dated(rows, period, notes)
    outside = int(rows.filter(pl.col("site").is_null())["cases"].sum())
    if outside:
        notes.append(Note("outside_sites", count=outside))
    rows = rows.filter(pl.col("site").is_not_null())
    rows = in_words(rows, tally.by, content)
    if "sex" in rows.columns:
        rows = _of_possible_sex(rows, tally, notes)
    keys = [name for name in dict.fromkeys((*tally.by, "site", "year", "sex", "band")) if name in rows.columns]
    rows = rows.group_by(keys).agg(pl.col("cases").sum())
    notes += _conventions(tally, rows, table)
    return Tally(rows, tally.by, tally.sites, years, notes)


def in_words(rows: pl.DataFrame, by: Sequence[str], content: Content) -> pl.DataFrame:
    """The rows with sexes as populations write them, counties' regions, and `unknown` where a column of `by` says nothing."""
    import polars as pl

    if "sex" in rows.columns:
        rows = with_sexes(rows)
    if "region" in by and "region" not in rows.columns:
        regions = {id: county.region for id, county in content.counties.items()}
        rows = rows.with_columns(region=pl.col("county").replace_strict(regions, default=None, return_dtype=pl.String))
    others = [name for name in by if name not in ("year", "age", "sex")]
    return rows.with_columns(pl.col(name).cast(pl.String).fill_null(UNKNOWN) for name in others)


def _dated(rows: pl.DataFrame, period: Period | None, notes: list[str]) -> tuple[pl.DataFrame, list[int]]:
    import polars as pl

    undated = int(rows.filter(pl.col("year").is_null())["cases"].sum())
    if undated:
        notes.append(Note("undated", count=undated))
    rows = rows.filter(pl.col("year").is_not_null()).with_columns(pl.col("year").cast(pl.Int64))
    covered = sorted(rows["year"].unique())
    if not covered:
        return rows, []
    first, last = period or (covered[0], covered[-1])
    missing = [year for year in range(first, last + 1) if not covered[0] <= year <= covered[-1]]
    if missing:
        notes.append(Note("empty_years", years=listed(missing)))
    return rows, [year for year in range(first, last + 1) if year not in missing]


def _of_possible_sex(rows: pl.DataFrame, tally: Tally, notes: list[str]) -> pl.DataFrame:
    import polars as pl

    strange = pl.lit(False)
    for site, sex in tally.sex_of.items():
        strange = strange | ((pl.col("site") == site) & (pl.col("sex") != sex) & pl.col("sex").is_in(SEXES))
    count = int(rows.filter(strange)["cases"].sum())
    if count:
        notes.append(Note("impossible_sex", count=count))
    return rows.filter(~strange)


def _conventions(tally: Tally, rows: pl.DataFrame, table: ir.Table) -> Iterable[str]:
    import polars as pl

    ageless = int(rows.filter(pl.col("band") == NO_BAND)["cases"].sum())
    if ageless:
        yield Note("ageless", count=ageless)
    if "sex" in rows.columns and (count := int(rows.filter(pl.col("sex") == UNKNOWN)["cases"].sum())):
        yield Note("unknown_sex", count=count)
    if "icd10" not in table.columns:
        yield Note("no_icd10")
        return
    if (
        any("C44" in codes_of(site) and site.excluding_morphology for site in tally.sites)
        and "morphology" not in table.columns
    ):
        yield Note("no_morphology")
    unconfirmed = [site.id for site in tally.sites if not site.verified]
    if unconfirmed:
        yield Note("unconfirmed_sites", sites=", ".join(unconfirmed))


def listed(years: Sequence[int]) -> str:
    """Years as a reader likes them: 1975-1994, or 1975, 1978."""
    whole = len(years) > 3 and years[-1] - years[0] == len(years) - 1
    return f"{years[0]}-{years[-1]}" if whole else ", ".join(map(str, years))


def polars_of(expression: Any) -> pl.DataFrame:
    """The rows of an Ibis expression that knows its engine."""
    made: pl.DataFrame = expression.to_polars()
    return made
