"""What of follow-up plans is kept ready: who has which plan in whose hands, and which contacts are still to be held?

Whatever the day it is seen from: the plans that somebody has set. Those that are only expected depend on the day by
their criteria, and are asked for when they are wanted (`planned`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from felles.pathways.follow_up.contacts import contacts, later
from felles.pathways.follow_up.plans import Plan
from felles.pathways.follow_up.starts import set_plans_with
from felles.pathways.holding import trust_of
from felles.pathways.in_sql import each_in_sql
from felles.pathways.latest import rest_of

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir


def plans_held(events: ir.Table, plans: Sequence[Plan], trusts: Mapping[str, str]) -> ir.Table:
    """One row per plan that somebody has set: the columns of `set_plans` and

    held_by (the trust of the unit that set it last), by_need_since (null while it follows the calendar) and through_on
    (the day on which its calendar is through).

    events: `current_event`; trusts: of `trusts_by_name`, none where no unit is known.
    """
    import ibis

    rows = set_plans_with(events, plans)
    closings = {plan.id: [max(slot.closes for item in plan.items for slot in item.slots)] for plan in plans}
    closing = each_in_sql(rows, "plan", closings, {"last_months": "int64", "last_days": "int64"})
    by_need = closing.to_calendar_on.isnull() | (closing.to_need_on > closing.to_calendar_on)
    return closing.select(
        "person",
        "episode",
        "episode_key",
        "plan",
        "basis",
        "since",
        "counted_from",
        "ended_on",
        held_by=trust_of(rest_of(closing.place_said), trusts),
        by_need_since=ibis.ifelse(by_need, closing.to_need_on, ibis.null("date")),
        through_on=later(closing.counted_from, closing.last_months, closing.last_days),
    )


def open_contacts(events: ir.Table, held: ir.Table, plans: Sequence[Plan]) -> ir.Table:
    """One row per contact that has not been held, whose place no form has taken, and that its plan will see.

    held: what `plans_held` gave for the same events and plans. The columns of `contacts`, but those of what was done.
    """
    starts = held.select("person", "episode", "episode_key", "plan", "basis", "since", "counted_from", "ended_on")
    rows = contacts(starts, events, plans)
    to_hold = rows.done_on.isnull() & ~rows.by_form & (rows.ended_on.isnull() | (rows.due < rows.ended_on))
    return rows.filter(to_hold).drop("basis", "done_on", "by_form")
