"""How does a professional put into the log what happened to a patient: once, on the right pathway, as themself?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from psycopg import Connection

from felles.access.audit import note
from felles.access.grants import grants_on, only_about
from felles.access.may_see import sight
from felles.access.recordable import BEGINS_ITS_OWN, PLACED, RECORDABLE, begun_on, refuse_outside
from felles.access.refusals import NotAllowed
from felles.access.viewers import Viewer
from felles.events import Event
from felles.events.envelope import NOTHING, day_of, start_of
from felles.store import Refused, Store

SOURCE = "clinic"

_SAID = "select id, person, type, episode from felles.event where source = %s and source_id = %s"


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """What went in. again: the same form had been sent before, and nothing more was written."""

    event: UUID
    episode: UUID | None
    again: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Assigned:
    """Who takes a need that was found, and by which day it is to be done, where that is settled."""

    unit: str
    until: date | None = None


def record(
    store: Store,
    viewer: Viewer,
    person: UUID,
    type_: str,
    *,
    at: datetime,
    form: str,
    episode: UUID | None = None,
    code: str | None = None,
    day: date | None = None,
    until: date | None = None,
    place: str | None = None,
    value: float | None = None,
    unit: str | None = None,
    assigned: Assigned | None = None,
    data: Mapping[str, Any] = NOTHING,
) -> Recorded:
    """Append one event (of RECORDABLE) about a patient, by the viewer, at the viewer's unit; its projections follow.

    at: now. form: a token made when the form was shown, so that sending it twice records once. day: when it happened, now
    by default. until: to which day it is put off, agreed or asked for. place: who takes over, for the types of PLACED; of a
    handover that is accepted the receiver, which is the viewer's unit or its trust. value, unit: of what was measured.
    assigned: who takes the need that was found, in the same append. A
    `referred` without an episode begins one, and from then the unit has the patient; so does a `follow_up_planned`, of
    somebody the viewer treats. Everything else needs an open relation and an episode (a pathway, a round of conversations,
    a need, a handover, a plan) that has begun. Raises NotAllowed or Refused.
    """
    _refuse_odd(viewer, type_, form, day, at)
    _refuse_strange(viewer, type_, code, place)
    key = f"{viewer.id}:{form}"
    if (earlier := _said_before(store, key, person, type_)) is not None:
        return earlier
    begins, lets_in = type_ in BEGINS_ITS_OWN and episode is None, type_ == "referred" and episode is None
    with store.as_viewer(viewer.id) as connection:
        only_about(connection, [person])
        allowed = _may_record(connection, viewer, person, at, begins=lets_in)
        asked = {"person": person, "episode": episode, "code": code, "place": place, "day": day or day_of(at)}
        begun = begun_on(connection, type_, asked) if allowed and not begins else None
        note(connection, person, "recorded" if allowed else "refused")
    if not allowed:
        raise NotAllowed("You have no treatment relation to this person, so you cannot record anything about them.")
    if not begins:
        refuse_outside(type_, begun, day or day_of(at))
    event = Event(
        person=person,
        type=type_,
        time=at if day is None else start_of(day),
        precision="minute" if day is None else "day",
        until=None if until is None else start_of(until),
        episode=uuid4() if begins else episode,
        code=code,
        value=value,
        unit=unit,
        place=place or viewer.unit,
        actor=str(viewer.id),
        source=SOURCE,
        source_id=key,
        data=data,
    )
    events = [event] if assigned is None else [event, _given(event, assigned, day or day_of(at))]
    try:
        return Recorded(event=store.append(events)[0], episode=event.episode, again=False)
    except Refused:
        # The other click of two was quicker.
        if (earlier := _said_before(store, key, person, type_)) is not None:
            return earlier
        raise


def _given(found: Event, assigned: Assigned, day: date) -> Event:
    """That a need was given to somebody, on the day it was found."""
    if found.type != "need_found":
        raise ValueError(f"Only a need that was found is given to somebody with it; got {found.type}.")
    return replace(
        found,
        type="need_assigned",
        time=start_of(day),
        precision="day",
        until=None if assigned.until is None else start_of(assigned.until),
        place=assigned.unit,
        source_id=f"{found.source_id}:given",
        data=NOTHING,
    )


def _refuse_odd(viewer: Viewer, type_: str, form: str, day: date | None, at: datetime) -> None:
    if not viewer.role.is_professional or not viewer.unit:
        raise NotAllowed("Only health personnel of a unit can record what happened to a patient.")
    if type_ not in RECORDABLE:
        raise Refused(f"{type_} cannot be recorded from a board; there are {', '.join(sorted(RECORDABLE))}.")
    if not form:
        raise ValueError("A form needs a token of its own, so that sending it twice records once; got none.")
    if day is not None and day > day_of(at):
        raise Refused("That day has not come yet. Give the day on which it happened, today or before.")


def _refuse_strange(viewer: Viewer, type_: str, code: str | None, place: str | None) -> None:
    own = (viewer.unit, str(viewer.unit).partition(":")[0])
    if (place is not None) != (type_ in PLACED):
        raise Refused(
            f"{type_} needs to say who takes over." if type_ in PLACED else f"{type_} happens at the viewer's unit."
        )
    if type_ == "handover_accepted" and place not in own:
        raise NotAllowed("Only the unit that a person was handed over to can accept the person.")
    if type_ == "handed_over" and code in own:
        raise Refused("Your own unit has the person already. Choose another one to hand over to.")


def _said_before(store: Store, key: str, person: UUID, type_: str) -> Recorded | None:
    with store.connection() as connection:
        row = connection.execute(_SAID, (SOURCE, key)).fetchone()
    if row is None:
        return None
    if (row[1], row[2]) != (person, type_):
        raise Refused("This form has been sent already, about something else. Open it again and send it once more.")
    return Recorded(event=row[0], episode=row[3], again=True)


def _may_record(connection: Connection, viewer: Viewer, person: UUID, at: datetime, *, begins: bool) -> bool:
    """A treatment relation; for a new referral, which is what makes the relation, that there is such a person."""
    if begins:
        row = connection.execute("select access.is_made_up(%s)", (person,)).fetchone()
        return row is not None and row[0] is not None
    seen = sight(viewer.role, grants_on(connection, person), at=at)
    return seen is not None and "treatment" in seen.reasons
