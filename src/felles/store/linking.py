"""Two records turned out to be one person: which record does each now go under?

A `joined` event of a record names in `data.into` the record that it goes under; a `parted` event takes that back. The
links that follow are kept in felles.person_link, so that `current_event` shows one person. Nothing is rewritten.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from psycopg import Connection

from felles.store.refused import Refused

_JOINS = """
    with recursive reached(person) as (
        select unnest(%(people)s::uuid[])
        union
        select case when edge.person = reached.person then edge.target else edge.person end
        from reached join edges as edge on reached.person in (edge.person, edge.target)
    ), edges as (
        select person, (data ->> 'into')::uuid as target from felles.event
        where type = 'joined' and not exists (select from felles.event as later where later.replaces = event.id)
    )
    select edges.person, edges.target from edges where edges.person in (select person from reached)
"""
_GROUP = (
    "select person, canonical from felles.person_link where person = any(%(people)s) or canonical = any(%(people)s)"
)


def relink(connection: Connection, people: Collection[UUID]) -> list[UUID]:
    """Make the links of these people's groups anew; returns everyone whose group may have changed.

    Raises Refused where a record would go under two others, or under itself.
    """
    touched = set(people)
    for person, canonical in connection.execute(_GROUP, {"people": list(people)}).fetchall():
        touched |= {person, canonical}
    joins = connection.execute(_JOINS, {"people": list(touched)}).fetchall()
    into: dict[UUID, UUID] = {}
    for person, target in joins:
        touched |= {person, target}
        if person in into:
            raise Refused("This record is joined to another already. Part them first, then join again.")
        into[person] = target
    connection.execute("delete from felles.person_link where person = any(%s)", (list(touched),))
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into felles.person_link (person, canonical) values (%s, %s)",
            [(person, _root(person, into)) for person in into],
        )
    return sorted(touched)


def _root(person: UUID, into: Mapping[UUID, UUID]) -> UUID:
    seen = {person}
    while (following := into.get(person)) is not None:
        if following in seen:
            raise Refused("These records would be joined in a circle. Join the later one into the earlier one only.")
        seen.add(following)
        person = following
    return person
