"""Who may see what: roles, treatment relations, consents, the log of who looked. The one door to a person's record."""

from felles.access.audit import AuditEntry, audit_of, own_audit
from felles.access.boards import PHASES, Board, BoardCount, BoardRow, Order, Phase
from felles.access.check_ups import STATES as CHECK_UP_STATES
from felles.access.check_ups import CheckUp, CheckUps, PlanByNeed
from felles.access.consents import Consent, consents_in
from felles.access.conversations import DUE_STATES, Conversation, Conversations, Handover, Need
from felles.access.door import Access
from felles.access.grants import end, give
from felles.access.may_see import Grant, Sight, may_see, sight
from felles.access.opening import PersonView, open_person
from felles.access.recordable import RECORDABLE
from felles.access.recording import Assigned, Recorded
from felles.access.refusals import NotAllowed, NotFound
from felles.access.roles import PROFESSIONALS, Role
from felles.access.search import Found, search
from felles.access.sharing import Shared
from felles.access.statistics import LakeCopy, lake_copy
from felles.access.unit_oddities import UnitOddity, unit_oddities
from felles.access.unit_times import Inclusion, StepTime, UnitTimes, unit_times
from felles.access.viewers import Viewer, add_viewer, viewer_by_subject, viewers
from felles.access.without_plan import WithoutPlan
from felles.store import DatabaseGone, Refused

__all__ = [
    "CHECK_UP_STATES",
    "DUE_STATES",
    "PHASES",
    "PROFESSIONALS",
    "RECORDABLE",
    "Access",
    "Assigned",
    "AuditEntry",
    "Board",
    "BoardCount",
    "BoardRow",
    "CheckUp",
    "CheckUps",
    "Consent",
    "Conversation",
    "Conversations",
    "DatabaseGone",
    "Found",
    "Grant",
    "Handover",
    "Inclusion",
    "LakeCopy",
    "Need",
    "NotAllowed",
    "NotFound",
    "Order",
    "PersonView",
    "Phase",
    "PlanByNeed",
    "Recorded",
    "Refused",
    "Role",
    "Shared",
    "Sight",
    "StepTime",
    "UnitOddity",
    "UnitTimes",
    "Viewer",
    "WithoutPlan",
    "add_viewer",
    "audit_of",
    "consents_in",
    "end",
    "give",
    "lake_copy",
    "may_see",
    "open_person",
    "own_audit",
    "search",
    "sight",
    "unit_oddities",
    "unit_times",
    "viewer_by_subject",
    "viewers",
]
