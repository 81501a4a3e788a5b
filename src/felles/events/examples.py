"""What does one good event of each type look like?"""

from datetime import date, datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from felles.events.envelope import Event, start_of
from felles.events.types import EventType

# Nobody: every example is about this made-up person.
NOBODY = UUID("00000000-0000-4000-8000-00000000e8a3")


def example_event(kind: EventType) -> Event:
    """The example of a type as an event about a made-up person; its episode and what it replaces are made-up ids."""
    columns = dict(kind.example)
    for name in ("time", "until"):
        if name in columns:
            columns[name] = _moment(columns[name])
    for name in ("episode", "replaces"):
        if name in columns:
            columns[name] = uuid5(NAMESPACE_OID, columns[name])
    return Event(person=NOBODY, type=kind.name, source="example", source_id=kind.name, **columns)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text) if "T" in text else start_of(date.fromisoformat(text))
