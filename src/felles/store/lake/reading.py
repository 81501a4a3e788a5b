"""How does a rule read the lake? As the same relation that it reads in the database, on DuckDB."""

from pathlib import Path
from typing import Any

from felles.events.columns import RULE_COLUMNS
from felles.store.lake.manifest import read_manifest
from felles.store.refused import Refused


def lake_files(folder: Path) -> tuple[list[Path], Path]:
    """The files of a lake that hold events, and the one that says which records are one. Raises Refused without a lake."""
    manifest = read_manifest(folder)
    if manifest is None:
        raise Refused(f"There is no lake in {folder}. Write it with: felles lake")
    events = [folder / name for name in manifest["files"] if name.startswith("events/")]
    return events, folder / manifest["links"]


def open_lake(folder: Path, *, threads: int | None = None, details: bool = False) -> Any:
    """An Ibis connection to DuckDB on which `current_event` holds what stands in the lake.

    Persons and episodes are whole numbers; joined records go under one. details: also `data` as text, and `recorded`.
    Raises Refused where there is no lake, or a file of it is missing or damaged.
    """
    import duckdb
    import ibis

    files, links = lake_files(folder)
    connection = ibis.duckdb.connect(**({"threads": threads} if threads else {}))
    try:
        connection.read_parquet(str(links), table_name="link")
        if files:
            connection.read_parquet([str(file) for file in files], table_name="event")
        else:
            connection.create_table("event", schema=ibis.schema(_EMPTY))
    except (duckdb.IOException, duckdb.InvalidInputException):
        raise Refused(
            f"The lake in {folder} cannot be read: a file of it is missing or damaged. Write it anew: felles lake --anew,"
            " or felles simulate for a simulated country."
        ) from None
    connection.raw_sql(_CURRENT.format(details=_DETAILS if details else ""))
    return connection


_EMPTY = {"event": "int64", "person": "int64", "episode": "int64", "replaces": "int64"} | RULE_COLUMNS
_EMPTY |= {"recorded": "timestamp('UTC')", "data": "string"}
_DETAILS = ", cast(event.data as varchar) as data, cast(event.recorded as date) as recorded"
_COLUMNS = ", ".join(f'event."{name}"' for name in RULE_COLUMNS)
_CURRENT = f"""
    create view current_event as
    select coalesce(link.canonical, event.person) as person, event.episode, {_COLUMNS}{{details}}
    from event left join link on link.person = event.person
    where event.type <> 'retracted'
        and event.event not in (select replaces from event where replaces is not null)
"""
