"""`felles validate`: does the simulated country do what was promised of it, and how near does it come to the published one?"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from felles.cli.answer import SOME_SET_ASIDE, Json, console, progress, say
from felles.cli.rows import Csv, answer_rows, one_form
from felles.cli.simulation_options import (
    PeopleOption,
    SeedOption,
    WorkersOption,
    command_line,
    load_definitions,
    request_of,
    threads_of,
)
from felles.cli.written_files import write_file

if TYPE_CHECKING:
    import polars as pl

    from felles.definitions.simulation.loading import SimulationDefinitions
    from felles.simulation.measuring.against import Beside
    from felles.simulation.validating.rungs import Rung


def validate(
    people: PeopleOption = 200_000,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    only: Annotated[
        str, typer.Option("--only", help="national (published figures), or ladder (what must hold); default both.")
    ] = "",
    report: Annotated[
        Path | None,
        typer.Option("--report", help="Also write the page of published and simulated figures to this file."),
    ] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Hold the simulated country against its promises and against published figures.

    felles validate --people 200000

    First the ladder: clocks against formulas, the same log however it is run, policies that share luck. Then the published
    figures, those that the country was fitted to (target) and those that nothing was fitted to (validation), each with its
    deviation. The command ends with 1 where something that must hold does not; a published figure that is missed fails nothing.
    """
    from felles.simulation.request import CannotSimulate
    from felles.simulation.validating.ladder import FIRST, LAST, MOST_WRITTEN, national, rungs
    from felles.simulation.validating.report import report as page
    from felles.simulation.validating.rungs import all_hold

    one_form(as_json=as_json, as_csv=as_csv)
    if only not in ("", "national", "ladder"):
        raise CannotSimulate(f"--only takes national or ladder; got {only}.")
    if only and report is not None:
        raise CannotSimulate("--report tells everything: leave out --only.")
    request = request_of(people, FIRST, LAST, seed)
    threads, definitions = threads_of(workers), load_definitions()
    climbed = [] if only == "national" else list(_climbing(rungs(definitions, request.seed, workers=threads)))
    found: list[Beside] = []
    if only != "ladder":
        with progress("Living") as told:
            found = national(definitions, request, workers=threads, on_progress=told)
        found += _of_log(definitions, min(people, MOST_WRITTEN), request.seed, threads)
    if report is not None:
        write_file(report, page(definitions, request, found, climbed, command_line()))
    rows = _rows(found, climbed)
    answer_rows(
        rows, as_json=as_json, as_csv=as_csv, words=lambda: _say(found, climbed), more={"request": request.told()}
    )
    if not all_hold(climbed):
        raise typer.Exit(SOME_SET_ASIDE)


def _climbing(rungs: "Iterable[Rung]") -> "Iterator[Rung]":
    """The rungs as they are climbed; what does not hold is told at once, as the others take their time."""
    for rung in rungs:
        if not rung.holds and not rung.only_told:
            say(f"Does not hold: {rung.holds_that} (expected {rung.expected:g}, found {rung.found:g}).")
        yield rung


def _of_log(definitions: "SimulationDefinitions", people: int, seed: int, threads: int) -> "list[Beside]":
    """The figures that need what the services write: counted from a smaller log by the rule of the national reporting."""
    from felles.cli.event_sources import reading_events
    from felles.simulation.measuring.against import all_beside
    from felles.simulation.validating.ladder import WRITTEN_LAST, written
    from felles.simulation.validating.pathways import asking_log

    at = date(WRITTEN_LAST, 12, 31)
    with (
        progress("Writing") as told,
        written(definitions, people, seed, workers=threads, on_progress=told) as lake,
        reading_events(None, lake, None) as events,
    ):
        return all_beside(asking_log(events.relation, events.run, definitions.content, at), definitions)


def _rows(found: "Sequence[Beside]", climbed: "Sequence[Rung]") -> "pl.DataFrame":
    """One row a published figure and rung, all with the same columns."""
    import polars as pl

    columns = {
        "measure": pl.String, "kind": pl.String, "figure": pl.String, "published": pl.Float64, "simulated": pl.Float64,
        "low": pl.Float64, "high": pl.Float64, "deviation_percent": pl.Float64, "inside": pl.Boolean, "source": pl.String,
    }  # fmt: skip
    made: list[dict[str, Any]] = [
        {
            "measure": row.measure,
            "kind": row.role,
            "figure": row.id,
            "published": row.published,
            "simulated": row.simulated if row.told else None,
            "low": row.low if row.told else None,
            "high": row.high if row.told else None,
            "deviation_percent": round(100 * row.deviation, 2) if row.told else None,
            "inside": row.inside,
            "source": row.figure.source,
        }
        for row in found
    ]
    made += [
        {
            "measure": rung.part,
            "kind": "told" if rung.only_told else "must hold",
            "figure": rung.id,
            "published": rung.expected,
            "simulated": rung.found,
            "inside": rung.holds,
        }
        for rung in climbed
    ]
    return pl.DataFrame(made, schema=columns)


def _say(found: "Sequence[Beside]", climbed: "Sequence[Rung]") -> None:
    from rich.table import Table

    from felles.simulation.validating.report import worst

    for rung in climbed:
        word = "told " if rung.only_told else "holds" if rung.holds else "FAILS"
        say(f"{word}  {rung.holds_that}")
    shown = Table("The worst that chance does not explain", "Published", "Simulated", "Deviation", "Kind", box=None)
    for row in worst(found):
        shown.add_row(row.id, f"{row.published:.5g}", f"{row.simulated:.5g}", f"{100 * row.deviation:+.1f} %", row.role)
    if found:
        console.print(shown)
    for role in ("target", "validation"):
        mine = [row for row in found if row.role == role]
        near = sum(abs(row.deviation) <= 0.05 for row in mine if row.told)
        if mine:
            inside = sum(row.inside is True for row in mine)
            say(f"{role}: {inside} of {len(mine)} figures inside, {near} within 5 per cent.")
