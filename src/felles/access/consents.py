"""Which consents of a patient stand, and what do they let each relative see?

Consents are facts in the log, one kind of information each; the grants that the database reads follow from them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from felles.access.kinds import EVERYTHING, TYPES_OF_KIND
from felles.events import Event

_SHARED = frozenset({EVERYTHING, *TYPES_OF_KIND})


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """One kind of information, shared with one relative for a time; without `until` it stands until taken back."""

    patient: UUID
    relative: str
    kind: str
    since: datetime
    until: datetime | None
    event: UUID | None


def consents_in(current: Iterable[Event]) -> list[Consent]:
    """Every consent to a relative among a person's current events, with its end where it has one.

    Consent to research is left out: it lets no relative see anything.
    """
    standing: dict[tuple[str, str], Consent] = {}
    ended: list[Consent] = []
    for event in sorted(current, key=lambda event: event.time):
        if event.type not in ("consent_given", "consent_withdrawn") or event.code not in _SHARED:
            continue
        about = (str(event.data.get("relative")), event.code)
        earlier = standing.pop(about, None)
        if earlier is not None:
            ended.append(_until(earlier, event.time))
        if event.type == "consent_given":
            standing[about] = Consent(
                patient=event.person,
                relative=about[0],
                kind=event.code,
                since=event.time,
                until=event.until,
                event=event.id,
            )
    return sorted([*ended, *standing.values()], key=lambda consent: (consent.since, consent.relative, consent.kind))


def _until(consent: Consent, moment: datetime) -> Consent:
    return replace(consent, until=moment if consent.until is None else min(consent.until, moment))
