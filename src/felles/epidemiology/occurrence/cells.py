"""From counted cells to arrays: which cases and which person-years stand behind each row of the answer?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from felles.epidemiology.ages import AGE_GROUPS
from felles.epidemiology.occurrence.counting import NO_BAND
from felles.epidemiology.occurrence.population import SPLITS, Population
from felles.epidemiology.occurrence.sexes import SEXES

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

UNKNOWN = "unknown"
_GROUPS = len(AGE_GROUPS)


@dataclass(frozen=True, slots=True)
class Cells:
    """rows: one line per combination of `by`. cases, person_years: rows x age groups. ageless: cases of unknown age.

    known: whether the population has this row at all; where it has not, person_years are 0 and mean nothing.
    """

    rows: pl.DataFrame
    cases: Floats
    person_years: Floats
    ageless: Floats
    known: NDArray[np.bool_]


def arranged(
    counts: pl.DataFrame,
    population: Population | None,
    by: Sequence[str],
    sex_of: Mapping[str, str],
    years: Sequence[int],
) -> Cells:
    """Every combination of the columns of `by`, with its cases and person-years by age.

    counts: columns of `by` (texts and years, unknown said), site, sex where it matters, band and cases. sex_of: sites of one
    sex. years: those that are asked for. A combination without cases has a row as well: none is a finding too.
    """
    rows = _combinations(counts, population, by, years)
    cases, ageless = _by_age(counts.filter(counts["band"] != NO_BAND), rows, by, "cases"), _ageless(counts, rows, by)
    if population is None:
        return Cells(rows, cases, np.zeros_like(cases), ageless, np.zeros(rows.height, dtype=bool))
    n, known = _person_years(population, rows, by, sex_of, years)
    impossible = ~known & (cases.sum(axis=1) + ageless == 0)
    keep = ~impossible
    return Cells(rows.filter(keep), cases[keep], n[keep], ageless[keep], known[keep])


def _combinations(
    counts: pl.DataFrame, population: Population | None, by: Sequence[str], years: Sequence[int]
) -> pl.DataFrame:
    import polars as pl

    rows = pl.DataFrame({"_": [0]})
    for name in by:
        values = counts[name].unique()
        if name == "year":
            values = pl.Series([*years], dtype=values.dtype)
        elif population is not None and name in population.splits:
            said = population.rows[name].drop_nulls().unique().cast(values.dtype)
            values = pl.concat([values, said]).unique()
        rows = rows.join(values.sort().to_frame(name), how="cross")
    return rows.drop("_") if by else rows.rename({"_": "all"})


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_row_index("_row")


def _by_age(table: pl.DataFrame, rows: pl.DataFrame, by: Sequence[str], column: str) -> Floats:
    found = np.zeros((rows.height, _GROUPS))
    placed = _placed(table, rows, by)
    np.add.at(found, (placed["_row"].to_numpy(), placed["band"].to_numpy()), placed[column].to_numpy())
    return found


def _ageless(counts: pl.DataFrame, rows: pl.DataFrame, by: Sequence[str]) -> Floats:
    found = np.zeros(rows.height)
    placed = _placed(counts.filter(counts["band"] == NO_BAND), rows, by)
    np.add.at(found, placed["_row"].to_numpy(), placed["cases"].to_numpy())
    return found


def _placed(table: pl.DataFrame, rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    import polars as pl

    if not by:
        return table.with_columns(_row=pl.lit(0))
    return table.join(_numbered(rows), on=list(by), how="inner")


def _person_years(
    population: Population, rows: pl.DataFrame, by: Sequence[str], sex_of: Mapping[str, str], years: Sequence[int]
) -> tuple[Floats, NDArray[np.bool_]]:
    import polars as pl

    shared = [name for name in by if name in population.splits]
    lacking = [name for name in by if name in SPLITS and name not in population.splits]
    table = population.rows
    if "year" in table.columns:
        table = table.filter(pl.col("year").is_in(list(years)))
    n, known = _for_sex(table, rows, shared)
    if lacking:
        known[:] = False
    if sex_of and "sex" not in by and "site" in rows.columns and "sex" in table.columns:
        of_sex = rows["site"].replace_strict(dict(sex_of), default=None, return_dtype=pl.String)
        for sex in SEXES:
            chosen = (of_sex == sex).fill_null(False).to_numpy()
            if chosen.any():
                one, has = _for_sex(table.filter(pl.col("sex") == sex), rows, shared)
                n[chosen], known[chosen] = one[chosen], has[chosen] & (not lacking)
    if "year" not in by and "year" in population.splits and set(years) - set(population.years):
        known[:] = False
    if {"site", "sex"} <= set(rows.columns):
        wrong = [sex_of.get(site) not in (None, sex) for site, sex in rows.select("site", "sex").iter_rows()]
        known &= ~np.array(wrong, dtype=bool)
    n[~known] = 0
    return n, known


def _for_sex(table: pl.DataFrame, rows: pl.DataFrame, shared: Sequence[str]) -> tuple[Floats, NDArray[np.bool_]]:
    import polars as pl

    summed = table.group_by(*shared, "band").agg(pl.col("person_years").sum())
    if not shared:
        whole = np.zeros((rows.height, _GROUPS))
        whole[:, summed["band"].to_numpy()] = summed["person_years"].to_numpy()
        return whole, np.full(rows.height, summed.height > 0)
    distinct = rows.select(shared).unique(maintain_order=True)
    casts = {name: distinct.schema[name] for name in shared}
    found = _by_age(summed.cast(casts), distinct, shared, "person_years")  # type: ignore[arg-type]
    place = rows.join(_numbered(distinct), on=list(shared), how="left", maintain_order="left")["_row"].to_numpy()
    chosen = found[place]
    return chosen, chosen.sum(axis=1) > 0
