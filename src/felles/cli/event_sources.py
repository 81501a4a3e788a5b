"""Where does a command that asks rules about many people find its events: in a table, in a lake or in the log?"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, kw_only=True, slots=True)
class EventSource:
    """Events for rules. relation: what a rule reads; run: gives the rows of a rule; names: numbers to names in them."""

    relation: Any
    run: Callable[[Any], "pl.DataFrame"]
    names: Callable[["pl.DataFrame"], "pl.DataFrame"]
    notes: Sequence[str] = field(default=())


@contextmanager
def reading_events(table: Path | None, lake: Path | None, known_on: date | None) -> Iterator[EventSource]:
    """The events of a file, of a lake, or else of the log of this home; as they were known on a day."""
    if table is not None:
        yield _of_table(table, known_on)
    elif lake is not None:
        yield _of_lake(lake, known_on)
    else:
        with _of_log(known_on) as events:
            yield events


def _of_table(path: Path, known_on: date | None) -> EventSource:
    import ibis

    from felles.interop.rule_events import read_rule_events

    read = read_rule_events(path, known_on=known_on)

    def names(rows: "pl.DataFrame") -> "pl.DataFrame":
        persons, episodes = read.persons.rename({"name": "_person"}), read.episodes.rename({"name": "_episode"})
        named = rows.join(persons, on="person", how="left", maintain_order="left")
        named = named.join(episodes, on="episode", how="left", maintain_order="left")
        return named.with_columns(person="_person", episode="_episode").drop("_person", "_episode")

    connection = ibis.duckdb.connect()
    return EventSource(relation=ibis.memtable(read.events), run=connection.to_polars, names=names, notes=read.notes)


def _of_lake(folder: Path, known_on: date | None) -> EventSource:
    import polars as pl

    from felles.events.envelope import start_of
    from felles.store.lake.reading import open_lake

    connection = open_lake(folder)
    name = "current_event"
    if known_on is not None:
        name = "known_event"
        connection.raw_sql(_known_in_lake(start_of(known_on + timedelta(days=1)).replace(tzinfo=None).isoformat()))
    note = "Persons and episodes are the lake's numbers for them."
    return EventSource(
        relation=connection.table(name),
        run=connection.to_polars,
        names=lambda rows: rows.cast({"person": pl.String, "episode": pl.String}),
        notes=[note],
    )


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
def _of_log(known_on: date | None) -> Iterator[EventSource]:
    import ibis
    import polars as pl

    from felles.cli.opening import opened
    from felles.events.columns import RULE_COLUMNS, rule_schema
    from felles.events.envelope import start_of

    columns = ", ".join(f'event."{name}"' for name in ("episode", *RULE_COLUMNS))
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

        relation = ibis.table(rule_schema("uuid"), name="current_event")
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
