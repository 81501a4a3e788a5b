"""Which patients of a log are followed for the survival of a site: the first tumour of each person, with their region?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from felles.epidemiology.asking import chosen_sites
from felles.epidemiology.occurrence.site_codes import codes_of

if TYPE_CHECKING:
    import polars as pl

    from felles.definitions import Content

UNKNOWN = "unknown"


def patients_of_site(
    patients: pl.DataFrame, sites: Iterable[str], content: Content
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The first tumour of each person among the sites (all of them where none is named), and what was left out.

    patients: the rows of `patients` (patients.py). Adds county and region of the municipality at diagnosis; `unknown` where
    that is not known. Raises NotAnswerable for a site that there is not.
    """
    import polars as pl

    chosen = chosen_sites(sites, content)
    found = patients
    if chosen:
        codes = frozenset[str]().union(*(codes_of(each) for each in chosen))
        category = pl.col("icd10").str.replace(".", "", literal=True).str.slice(0, 4)
        found = found.filter(category.is_in(list(codes)))
    first = found.sort("diagnosed_on", "episode", nulls_last=True).unique("person", keep="first", maintain_order=True)
    later = found.height - first.height
    notes = (f"Later tumours of a person were left out: {later}.",) if later else ()
    return _with_region(first, content), notes


def _with_region(patients: pl.DataFrame, content: Content) -> pl.DataFrame:
    import polars as pl

    regions = {id: county.region for id, county in content.counties.items()}
    county = pl.col("place").str.slice(0, 2)
    region = county.replace_strict(regions, default=UNKNOWN, return_dtype=pl.String)
    return patients.with_columns(county=county.fill_null(UNKNOWN), region=region.fill_null(UNKNOWN))
