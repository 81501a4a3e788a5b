"""Through what do pages reach persons? One object, given to the site at its start; `felles.access.Access` is it."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from felles.access import AuditEntry, Found, PersonView, Viewer


class Door(Protocol):
    """What pages may ask about persons. Every answer is for one viewer; the viewer's rights are checked behind it."""

    def viewers(self) -> list[Viewer]: ...

    def viewer(self, subject: str) -> Viewer | None: ...

    def search(self, viewer: Viewer, words: str, *, at: datetime) -> list[Found]: ...

    def open_person(
        self, viewer: Viewer, person: UUID, *, at: datetime, emergency_reason: str | None = None
    ) -> PersonView: ...

    def audit_of(self, viewer: Viewer, person: UUID) -> list[AuditEntry]: ...
