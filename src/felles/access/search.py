"""Whom does a viewer mean by a name, a number or a pseudonym?

Only exact answers: no part of a name, no list to page through. Everybody who is shown is written down.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from felles.access.grants import grants_on
from felles.access.may_see import may_see
from felles.access.refusals import NotAllowed
from felles.access.viewers import Viewer
from felles.store import Store
from felles.store.identity import Keys, find_by_name, find_person, is_national, profiles_of
from felles.store.identity.people import NATIONAL

_FOUND = "select person, records, born_year, made_up from access.found(%s)"
_BY_PSEUDONYM = "select access.find_pseudonym(%s, %s)"
_LARGEST_NUMBER = 2**62 - 1
_MOST_DIGITS = 19


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A person whom a search found: enough to pick the right one.

    name: None for an analyst, and for a person whose name is not known. relation: the viewer may open the record.
    """

    person: UUID
    name: str | None
    born_year: int | None
    relation: bool
    made_up: bool


def search(store: Store, viewer: Viewer, words: str, *, at: datetime) -> list[Found]:
    """The people of exactly this name or national number; for analysts of this pseudonym (UUID or whole number) or this
    identifier of a registry's own, alone or as `source:identifier`. `at` is the moment of the search.

    Raises NotAllowed for roles that do not search.
    """
    if not viewer.role.may_search:
        raise NotAllowed("Only health personnel and analysts can search for people.")
    wanted = words.strip()
    if not wanted:
        return []
    with store.as_viewer(viewer.id) as connection:
        meant = _pseudonymous if viewer.role.sees_pseudonyms else _named
        people = sorted(set(meant(connection, store.keys, wanted)))
        rows = connection.execute(_FOUND, (people,)).fetchall() if people else []
        related = {row[0] for row in rows if may_see(viewer.role, grants_on(connection, row[0]), at=at)}
    names = {} if viewer.role.sees_pseudonyms else _names(store, rows)
    found = [
        Found(person=person, name=names.get(person), born_year=year, relation=person in related, made_up=made_up)
        for person, _, year, made_up in rows
    ]
    return sorted(found, key=lambda one: (not one.relation, one.born_year or 0, one.person))


def _named(connection: Connection, keys: Keys, wanted: str) -> list[UUID]:
    if not is_national(wanted):
        return find_by_name(connection, keys, wanted)
    person = find_person(connection, keys, NATIONAL, wanted)
    return [] if person is None else [person]


def _pseudonymous(connection: Connection, keys: Keys, wanted: str) -> Iterator[UUID]:
    meant = (_as_uuid(wanted), _as_number(wanted))
    if meant != (None, None):
        yield from (person for (person,) in connection.execute(_BY_PSEUDONYM, meant).fetchall())
    for namespace, identifier in _identifiers(connection, wanted):
        person = find_person(connection, keys, namespace, identifier)
        if person is not None:
            yield person


def _identifiers(connection: Connection, wanted: str) -> Iterator[tuple[str, str]]:
    """What was meant, in each source that has identifiers of its own; never the namespace of national numbers."""
    source, colon, identifier = wanted.partition(":")
    for (namespace,) in connection.execute("select access.namespaces()").fetchall():
        yield namespace, wanted
        if colon and source == namespace:
            yield namespace, identifier


def _names(store: Store, rows: Sequence[tuple[UUID, list[UUID], int | None, bool]]) -> dict[UUID, str]:
    """What the people found are called. The pages' own role cannot read the name of somebody whom the viewer does not
    treat; it is shown, and was written down, because the viewer knew the name or number already."""
    with store.connection() as connection:
        profiles = profiles_of(connection, store.keys, [record for _, records, _, _ in rows for record in records])
    named = {person: [profiles[each].name for each in records if each in profiles] for person, records, _, _ in rows}
    return {person: names[0] for person, names in named.items() if names}


def _as_uuid(wanted: str) -> UUID | None:
    try:
        return UUID(wanted)
    except ValueError:
        return None


def _as_number(wanted: str) -> int | None:
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) <= _MOST_DIGITS else None
    return number if number is not None and number <= _LARGEST_NUMBER else None
