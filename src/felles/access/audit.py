"""Who has looked at whom, and why?

The log of who looked is for investigation and for the patient; no page depends on it. The database writes the viewer
down itself, from the connection, and refuses every change.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from psycopg import Connection

from felles.access.roles import Role
from felles.access.viewers import Viewer
from felles.store import Store

Action = Literal["found", "opened", "opened_in_emergency", "refused", "recorded", "listed"]

_ALL = """
    select look.at, viewer.name, viewer.role, viewer.unit, look.action, look.reason
    from access.looks_at(felles.with_joined(%s::uuid[])) as look join access.viewer as viewer on viewer.id = look.viewer
    order by look.at desc
"""
_OWN = "select at, name, role, unit, action, reason from access.audit_of(%s)"


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditEntry:
    """One look. `name` is None where a patient or relative looked: `role` says which. `listed`: shown on a list of
    patients, one entry a viewer and day. `recorded`: wrote something in the record."""

    at: datetime
    name: str | None
    role: Role
    unit: str | None
    action: Action
    reason: str | None


def note(connection: Connection, person: UUID, action: Action, reason: str | None = None) -> None:
    """Write down what the connection's viewer did with a person's record."""
    connection.execute("select access.note(%s, %s, %s)", (person, action, reason))


def audit_of(store: Store, person: UUID) -> list[AuditEntry]:
    """Everyone who looked at a person, newest first; for those who investigate, outside the pages."""
    with store.connection() as connection:
        return [_entry(row) for row in connection.execute(_ALL, ([person],)).fetchall()]


def own_audit(store: Store, viewer: Viewer, person: UUID) -> list[AuditEntry]:
    """Who looked at the viewer's own record, newest first; empty for a record that is not the viewer's own."""
    with store.as_viewer(viewer.id) as connection:
        return [_entry(row) for row in connection.execute(_OWN, (person,)).fetchall()]


def _entry(row: tuple[datetime, str | None, str, str | None, Action, str | None]) -> AuditEntry:
    at, name, role, unit, action, reason = row
    return AuditEntry(at=at, name=name, role=Role(role), unit=unit, action=action, reason=reason)
