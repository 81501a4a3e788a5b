"""Which table does a projection of a site start from, when the cases are those of a log and the people a country's?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from felles.definitions import Content
from felles.epidemiology import frames
from felles.epidemiology.ages import AGE_GROUPS, GROUP_YEARS, LAST_GROUP
from felles.epidemiology.asking import chosen_sites, shipped
from felles.epidemiology.noting import Note
from felles.epidemiology.occurrence.incidence import incidence

if TYPE_CHECKING:
    import polars as pl

    from felles.epidemiology.occurrence.tallies import Run


@dataclass(frozen=True, kw_only=True)
class Tables:
    """cases: year, age_group, cases, population and the columns of `by`; coming: the same without cases; notes."""

    cases: pl.DataFrame
    coming: pl.DataFrame
    notes: Sequence[str]


def projection_tables(
    cases: Any,
    population: Any = None,
    *,
    site: str,
    last: int,
    years_ahead: int = 15,
    by: Sequence[str] = (),
    content: Content | None = None,
    run: Run | None = None,
) -> Tables:
    """The table of a site until the year `last`, from 2000 on, and the people of the years after it.

    cases, population, run: as `incidence` takes them. by: `sex`, or nothing. Years without a population are left out.
    Raises NotAnswerable, BadTable.
    """
    import polars as pl

    definitions = content or shipped()
    asked = ("year", "age", *by)
    made = incidence(cases, population, by=asked, site=site, period=(2000, last), content=definitions, run=run)
    rows = frames.read(made.rows).filter(pl.col("age").is_in(list(AGE_GROUPS)) & pl.col("population").is_not_null())
    table = rows.select("year", *by, pl.col("age").cast(pl.String).alias("age_group"), "cases", "population")
    observed = table["year"].max() or last
    people, day = aged_population(definitions, last=int(str(observed)) + years_ahead)
    sexes = {each.sex for each in chosen_sites(site, definitions)} - {None}
    people = people.filter(pl.col("year") > observed)
    if sexes:
        people = people.filter(pl.col("sex").is_in(sorted(str(sex) for sex in sexes)))
    coming = people.group_by("year", *by, "age_group", maintain_order=True).agg(pl.col("population").sum())
    return Tables(cases=table, coming=coming, notes=(*made.notes, Note("ageing", day=day)))


def aged_population(content: Content, *, last: int) -> tuple[pl.DataFrame, str]:
    """The people of the last day that is known, a year older for each year: year, sex, age_group, population; and that day.

    Who lives on is who did in the life table of 2019-2023; births stay as in the year before that day; no migration.
    """
    import polars as pl

    people = content.population["age_sex"].frame
    dying = content.population["life_table_2019_2023"].frame.select("sex", "age", "probability")
    day = people["day"].max()
    now = people.filter(pl.col("day") == day).unpivot(
        ["female", "male"], index="age", variable_name="sex", value_name="population"
    )
    oldest = int(str(now["age"].max()))
    lives_on = now.select("sex", "age").join(dying, on=["sex", "age"], how="left")
    lives_on = lives_on.with_columns(pl.col("probability").fill_null(1.0))
    born = now.filter(pl.col("age") == 0)
    years = []
    for year in range(int(str(day)[:4]), last + 1):
        years.append(now.with_columns(year=pl.lit(year, pl.Int64)))
        older = now.join(lives_on, on=["sex", "age"]).select(
            "sex",
            age=(pl.col("age") + 1).clip(upper_bound=oldest),
            population=pl.col("population") * (1 - pl.col("probability")),
        )
        older = older.group_by("sex", "age").agg(pl.col("population").sum())
        now = pl.concat([born.select(older.columns).cast(older.schema), older])
    labels = dict(enumerate(AGE_GROUPS))
    band = (pl.col("age") // GROUP_YEARS).clip(upper_bound=LAST_GROUP)
    grouped = pl.concat([each.select("year", "sex", "age", pl.col("population").cast(pl.Float64)) for each in years])
    grouped = grouped.with_columns(age_group=band.replace_strict(labels, return_dtype=pl.String), band=band)
    summed = grouped.group_by("year", "sex", "band", "age_group").agg(pl.col("population").sum())
    return summed.sort("year", "sex", "band").drop("band"), str(day)
