"""`felles check`: can the content be used, and does it keep its promises?"""

from pathlib import Path
from typing import Annotated

import typer

from felles.cli.answer import COULD_NOT, Json, answer, say
from felles.cli.counts import number_of


def check(
    folder: Annotated[
        Path | None, typer.Argument(help="The content to check. Default: the content of this Felles.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Read every definition and list what is wrong: file, field, what was got, what is allowed."""
    from felles.definitions import content_folder
    from felles.definitions.check import check as check_content
    from felles.store import Refused

    chosen = folder or content_folder()
    if not chosen.is_dir():
        raise Refused(f"There is no folder {chosen}. Name one with content, or none for that of this Felles.")
    found = check_content(chosen) or _services_of(chosen)

    def words() -> None:
        for problem in found:
            say(problem)
        say(f"{number_of(len(found), 'problem')} in {chosen}" if found else f"The content in {chosen} is in order.")

    answer({"folder": str(chosen), "problems": found}, as_json=as_json, words=words)
    if found:
        raise typer.Exit(COULD_NOT)


def _services_of(folder: Path) -> list[str]:
    """What is wrong with the steps of the simulated country's services, once all files are sound by themselves."""
    if not (folder / "simulation").is_dir():
        return []
    from felles.definitions import ContentErrors
    from felles.definitions.simulation.loading import load_simulation
    from felles.simulation import services
    from felles.simulation.parameters import Draw
    from felles.simulation.telling import prepare_courses

    definitions, central = load_simulation(folder), Draw(0)
    try:
        prepare_courses(definitions, central, services.prepare(definitions, central, first=2015, last=2040), start=2015)
    except ContentErrors as errors:
        return [str(error) for error in errors.errors]
    return []
