"""Where does a command that judges records of tumours find them: in a table, in a registry's file, in a lake or in the log?"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

_EVENTS = """
    select coalesce(link.canonical, event.person) as person, event.episode, {columns}
    from {log}event as event left join {log}{link} as link on link.person = event.person
    where event.type in ({types}) and not exists (
        select 1 from {log}event as later where later.replaces = event.{id})
"""
"""What stands in the log of the types that records are made of, with `data` and the day of `recorded`; for a lake as well."""

_TOLD = ("person", "episode", "type", "day", "until_day", "precision", "code", "place", "data", "recorded")
_COLUMNS = "event.type, event.day, event.until_day, event.precision, event.code, event.place"
_DETAILS = "cast(event.data as {text}) as data, cast(event.recorded as date) as recorded"


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordSource:
    """Records for checks. set_aside: rows of the file that could not be read."""

    records: "pl.DataFrame"
    set_aside: int
    notes: tuple[str, ...]


def read_records_from(table: Path | None, mapping: str | None, lake: Path | None, *, today: date) -> RecordSource:
    """The records of a file, of a lake, or else of the log of this home. Raises Refused, NotReadable."""
    from felles.store import Refused

    if table and lake:
        raise Refused("Choose one of --table and --lake; without either the log of this home is read.")
    if mapping and not table:
        raise Refused("--mapping says how to read a --table; name the file.")
    if table and mapping:
        return _of_mapped(table, mapping, today)
    if table:
        from felles.cli.table_files import read_table_file

        return RecordSource(records=read_table_file(table), set_aside=0, notes=())
    return _of_lake(lake) if lake else _of_log()


def _of_mapped(path: Path, mapping: str, today: date) -> RecordSource:
    import ibis

    from felles.epidemiology.registry_quality.log_records import tumour_records
    from felles.interop.mapped_events import read_mapped_events

    read = read_mapped_events(path, mapping, today=today)
    records = ibis.duckdb.connect().to_polars(tumour_records(ibis.memtable(read.events)))
    return RecordSource(records=_filled(records), set_aside=read.set_aside, notes=read.notes)


def _of_lake(folder: Path) -> RecordSource:
    from felles.epidemiology.registry_quality.log_records import READS, tumour_records
    from felles.store.lake.reading import open_lake

    connection = open_lake(folder)
    details = _DETAILS.format(text="varchar")
    connection.raw_sql(f"create view told as {_events(details, READS, log='', link='link', id='event')}")
    records = connection.to_polars(tumour_records(connection.table("told")))
    return RecordSource(records=_filled(records), set_aside=0, notes=("Persons and tumours are the lake's numbers.",))


def _of_log() -> RecordSource:
    import ibis
    import polars as pl

    from felles.cli.opening import opened
    from felles.epidemiology.registry_quality.log_records import READS, tumour_records
    from felles.events.columns import rule_schema

    kinds = rule_schema("uuid") | {"data": "string", "recorded": "date"}
    told = ibis.table({name: kinds[name] for name in _TOLD}, name="told")
    rule = tumour_records(told)
    details = _DETAILS.format(text="text")
    events = _events(details, READS, log="felles.", link="person_link", id="id")
    with opened() as store:
        query = f"with told as ({events}) select * from ({ibis.to_sql(rule, dialect='postgres')}) as made"
        found = [pl.DataFrame(pl.from_arrow(batch)) for batch in store.arrow(query) if batch.num_rows]
    empty = pl.DataFrame(schema=dict.fromkeys(rule.columns, pl.String))
    return RecordSource(records=_filled(pl.concat(found) if found else empty), set_aside=0, notes=())


def _events(details: str, types: Any, **names: str) -> str:
    listed = ", ".join(f"'{each}'" for each in sorted(types))
    return _EVENTS.format(columns=f"{_COLUMNS}, {details}", types=listed, **names)


def _filled(records: "pl.DataFrame") -> "pl.DataFrame":
    """Without the columns in which nothing stands: a log that never tells the basis is no news about each record."""
    import polars as pl

    text = records.cast(pl.String)
    return text.select(name for name in text.columns if text[name].null_count() < text.height or name == "id")
