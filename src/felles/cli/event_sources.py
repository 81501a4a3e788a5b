"""Where does a command that asks rules about many people find its events: in a table, in a lake or in the log?"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args
from uuid import UUID

import typer

from felles.cli.choices import one_of
from felles.cli.days import day_of

if TYPE_CHECKING:
    import polars as pl

    from felles.interop.rule_events import RuleEvents


Engine = Literal["duckdb", "spark"]
"""What runs rules over a table or a lake; over the log it is PostgreSQL."""

AtOption = Annotated[
    date,
    typer.Option(
        parser=day_of("--at"),
        help="The day it is seen from, such as 2026-11-21: what happened up to and on that day counts.",
    ),
]
TableOption = Annotated[
    Path | None,
    typer.Option(help="Read the events of this file (CSV, NDJSON or Parquet) instead of the log; no database is used."),
]
LakeOption = Annotated[Path | None, typer.Option(help="Read the events of this lake (a folder) instead of the log.")]
EngineOption = Annotated[
    str, typer.Option(help="What reads --table or --lake: duckdb, or spark for more than one machine's memory holds.")
]
KnownOnOption = Annotated[
    date | None,
    typer.Option(
        parser=day_of("--known-on"), help="Only what had been recorded by this day: what one could have known then."
    ),
]


@dataclass(frozen=True, kw_only=True, slots=True)
class EventSource:
    """Events for rules. relation: what a rule reads; run: gives the rows of a rule; names: numbers to names in them;
    connection: to Spark, where that is the engine."""

    relation: Any
    run: Callable[[Any], "pl.DataFrame"]
    names: Callable[["pl.DataFrame"], "pl.DataFrame"]
    notes: Sequence[str] = field(default=())
    connection: Any = None


def refuse_odd_source(table: Path | None, lake: Path | None, engine: str) -> None:
    """Raise Refused where two sources are named, or an engine that there is not."""
    from felles.store import Refused

    if table and lake:
        raise Refused("Choose one of --table and --lake; without either the log of this home is read.")
    one_of("--engine", engine, get_args(Engine))


@contextmanager
def reading_events(
    table: Path | None, lake: Path | None, known_on: date | None, engine: str = "duckdb", *, details: bool = False
) -> Iterator[EventSource]:
    """The events of a file, of a lake, or else of the log of this home; as they were known on a day. Raises Refused.

    details: with what a diagnosis says beside its code, in a column `data` (text), from a lake and from the log.
    """
    from felles.store import Refused

    refuse_odd_source(table, lake, engine)
    if engine == "spark":
        if not table and not lake:
            raise Refused("--engine spark reads a --table or a --lake; the log is asked in its own database.")
        with _on_spark(table, lake, known_on, details) as events:
            yield events
    elif table is not None:
        yield _of_table(table, known_on)
    elif lake is not None:
        yield _of_lake(lake, known_on, details)
    else:
        with _of_log(known_on, details) as events:
            yield events


@contextmanager
def _on_spark(table: Path | None, lake: Path | None, known_on: date | None, details: bool) -> Iterator[EventSource]:
    from tempfile import TemporaryDirectory

    from felles.cli.spark import lake_on_spark, spark_connection, table_on_spark
    from felles.interop.rule_events import read_rule_events
    from felles.store import Home

    with TemporaryDirectory() as folder, spark_connection(Home.from_environment().threads) as connection:
        if table is not None:
            read = read_rule_events(table, known_on=known_on)
            relation = table_on_spark(connection, read.events, Path(folder))
            names, notes = _named_as_in(read), read.notes
        elif lake is not None:
            relation = lake_on_spark(connection, lake, known_on, details=details)
            names, notes = _numbers_as_text, (_LAKE_NUMBERS,)
        yield EventSource(relation=relation, run=connection.to_polars, names=names, notes=notes, connection=connection)


def _of_table(path: Path, known_on: date | None) -> EventSource:
    import ibis

    from felles.interop.rule_events import read_rule_events

    read = read_rule_events(path, known_on=known_on)
    connection = ibis.duckdb.connect()
    return EventSource(
        relation=ibis.memtable(read.events), run=connection.to_polars, names=_named_as_in(read), notes=read.notes
    )


def _named_as_in(read: "RuleEvents") -> "Callable[[pl.DataFrame], pl.DataFrame]":
    """Numbers back to what the table calls its persons and episodes."""
    persons, episodes = read.persons.rename({"name": "_person"}), read.episodes.rename({"name": "_episode"})

    def names(rows: "pl.DataFrame") -> "pl.DataFrame":
        named = rows.join(persons, on="person", how="left", maintain_order="left")
        named = named.join(episodes, on="episode", how="left", maintain_order="left")
        return named.with_columns(person="_person", episode="_episode").drop("_person", "_episode")

    return names


def _of_lake(folder: Path, known_on: date | None, details: bool) -> EventSource:
    from felles.events.envelope import start_of
    from felles.store.lake.reading import open_lake

    connection = open_lake(folder)
    name = "current_event"
    if known_on is not None or (details and "data" in connection.table("event").columns):
        name = "known_event"
        before = (
            _FOREVER if known_on is None else start_of(known_on + timedelta(days=1)).replace(tzinfo=None).isoformat()
        )
        connection.raw_sql(_known_in_lake(before))
    return EventSource(
        relation=connection.table(name), run=connection.to_polars, names=_numbers_as_text, notes=[_LAKE_NUMBERS]
    )


_FOREVER = "9999-12-31T00:00:00"
_LAKE_NUMBERS = "Persons and episodes are the lake's numbers for them."


def _numbers_as_text(rows: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    return rows.cast({"person": pl.String, "episode": pl.String})


def _known_in_lake(before: str) -> str:
    recorded = f"recorded < timestamptz '{before}+00'"
    return f"""
        create view known_event as
        select coalesce(link.canonical, event.person) as person, event.* exclude (person)
        from event left join link on link.person = event.person
        where event.type <> 'retracted' and event.{recorded}
            and event.event not in (select replaces from event where replaces is not null and {recorded})
    """


@contextmanager
def _of_log(known_on: date | None, details: bool) -> Iterator[EventSource]:
    import ibis
    import polars as pl

    from felles.cli.opening import opened
    from felles.events.columns import RULE_COLUMNS, rule_schema
    from felles.events.envelope import start_of

    columns = ", ".join(f'event."{name}"' for name in ("episode", *RULE_COLUMNS))
    columns += ", case when event.type = 'diagnosed' then event.data::text end as data" if details else ""
    before = start_of(known_on + timedelta(days=1)).isoformat() if known_on else "infinity"
    standing = f"""
        select coalesce(link.canonical, event.person) as person, {columns}
        from felles.event as event left join felles.person_link as link on link.person = event.person
        where event.type <> 'retracted' and event.recorded < '{before}' and not exists (
            select from felles.event as later where later.replaces = event.id and later.recorded < '{before}')
    """
    with opened() as store:

        def run(rule: Any) -> "pl.DataFrame":
            query = str(ibis.to_sql(rule, dialect="postgres"))
            batches = list(store.arrow(f"with current_event as ({standing}) select * from ({query}) as made"))
            found = [pl.DataFrame(pl.from_arrow(batch)) for batch in batches if batch.num_rows]
            return pl.concat(found) if found else pl.DataFrame(schema=_empty(rule))

        schema = rule_schema("uuid") | ({"data": "string"} if details else {})
        relation = ibis.table(schema, name="current_event")
        yield EventSource(relation=relation, run=run, names=_with_pseudonyms)


def _with_pseudonyms(rows: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    if rows.is_empty():
        return rows
    return rows.with_columns(
        pl.col("person", "episode").map_elements(lambda raw: str(UUID(bytes=raw)), return_dtype=pl.String)
    )


def _empty(rule: Any) -> dict[str, Any]:
    import polars as pl

    kinds = {"boolean": pl.Boolean, "date": pl.Date, "int64": pl.Int64}
    return {name: kinds.get(str(type_).lower(), pl.String) for name, type_ in rule.schema().items()}
