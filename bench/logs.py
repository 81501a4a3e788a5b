"""A long log of invented events, written by PostgreSQL itself: loaded first, indexed after."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from felles.projections import PROJECTIONS
from felles.store import Home, Store

EVENTS_A_PERSON = 8

# Eight events a person over the years 2000-2025; md5 of the number makes ids that are random, and the same every time.
_FILL = """
    insert into felles.event (id, person, type, "time", until, day, "precision", recorded, episode, code, value, source,
        source_id, data)
    select md5('event' || n)::uuid, md5('person' || (n / {each}))::uuid,
        (array['born', 'referred', 'attended', 'diagnosed', 'staged', 'treatment_started', 'measured', 'died'])[n % {each} + 1],
        moment, null, moment::date, 'day', {recorded}, md5('episode' || (n / {each}))::uuid,
        (array['female', 'lung', 'first_visit', 'C34', 'tnm8:II', 'surgery', '2039-6', 'cancer'])[n % {each} + 1],
        case when n % {each} = 6 then n % 100 end, 'bench', 'bench:' || n,
        case when n % {each} = 3 then '{{"basis": "7"}}'::jsonb end
    from (select n, timestamptz '2000-01-01' + (n / {each} * 37 % 9000 + n % {each} * 20) * interval '1 day' as moment
        from generate_series({start}, {end} - 1) as n) as drawn
"""


@contextmanager
def bench_home() -> Iterator[Home]:
    """An empty home of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="felles-bench-") as folder:
        yield Home.from_environment({"FELLES_HOME": folder, "FELLES_THREADS": "2"})


@contextmanager
def bench_store(home: Home) -> Iterator[Store]:
    with Store.open(home, projections=PROJECTIONS) as store:
        yield store


def administrator(store: Store) -> psycopg.Connection:
    return psycopg.connect(store.server.url("felles_admin"), autocommit=True)


def fill(store: Store, start: int, end: int, *, recorded: str = "now() - interval '1 day'") -> None:
    """Write the events numbered start to end - 1; over a million at once, the indexes are made afterwards."""
    with administrator(store) as connection:
        indexes = _take_indexes(connection) if end - start > 1_000_000 else []
        connection.execute(_FILL.format(each=EVENTS_A_PERSON, start=start, end=end, recorded=recorded))
        for definition in indexes:
            connection.execute(definition)
        connection.execute("vacuum (analyze) felles.event")


def copy_of_table(store: Store, name: str, *, filled: bool) -> None:
    """A bare table with the same columns and the same indexes, without triggers or policies."""
    with administrator(store) as connection:
        connection.execute(f"create table {name} (like felles.event including defaults)")
        if filled:
            connection.execute(f"insert into {name} select * from felles.event")
        for number, definition in enumerate(_definitions(connection)):
            bare = definition.replace("felles.event", name)
            words = bare.split(" INDEX ")
            connection.execute(f"{words[0]} INDEX {name}_{number} {words[1].partition(' ')[2]}")
        connection.execute(f"vacuum (analyze) {name}")
        connection.execute(f"grant all on {name} to felles_importer")


def person_numbers(events: int) -> range:
    return range(events // EVENTS_A_PERSON)


def _definitions(connection: psycopg.Connection) -> list[str]:
    query = "select indexdef from pg_indexes where schemaname = 'felles' and tablename = 'event' order by indexname"
    return [row[0] for row in connection.execute(query).fetchall()]


def _take_indexes(connection: psycopg.Connection) -> list[str]:
    """Drop the indexes for the time of a load, and return what makes them again."""
    definitions = [
        text for text in _definitions(connection) if "event_pkey" not in text and "event_said_once" not in text
    ]
    for text in definitions:
        connection.execute(f"drop index felles.{text.split(' INDEX ')[1].split(' ')[0]}")
    connection.execute("alter table felles.event drop constraint event_said_once, drop constraint event_pkey")
    return [
        "alter table felles.event add primary key (id)",
        "alter table felles.event add constraint event_said_once unique (source, source_id)",
        *definitions,
    ]


def disk_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
