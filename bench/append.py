"""One append of one event into a log of a million, against one INSERT and commit into a table with the same indexes."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import psycopg

from bench.logs import bench_home, bench_store, copy_of_table, fill
from bench.measure import Result, in_turn
from felles.events import Event, new_event_id
from felles.projections import PROJECTIONS
from felles.store import Store
from felles.store.projecting import touched_by

LOG = 1_000_000
ROUNDS = 600
PEOPLE = 500
UNREAD, READ = "work_status_recorded", "died"
MOMENT = datetime(2025, 6, 1, 12, tzinfo=UTC)
_BARE = """insert into bare (id, person, type, "time", day, "precision", recorded, code, source, source_id)
    values (%s, %s, %s, %s, %s, 'minute', %s, %s, 'bench', %s)"""


def run() -> list[Result]:
    with bench_home() as home, bench_store(home) as store:
        fill(store, 0, LOG)
        copy_of_table(store, "bare", filled=True)
        store.rebuild()
        people = [store.person("bench", f"measured {number}") for number in range(PEOPLE)]
        numbers = itertools.count()
        with psycopg.connect(store.server.url("felles_importer"), autocommit=True) as connection:

            def bare() -> None:
                number = next(numbers)
                person, said = people[number % PEOPLE], f"bare:{number}"
                values = (new_event_id(), person, UNREAD, MOMENT, MOMENT.date(), MOMENT, "employed", said)
                connection.execute(_BARE, values, prepare=True)

            def plain() -> None:
                _append(store, people, next(numbers), UNREAD, "employed")

            def projected() -> None:
                _append(store, people, next(numbers), READ, "cancer")

            bare_time, plain_time, projected_time = in_turn([bare, plain, projected], ROUNDS)
    touched = len(touched_by(PROJECTIONS, [READ]))
    assert not touched_by(PROJECTIONS, [UNREAD]), f"{UNREAD} touches a projection now: measure another type"
    extra = (projected_time - plain_time) / touched
    return [
        Result(
            "one append, no projection touched, log of 1 M", _ms(plain_time), f"{_ms(bare_time)} INSERT and commit",
            f"{plain_time / bare_time:.2f}x", "at most 2x", plain_time <= 2 * bare_time,
        ),
        Result(
            f"each projection that the type touches (of {touched})", f"+{_ms(extra)}", "", "", "at most +1.5 ms", extra <= 0.0015,
        ),
    ]  # fmt: skip


def _append(store: Store, people: Sequence[UUID], number: int, type_: str, code: str) -> None:
    store.append(
        [
            Event(
                person=people[number % PEOPLE],
                type=type_,
                time=MOMENT,
                source="bench",
                source_id=f"one:{number}",
                code=code,
            )
        ]
    )


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.2f} ms"
