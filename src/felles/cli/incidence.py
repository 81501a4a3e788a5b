"""`felles incidence` and `felles mortality`: new cases and deaths with their rates, and the ratio to those expected."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from felles.cli.answer import Json
from felles.cli.case_sources import (
    CaseTable,
    MappingOption,
    PeriodOption,
    PopulationFile,
    PrimariesOption,
    Publish,
    SiteOption,
    StandardOption,
    give,
    names_in,
    period_or_window,
    population_in,
    reading_cases,
)
from felles.cli.choices import one_of
from felles.cli.event_sources import EngineOption, LakeOption
from felles.cli.figures import FigureOption, drawing_rates
from felles.cli.rows import Csv, OnlyOption, one_form

if TYPE_CHECKING:
    import polars as pl

By = Annotated[str, typer.Option(help="Any of year,sex,age,site,county,region,stage,... with commas; '' for one row.")]
IntervalOption = Annotated[str, typer.Option(help="The limits of asr: gamma (Fay and Feuer) or normal.")]

_RATIO: tuple[str, ...] = ("sir", "lower", "upper")
_QUARTILES: tuple[str, ...] = ("lower_quartile", "median_age", "upper_quartile")
_RATES: tuple[str, ...] = (
    "crude",
    "asr",
    "lower",
    "upper",
    "crude_lower",
    "crude_upper",
    "cumulative_risk_75",
    "cumulative_risk_80",
)


def incidence(
    table: CaseTable = None,
    lake: LakeOption = None,
    mapping: MappingOption = None,
    population: PopulationFile = None,
    by: By = "year",
    site: SiteOption = "",
    standard: StandardOption = "norway2014",
    period: PeriodOption = None,
    primaries: PrimariesOption = "registered",
    interval: IntervalOption = "gamma",
    median_age: Annotated[
        bool, typer.Option("--median-age", help="Instead: the median age at diagnosis, with the quartiles.")
    ] = False,
    sir: Annotated[
        bool, typer.Option("--sir", help="Instead: cases against those expected at the rates of all rows together.")
    ] = False,
    publish: Publish = False,
    engine: EngineOption = "duckdb",
    only: OnlyOption = "",
    figure: FigureOption = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """New cases of cancer, and their rates per 100,000 person-years: crude, and weighed to a standard population.

    felles incidence --table cases.csv --by year,sex --period 2013-2017 --json

    A table has one row a tumour: icd10, sex, year (or diagnosed_on), age (or born_on), place or county, stage; or counts, in
    a column cases. Without --site every new tumour counts as in Cancer in Norway. The denominators are those of --population,
    else the log's own people where it holds a population, else Norway's. The notes say which, and what was left out.
    """
    from felles.epidemiology.occurrence.age_at_diagnosis import age_at_diagnosis
    from felles.epidemiology.occurrence.incidence import incidence as new_cases
    from felles.epidemiology.occurrence.indirect import sir as ratio

    one_form(as_json=as_json, as_csv=as_csv)
    _refuse_two_answers(sir=sir, median_age=median_age, figure=figure is not None)
    columns, people = names_in(by), population_in(population)
    first_only = one_of("--primaries", primaries, ("registered", "iacr"))
    limits = one_of("--interval", interval, ("gamma", "normal"))
    with reading_cases(table, lake, mapping, engine) as source:
        chosen: dict[str, Any] = {
            "by": columns,
            "site": names_in(site) or None,
            "period": period_or_window(period, lake),
            "run": source.run,
        }
        if sir:
            made, count, derived = ratio(source.cases, people, **chosen), "observed", _RATIO
        elif median_age:
            made, count, derived = age_at_diagnosis(source.cases, **chosen, primaries=first_only), "cases", _QUARTILES
        else:
            made = new_cases(source.cases, people, **chosen, standard=standard, primaries=first_only, interval=limits)
            count, derived = "cases", _RATES
        hide = _hiding(count, columns, derived) if publish else None
        drawn = drawing_rates(figure, columns, "New cases")
        give(
            made, source, as_json=as_json, as_csv=as_csv, hide=hide, more={"standard": standard}, only=only, drawn=drawn
        )


def _refuse_two_answers(*, sir: bool, median_age: bool, figure: bool) -> None:
    from felles.store import Refused

    if sir and median_age:
        raise Refused("Choose one of --sir and --median-age.")
    if figure and (sir or median_age):
        raise Refused("--figure draws rates: leave --sir and --median-age out.")


def mortality(
    table: CaseTable = None,
    lake: LakeOption = None,
    mapping: MappingOption = None,
    population: PopulationFile = None,
    by: By = "year",
    site: SiteOption = "",
    standard: StandardOption = "norway2014",
    period: PeriodOption = None,
    interval: IntervalOption = "gamma",
    publish: Publish = False,
    engine: EngineOption = "duckdb",
    only: OnlyOption = "",
    figure: FigureOption = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Deaths of cancer by the underlying cause, and their rates; as felles incidence, with deaths for cases.

    felles mortality --table deaths.csv --by year,sex --site lung --json

    A table has one row a death: icd10 (or cause), sex, year (or died_on), age (or born_on).
    """
    from felles.epidemiology.occurrence.incidence import mortality as deaths_of

    one_form(as_json=as_json, as_csv=as_csv)
    columns = names_in(by)
    with reading_cases(table, lake, mapping, engine) as source:
        made = deaths_of(
            source.cases,
            population_in(population),
            by=columns,
            site=names_in(site) or None,
            period=period_or_window(period, lake),
            standard=standard,
            interval=one_of("--interval", interval, ("gamma", "normal")),
            run=source.run,
        )
        hide = _hiding("deaths", columns, _RATES) if publish else None
        drawn = drawing_rates(figure, columns, "Deaths")
        give(
            made, source, as_json=as_json, as_csv=as_csv, hide=hide, more={"standard": standard}, only=only, drawn=drawn
        )


def _hiding(count: str, by: list[str], derived: tuple[str, ...]) -> Any:
    def hide(rows: "pl.DataFrame") -> "pl.DataFrame":
        from felles.access.small_numbers import hide as hide_small

        there = {name: [count] for name in derived if name in rows.columns}
        return hide_small(rows, counts=[count], within=by, derived=there)

    return hide
