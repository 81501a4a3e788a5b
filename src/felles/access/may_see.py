"""May this viewer see this person, and how much?

The plain rule, for one viewer and one person. The database enforces the same below every query (003_access.sql); the
tests hold the two against each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from felles.access.roles import Role
from felles.events import Event

Reason = Literal["treatment", "self", "consent", "emergency"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """Leave to see one person, for a reason and a time. `types` None: everything; `until` None: still in force."""

    reason: Reason
    since: datetime
    until: datetime | None = None
    kinds: frozenset[str] | None = None
    types: frozenset[str] | None = None

    def in_force(self, at: datetime) -> bool:
        """The end is not included: a grant withdrawn now is gone now."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """How much of a person is seen. `types` None: every event; `identity`: the name too, not a pseudonym alone."""

    identity: bool
    types: frozenset[str] | None
    reasons: frozenset[str]

    def shows(self, event: Event) -> bool:
        """Whether this event is among what is seen."""
        return self.types is None or event.type in self.types


def sight(role: Role, grants: Iterable[Grant], *, at: datetime) -> Sight | None:
    """What a viewer of this role sees of a person through these grants on the person; None is nothing."""
    standing = [grant for grant in grants if grant.in_force(at)]
    reasons = frozenset(str(grant.reason) for grant in standing)
    if role.sees_pseudonyms:
        return Sight(identity=False, types=None, reasons=frozenset({"analysis"}))
    if not standing:
        return None
    shared = [grant.types for grant in standing]
    if None in shared:
        return Sight(identity=True, types=None, reasons=reasons)
    return Sight(identity=True, types=frozenset[str]().union(*filter(None, shared)), reasons=reasons)


def may_see(role: Role, grants: Iterable[Grant], *, at: datetime) -> bool:
    """Whether a viewer of this role sees anything at all of a person through these grants on the person."""
    return sight(role, grants, at=at) is not None
