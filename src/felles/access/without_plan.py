"""Whom has a trust treated without setting a plan for the time after? So that no one is forgotten between two chairs.

Read from the kept tables `pathways` and `follow_up_plans`; the database shows each viewer the persons they may see. Whoever
is on the list is written down with it. It is a question to the unit: whether a plan is right is for those who treat.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg.rows import dict_row

from felles.access.grants import only_about
from felles.access.naming import names_of
from felles.access.refusals import NotAllowed
from felles.access.viewers import Viewer
from felles.events.envelope import day_of
from felles.store import Store

MOST = 100
# A year is an assumption: who has gone longer without a plan is followed elsewhere, or not at all.
_TREATED: LiteralString = """
    select person, episode, pathway, closed_on as treated_on from kept.pathways as pathway
    where holder = %(trust)s and phase = 'treated' and closed_on between %(at)s - 365 and %(at)s
        and pathway = any (%(pathways)s)
        and not exists (select from kept.follow_up_plans as plan
                        where plan.person = pathway.person and plan.since >= pathway.started_on)
        and not exists (select from kept.lives as life
                        where life.person = pathway.person and life.died_on is not null)
    order by closed_on, person, episode limit %(most)s
"""
# What the criteria of plans read of a person, and of the records joined to theirs.
_TOLD: LiteralString = """
    select asked.person, type, day, "precision", code, value, unit, place
    from unnest(%s::uuid[]) as asked (person)
    join felles.event as event on event.person = any (felles.with_joined(array[asked.person]))
    where type <> 'retracted' and not exists (select from felles.event as later where later.replaces = event.id)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class WithoutPlan:
    """Somebody whose pathway ended with a treatment on `treated_on`, and who has no plan since the pathway began.

    told: their current events, with what criteria read (type, day, precision, code, value, unit, place).
    """

    person: UUID
    episode: UUID | None
    pathway: str
    treated_on: date
    told: tuple[Mapping[str, Any], ...] = ()
    name: str | None = None


def treated_without_plan(
    store: Store, viewer: Viewer, *, at: datetime, pathways: Sequence[str]
) -> tuple[WithoutPlan, ...]:
    """Those of the last year (at most a hundred) at the viewer's trust, who has waited longest first.

    pathways: those that there are plans for. Nobody for the municipality, where plans are not set. Raises NotAllowed for
    who is not health personnel.
    """
    if not viewer.role.is_professional:
        raise NotAllowed("Only health personnel set plans for follow-up.")
    if viewer.role.is_municipal or not viewer.unit:
        return ()
    trust = viewer.unit.partition(":")[0]
    asked = {"trust": trust, "at": day_of(at), "pathways": list(pathways), "most": MOST}
    with store.as_viewer(viewer.id) as connection:
        with connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(_TREATED, asked).fetchall()
        people = {row["person"] for row in rows}
        only_about(connection, people)
        names = names_of(store, connection, people)
        told: dict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
        with connection.cursor(row_factory=dict_row) as cursor:
            for event in cursor.execute(_TOLD, (list(people),)):
                told[event["person"]].append(event)
        connection.execute("select access.note_listed(%s, %s)", ([trust], list(people)))
    return tuple(WithoutPlan(**row, told=tuple(told[row["person"]]), name=names.get(row["person"])) for row in rows)
