"""`felles prevalence`: how many who have had cancer are alive on a day, and how long ago it was found."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from felles.cli.answer import Json
from felles.cli.case_sources import (
    CaseTable,
    MappingOption,
    PopulationFile,
    Publish,
    SiteOption,
    give,
    names_in,
    population_in,
    reading_cases,
)
from felles.cli.days import day_of
from felles.cli.event_sources import EngineOption, LakeOption
from felles.cli.figures import FigureOption, drawing_prevalence
from felles.cli.rows import Csv, OnlyOption, one_form

if TYPE_CHECKING:
    import polars as pl


def prevalence(
    at: Annotated[
        date,
        typer.Option(
            parser=day_of("--at"), help="The day, such as 2023-12-31: who is alive on it after that day is over."
        ),
    ],
    table: CaseTable = None,
    lake: LakeOption = None,
    mapping: MappingOption = None,
    population: PopulationFile = None,
    by: Annotated[str, typer.Option(help="Any of sex,age,site,county,region,stage,... with commas.")] = "",
    site: SiteOption = "",
    publish: Publish = False,
    only: OnlyOption = "",
    figure: FigureOption = None,
    engine: EngineOption = "duckdb",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """People alive on a day who have had cancer, each once, by the years since their first diagnosis.

    felles prevalence --table cases.csv --at 2023-12-31 --by site --json

    A table has one row a tumour: person, icd10, sex, born_on, diagnosed_on, died_on, and followed_until where that is known.
    """
    from felles.epidemiology.occurrence.prevalence import prevalence as alive

    one_form(as_json=as_json, as_csv=as_csv)
    columns = names_in(by)
    with reading_cases(table, lake, mapping, engine) as source:
        made = alive(
            source.cases, at, population_in(population), by=columns, site=names_in(site) or None, run=source.run
        )
        give(
            made,
            source,
            as_json=as_json,
            as_csv=as_csv,
            hide=partial(_without_small, by=columns) if publish else None,
            more={"at": at.isoformat()},
            only=only,
            drawn=drawing_prevalence(figure, columns),
        )


def _without_small(rows: "pl.DataFrame", by: list[str]) -> "pl.DataFrame":
    from felles.access.small_numbers import hide
    from felles.epidemiology.occurrence.prevalence import SINCE

    rates = {name: ["persons"] for name in ("per_100000", "lower", "upper")}
    # Who has had two cancers is a person of two sites: over sites persons do not add up.
    within = [name for name in by if name != "site"]
    apart = [name for name in by if name == "site"]
    return hide(rows, counts=["persons", *SINCE], within=within, apart=apart, sums={"persons": SINCE}, derived=rates)
