"""How do a few events enter the log: all or nothing, checked, with the projections of the people they touch?

This is the way in for portals, messages and corrections. Files of many events go through `bulk`.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
import psycopg
from psycopg import Connection

from felles.events import Event, new_event_id, problems
from felles.events.envelope import day_of
from felles.store.linking import relink
from felles.store.projecting import LINKING_TYPES, Projection, project, touched_by
from felles.store.refused import Refused

_APPEND = """
    select felles.append(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_CORRECTED = "select distinct type from felles.event where id = any(%s)"
_REFUSALS = {
    "event_said_once": "An event with this source and source_id is in the log already."
    " To correct it, give a new source_id and `replaces`.",
    "event_corrected_once": "This event has been corrected already. Correct the newest version of it.",
    "corrects_the_same_person": "A correction must replace an event of the same person that is in the log already.",
    "nothing_before_birth": "An event lies before the birth of the person. Check both dates.",
}


def append(
    connection: Connection, events: Sequence[Event], projections: Sequence[Projection], *, recorded: datetime
) -> list[UUID]:
    """Append checked and sealed events in one transaction with their projections; returns their ids.

    Raises Refused with a sentence where an event breaks a rule of the log; then nothing went in.
    """
    named = [(event.id or new_event_id(), event) for event in events]
    try:
        if len(events) == 1 and events[0].replaces is None and events[0].type not in LINKING_TYPES:
            touched = [projection.name for projection in touched_by(projections, [events[0].type])]
            connection.execute(_APPEND, _row(*named[0], recorded, touched), prepare=True)
        elif events:
            with connection.transaction():
                _append_several(connection, named, projections, recorded)
    except psycopg.IntegrityError as error:
        sentence = _REFUSALS.get(error.diag.constraint_name or "")
        if sentence is None:
            raise
        raise Refused(sentence) from None
    return [identifier for identifier, _ in named]


def refuse_bad(events: Iterable[Event], *, today: date) -> None:
    """Raise Refused with one sentence for the first event that the vocabulary does not allow."""
    for event in events:
        for problem in problems(event, today=today):
            raise Refused(f"{event.type}, {problem}")


def _append_several(
    connection: Connection,
    named: Sequence[tuple[UUID, Event]],
    projections: Sequence[Projection],
    recorded: datetime,
) -> None:
    # In one order of persons, so that two appends that touch the same ones never wait for each other in a circle.
    with connection.pipeline():
        for identifier, event in sorted(named, key=lambda each: each[1].person):
            connection.execute(_APPEND, _row(identifier, event, recorded, []), prepare=True)
    types = {event.type for _, event in named}
    corrected = [event.replaces for _, event in named if event.replaces is not None]
    if corrected:
        types.update(row[0] for row in connection.execute(_CORRECTED, (corrected,)).fetchall())
    people = {event.person for _, event in named}
    if types & LINKING_TYPES:
        people.update(relink(connection, people))
    project(connection, touched_by(projections, types), list(people))


def _row(identifier: UUID, event: Event, recorded: datetime, projections: list[str]) -> tuple[Any, ...]:
    return (
        identifier,
        event.person,
        event.type,
        event.time,
        event.until,
        event.day,
        None if event.until is None else day_of(event.until),
        event.precision,
        recorded,
        event.episode,
        event.code,
        event.value,
        event.unit,
        event.place,
        event.actor,
        event.source,
        event.source_id,
        event.replaces,
        orjson.dumps(dict(event.data)).decode() if event.data else None,
        projections,
    )
