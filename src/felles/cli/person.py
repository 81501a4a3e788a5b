"""`felles person ID`: one person's events, oldest first."""

from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from felles.cli.answer import Json, answer, console


def person(
    identifier: Annotated[
        str, typer.Argument(help="A pseudonym (UUID), or the source's own identifier with --source.")
    ],
    source: Annotated[
        str | None, typer.Option(help="The source whose identifier it is, such as melanoma_finland.")
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="Also what has been corrected or taken back.")] = False,
    as_json: Json = False,
) -> None:
    """The events of one person, with what is kept ready about them. Names are not shown."""
    from felles.cli.opening import opened
    from felles.store import Refused

    with opened() as store:
        found = store.find_person(source, identifier) if source else _pseudonym(identifier)
        events = store.events_of(found) if found and history else store.current_of(found) if found else []
        if found is None or not events:
            where = f"source {source} has no such identifier" if source else "no event carries this pseudonym"
            raise Refused(
                f"No such person here: {where}."
                " To use an identifier of a source, name the source as its mapping calls it: felles person 17 --source NAME"
            )
        kept = store.kept_about(found)
    columns = ("day", "precision", "type", "code", "value", "unit", "place", "source", "source_id")
    listed = [{name: getattr(event, name) for name in columns} | {"data": dict(event.data)} for event in events]

    def words() -> None:
        table = Table("Day", "What", "Code", "Value", "Where", "Source", box=None, pad_edge=False)
        for event in events:
            value = "" if event.value is None else f"{event.value:g} {event.unit or ''}".strip()
            table.add_row(str(event.day), event.type, event.code or "", value, event.place or "", event.source)
        console.print(table)

    answer({"person": str(found), "events": listed, "kept": kept}, as_json=as_json, words=words)


def _pseudonym(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
