"""Which staged rows does the log hold already, and which cannot stand beside what it holds?"""

from collections.abc import Mapping
from typing import LiteralString
from uuid import UUID

from psycopg import Connection

Refusal = tuple[int, str, str, str, str | None]
"""(row, field, got, allowed, waits_for): waits_for is the source_id of an event that would have to be read first."""

_TARGETS: tuple[LiteralString, ...] = (
    """update staging set replaces = event.id from felles.event as event
       where staging.corrects is not null and event.source = staging.source and event.source_id = staging.corrects""",
    """update staging set replaces = target.id from staging as target
       where staging.corrects is not null and staging.replaces is null
       and target.source = staging.source and target.source_id = staging.corrects""",
)
_SAME = """(staging.person, staging.type, staging."time", staging.until, staging."precision", staging.episode,
        staging.code, staging.value, staging.unit, staging.place, staging.actor, staging.data, staging.replaces)
        is not distinct from (event.person, event.type, event."time", event.until, event."precision", event.episode,
        event.code, event.value, event.unit, event.place, event.actor, event.data, event.replaces)
"""
_SAID_BEFORE = f"""
    create temporary table said_before on commit drop as
    select staging.row, {_SAME} as same from staging join felles.event as event using (source, source_id)
"""
_KNOWN = "update staging set known = true from said_before where said_before.row = staging.row and said_before.same"
_OTHER_CONTENT = "select row from staging join said_before using (row) where not same"
_BAD_CORRECTIONS = """
    select staging.row, staging.corrects,
        case when event.id is null and inside.id is null then 'missing'
             when coalesce(event.person, inside.person) <> staging.person then 'another'
             else 'twice' end
    from staging
    left join felles.event as event on event.id = staging.replaces
    left join staging as inside on inside.id = staging.replaces
    where staging.corrects is not null and not staging.known and (
        (event.id is null and inside.id is null) or coalesce(event.person, inside.person) <> staging.person
        or exists (select from felles.event as other where other.replaces = staging.replaces)
        or exists (select from staging as other where other.replaces = staging.replaces and other.row <> staging.row))
"""
_BEFORE_BIRTH = """
    with birth as materialized (
        select event.person, min(event.day) as day
        from (select distinct person from staging where not known and not fresh) as people
        join felles.event as event using (person)
        where event.type = 'born' and not exists (select from felles.event as later where later.replaces = event.id)
            and not exists (select from staging as later where later.replaces = event.id)
        group by event.person
    )
    select staging.row, birth.day from staging join birth using (person)
    where staging.type <> 'born' and not staging.known and staging.day < birth.day
        and felles.last_day(staging.day, staging."precision") < birth.day
    union all
    select staging.row, min(event.day) from staging join felles.event as event on event.person = staging.person
    where staging.type = 'born' and not staging.fresh and event.type <> 'born' and event.day < staging.day
        and event."precision" in ('minute', 'day') and not staging.known and staging.corrects is null
        and not exists (select from felles.event as later where later.replaces = event.id)
    group by staging.row
"""
# Looked at before everything is compared: were these said before, most of the others were too.
_A_FEW_KNOWN = """
    select exists (
        select from staging join felles.event as event using (source, source_id) where staging.row % 997 = 0
    )
"""
_JOINED_TWICE = """
    select staging.row from staging where staging.type = 'joined' and not staging.known and (
        exists (select from staging as other where other.type = 'joined' and other.person = staging.person
            and other.row <> staging.row and not exists (select from staging as later where later.replaces = other.id))
        or exists (select from felles.event as other where other.type = 'joined' and other.person = staging.person
            and not exists (select from felles.event as later where later.replaces = other.id)
            and not exists (select from staging as later where later.replaces = other.id)))
"""
_SAID_OTHERWISE = (
    "a source_id that stands in the log with other content",
    "the same content again; to correct, give a new source_id and `replaces`",
)
_CORRECTIONS = {
    "missing": (
        "replaces",
        "the source_id of an event that is not in the log",
        "an event of the same source that is there",
    ),
    "another": ("replaces", "an event of another person", "an event of the same person"),
    "twice": ("replaces", "an event that another correction replaces", "the newest version of an event"),
}


def may_be_known(connection: Connection) -> bool:
    """Does the log hold some of the first and every thousandth row already?"""
    return connection.execute(_A_FEW_KNOWN).fetchone() == (True,)


def lie_before_birth(connection: Connection) -> bool:
    """Does a row lie before the birth that the log knows, or tell a birth after what the log knows?"""
    return bool(connection.execute(_BEFORE_BIRTH).fetchall())


def mark_known(connection: Connection) -> None:
    """Find what the corrections correct, then mark the rows that the log holds already."""
    if connection.execute("select exists (select from staging where corrects is not null)").fetchone() == (True,):
        for statement in _TARGETS:
            connection.execute(statement)
    connection.execute(_SAID_BEFORE)
    connection.execute(_KNOWN)


def refusals(connection: Connection) -> list[Refusal]:
    """(row, field, got, allowed, waits_for) of each staged row that cannot stand beside what the log holds."""
    other_content = connection.execute(_OTHER_CONTENT).fetchall()
    corrections = connection.execute(_BAD_CORRECTIONS).fetchall()
    before_birth = connection.execute(_BEFORE_BIRTH).fetchall()
    return [
        *((row, "source_id", *_SAID_OTHERWISE, None) for (row,) in other_content),
        *((row, *_CORRECTIONS[why], target if why == "missing" else None) for row, target, why in corrections),
        *_circles(connection),
        *((row, "type", "a record that is joined to another already", "one joining; part them first", None)
          for (row,) in connection.execute(_JOINED_TWICE).fetchall()),
        *((row, "time", f"a date against a birth on {born.isoformat()}", "no event before the birth", None)
          for row, born in before_birth),
    ]  # fmt: skip


def _circles(connection: Connection) -> list[Refusal]:
    chains = connection.execute(
        "select staging.id, staging.replaces, staging.row from staging join staging as target on target.id = staging.replaces"
    ).fetchall()
    following: Mapping[UUID, UUID] = {event: target for event, target, _ in chains}
    circular: list[Refusal] = []
    for event, _, row in chains:
        target: UUID | None = following[event]
        for _ in range(len(chains)):
            if target is None or target == event:
                break
            target = following.get(target)
        if target == event:
            circular.append((row, "replaces", "events that replace each other in a circle", "a chain that ends", None))
    return circular
