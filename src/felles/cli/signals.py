"""`felles signals`: what has changed in many small counts, more than chance explains."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from felles.cli.answer import Json, say
from felles.cli.case_sources import PeriodOption, SiteOfLogOption, names_in, reading_cases
from felles.cli.choices import no_such
from felles.cli.days import day_of
from felles.cli.event_sources import EngineOption, LakeOption
from felles.cli.figures import FigureOption, draw_signals
from felles.cli.rows import Csv, LanguageOption, OnlyOption, answer_rows, one_form, only_rows, say_notes
from felles.cli.table_files import read_table_file
from felles.cli.written_files import write_file

if TYPE_CHECKING:
    import polars as pl


def signals(
    by: Annotated[str, typer.Option(help="Columns that make a chart each, such as region,site; '' for one chart.")],
    table: Annotated[
        Path | None,
        typer.Option(
            help="Counts (CSV, NDJSON, Parquet): period, events, n (or expected), and what --by names. Without it: how many of"
            " --site in the log or the --lake were found at an early stage, year by year."
        ),
    ] = None,
    lake: LakeOption = None,
    site: SiteOfLogOption = "",
    period: PeriodOption = None,
    early: Annotated[
        str, typer.Option(help="Without --table: the levels of stage that count as early.")
    ] = "I,II,localised",
    target: Annotated[float | None, typer.Option(help="The share that is expected, such as 0.4.")] = None,
    baseline: Annotated[
        int | None, typer.Option(help="Instead: how many first periods tell what is expected (else the first half).")
    ] = None,
    method: Annotated[
        str, typer.Option(help="cusum (a lasting shift), p_chart (one period), funnel.")
    ] = "cusum,p_chart",
    across: Annotated[str | None, typer.Option(help="The column a funnel compares, such as region.")] = None,
    direction: Annotated[str, typer.Option(help="Which way to look: up, down or both.")] = "both",
    ratio: Annotated[float, typer.Option(help="The odds or rate ratio worth finding.")] = 1.5,
    false_alarm: Annotated[float, typer.Option(help="The probability of a false alarm in one chart in a year.")] = 0.05,
    false_discovery: Annotated[
        float, typer.Option(help="The share of false ones to be borne among all signals.")
    ] = 0.1,
    periods_a_year: Annotated[int, typer.Option(help="12 for months, 3 for tertials, 1 for years.")] = 1,
    language: LanguageOption = "nb",
    points: Annotated[
        bool,
        typer.Option(
            "--points",
            help="Every point of every chart (or of the funnel, where that is the only method) instead of the signals.",
        ),
    ] = False,
    goal: Annotated[
        str | None, typer.Option(help="With --json: also the signals as events for this goal's list, such as goal:14.")
    ] = None,
    at: Annotated[
        date | None,
        typer.Option(parser=day_of("--at"), help="The day that those events are raised, such as 2026-11-21."),
    ] = None,
    engine: EngineOption = "duckdb",
    only: OnlyOption = "",
    figure: FigureOption = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Watch shares or rates by region and site, and tell what, where, since when, how large and how sure.

    felles signals --table stage.csv --by region,site --periods-a-year 3 --json
    felles signals --site lung --by region --baseline 10

    A chart's false alarms are kept to --false-alarm in a year, computed exactly for its counts; over all charts at most
    --false-discovery of the signals are expected to be false.
    """
    from felles.epidemiology.monitoring.signals import signals as watch

    one_form(as_json=as_json, as_csv=as_csv)
    _refuse_odd_goal(goal, at, as_json=as_json)
    columns, methods = names_in(by), names_in(method)
    counts, read_notes = _counts(table, lake, site, period, names_in(early), columns, engine)
    say("Small numbers are not hidden here: hide them in anything that others will see.")
    found = watch(
        counts,
        by=columns,
        target=target,
        baseline=baseline,
        methods=methods,  # type: ignore[arg-type]
        direction=direction,  # type: ignore[arg-type]
        ratio=ratio,
        false_alarm=false_alarm,
        false_discovery=false_discovery,
        periods_a_year=periods_a_year,
        across=across,
        language=language,  # type: ignore[arg-type]
        points=points or figure is not None,
    )
    drawn = found.funnel if methods == ["funnel"] else found.charts
    if figure is not None:
        write_file(figure, draw_signals(only_rows(drawn, only), columns))
    rows, notes = only_rows(drawn if points else found.rows, only), [*read_notes, *found.notes]
    words = None if points else partial(_sentences, rows["words"].to_list(), notes)
    more = {"events": _raised(found.rows, goal, at, columns)} if goal and at else {}
    answer_rows(rows, notes, as_json=as_json, as_csv=as_csv, words=words, more=more)


def _refuse_odd_goal(goal: str | None, at: date | None, *, as_json: bool) -> None:
    from felles.definitions import load_content
    from felles.store import Refused

    if (goal is None) != (at is None) or (goal is not None and not as_json):
        raise Refused(
            "--goal and --at belong together, and to --json: the day on which the signals are raised for a goal."
        )
    if goal is not None:
        known = [f"goal:{each.number}" for each in load_content().goals.values()]
        if goal not in known:
            raise no_such("goal called", goal, known)


def _counts(
    table: Path | None,
    lake: Path | None,
    site: str,
    period: str | None,
    early: Sequence[str],
    by: Sequence[str],
    engine: str,
) -> tuple["pl.DataFrame", Sequence[str]]:
    """The counts of a file, or those of early stages in the log or a lake. Raises Refused."""
    from felles.store import Refused

    if table is not None:
        if lake or site or period or engine != "duckdb":
            raise Refused("--lake, --site, --period and --engine go without --table: the table says what is counted.")
        return read_table_file(table), ()
    if not site:
        raise Refused("Give a --table of counts; or --site, to watch at which stage that cancer is found.")
    from felles.epidemiology.monitoring.stage_counts import stage_counts

    with reading_cases(None, lake, None, engine) as source:
        made = stage_counts(source.cases, by=by, site=names_in(site), period=period, early=early, run=source.run)
        return made.rows, [*source.notes, *made.notes]


def _sentences(words: Sequence[str], notes: Sequence[str]) -> None:
    for sentence in words:
        say(sentence)
    say_notes(notes)


def _raised(signals: "pl.DataFrame", goal: str, at: date, by: Sequence[str]) -> list[dict[str, Any]]:
    """The signals as events of a goal's list, with the columns that tell something."""
    from felles.epidemiology.monitoring.signals import raise_signal

    events = [raise_signal(row, goal=goal, at=at, by=by) for row in signals.iter_rows(named=True)]
    names = ("type", "precision", "source", "source_id", "code", "data")
    return [
        {"person": str(event.person), "time": event.day.isoformat()} | {name: getattr(event, name) for name in names}
        for event in events
    ]
