"""`felles survival`: how many survive, by any method, of the patients of a table, a registry file or the log."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from felles.cli.answer import Json, say
from felles.cli.case_sources import names_in
from felles.cli.days import day_of
from felles.cli.event_sources import EngineOption, LakeOption
from felles.cli.figures import FigureOption, draw_survival
from felles.cli.rows import Csv, OnlyOption, answer_rows, one_form, only_rows
from felles.cli.survival_questions import SurvivalQuestion, weights_of_option, years_of_option
from felles.cli.written_files import write_file

if TYPE_CHECKING:
    import polars as pl

    from felles.cli.patient_sources import PatientSource


def survival(
    table: Annotated[
        Path | None,
        typer.Option(help="A table (CSV, NDJSON or Parquet) with one row a patient, or one event a row; else the log."),
    ] = None,
    lifetable: Annotated[
        Path | None,
        typer.Option(
            help="Expected mortality: sex, year, age, and survival_1y or mx. With the log: Norway's, unless given."
        ),
    ] = None,
    mapping: Annotated[
        str | None, typer.Option(help="Read --table as a registry file, with this mapping, such as melanoma_finland.")
    ] = None,
    lake: LakeOption = None,
    mortality: Annotated[
        str | None,
        typer.Option(
            help="The column of --lifetable that counts: mx (rates), survival_1y, or qx, which is what relsurv's transrate reads."
        ),
    ] = None,
    method: Annotated[
        str,
        typer.Option(
            help="pohar-perme, ederer1, ederer2, hakulinen, kaplan-meier, cause-specific,"
            " cumulative-incidence (Aalen-Johansen) or crude-probability (Cronin and Feuer)."
        ),
    ] = "pohar-perme",
    by: Annotated[str, typer.Option(help="Columns to split by, such as sex,stage, as they stand in the table.")] = "",
    at: Annotated[str, typer.Option(help="Years since diagnosis.")] = "1,5,10",
    approach: Annotated[str, typer.Option(help="complete, cohort, period or hybrid.")] = "complete",
    period: Annotated[str | None, typer.Option(help="First and last year, such as 2020-2024.")] = None,
    newest: Annotated[
        str | None, typer.Option(help="With hybrid: the newest diagnosis years that are registered in full.")
    ] = None,
    weights: Annotated[
        str | None, typer.Option(help="Standardise for age: icss1, icss2, icss3, or a CSV file with age_group, weight.")
    ] = None,
    standardise: Annotated[str, typer.Option(help="By strata of age, or by brenner weights of persons.")] = "strata",
    given: Annotated[float, typer.Option(help="Conditional survival: given that so many years were survived.")] = 0.0,
    limits: Annotated[str, typer.Option(help="The scale of the 95 % limits: log, log-log or plain.")] = "log",
    precision: Annotated[
        int, typer.Option(help="1: through gaps between times as relsurv does; 0: the exact integral.")
    ] = 1,
    compare: Annotated[
        str | None, typer.Option(help="Also test whether net survival differs between the values of this column.")
    ] = None,
    site: Annotated[str, typer.Option(help="With the log: a site of content/sites.yaml, such as lung.")] = "",
    until: Annotated[
        date | None,
        typer.Option(
            parser=day_of("--until"), help="With the log: the day on which it is closed; by default its last day."
        ),
    ] = None,
    avoidable: Annotated[
        str | None,
        typer.Option(help="Instead: deaths that would be avoided if all values of this column did as --reference."),
    ] = None,
    reference: Annotated[str, typer.Option(help="With --avoidable: all, best, or one of the column's values.")] = "all",
    engine: EngineOption = "duckdb",
    only: OnlyOption = "",
    figure: FigureOption = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Survival with 95 % limits, by group and years since diagnosis.

    felles survival --table patients.csv --lifetable lifetable.csv --by sex,stage --at 1,5,10 --json

    A table has one row a patient: sex, born_on (or age), diagnosed_on (or year), followed_until (or days), status (alive,
    dead; or cancer, other), and the columns of --by. With the log the first tumour of each person counts.
    """
    from felles.cli.patient_sources import reading_patients
    from felles.epidemiology.asking import period_of

    one_form(as_json=as_json, as_csv=as_csv)
    columns = names_in(by)
    question = SurvivalQuestion(
        by=columns,
        at=years_of_option(at),
        method=method,
        approach=approach,
        period=period_of(period),
        newest=period_of(newest),
        weights=weights_of_option(weights),
        standardise=standardise,
        given=given,
        limits=limits,
        precision=precision,
        mortality=mortality,
    )
    wanted = [*columns, *filter(None, (compare, avoidable))]
    with reading_patients(table, lake, mapping, lifetable, wanted, site, until, engine) as source:
        made = question.avoidable(source, avoidable, reference) if avoidable else question.answer(source)
        rows = only_rows(source.named(made.rows), only)
        if figure is not None:
            _draw(figure, question, source, only)
        notes, more = [*source.notes, *made.notes], {"method": method}
        if compare:
            more |= _test(question, source, compare, notes)
    say("Small numbers are not hidden here. What others will see must not show groups of under five.")
    answer_rows(rows, notes, as_json=as_json, as_csv=as_csv, more=more)


def _draw(figure: Path, question: SurvivalQuestion, source: "PatientSource", only: str) -> None:
    rows: pl.DataFrame = source.named(question.whole_curve(source).rows)
    write_file(figure, draw_survival(only_rows(rows, only), question.by, question.method))


def _test(question: SurvivalQuestion, source: "PatientSource", column: str, notes: list[str]) -> dict[str, Any]:
    """The test between the values of a column, said aloud; its notes go to the others."""
    test = question.compared(source, column)
    notes += [note for note in test.notes if note not in notes]
    say(
        f"Net survival between the values of {column}: chi-squared {test.statistic:.2f}"
        f" on {test.degrees_of_freedom} degrees of freedom, p = {test.p:.3g}."
    )
    told = {"between": column, "statistic": test.statistic, "degrees_of_freedom": test.degrees_of_freedom, "p": test.p}
    return {"test": told}
