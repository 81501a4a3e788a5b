"""What do the commands of the simulated country ask alike: how many people, which luck, how many at work?"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from felles.definitions.simulation.loading import SimulationDefinitions
    from felles.simulation.request import Request

PeopleOption = Annotated[
    int, typer.Option("--people", help="Persons alive on 1 January 2024; all of Norway is 5550203.")
]
SeedOption = Annotated[
    list[int] | None,
    typer.Option("--seed", help="The same seed gives the same country; another gives another. Default 1."),
]
CancerOption = Annotated[
    list[str] | None,
    typer.Option(
        "--cancer",
        help="Live this cancer alone, with its screening and its patients' services; who dies of another dies of other causes."
        " May be repeated.",
    ),
]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", help="How many share the work; default FELLES_THREADS or all cores.")
]


def one_seed(seeds: list[int] | None) -> int | None:
    """The seed, where one is given. Raises Refused for two."""
    from felles.simulation.request import CannotSimulate

    if seeds and len(seeds) > 1:
        raise CannotSimulate(f"--seed is given {len(seeds)} times ({', '.join(map(str, seeds))}); give it once.")
    return seeds[0] if seeds else None


def request_of(
    people: int,
    first: int,
    last: int,
    seed: list[int] | None,
    policy: list[str] | None = None,
    parameters: int = 0,
    only: list[str] | None = None,
) -> "Request":
    """What is asked, checked. Raises Refused."""
    from felles.simulation.request import Request

    luck = one_seed(seed)
    return Request(
        people=people,
        first=first,
        last=last,
        seed=1 if luck is None else luck,
        policies=tuple(policy or ()),
        parameters=parameters,
        only=tuple(dict.fromkeys(only or ())),
    )


def threads_of(workers: int | None) -> int:
    """How many share the work: those of --workers, else those of this home. Raises Refused below one."""
    from felles.store import Home, Refused

    if workers is not None and workers < 1:
        raise Refused(f"--workers takes 1 or more; got {workers}.")
    return workers or Home.from_environment().threads


def load_definitions() -> "SimulationDefinitions":
    """The simulated country of the content folder."""
    from felles.definitions.simulation.loading import load_simulation

    return load_simulation()


def command_line() -> str:
    """The command as it was given, for whoever reads what it wrote."""
    return " ".join(("felles", *sys.argv[1:]))
