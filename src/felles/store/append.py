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
from felles.store.projecting import LINKING_TYPES, Projection, project
from felles.store.refused import Refused

_APPEND = "select felles.append(%s::jsonb, %s)"
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
    rows = [_row(event, recorded) for event in events]
    links = any(event.type in LINKING_TYPES for event in events)
    try:
        if links:
            with connection.transaction():
                connection.execute(_APPEND, (orjson.dumps(rows).decode(), False), prepare=True)
                project(connection, projections, relink(connection, {event.person for event in events}))
        elif rows:
            connection.execute(_APPEND, (orjson.dumps(rows).decode(), True), prepare=True)
    except psycopg.IntegrityError as error:
        sentence = _REFUSALS.get(error.diag.constraint_name or "")
        if sentence is None:
            raise
        raise Refused(sentence) from None
    return [row["id"] for row in rows]


def refuse_bad(events: Iterable[Event], *, today: date) -> None:
    """Raise Refused with one sentence for the first event that the vocabulary does not allow."""
    for event in events:
        for problem in problems(event, today=today):
            raise Refused(f"{event.type}, {problem}")


def _row(event: Event, recorded: datetime) -> dict[str, Any]:
    return {
        "id": event.id or new_event_id(),
        "person": event.person,
        "type": event.type,
        "time": event.time,
        "until": event.until,
        "day": event.day,
        "until_day": None if event.until is None else day_of(event.until),
        "precision": event.precision,
        "recorded": recorded,
        "episode": event.episode,
        "code": event.code,
        "value": event.value,
        "unit": event.unit,
        "place": event.place,
        "actor": event.actor,
        "source": event.source,
        "source_id": event.source_id,
        "replaces": event.replaces,
        "data": dict(event.data) or None,
    }
