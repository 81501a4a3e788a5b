"""Did more people fall ill here than would have, had the rates been those of everybody (SIR)?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from felles.definitions import Content
from felles.epidemiology import frames
from felles.epidemiology.answers import Answer
from felles.epidemiology.asking import NotAnswerable, period_of, shipped
from felles.epidemiology.occurrence import rates
from felles.epidemiology.occurrence.case_tables import bands, case_table, is_events
from felles.epidemiology.occurrence.cells import Cells, arranged
from felles.epidemiology.occurrence.columns import column, in_order
from felles.epidemiology.occurrence.denominators import denominators, gaps
from felles.epidemiology.occurrence.incidence import PER
from felles.epidemiology.occurrence.sexes import SEXES, with_sexes
from felles.epidemiology.occurrence.tallies import Run, Tally, polars_of, tallied

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_LIMITS = {"exact": rates.poisson_limits, "byar": rates.byar_limits}


def sir(
    table: Any,
    population: Any = None,
    *,
    by: Iterable[str] = ("county",),
    reference: Any = None,
    site: str | Iterable[str] | None = None,
    period: int | str | Sequence[int] | None = None,
    interval: Literal["exact", "byar"] = "exact",
    level: float = 0.95,
    content: Content | None = None,
    run: Run | None = None,
) -> Answer:
    """The standardised incidence ratio: cases observed, divided by those expected at the reference's rates by sex and age.

    table, population, by, site, period, level, content, run: as for `incidence`; `by` without age.
    reference: a table of rates per 100,000 person-years with `age_group`, `rate` and, where they differ, `sex`; None takes the
        rates of all rows of the table together, so that a county is held against the nation it is part of.

    Returns rows with the columns of `by`, then observed, expected, sir, lower, upper (exact, or Byar's approximation; the
    expected cases are taken as known). Cases of unknown age or sex count among neither. Null where nothing is expected.
    Source: Breslow and Day, Statistical methods in cancer research II, ch. 2 (IARC 1987). Raises NotAnswerable, BadTable.
    """
    definitions, carry_out = content or shipped(), run or polars_of
    asked = tuple(dict.fromkeys(by))
    if "age" in asked:
        raise NotAnswerable("A ratio is standardised for age, so it cannot be split by it. Leave age out.")
    cases = case_table(table)
    apart = (*asked, *(("sex",) if "sex" in cases.columns and "sex" not in asked else ()))
    tally = tallied(
        cases, apart, site=site, period=period_of(period), primaries="registered", content=definitions, run=carry_out
    )
    people = denominators(table if is_events(table) else None, population, tally, definitions, carry_out)
    if "sex" not in people.splits and "sex" not in asked:
        apart = asked
    cells = arranged(tally.rows, people, apart, tally.sex_of, tally.years)
    notes = [*tally.notes, *people.notes, *gaps(cells, people, replace(tally, by=apart))]
    rows = cells.rows.with_columns(
        column("observed", cells.cases.sum(axis=1), cells.known),
        column("expected", _expected(cells, reference), cells.known),
    )
    rows = _ratios(rows, asked, _LIMITS[interval], level)
    ordered = Tally(rows, asked, tally.sites, tally.years)
    return Answer(frames.give_back(in_order(rows, ordered), like=table), tuple(dict.fromkeys(notes)))


def _expected(cells: Cells, reference: Any) -> Floats:
    """The cases that each row would have at the rates of its sex: all rows' own, or those of the reference."""
    sex = cells.rows["sex"].to_numpy() if "sex" in cells.rows.columns else np.full(cells.rows.height, "")
    if reference is not None:
        given = _rates(reference)
        chosen = np.stack([given.get(each, given.get("", np.full(cells.cases.shape[1], np.nan))) for each in sex])
        return np.asarray((cells.person_years * chosen).sum(axis=1))
    expected = np.zeros(cells.rows.height)
    groups = _alike(cells.rows)
    for group in np.unique(groups):
        rows = (groups == group) & cells.known
        whole = rates.age_rates(cells.cases[rows].sum(axis=0), cells.person_years[rows].sum(axis=0))
        expected[rows] = (cells.person_years[rows] * np.nan_to_num(whole)).sum(axis=1)
    return expected


def _alike(rows: pl.DataFrame) -> NDArray[np.int64]:
    """Which rows share their reference: those of one sex and, where sites are apart, of one site."""
    keys = [name for name in ("sex", "site") if name in rows.columns]
    if not keys:
        return np.zeros(rows.height, dtype=np.int64)
    return rows.select(keys).with_row_index().select(number=_first_of(keys))["number"].to_numpy().astype(np.int64)


def _first_of(keys: Sequence[str]) -> pl.Expr:
    import polars as pl

    return pl.col("index").first().over(list(keys))


def _rates(reference: Any) -> dict[str, Floats]:
    """Rates per person-year by age group, for each sex or for "" where the table has no sex."""
    table = frames.read(reference, columns=("age_group", "rate"))
    table = table.with_columns(band=bands(table["age_group"]))
    if "sex" not in table.columns:
        return {"": _by_band(table)}
    table = with_sexes(table)
    return {sex: _by_band(table.filter(table["sex"] == sex)) for sex in SEXES}


def _by_band(table: pl.DataFrame) -> Floats:
    found = np.zeros(18)
    found[table["band"].to_numpy()] = table["rate"].to_numpy() / PER
    return found


def _ratios(rows: pl.DataFrame, by: Sequence[str], limits_of: Any, level: float) -> pl.DataFrame:
    import polars as pl

    both = [pl.col("observed").sum(), pl.col("expected").sum()]
    summed = rows.group_by(by).agg(both) if by else rows.select(both)
    observed, expected = summed["observed"].to_numpy(), summed["expected"].to_numpy()
    some = expected > 0
    each = np.where(some, expected, 1)
    limits = limits_of(observed, level)
    return summed.select(
        *by,
        pl.col("observed").cast(pl.Int64),
        "expected",
        column("sir", observed / each, some),
        column("lower", limits.lower / each, some),
        column("upper", limits.upper / each, some),
    )
