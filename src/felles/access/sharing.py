"""Whom does a relative follow, and what has that person agreed to share?

A grant follows from a consent in the log. Before anything is answered, those end whose consent was taken back or corrected
away since, whoever wrote that down and however it came into the log.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from felles.access.consents import consents_in
from felles.access.grants import end
from felles.access.naming import names_of
from felles.access.refusals import NotAllowed
from felles.access.roles import Role
from felles.access.viewers import Viewer
from felles.store import Store
from felles.store.reading import current_of

_STANDING = """
    select id, person, event from access."grant"
    where viewer = %s and reason = 'consent' and event is not null and (until is null or until > %s)
"""
_SHARED = "select person, kinds from access.grants_in_force() where reason = 'consent'"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shared:
    """Somebody who shares with a relative. kinds: of `consent_given`; None is everything. name: None where none is known."""

    person: UUID
    name: str | None
    kinds: frozenset[str] | None


def shared_with(store: Store, viewer: Viewer, *, at: datetime) -> tuple[Shared, ...]:
    """Those who share something with the viewer now. Raises NotAllowed for who is not a relative."""
    if viewer.role is not Role.RELATIVE:
        raise NotAllowed("Only relatives have somebody who shares with them.")
    with store.connection() as connection, connection.transaction():
        _end_withdrawn(connection, viewer, at)
    with store.as_viewer(viewer.id) as connection:
        kinds: dict[UUID, list[frozenset[str] | None]] = defaultdict(list)
        for person, shared in connection.execute(_SHARED).fetchall():
            kinds[person].append(None if shared is None else frozenset(shared))
        names = names_of(store, connection, kinds)
    return tuple(
        Shared(person=person, name=names.get(person), kinds=_together(each))
        for person, each in sorted(kinds.items(), key=lambda one: (names.get(one[0]) or "", one[0]))
    )


def _end_withdrawn(connection: Connection, viewer: Viewer, at: datetime) -> None:
    for grant, person, event in connection.execute(_STANDING, (viewer.id, at)).fetchall():
        consent = next((each for each in consents_in(current_of(connection, person)) if each.event == event), None)
        if consent is None:
            end(connection, grant, at=at)
        elif consent.until is not None:
            end(connection, grant, at=consent.until)


def _together(kinds: list[frozenset[str] | None]) -> frozenset[str] | None:
    return None if None in kinds else frozenset[str]().union(*filter(None, kinds))
