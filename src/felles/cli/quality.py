"""`felles quality`: what is wrong in each record of a registry, and how good the records are together."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from felles.cli.answer import SOME_SET_ASIDE, Json, say
from felles.cli.case_sources import MappingOption, names_in
from felles.cli.choices import one_of
from felles.cli.counts import number_of
from felles.cli.days import day_of
from felles.cli.event_sources import EngineOption, LakeOption
from felles.cli.figures import FigureOption, draw_quality
from felles.cli.rows import Csv, LanguageOption, answer_rows, one_form, show_rows
from felles.cli.table_files import read_table_file
from felles.cli.written_files import write_file

if TYPE_CHECKING:
    import polars as pl

    from felles.cli.record_sources import RecordSource
    from felles.epidemiology.registry_quality.report import QualityReport


def quality(
    table: Annotated[
        Path | None,
        typer.Option(help="Read the records of this file (CSV, TSV, NDJSON or Parquet), one row a tumour."),
    ] = None,
    mapping: MappingOption = None,
    lake: LakeOption = None,
    indicators: Annotated[
        bool, typer.Option("--indicators", help="The rows are the indicators, instead of what is wrong in each record.")
    ] = False,
    by: Annotated[
        str,
        typer.Option(
            help="Tell indicators or completeness apart by these, with commas: site,sex,year,region,age_group."
        ),
    ] = "",
    deaths: Annotated[
        Path | None,
        typer.Option(
            help="Deaths for the mortality:incidence ratio: a table with the columns of --by, and deaths."
            " Default: those that the log tells of."
        ),
    ] = None,
    sources: Annotated[
        str,
        typer.Option(
            help="Completeness by capture-recapture: the columns (1 or 0), with commas, of two to five sources."
        ),
    ] = "",
    at: Annotated[
        date | None,
        typer.Option(
            parser=day_of("--at"),
            help="The day after which a date lies in the future, such as 2026-11-21. Default: today; the last day that"
            " is simulated where the lake is of a simulated country.",
        ),
    ] = None,
    language: LanguageOption = "en",
    engine: EngineOption = "duckdb",
    figure: FigureOption = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Check the records of a cancer registry, one row a tumour.

    felles quality --table tumours.csv --json

    The answer is one row per record and rule that hits it: row, id, person, check, rule, severity (E error, W warning), verified
    (false: the rule was not read in a source), sentence, fields. The checks are in content/quality; the columns of a
    table in docs/reference/statistics/quality.md. With --indicators the rows are shares with their intervals.

    The exit code is 1 where a row could not be read or a record holds an error (E), so that a transfer can be stopped.
    """
    from felles.cli.record_sources import read_records_from

    one_form(as_json=as_json, as_csv=as_csv)
    _allowed(language, sources, indicators=indicators, figure=figure is not None)
    day = at or _last_day(lake)
    source = read_records_from(table, mapping, lake, today=day, engine=engine)
    strata = names_in(by)
    if sources or indicators:
        say("Small numbers are not hidden here: the rows are for those who keep the registry.")
    if sources:
        _give_completeness(source, names_in(sources), strata, as_json=as_json, as_csv=as_csv)
        failed = source.set_aside > 0
    else:
        report, notes = _report(source, strata, deaths, day, language)
        if figure is not None:
            write_file(figure, draw_quality(report.indicators, strata))
        _give(report, [*notes, *report.notes], indicators=indicators, as_json=as_json, as_csv=as_csv)
        failed = source.set_aside > 0 or (report.errors > 0 and not indicators)
    if failed:
        raise typer.Exit(SOME_SET_ASIDE)


def _last_day(lake: Path | None) -> date:
    """Today; what a simulated country tells goes on to the end of its last year."""
    from felles.events.envelope import day_of
    from felles.store.lake import read_manifest

    manifest = read_manifest(lake) if lake is not None else None
    if manifest is not None and "simulation" in manifest:
        return date(manifest["simulation"]["request"]["last"], 12, 31)
    return day_of(datetime.now(UTC))


def _allowed(language: str, sources: str, *, indicators: bool, figure: bool) -> None:
    from felles.store import Refused

    one_of("--language", language, ("nb", "nn", "en"))
    if sources and indicators:
        raise Refused("Choose one of --indicators and --sources: each has rows of its own.")
    if figure and not indicators:
        raise Refused("--figure draws the indicators: ask for --indicators too.")


def _give_completeness(
    source: "RecordSource", sources: Sequence[str], by: Sequence[str], *, as_json: bool, as_csv: bool
) -> None:
    from felles.epidemiology.registry_quality.completeness import capture_recapture

    rows = capture_recapture(source.records, sources, by=by)
    answer_rows(rows, [*source.notes, *_set_aside(source)], as_json=as_json, as_csv=as_csv)


def _report(
    source: "RecordSource", by: Sequence[str], deaths: Path | None, day: date, language: Any
) -> tuple["QualityReport", list[str]]:
    """What the records are judged to be, and notes on where they and the deaths come from."""
    from felles.epidemiology.registry_quality.report import quality as report_on

    own = None if deaths else _own_deaths(source, by)
    died = read_table_file(deaths) if deaths else own
    notes = [*source.notes, *_set_aside(source)]
    if own is not None:
        notes.append(
            "mortality_incidence has the deaths of cancer that the log itself tells of, by the underlying cause: among patients"
            " alone they say nothing of the cases that are missing."
        )
    return report_on(source.records, at=day, by=by, deaths=died, language=language), notes


def _give(report: "QualityReport", notes: list[str], *, indicators: bool, as_json: bool, as_csv: bool) -> None:
    rows = report.indicators if indicators else report.findings
    answer_rows(
        rows,
        notes,
        as_json=as_json,
        as_csv=as_csv,
        words=lambda: show_rows(rows, notes) if indicators else _summary(report, notes),
        more={
            "records": report.records,
            "errors": report.errors,
            "warnings": report.warnings,
            "summary": report.summary.to_dicts() if as_json else [],
        },
    )


def _own_deaths(source: "RecordSource", by: Sequence[str]) -> "pl.DataFrame | None":
    """The deaths that the source tells of, where they can be told apart by the same."""
    own = source.deaths
    return own if own is not None and own.height and set(by) <= set(own.columns) else None


def _set_aside(source: "RecordSource") -> list[str]:
    if not source.set_aside:
        return []
    return [f"Rows that could not be read were left out: {source.set_aside}. `felles import` says why of each."]


def _summary(report: "QualityReport", notes: Sequence[str]) -> None:
    import polars as pl

    hit = report.summary.filter(pl.col("hits") > 0).select("severity", "rule", "hits", "unknown", "verified")
    show_rows(hit.sort("severity", "hits", descending=[False, True]), notes)
    say(f"{number_of(report.records, 'record')}; {report.errors:,} with an error, {report.warnings:,} with a warning.")
    say("To have the records with their sentences: --json or --csv. The indicators: --indicators.")
