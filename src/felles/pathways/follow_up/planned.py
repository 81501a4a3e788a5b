"""Which contacts and tests of each person's plan lie ahead, are due, are late, and were done?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from felles.pathways.follow_up.contacts import contacts
from felles.pathways.follow_up.plans import Plan
from felles.pathways.follow_up.starts import expected_plans, set_plans

if TYPE_CHECKING:
    from ibis.expr import types as ir

COLUMNS = (
    "person",
    "episode",
    "plan",
    "basis",
    "item",
    "number",
    "due",
    "window_from",
    "window_to",
    "done_on",
    "state",
    "who",
    "clinical_clock",
)
STATES = ("ahead", "due", "late", "missed", "done", "replaced_by_form", "ended")


def planned(events: ir.Table, plans: Sequence[Plan], *, at: date, expected: bool = True) -> ir.Table:
    """Every contact of every person's plans, as it stands at the end of a day.

    events: `current_event` (or a table with its person, episode, type, day, until_day and code; what else the criteria
    of plans read counts as missing). Returns COLUMNS. basis: `set` by somebody, or `expected` for those who meet a
    plan's criteria though nobody has set one; without `expected` only the former.
    """
    known = events.filter(events.day <= at)
    starts = set_plans(known, plans)
    if expected:
        starts = starts.union(expected_plans(known, plans, at=at))
    return standing(contacts(starts, known, plans), at=at)


def standing(contacts: ir.Table, *, at: date) -> ir.Table:
    """The state of each contact at the end of a day: the columns of `planned`.

    A contact that was done stays done; one whose place a form took before the plan ended stays so. Once what is done counts
    for the next one, a contact is missed: nobody can hold it any more. Of what is repeated for life, only the next one is
    shown ahead.
    """
    import ibis

    today = ibis.literal(at)
    never = contacts.ended_on.notnull() & (contacts.due >= contacts.ended_on)
    state = ibis.cases(
        (contacts.done_on.notnull(), "done"),
        (contacts.by_form & ~never, "replaced_by_form"),
        (never | (contacts.ended_on <= today), "ended"),
        (contacts.counted_until.notnull() & (today >= contacts.counted_until), "missed"),
        (today > contacts.window_to, "late"),
        (today >= contacts.window_from, "due"),
        else_="ahead",
    )
    shown = contacts.mutate(state=state)
    return shown.filter(shown.shown_from.isnull() | (shown.shown_from <= today)).select(*COLUMNS)
