"""A frame that is wholly new goes in without being compared row by row, and keeps every rule of the log all the same."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import polars as pl
import psycopg
import pytest

from felles.events import FRAME_SCHEMA, Event
from felles.store import Store

EventAt = Callable[..., Event]


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(
        [{"file": "f", "source": "test", "precision": "day", **row} for row in rows], schema=FRAME_SCHEMA
    )


def died(person: str, day: datetime, line: int) -> dict[str, Any]:
    return {"line": line, "person": person, "type": "died", "time": day, "code": "cancer", "source_id": f"d:{person}"}


def test_an_event_before_the_birth_that_the_log_knows_is_set_aside_and_the_others_go_in(
    store: Store, event_at: EventAt
) -> None:
    store.append([event_at("p1", "born", "1960-05-01", code="male")])

    early, fine = datetime(1950, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)
    appended = store.append_frame(frame(died("p1", early, 1), died("p2", fine, 2)))

    assert (appended.new, appended.rejects["source_id"].to_list()) == (1, ["d:p1"])


def test_a_frame_that_is_half_known_adds_the_other_half(store: Store) -> None:
    day = datetime(2020, 1, 1, tzinfo=UTC)
    rows = [died(f"p{number}", day, number) for number in range(1, 21)]
    store.append_frame(frame(*rows[10:]))

    appended = store.append_frame(frame(*rows))

    assert (appended.new, appended.known, store.count_events()) == (10, 10, 20)


def test_an_identifier_needs_its_person(store: Store) -> None:
    with store.connection() as connection, pytest.raises(psycopg.errors.ForeignKeyViolation):
        connection.execute(
            "insert into identity.identifier (digest, person, namespace, sealed) values ('x', %s, 'test', 'x')",
            (uuid4(),),
        )
