"""Where does a command that judges records of tumours find them: in a table, in a registry's file, in a lake or in the log?"""

from collections.abc import Callable, Sequence
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

_TOLD_COLUMNS = ("person", "episode", "type", "day", "until_day", "precision", "code", "place", "data", "recorded")
_COLUMNS = "event.type, event.day, event.until_day, event.precision, event.code, event.place"
_DETAILS = "cast(event.data as {text}) as data, cast(event.recorded as date) as recorded"


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordSource:
    """Records for checks. deaths: of cancer, as `cancer_deaths` counts them, where the source tells; set_aside: rows of the
    file that could not be read."""

    records: "pl.DataFrame"
    set_aside: int
    notes: tuple[str, ...]
    deaths: "pl.DataFrame | None" = None


def read_records_from(
    table: Path | None, mapping: str | None, lake: Path | None, *, today: date, engine: str = "duckdb"
) -> RecordSource:
    """The records of a file, of a lake, or else of the log of this home. Raises Refused, NotReadable."""
    from felles.cli.event_sources import refuse_odd_source
    from felles.store import Refused

    refuse_odd_source(table, lake, engine)
    if mapping and not table:
        raise Refused("--mapping says how to read a --table; name the file.")
    if engine != "duckdb" and not lake:
        raise Refused("--engine chooses what reads a --lake; leave it out for a table of records or the log.")
    if table and mapping:
        return _of_mapped(table, mapping, today)
    if table:
        from felles.cli.table_files import read_table_file

        return RecordSource(records=read_table_file(table), set_aside=0, notes=())
    return _of_lake(lake, engine) if lake else _of_log()


def _of_mapped(path: Path, mapping: str, today: date) -> RecordSource:
    import ibis

    from felles.interop.mapped_events import read_mapped_events

    read = read_mapped_events(path, mapping, today=today)
    return _told(ibis.memtable(read.events), ibis.duckdb.connect().to_polars, read.notes, set_aside=read.set_aside)


def _of_lake(folder: Path, engine: str) -> RecordSource:
    notes = ("Persons and tumours are the lake's numbers.",)
    if engine == "spark":
        from felles.cli.spark import lake_on_spark, spark_connection
        from felles.store import Home

        with spark_connection(Home.from_environment().threads) as connection:
            return _told(lake_on_spark(connection, folder, None, details=True), connection.to_polars, notes)
    from felles.store.lake.reading import open_lake

    connection = open_lake(folder, details=True)
    return _told(connection.table("current_event"), connection.to_polars, notes)


def _told(
    events: Any, run: "Callable[[Any], pl.DataFrame]", notes: Sequence[str], *, set_aside: int = 0
) -> RecordSource:
    """The records and the deaths that events tell of."""
    from felles.epidemiology.registry_quality.log_deaths import cancer_deaths
    from felles.epidemiology.registry_quality.log_records import tumour_records

    records = _filled(run(tumour_records(events)))
    return RecordSource(records=records, set_aside=set_aside, notes=tuple(notes), deaths=run(cancer_deaths(events)))


def _of_log() -> RecordSource:
    import ibis
    import polars as pl

    from felles.cli.opening import opened
    from felles.epidemiology.registry_quality.log_records import READS
    from felles.events.columns import rule_schema

    kinds = rule_schema("uuid") | {"data": "string", "recorded": "date"}
    told = ibis.table({name: kinds[name] for name in _TOLD_COLUMNS}, name="told")
    events = _events(_DETAILS.format(text="text"), READS, log="felles.", link="person_link", id="id")
    with opened() as store:

        def run(rule: Any) -> pl.DataFrame:
            query = f"with told as ({events}) select * from ({ibis.to_sql(rule, dialect='postgres')}) as made"
            found = [pl.DataFrame(pl.from_arrow(batch)) for batch in store.arrow(query) if batch.num_rows]
            return pl.concat(found) if found else pl.DataFrame(schema=dict.fromkeys(rule.columns, pl.String))

        return _told(told, run, ())


def _events(details: str, types: Any, **names: str) -> str:
    listed = ", ".join(f"'{each}'" for each in sorted(types))
    return _EVENTS.format(columns=f"{_COLUMNS}, {details}", types=listed, **names)


def _filled(records: "pl.DataFrame") -> "pl.DataFrame":
    """Without the columns in which nothing stands: a log that never tells the basis is no news about each record."""
    import polars as pl

    text = records.cast(pl.String)
    return text.select(name for name in text.columns if text[name].null_count() < text.height or name == "id")
