"""What are people called whom a viewer may know: in their record, or in one that is joined to it?"""

from collections.abc import Iterable
from uuid import UUID

from psycopg import Connection

from felles.store import Store
from felles.store.identity import profiles_of


def names_of(store: Store, connection: Connection, people: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those who have one. Not to be asked for a viewer who sees pseudonyms."""
    people = list(people)
    names = {person: profile.name for person, profile in profiles_of(connection, store.keys, people).items()}
    nameless = [person for person in people if person not in names]
    if nameless:
        links = connection.execute(
            "select person, canonical from felles.person_link where canonical = any (%s)", (nameless,)
        ).fetchall()
        joined = profiles_of(connection, store.keys, [person for person, _ in links]) if links else {}
        names |= {canonical: joined[person].name for person, canonical in links if person in joined}
    return names
