"""`felles stage`: how far the disease had come at diagnosis, by what it is split by, and as if age and site were alike."""

from typing import TYPE_CHECKING, Annotated

import typer

from felles.cli.answer import Json
from felles.cli.case_sources import (
    CaseTable,
    MappingOption,
    PeriodOption,
    PrimariesOption,
    Publish,
    SiteOption,
    give,
    names_in,
    period_or_window,
    reading_cases,
)
from felles.cli.choices import one_of
from felles.cli.event_sources import EngineOption, LakeOption
from felles.cli.figures import FigureOption, drawing_stages
from felles.cli.rows import Csv, OnlyOption, one_form

if TYPE_CHECKING:
    import polars as pl


def stage(
    table: CaseTable = None,
    lake: LakeOption = None,
    mapping: MappingOption = None,
    by: Annotated[
        str, typer.Option(help="Any of year,sex,age,site,county,region,... with commas; '' for all.")
    ] = "year",
    site: SiteOption = "",
    period: PeriodOption = None,
    adjust: Annotated[str, typer.Option(help="age, site or age,site: as if all rows had the same of them.")] = "",
    primaries: PrimariesOption = "registered",
    publish: Publish = False,
    engine: EngineOption = "duckdb",
    only: OnlyOption = "",
    figure: FigureOption = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """The shares of the stages at diagnosis, with unknown as a class of its own and among the known alone.

    felles stage --table cases.csv --by region --site lung --adjust age --json

    A table has one row a tumour, with a stage. Shares are fractions of 1, their limits Wilson's at 95 %.
    """
    from felles.epidemiology.occurrence.stage import stage as stages

    one_form(as_json=as_json, as_csv=as_csv)
    columns = [name for name in names_in(by) if name != "stage"]
    with reading_cases(table, lake, mapping, engine) as source:
        made = stages(
            source.cases,
            by=columns,
            site=names_in(site) or None,
            period=period_or_window(period, lake),
            adjust=names_in(adjust),
            primaries=one_of("--primaries", primaries, ("registered", "iacr")),
            run=source.run,
        )

        def hide(rows: "pl.DataFrame") -> "pl.DataFrame":
            return _without_small(rows, columns)

        drawn = drawing_stages(figure, columns)
        give(made, source, as_json=as_json, as_csv=as_csv, hide=hide if publish else None, only=only, drawn=drawn)


def _without_small(rows: "pl.DataFrame", by: list[str]) -> "pl.DataFrame":
    """Small counts gone, and with them every column of their line that they could be worked out from."""
    import polars as pl

    from felles.access.small_numbers import PUBLISHED
    from felles.access.small_numbers import hide as hide_small

    own = ("share", "lower", "upper")
    shown = hide_small(rows, counts=["cases"], within=[*by, "stage"], derived={name: ["cases"] for name in own})
    whole = by or pl.lit(0)
    some = (pl.col("hidden").list.len() > 0).any().over(whole)
    few = pl.col("total").is_between(1, PUBLISHED - 1)
    rest = [name for name in rows.columns if name not in (*by, "stage", "cases", "total", *own)]
    emptied = [pl.when(~some).then(pl.col(name)).alias(name) for name in rest]
    return shown.with_columns(*emptied, total=pl.when(~few).then(pl.col("total")))
