"""Which contacts and tests does each person's follow-up plan hold, and where does each stand? Pure rules over the events.

plans = plans_of(load_content())
rows = planned(events, plans, at=date(2026, 11, 21))
"""

from felles.pathways.follow_up.contacts import contacts
from felles.pathways.follow_up.fitting import Fitting, fitting_plans
from felles.pathways.follow_up.kept import open_contacts, plans_held
from felles.pathways.follow_up.oddities import ODDITIES, oddities
from felles.pathways.follow_up.planned import COLUMNS, STATES, planned, standing
from felles.pathways.follow_up.plans import Item, Plan, plan_of, plans_of, types_read
from felles.pathways.follow_up.slots import Slot, slots_of
from felles.pathways.follow_up.starts import expected_plans, plan_verdicts, set_plans

__all__ = [
    "COLUMNS",
    "ODDITIES",
    "STATES",
    "Fitting",
    "Item",
    "Plan",
    "Slot",
    "contacts",
    "expected_plans",
    "fitting_plans",
    "oddities",
    "open_contacts",
    "plan_of",
    "plan_verdicts",
    "planned",
    "plans_held",
    "plans_of",
    "set_plans",
    "slots_of",
    "standing",
    "types_read",
]
