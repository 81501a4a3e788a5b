"""`felles simulate`: a synthetic country that writes the same log."""

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from felles.cli.answer import Json, answer, progress, say
from felles.cli.simulation_options import (
    CancerOption,
    PeopleOption,
    SeedOption,
    WorkersOption,
    load_definitions,
    request_of,
    threads_of,
)

if TYPE_CHECKING:
    from felles.simulation.country import Country
    from felles.simulation.running import Run

FromOption = Annotated[int, typer.Option("--from", help="The first calendar year whose events are written.")]
ToOption = Annotated[int, typer.Option("--to", help="The last calendar year, included.")]
PolicyOption = Annotated[
    list[str] | None,
    typer.Option("--policy", help="A policy: its name in content/simulation/policies, or a file. May be repeated."),
]


def simulate(
    people: PeopleOption = 50_000,
    first: FromOption = 2015,
    last: ToOption = 2026,
    seed: SeedOption = None,
    policy: PolicyOption = None,
    cancer: CancerOption = None,
    out: Annotated[
        Path, typer.Option("--out", help="The folder that gets the log, as a lake that every command reads.")
    ] = Path("simulated"),
    parameters: Annotated[
        int,
        typer.Option(
            "--parameters", min=0, help="The parameter set: 0 the central values, others drawn from their ranges."
        ),
    ] = 0,
    workers: WorkersOption = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a run that stopped left off.")] = False,
    append: Annotated[
        bool,
        typer.Option("--append", help="Also append the events to the log of this home, where all people are made up."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Simulate a country of made-up people and write their log as a lake, for --lake DIR of every other command.

    The same settings give the same log, whatever the number of workers. Nobody in it exists.
    """
    from felles.simulation.country import make_country
    from felles.simulation.policies import apply, find_policies
    from felles.simulation.running import run_country
    from felles.simulation.settling import with_persons

    began = perf_counter()
    request = request_of(people, first, last, seed, policy, parameters, cancer)
    definitions = load_definitions()
    policies = find_policies(definitions, request.policies)
    changed = apply(definitions, policies, begins=request.population_starts)
    country = make_country(changed, request, base=definitions if policies else None)
    with progress("Simulating") as report:
        run = run_country(country, out, workers=threads_of(workers), resume=resume, on_progress=report)
    appended = _append(with_persons(country, run.drawn)) if append else {}
    result = {**request.told(), **_told(run), **appended, "seconds": round(perf_counter() - began, 2)}
    answer(result, as_json=as_json, words=lambda: _say(result))


def _append(country: "Country") -> dict[str, int]:
    """The same events through the door of the log; those that are there already are known again."""
    from felles.cli.opening import opened
    from felles.simulation.frames import append_country
    from felles.store import Refused

    with opened() as store, progress("Appending") as report:
        if not store.home.demo:
            raise Refused("Simulated people are appended only where all people are made up: FELLES_DEMO=1.")
        return {"appended": append_country(store, country, on_progress=report)}


def _told(run: "Run") -> dict[str, Any]:
    return {
        "folder": str(run.folder),
        "persons": run.told.persons,
        "alive_2024": run.told.alive_2024,
        "events": run.told.events,
        "tumours": run.told.tumours,
        "person_years": round(run.told.person_years),
        "log_hash": run.log_hash,
    }


def _say(result: dict[str, Any]) -> None:
    say(
        f"{result['persons']:,} made-up persons, {result['events']:,} events, {result['tumours']:,} tumours in {result['folder']}"
    )
    say(f"{result['person_years']:,} person-years in {result['seconds']:.0f} s; log {result['log_hash']}")
    say(f"Read it with, for example: felles incidence --lake {result['folder']} --by year,sex")
