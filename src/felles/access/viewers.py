"""Who can sign in, and which viewer does the identity provider's subject stand for?"""

from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID, uuid4

from psycopg import Connection

from felles.access.roles import Role
from felles.store import Store
from felles.store.identity import name_of

# As this viewer the database shows nothing: for the questions that come before anybody is signed in.
NOBODY = UUID(int=0)

_COLUMNS: LiteralString = "select id, role, name, unit, person, subject"
_ALL = f"{_COLUMNS} from access.viewers()"
_BY_SUBJECT = f"{_COLUMNS} from access.viewer_by_subject(%s)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Viewer:
    """Somebody who looks. `person` is who a patient or a relative is in the log; professionals have none."""

    id: UUID
    role: Role
    name: str
    unit: str | None = None
    person: UUID | None = None
    subject: str | None = None


def add_viewer(
    connection: Connection,
    *,
    role: Role,
    name: str | None = None,
    unit: str | None = None,
    person: UUID | None = None,
    subject: str | None = None,
) -> UUID:
    """Let somebody sign in. Professionals have a `name`; patients and relatives are a `person` and are
    named there. subject: by which the identity provider will call them. `connection` is an importer's.
    """
    own = role in (Role.PATIENT, Role.RELATIVE)
    if own != (person is not None) or own == (name is not None):
        raise ValueError(
            "A patient or relative has a person and no name of their own; everyone else a name and no person."
        )
    identifier = uuid4()
    connection.execute(
        "insert into access.viewer (id, role, name, unit, person, subject) values (%s, %s, %s, %s, %s, %s)",
        (identifier, role.value, name, unit, person, subject),
    )
    return identifier


def viewers(store: Store) -> list[Viewer]:
    """Everyone who can sign in, by role and name; for the list of made-up people in a demonstration only."""
    with store.as_viewer(NOBODY) as connection:
        rows = connection.execute(_ALL).fetchall()
    order = list(Role)
    return sorted((_viewer(store, row) for row in rows), key=lambda viewer: (order.index(viewer.role), viewer.name))


def viewer_by_subject(store: Store, subject: str) -> Viewer | None:
    """The viewer whom the identity provider calls `subject`."""
    with store.as_viewer(NOBODY) as connection:
        row = connection.execute(_BY_SUBJECT, (subject,)).fetchone()
    return None if row is None else _viewer(store, row)


def _viewer(store: Store, row: tuple[UUID, str, str | None, str | None, UUID | None, str | None]) -> Viewer:
    identifier, role, name, unit, person, subject = row
    if name is None and person is not None:
        with store.as_viewer(identifier) as connection:
            name = name_of(connection, store.keys, person)
    return Viewer(id=identifier, role=Role(role), name=name or "", unit=unit, person=person, subject=subject)
