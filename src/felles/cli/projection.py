"""`felles projection`: how many cases there will be, and how wrong such numbers have been."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from felles.cli.answer import Json, say
from felles.cli.case_sources import SiteOfLogOption, StandardOption, names_in, population_in
from felles.cli.choices import one_of
from felles.cli.event_sources import EngineOption, LakeOption
from felles.cli.figures import FigureOption, draw_projection
from felles.cli.rows import Csv, answer_rows, one_form, show_rows
from felles.cli.table_files import read_table_file
from felles.cli.written_files import write_file

if TYPE_CHECKING:
    from felles.epidemiology.projecting.projection import Projection

_TRENDS = {"test": None, "recent": True, "mean": False}
_NOT_SHOWN = ("population", "crude", "cases_per_year")  # on a screen: --json and --csv have them
_FIRST_COUNTED, _LAST_COUNTED = 2000, 2200
_MOST_REPEATED = 100_000
_SHOWN = ("periods", "ages", "years", "models")


def projection(
    table: Annotated[
        Path | None,
        typer.Option(
            help="Cases (CSV, NDJSON, Parquet): year or period, age_group, cases, population, and what --by names."
            " Without it the cases of --site in the log or the --lake, among Norway's people."
        ),
    ] = None,
    lake: LakeOption = None,
    site: SiteOfLogOption = "",
    until: Annotated[
        int | None, typer.Option(help="Without --table: the last whole year of cases, such as 2025.")
    ] = None,
    population: Annotated[
        Path | None, typer.Option(help="The population of the time to come, where it is not in the table.")
    ] = None,
    by: Annotated[str, typer.Option(help="Columns to project one by one, such as site,sex.")] = "",
    method: Annotated[str, typer.Option(help="nordpred, poisson or constant.")] = "nordpred",
    periods: Annotated[
        str, typer.Option(help="Periods of five years in the base: 4-6 (the widest that fits), or one number.")
    ] = "4-6",
    trend: Annotated[
        str, typer.Option(help="test (which fits), recent (the last ten years) or mean (the whole base).")
    ] = "test",
    damping: Annotated[str, typer.Option(help="The share of the trend that is cut in each period to come.")] = (
        "0,0.25,0.5,0.75,0.75"
    ),
    first_age: Annotated[str | None, typer.Option(help="The youngest age group of the model, such as 20-24.")] = None,
    projected_age: Annotated[str | None, typer.Option(help="The youngest age group that uses it.")] = None,
    standard: StandardOption = "norway2014",
    intervals: Annotated[
        int, typer.Option(help="Repetitions for prediction intervals, such as 1000; 0 gives none.")
    ] = 0,
    seed: Annotated[
        int, typer.Option(min=0, help="What the repetitions are drawn from: the same seed, the same numbers.")
    ] = 1,
    show: Annotated[str, typer.Option(help="The rows: periods, ages, years or models.")] = "periods",
    hindcast: Annotated[
        bool, typer.Option("--hindcast", help="Instead: each method asked earlier, against what came.")
    ] = False,
    figure: FigureOption = None,
    engine: EngineOption = "duckdb",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """How many cases there will be: by age, period and cohort (NORDPRED), or with the rates of today.

    felles projection --table colon.csv --population forecast.csv --by sex --show years --intervals 1000 --json

    Rows of the table without cases are the time to come. change_percent of a period is split into risk_percent (the
    rates) and population_percent (how many, how old). Rates are per 100,000. The notes tell what to beware of.
    """
    from felles.store import Refused

    one_form(as_json=as_json, as_csv=as_csv)
    one_of("--show", show, _SHOWN)
    if hindcast and figure is not None:
        raise Refused("--figure draws a projection: leave --hindcast out.")
    if not 0 <= intervals <= _MOST_REPEATED:
        raise Refused(f"--intervals takes 0 to {_MOST_REPEATED:,}; got {intervals:,}.")
    chosen: dict[str, Any] = {
        "by": names_in(by),
        "periods": _periods(periods),
        "recent": _TRENDS[one_of("--trend", trend, tuple(_TRENDS))],
        "damping": _damping(damping),
        "intervals": intervals,
        "seed": seed,
    }
    cases, people, read = _tables(table, population, lake, site, until, chosen["by"], engine)
    say("Small numbers are not hidden here: hide them in anything that others will see.")
    if hindcast:
        _give_hindcast(cases, people, chosen, read, as_json=as_json, as_csv=as_csv)
        return
    from felles.epidemiology.projecting.projection import projection as project

    made: Projection = project(
        cases,
        people,
        method=method,  # type: ignore[arg-type]
        first_age=first_age,
        projected_age=projected_age,
        standard=standard,
        **chosen,
    )
    if figure is not None:
        write_file(figure, draw_projection(made.periods, chosen["by"]))
    _give(made, show, read, as_json=as_json, as_csv=as_csv)


def _give(made: "Projection", show: str, read: Sequence[str], *, as_json: bool, as_csv: bool) -> None:
    rows, notes = getattr(made, show), [*read, *made.notes]
    short = rows.select(name for name in rows.columns if name not in _NOT_SHOWN)
    more = {"models": made.models.to_dicts()} if as_json else {}
    words = partial(show_rows, short, notes)
    answer_rows(rows, notes, as_json=as_json, as_csv=as_csv, words=words, more=more)


def _give_hindcast(
    cases: Any, people: Any, chosen: dict[str, Any], read: Sequence[str], *, as_json: bool, as_csv: bool
) -> None:
    from felles.epidemiology.projecting.hindcast import hindcast

    tried = hindcast(cases, people, **chosen)
    rows = tried.rows if as_csv else tried.summary
    more = {"predictions": tried.rows.to_dicts()} if as_json else {}
    answer_rows(rows, [*read, *tried.notes], as_json=as_json, as_csv=as_csv, more=more)


def _tables(
    table: Path | None,
    population: Path | None,
    lake: Path | None,
    site: str,
    until: int | None,
    by: list[str],
    engine: str,
) -> tuple[Any, Any, Sequence[str]]:
    """Cases, the people to come, and notes: from a file, or of a site from the log. Raises Refused."""
    from felles.store import Refused

    if table is not None:
        if lake or site or until or engine != "duckdb":
            raise Refused("--lake, --site, --until and --engine go without --table: the table says what is projected.")
        return read_table_file(table), population_in(population), ()
    if not site or until is None:
        raise Refused("Give a --table; or --site and --until, the last whole year, to project the cases of the log.")
    if not _FIRST_COUNTED < until < _LAST_COUNTED:
        raise Refused(f"--until takes a year after {_FIRST_COUNTED}, such as 2025; got {until}.")
    if set(by) - {"sex"}:
        raise Refused(f"Cases of the log can be projected by sex, or all together; got {', '.join(by)}.")
    from felles.cli.case_sources import reading_cases
    from felles.epidemiology.projecting.from_log import projection_tables

    with reading_cases(None, lake, None, engine) as source:
        made = projection_tables(source.cases, population_in(population), site=site, last=until, by=by, run=source.run)
    return made.cases, made.coming, made.notes


def _periods(text: str) -> list[int]:
    from felles.store import Refused

    first, _, last = text.partition("-")
    if not first.isdigit() or not (last or first).isdigit() or not 3 <= int(first) <= int(last or first):
        raise Refused(f"--periods takes a number from 3 up or two such as 4-6; got {text}.")
    return list(range(int(first), int(last or first) + 1))


def _damping(text: str) -> list[float]:
    from felles.store import Refused

    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise Refused(f"--damping takes shares such as 0,0.25,0.5; got {text}.") from None
