"""Which patients of a log are followed for the survival of a site: the first tumour of each person, with their region?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from felles.epidemiology.asking import chosen_sites
from felles.epidemiology.noting import Note
from felles.epidemiology.occurrence.site_codes import codes_of

if TYPE_CHECKING:
    import polars as pl
    from ibis.expr import types as ir

    from felles.definitions import Content

UNKNOWN = "unknown"


def first_tumours(patients: ir.Table, sites: Iterable[str], content: Content) -> ir.Table:
    """The tumours of the sites (all of them where none is named), with county and region of the municipality at diagnosis.

    patients: the relation of `patients` (patients.py). Adds county and region, `unknown` where they are not known, and
    later: whether the person had such a tumour before. Raises NotAnswerable for a site that there is not.
    """
    import ibis

    chosen = chosen_sites(sites, content)
    found = patients
    if chosen:
        codes = frozenset[str]().union(*(codes_of(each) for each in chosen))
        found = found.filter(found.icd10.replace(".", "").substr(0, 4).isin(sorted(codes)))
    order = ibis.window(group_by=found.person, order_by=[found.diagnosed_on, found.episode])
    county = found.place.substr(0, 2)
    regions = {id: county_.region for id, county_ in content.counties.items() if county_.region}
    return found.mutate(
        county=county.fill_null(UNKNOWN),
        region=county.cases(*regions.items(), else_=UNKNOWN).fill_null(UNKNOWN),
        later=ibis.row_number().over(order) > 0,
    )


def patients_of_site(
    patients: pl.DataFrame, sites: Iterable[str], content: Content
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The same of a frame in memory: the first tumour of each person, and a note that counts the later ones.

    In Polars, for a page of statistics waits for it: a third of the time of the relation on DuckDB.
    """
    import polars as pl

    chosen = chosen_sites(sites, content)
    found = patients
    if chosen:
        codes = frozenset[str]().union(*(codes_of(each) for each in chosen))
        category = pl.col("icd10").str.replace(".", "", literal=True).str.slice(0, 4)
        found = found.filter(category.is_in(list(codes)))
    first = found.sort("diagnosed_on", "episode", nulls_last=True).unique("person", keep="first", maintain_order=True)
    return _with_region(first, content), _of_later(found.height - first.height)


def without_later(tumours: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The first tumour of each person, and a note that counts the later ones."""
    first = tumours.filter(~tumours["later"]).drop("later")
    return first, _of_later(tumours.height - first.height)


def _of_later(count: int) -> tuple[str, ...]:
    return (Note("later_tumours", count=count),) if count else ()


def _with_region(patients: pl.DataFrame, content: Content) -> pl.DataFrame:
    import polars as pl

    regions = {id: county.region for id, county in content.counties.items()}
    county = pl.col("place").str.slice(0, 2)
    region = county.replace_strict(regions, default=UNKNOWN, return_dtype=pl.String)
    return patients.with_columns(county=county.fill_null(UNKNOWN), region=region.fill_null(UNKNOWN))
