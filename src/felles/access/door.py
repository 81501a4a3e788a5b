"""The one door through which pages reach persons: every question is asked for one viewer."""

from datetime import datetime
from uuid import UUID

from felles.access.audit import AuditEntry, own_audit
from felles.access.opening import PersonView, open_person
from felles.access.search import Found, search
from felles.access.viewers import Viewer, viewer_by_subject, viewers
from felles.store import Store


class Access:
    """Answers for a viewer, from one store. Raises DatabaseGone while PostgreSQL does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def viewers(self) -> list[Viewer]:
        """Everyone who can sign in, by role and name; for the list of made-up people in a demonstration only."""
        return viewers(self._store)

    def viewer(self, subject: str) -> Viewer | None:
        """The viewer whom the identity provider calls `subject`."""
        return viewer_by_subject(self._store, subject)

    def search(self, viewer: Viewer, words: str, *, at: datetime) -> list[Found]:
        """The people of exactly this name or number; see `search`."""
        return search(self._store, viewer, words, at=at)

    def open_person(
        self, viewer: Viewer, person: UUID, *, at: datetime, emergency_reason: str | None = None
    ) -> PersonView:
        """What the viewer sees of a person; see `open_person`."""
        return open_person(self._store, viewer, person, at=at, emergency_reason=emergency_reason)

    def audit_of(self, viewer: Viewer, person: UUID) -> list[AuditEntry]:
        """Who looked at the viewer's own record, newest first; empty for a record that is not the viewer's own."""
        return own_audit(self._store, viewer, person)
