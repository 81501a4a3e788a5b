"""How is somebody given leave to see a person, and how does it end?

Called by imports, the demonstration and the command line. What a page may grant is an emergency, see `opening`.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from psycopg import Connection

from felles.access.kinds import types_of
from felles.access.may_see import Grant, Reason

_INSERT = """
    insert into access."grant" (id, viewer, person, reason, kinds, types, "from", until, event)
    values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_ON_PERSON = 'select reason, "from", until, kinds, types from access.grants_on(%s)'


def give(
    connection: Connection,
    viewer: UUID,
    person: UUID,
    reason: Reason,
    *,
    since: datetime,
    until: datetime | None = None,
    kinds: Iterable[str] | None = None,
    event: UUID | None = None,
) -> UUID:
    """Let a viewer see a person from `since` on; returns the id of the grant. `connection` is an importer's.

    kinds: what a consent shares (see `kinds`); None shares everything. event: the one in the log that it follows from.
    Raises ValueError for a kind that does not exist.
    """
    named = None if kinds is None else sorted(set(kinds))
    types = None if named is None else types_of(named)
    shared, listed = (None, None) if types is None else (named, sorted(types))
    identifier = uuid4()
    connection.execute(_INSERT, (identifier, viewer, person, reason, shared, listed, since, until, event))
    return identifier


def end(connection: Connection, grant: UUID, *, at: datetime) -> None:
    """Take leave back from `at` on: a relation that ended, a consent withdrawn. An earlier end stays."""
    connection.execute(
        'update access."grant" set until = greatest("from", least(until, %s)) where id = %s', (at, grant)
    )


def grants_on(connection: Connection, person: UUID) -> list[Grant]:
    """The grants of the connection's viewer on this person and the records joined to it, those that ended too."""
    rows = connection.execute(_ON_PERSON, (person,)).fetchall()
    return [
        Grant(reason=reason, since=since, until=until, kinds=_set(kinds), types=_set(types))
        for reason, since, until, kinds, types in rows
    ]


def only_about(connection: Connection, people: Iterable[UUID]) -> None:
    """Say that the rest of the transaction is about these people: of those whom the viewer's unit has it shows no others.

    It never shows more. A unit may have thousands, and each query would go through all of them.
    """
    connection.execute("select set_config('felles.about', %s::uuid[]::text, true)", (list(people),))


def _set(values: list[str] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(values)
