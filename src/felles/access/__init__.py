"""Who may see what: roles, treatment relations, consents, the log of who looked. The one door to a person's record."""

from felles.access.audit import AuditEntry, audit_of, own_audit
from felles.access.consents import Consent, consents_in
from felles.access.door import Access
from felles.access.grants import end, give
from felles.access.may_see import Grant, Sight, may_see, sight
from felles.access.opening import PersonView, open_person
from felles.access.refusals import NotAllowed, NotFound
from felles.access.roles import PROFESSIONALS, Role
from felles.access.search import Found, search
from felles.access.viewers import Viewer, add_viewer, viewer_by_subject, viewers
from felles.store import DatabaseGone, Refused

__all__ = [
    "PROFESSIONALS",
    "Access",
    "AuditEntry",
    "Consent",
    "DatabaseGone",
    "Found",
    "Grant",
    "NotAllowed",
    "NotFound",
    "PersonView",
    "Refused",
    "Role",
    "Sight",
    "Viewer",
    "add_viewer",
    "audit_of",
    "consents_in",
    "end",
    "give",
    "may_see",
    "open_person",
    "own_audit",
    "search",
    "sight",
    "viewer_by_subject",
    "viewers",
]
