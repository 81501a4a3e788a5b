"""How many people who have had cancer are alive on a day, and how long ago was it found?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from felles.definitions import Content
from felles.epidemiology import frames
from felles.epidemiology.ages import AGE_GROUPS, UNKNOWN
from felles.epidemiology.answers import Answer
from felles.epidemiology.asking import NotAnswerable, known_columns, shipped
from felles.epidemiology.cases import completed_years
from felles.epidemiology.noting import Note
from felles.epidemiology.occurrence import rates
from felles.epidemiology.occurrence.case_tables import case_table, is_events
from felles.epidemiology.occurrence.cells import Cells, arranged
from felles.epidemiology.occurrence.columns import column, in_order, spread_by_age
from felles.epidemiology.occurrence.counting import NO_BAND, band_of
from felles.epidemiology.occurrence.denominators import gaps, on_a_day
from felles.epidemiology.occurrence.incidence import PER
from felles.epidemiology.occurrence.site_codes import CodeRow, names_of, with_site
from felles.epidemiology.occurrence.tallies import (
    Run,
    Tally,
    code_rows,
    derived_columns,
    in_words,
    polars_of,
    sites_asked,
    with_names,
)

if TYPE_CHECKING:
    import polars as pl
    from ibis.expr import types as ir

SINCE = ("under_1_year", "years_1_to_4", "years_5_to_9", "years_10_or_more")
"""Completed years since the diagnosis, the split that NORDCAN shows; together they are all persons."""
_LABELS = {**dict(enumerate(AGE_GROUPS)), NO_BAND: UNKNOWN}
_NEEDED = ("person", "diagnosed_on", "died_on")


def prevalence(
    table: Any,
    at: date,
    population: Any = None,
    *,
    by: Iterable[str] = (),
    site: str | Iterable[str] | None = None,
    level: float = 0.95,
    content: Content | None = None,
    run: Run | None = None,
) -> Answer:
    """People alive on a day who were diagnosed on or before it, each once in every row; and once per site by site.

    table: as for `incidence`, with `person`, `diagnosed_on`, `died_on` and, as far as it is known, `followed_until` (the day
        after which nothing is known of the person); or an Ibis table of events. population, site, level, content, run: as there.
    by: any of sex, age (on the day), site, county and region (at diagnosis), stage and the table's other columns, all of the
        person's first tumour among those that are counted.

    Returns rows with the columns of `by`, then persons, SINCE (persons by completed years since the first diagnosis),
    population (people on the day, or the mean of its year), per_100000, lower, upper (exact, Poisson). It is complete only as
    far back as the table goes: the notes say how far. Raises NotAnswerable, BadTable.
    """
    definitions, carry_out = content or shipped(), run or polars_of
    known = case_table(table)
    lacking = [name for name in _NEEDED if name not in known.columns]
    if lacking:
        raise NotAnswerable(
            f"Prevalence needs the columns {', '.join(_NEEDED)}; the table has no {', '.join(lacking)}."
        )
    asked = known_columns(by, known, derived_columns(known))
    sites, within = sites_asked(site, asked, definitions, known)
    codes = code_rows(sites, within, by_site="site" in asked) if "icd10" in known.columns else None
    first: pl.DataFrame = carry_out(_counted(known, asked, codes, at))
    if codes is not None:
        first = with_names(first, names_of(codes))
    tally = Tally(in_words(first, asked, definitions), asked, [*sites, *([within] if within else [])], [at.year])
    tally = _living(tally, at)
    people = on_a_day(table if is_events(table) else None, population, tally, definitions, carry_out, at)
    keys = [name for name in asked if name != "age"]
    cells = arranged(tally.rows, people, keys, tally.sex_of, tally.years)
    rows = _rows(tally, cells, keys, level)
    notes = [*tally.notes, *people.notes, *gaps(cells, people, tally), _how_far_back(first)]
    return Answer(frames.give_back(rows, like=table), tuple(notes))


def _counted(known: ir.Table, by: Sequence[str], codes: Sequence[CodeRow] | None, at: date) -> ir.Table:
    """Persons by the columns of `by`, site, sex, band (age on the day), since (0 to 3), lost, and the earliest diagnosis."""
    import ibis

    day = ibis.date(at.year, at.month, at.day)
    rows = known.filter((known.diagnosed_on <= day) & (known.died_on.isnull() | (known.died_on > day)))
    if codes is not None:
        rows = with_site(rows.drop("site") if "site" in rows.columns else rows, codes)
        rows = rows.filter(rows.site.notnull())
    elif "site" not in rows.columns:
        rows = rows.mutate(site=ibis.literal("all"))
    once = [rows.person, *([rows.site] if "site" in by else [])]
    order = [rows.diagnosed_on, *(rows[name] for name in ("episode", "icd10") if name in rows.columns)]
    rows = rows.mutate(_number=ibis.row_number().over(ibis.window(group_by=once, order_by=order)))
    rows = rows.filter(rows._number == 0)
    years = completed_years(rows.diagnosed_on, day)
    lost = (rows.followed_until < day).fill_null(False) if "followed_until" in rows.columns else ibis.literal(False)
    age = completed_years(rows.born_on, day) if "born_on" in rows.columns else ibis.null("int64")
    keys = [name for name in by if name not in ("age", "region", "site", "sex")]
    keys += ["county"] * ("region" in by and "region" not in rows.columns) + ["region"] * (
        "region" in by and "region" in rows.columns
    )
    keys += ["sex"] * ("sex" in rows.columns)
    groups = {name: rows[name] for name in dict.fromkeys((*keys, "site"))}
    since = ibis.cases((years < 1, 0), (years < 5, 1), (years < 10, 2), else_=3)
    return rows.group_by(**groups, band=band_of(age).cast("int64"), since=since, lost=lost).agg(
        cases=rows.count().cast("int64"), earliest=rows.diagnosed_on.min()
    )


def _living(tally: Tally, at: date) -> Tally:
    """The tally without those of whom nothing is known on the day, who are told in the notes."""
    import polars as pl

    lost = int(tally.rows.filter("lost")["cases"].sum())
    if lost:
        tally.notes.append(Note("lost", day=at.isoformat(), count=lost))
    rows = tally.rows.filter(~pl.col("lost")).with_columns(year=pl.lit(at.year, pl.Int64))
    return Tally(rows, tally.by, tally.sites, tally.years, tally.notes)


def _rows(tally: Tally, cells: Cells, keys: Sequence[str], level: float) -> pl.DataFrame:
    import polars as pl

    rows, persons, people, known = (
        cells.rows,
        cells.cases.sum(axis=1) + cells.ageless,
        cells.person_years.sum(axis=1),
        cells.known,
    )
    since = tally.rows
    if "age" in tally.by:
        rows, persons, people = spread_by_age(cells)
        known = people > 0
        since = since.with_columns(age=pl.col("band").replace_strict(_LABELS, return_dtype=pl.String))
        rows = rows.with_columns(pl.col("age").cast(pl.String))
    exact = rates.poisson_limits(persons, level)
    per_person = np.where(people > 0, PER / np.where(people > 0, people, 1), np.nan)
    rows = rows.with_columns(
        pl.Series("persons", persons.astype(np.int64)),
        column("population", people, known),
        column("per_100000", persons * per_person, known),
        column("lower", exact.lower * per_person, known),
        column("upper", exact.upper * per_person, known),
    )
    on = list(tally.by)
    by_since = (
        since.group_by(*on, "since").agg(pl.col("cases").sum())
        if on
        else since.group_by("since").agg(pl.col("cases").sum())
    )
    for number, name in enumerate(SINCE):
        one = by_since.filter(pl.col("since") == number).select(*on, pl.col("cases").alias(name))
        if on:
            rows = rows.join(one, on=on, how="left", maintain_order="left").with_columns(pl.col(name).fill_null(0))
        else:
            rows = rows.with_columns(pl.lit(int(one[name].sum()), pl.Int64).alias(name))
    return in_order(rows, tally).select(*on, "persons", *SINCE, "population", "per_100000", "lower", "upper")


def _how_far_back(first: pl.DataFrame) -> str:
    earliest: Any = first["earliest"].min()
    if earliest is None:
        return Note("nobody_alive")
    return Note("how_far_back", day=str(earliest))
