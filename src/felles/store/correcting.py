"""How is a mistake mended without changing anything: what does the new event look like?"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from felles.events import Event
from felles.store.refused import Refused


def correction(of: Event, by: Event) -> Event:
    """The event that says it rightly; its person is that of the event it corrects. Raises Refused for a stranger's."""
    if by.person != of.person:
        raise Refused("A correction must be about the same person as the event it corrects.")
    return replace(by, replaces=of.id)


def retraction(of: Event, *, time: datetime, source: str, source_id: str, actor: str | None) -> Event:
    """The event that takes another back: it never happened, or not to this person."""
    return taking_back("retracted", of, time=time, source=source, source_id=source_id, actor=actor)


def parting(of: Event, *, time: datetime, source: str, source_id: str, actor: str | None) -> Event:
    """The event that parts what a `joined` event had joined."""
    if of.type != "joined":
        raise Refused(f"Only a joined event can be parted; this one is {of.type}.")
    return taking_back("parted", of, time=time, source=source, source_id=source_id, actor=actor)


def joining(record: UUID, into: UUID, *, time: datetime, source: str, source_id: str, actor: str | None) -> Event:
    """The event that lets a record go under another from now on."""
    if record == into:
        raise Refused("A record cannot be joined to itself.")
    data = {"into": str(into)}
    return Event(person=record, type="joined", time=time, source=source, source_id=source_id, actor=actor, data=data)


def taking_back(type_: str, of: Event, *, time: datetime, source: str, source_id: str, actor: str | None) -> Event:
    return Event(
        person=of.person, type=type_, time=time, source=source, source_id=source_id, actor=actor, replaces=of.id,
        episode=of.episode,
    )  # fmt: skip
