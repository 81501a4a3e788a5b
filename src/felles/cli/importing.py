"""`felles import PATH...`: real data in."""

from pathlib import Path
from typing import Annotated

import typer

from felles.cli.answer import SOME_SET_ASIDE, Json, answer, progress, say
from felles.cli.counts import number_of


def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of files: CSV, TSV, NDJSON or Parquet.")],
    mapping: Annotated[
        str | None,
        typer.Option(help="The mapping of a registry file, by name or as a file. Default: found by the columns."),
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="Whose data an event table is, where it does not say so itself.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Import registry files and event tables. What a file is, is seen from its content, not its name.

    A bad record is set aside in a rejects file and the good ones go in. Importing twice changes nothing, and an import
    that was stopped goes on when the same command is run again.
    """
    from felles.cli.opening import opened
    from felles.interop.importing import import_paths

    with opened() as store, progress("Importing") as report:
        made = import_paths(store, paths, mapping=mapping, source=source, on_progress=report, demo=store.home.demo)
    result = {
        "persons": made.persons,
        "events_new": made.events_new,
        "events_known": made.events_known,
        "rejects": made.rejects,
        "rejects_file": str(made.rejects_file) if made.rejects_file else None,
        "notes": list(made.notes),
        "files": list(made.files),
    }

    def words() -> None:
        new = number_of(made.events_new, "new event")
        say(f"{number_of(made.persons, 'person')}: {new}, {made.events_known:,} known already.")
        for note in made.notes:
            say(f"Note: {note}")
        if made.rejects:
            aside = number_of(made.rejects, "record was", "records were")
            say(f"{aside} set aside. Why, and what they were: {made.rejects_file}")

    answer(result, as_json=as_json, words=words)
    if made.rejects:
        raise typer.Exit(SOME_SET_ASIDE)
