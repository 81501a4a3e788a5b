"""How old are people when the disease is found?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from felles.definitions import Content
from felles.epidemiology import frames
from felles.epidemiology.answers import Answer
from felles.epidemiology.asking import NotAnswerable, period_of, shipped
from felles.epidemiology.noting import Note
from felles.epidemiology.occurrence.case_tables import case_table
from felles.epidemiology.occurrence.columns import in_order
from felles.epidemiology.occurrence.primaries import Primaries
from felles.epidemiology.occurrence.tallies import Run, Tally, polars_of, tallied

if TYPE_CHECKING:
    import polars as pl

_YEARS = "_years"
_QUARTILES = {"lower_quartile": 0.25, "median_age": 0.5, "upper_quartile": 0.75}


def age_at_diagnosis(
    table: Any,
    *,
    by: Iterable[str] = ("year",),
    site: str | Iterable[str] | None = None,
    period: int | str | Sequence[int] | None = None,
    primaries: Primaries = "registered",
    content: Content | None = None,
    run: Run | None = None,
) -> Answer:
    """The median age in completed years, with the quartiles. table and the rest: as for `incidence`; `by` without age.

    Returns rows with the columns of `by`, cases (of known age), lower_quartile, median_age, upper_quartile: the youngest age
    at or under which a quarter, half and three quarters of the cases are. Raises NotAnswerable, BadTable.
    """
    cases = case_table(table)
    if "age" not in cases.columns:
        raise NotAnswerable("The median age needs a column age, or born_on and diagnosed_on.")
    asked = tuple(dict.fromkeys(by))
    if "age" in asked:
        raise NotAnswerable("The median age cannot be split by age. Leave age out.")
    tally = tallied(
        cases.mutate(**{_YEARS: cases.age}),
        (*asked, _YEARS),
        site=site,
        period=period_of(period),
        primaries=primaries,
        content=content or shipped(),
        run=run or polars_of,
    )
    rows = _quartiles(tally.rows, asked)
    ordered = Tally(rows, asked, tally.sites, tally.years)
    notes = [note for note in tally.notes if not (isinstance(note, Note) and note.code == "ageless")]
    ageless = int(tally.rows["cases"].sum()) - int(rows["cases"].sum())
    notes += [Note("ageless_left_out", count=ageless)] if ageless else []
    return Answer(frames.give_back(in_order(rows, ordered), like=table), notes)


def _quartiles(counts: pl.DataFrame, asked: Sequence[str]) -> pl.DataFrame:
    """The quartiles of the ages that are known. counts: the columns asked for, _years (text) and cases."""
    import polars as pl

    known = counts.with_columns(pl.col(_YEARS).cast(pl.Int64, strict=False)).filter(pl.col(_YEARS) >= 0)
    each = known.group_by(*asked, _YEARS).agg(pl.col("cases").sum()).sort(_YEARS)
    whole = list(asked) or pl.lit(0)
    each = each.with_columns(_share=pl.col("cases").cum_sum().over(whole) / pl.col("cases").sum().over(whole))
    measures = [
        pl.col("cases").sum(),
        *(pl.col(_YEARS).filter(pl.col("_share") >= part).min().alias(name) for name, part in _QUARTILES.items()),
    ]
    return each.group_by(asked).agg(measures) if asked else each.select(measures)
