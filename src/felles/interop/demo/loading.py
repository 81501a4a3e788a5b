"""How do the made-up people of a demonstration come into the log, once?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID, uuid4

from psycopg import Connection

from felles.access import add_viewer, consents_in, give
from felles.events import Event
from felles.interop.demo.files import DemoPerson, DemoViewer, demo_people, demo_viewers
from felles.interop.demo.times import moment, with_days
from felles.store import Store
from felles.store.identity import Profile, people_for, set_profile
from felles.store.identity.people import NATIONAL

SOURCE = "demo"
_SAID: LiteralString = "select exists (select from felles.event where source = 'demo')"
_WATCHED: LiteralString = "select exists (select from access.viewer where subject like 'demo:%')"
_COPIED = ("code", "unit", "place", "actor")


def load_demo(store: Store, content: Path, *, at: datetime) -> int:
    """Put the people of `content/demo` in the log, with those who look at them; times count from `at`.

    Done once for a log, and finished by the next call where it was cut off; what happened since is never overwritten.
    Returns the number of events that went in. Raises DefinitionError, or Refused for a real number.
    """
    said, watched = _any(store, _SAID), _any(store, _WATCHED)
    if said and watched:
        return 0
    folder = content / "demo"
    people = demo_people(folder)
    known = _known(store, people)
    events = [event for person in people for event in demo_events(person, known[person.id], at=at)]
    new = [] if said else store.append(events)
    if not watched:
        _let_in(store, demo_viewers(folder), known, at)
    return len(new)


def demo_events(person: DemoPerson, identifier: UUID, *, at: datetime) -> list[Event]:
    """The events of a made-up person, as they stand on the day of `at`."""
    episodes = {written["episode"]: uuid4() for written in person.events if "episode" in written}
    return [
        _event(written, identifier, f"{person.id}:{number}", episodes, at)
        for number, written in enumerate(person.events, start=1)
    ]


def _any(store: Store, query: LiteralString) -> bool:
    with store.connection() as connection:
        row = connection.execute(query).fetchone()
    return row is not None and bool(row[0])


def _known(store: Store, people: Sequence[DemoPerson]) -> dict[str, UUID]:
    with store.connection() as connection, connection.transaction():
        numbers = [person.number for person in people]
        found = people_for(connection, store.keys, NATIONAL, numbers, made_up=True)
        for person in people:
            given, _, family = person.name.rpartition(" ")
            set_profile(connection, store.keys, found[person.number], Profile(given=given, family=family))
    return {person.id: found[person.number] for person in people}


def _event(
    written: Mapping[str, Any], person: UUID, source_id: str, episodes: Mapping[str, UUID], at: datetime
) -> Event:
    time, precision = moment(written["time"], at=at)
    return Event(
        person=person,
        type=written["type"],
        time=time,
        precision=precision,
        until=moment(written["until"], at=at)[0] if "until" in written else None,
        episode=episodes.get(written.get("episode", "")),
        value=float(written["value"]) if "value" in written else None,
        data=with_days(written.get("data", {}), at=at),
        source=SOURCE,
        source_id=source_id,
        **{column: written.get(column) for column in _COPIED},
    )


def _let_in(store: Store, viewers: Iterable[DemoViewer], known: Mapping[str, UUID], at: datetime) -> None:
    with store.connection() as connection, connection.transaction():
        for viewer in viewers:
            own = known[viewer.person] if viewer.person is not None else None
            identifier = add_viewer(
                connection,
                role=viewer.role,
                name=viewer.name,
                unit=viewer.unit,
                person=own,
                subject=f"{SOURCE}:{viewer.id}",
            )
            for patient in viewer.sees:
                give(connection, identifier, known[patient], "treatment", since=at)
            if own is not None:
                give(connection, identifier, own, "self", since=at)
            if viewer.consent_of is not None:
                _share(connection, identifier, store.current_of(known[viewer.consent_of]), str(viewer.called))


def _share(connection: Connection, viewer: UUID, patient: Sequence[Event], called: str) -> None:
    for consent in consents_in(patient):
        if consent.relative == called:
            give(
                connection,
                viewer,
                consent.patient,
                "consent",
                since=consent.since,
                until=consent.until,
                kinds=[consent.kind],
                event=consent.event,
            )
