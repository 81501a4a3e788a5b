"""What does the log say about one person?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from felles.events import Event
from felles.events.envelope import NOTHING

_COLUMNS = """id, person, type, "time", until, "precision", recorded, episode, code, value, unit, place, actor, source,
    source_id, replaces, data"""
_ALL = f"""
    select {_COLUMNS} from felles.event where person = any(felles.with_joined(%s::uuid[])) order by day, "time", id
"""
_CURRENT = f"""
    select {_COLUMNS} from felles.event as event
    where person = any(felles.with_joined(%s::uuid[])) and type <> 'retracted'
        and not exists (select from felles.event as later where later.replaces = event.id)
    order by day, "time", id
"""


def events_of(connection: Connection, person: UUID) -> list[Event]:
    """Every event of a person and of the records joined to it, also the replaced ones, oldest first."""
    return _events(connection, _ALL, person)


def current_of(connection: Connection, person: UUID) -> list[Event]:
    """The events of a person that no later event replaces, oldest first."""
    return _events(connection, _CURRENT, person)


def event_of(connection: Connection, identifier: UUID) -> Event | None:
    """One event by its id."""
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(f"select {_COLUMNS} from felles.event where id = %s", (identifier,)).fetchone()
    return _event(row) if row else None


def _events(connection: Connection, query: Any, person: UUID) -> list[Event]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows: Sequence[dict[str, Any]] = cursor.execute(query, ([person],), prepare=True).fetchall()
    return [_event(row) for row in rows]


def _event(row: dict[str, Any]) -> Event:
    return Event(**row | {"data": row["data"] or NOTHING})
