"""How does a viewer open a person's record, and what of it do they see?

Every opening and every refusal is written down before anything is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from felles.access.audit import note
from felles.access.grants import grants_on, only_about
from felles.access.kinds import TELLS_WHAT_IS_WRONG
from felles.access.may_see import Sight, sight
from felles.access.refusals import NotAllowed, NotFound
from felles.access.viewers import Viewer
from felles.events import EVENT_TYPES, Event
from felles.store import Store
from felles.store.doorway import fetched, plain
from felles.store.identity import profiles_of
from felles.store.reading import current_of

SHORTEST_REASON = 5
_IN_EMERGENCY = "select access.open_in_emergency(%s, %s)"
_ALL = Sight(identity=True, types=None, reasons=frozenset({"emergency"}))


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonView:
    """What a viewer sees of a person.

    name: None for a viewer who sees pseudonyms, and for a person without a name or erased. reasons: why the viewer sees
    them (`treatment`, `self`, `consent`, `emergency`, `analysis`). whole: False where a patient shares some kinds only.
    events: the current ones, oldest first; free text is left out for those who see pseudonyms, and what a referral was for
    where some kinds are shared and no more.
    """

    person: UUID
    name: str | None
    born_year: int | None
    made_up: bool
    reasons: frozenset[str]
    whole: bool
    events: list[Event]


def open_person(
    store: Store, viewer: Viewer, person: UUID, *, at: datetime, emergency_reason: str | None = None
) -> PersonView:
    """Open a person's record for a viewer; a person's joined records are one.

    emergency_reason: lets health personnel in for twelve hours without a treatment relation; at least five characters,
    and the patient can read it. Raises NotAllowed without leave to see the person, NotFound where an analyst asks for
    somebody who is not there.
    """
    with store.as_viewer(viewer.id) as connection:
        only_about(connection, [person])
        made_up = _is_made_up(connection, person)
        seen = sight(viewer.role, grants_on(connection, person), at=at) if made_up is not None else None
        if seen is None and made_up is not None and emergency_reason is not None:
            seen = _in_emergency(connection, viewer, person, emergency_reason)
        if seen is None and made_up is not None:
            note(connection, person, "refused")
        elif seen is not None and seen.reasons != {"self"}:
            note(connection, person, "opened")
    if made_up is None and viewer.role.sees_pseudonyms:
        raise NotFound("There is no person with this pseudonym.")
    if seen is None or made_up is None:
        raise NotAllowed(_without_leave(viewer))
    with store.as_viewer(viewer.id) as connection:
        only_about(connection, [person])
        return _view(store, connection, person, seen, made_up)


def _in_emergency(connection: Connection, viewer: Viewer, person: UUID, reason: str) -> Sight | None:
    if not viewer.role.is_professional:
        return None
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed("Say in a few words why this is an emergency; the patient can read it afterwards.")
    connection.execute(_IN_EMERGENCY, (person, reason))
    return _ALL


def _view(store: Store, connection: Connection, person: UUID, seen: Sight, made_up: bool) -> PersonView:
    events = [event for event in current_of(connection, person) if seen.shows(event)]
    if seen.types is not None:
        events = [replace(event, code=None) if event.type in TELLS_WHAT_IS_WRONG else event for event in events]
    return PersonView(
        person=person,
        name=_name(store, connection, person) if seen.identity else None,
        born_year=_born_year(events),
        made_up=made_up,
        reasons=seen.reasons,
        whole=seen.types is None,
        events=_readable(store, connection, events) if seen.identity else [_without_free_text(each) for each in events],
    )


def _name(store: Store, connection: Connection, person: UUID) -> str | None:
    """What the person is called, in this record or one that is joined to it."""
    row = connection.execute("select felles.with_joined(array[%s]::uuid[])", (person,)).fetchone()
    profiles = profiles_of(connection, store.keys, row[0] if row else [person])
    own = profiles.get(person) or next(iter(profiles.values()), None)
    return None if own is None else own.name


def _readable(store: Store, connection: Connection, events: Sequence[Event]) -> list[Event]:
    sealer = fetched(connection, store.keys, events)
    return [plain(sealer, event) for event in events]


def _without_free_text(event: Event) -> Event:
    """Free text may name the person or others, so those who see pseudonyms do not get it, sealed or not."""
    hidden = set(EVENT_TYPES[event.type].free_text)
    return replace(event, data={name: value for name, value in event.data.items() if name not in hidden})


def _born_year(events: Sequence[Event]) -> int | None:
    return next((event.day.year for event in reversed(events) if event.type == "born"), None)


def _is_made_up(connection: Connection, person: UUID) -> bool | None:
    row = connection.execute("select access.is_made_up(%s)", (person,)).fetchone()
    return row[0] if row else None


def _without_leave(viewer: Viewer) -> str:
    if viewer.role.is_professional:
        return (
            "You have no treatment relation to this person. In an emergency you can open the record by saying why;"
            " that is written down, and the patient can read it."
        )
    return "You may not see this person. The patient decides with whom to share, and can share with you."
