"""What in the follow-up of people could not be as it is told, and what became of it? Counted, never passed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from felles.pathways.follow_up.plan_tables import meant
from felles.pathways.follow_up.plans import CHANGED, SET, Plan

if TYPE_CHECKING:
    from ibis.expr import types as ir

ODDITIES: dict[str, str] = {
    "unknown_plan": "Plans that were set and are not known here, which give no contacts: {}.",
    "no_anchor": "Plans of persons without the event that their months are counted from; counted from the day they were set: {}.",
    "changed_alone": "Changes to need or the calendar in an episode without a plan; they count for an expected plan alone: {}.",
}
"""What is counted, with the sentence that says what became of it."""


def oddities(events: ir.Table, plans: Sequence[Plan], *, at: date) -> ir.Table:
    """One row with a column for each of ODDITIES. events: as for `planned`."""
    known = events.filter(events.day <= at)
    told = known.filter(known.type == SET)
    is_known = told.code.isin([plan.id for plan in plans])
    anchors = meant(known, {(plan.id,): plan.anchors for plan in plans}, {"plan": "string"})
    anchored = anchors.select(anchor_of="person", anchor_plan="plan").distinct()
    set_ = told.filter(is_known).select("person", plan="code")
    lost = set_.anti_join(anchored, [set_.person == anchored.anchor_of, set_.plan == anchored.anchor_plan])
    keyed = told.select(set_of="person", set_key=told.episode.fill_null(told.person)).distinct()
    changes = known.filter(known.type == CHANGED)
    changes = changes.select("person", key=changes.episode.fill_null(changes.person))
    alone = changes.anti_join(keyed, [changes.person == keyed.set_of, changes.key == keyed.set_key])
    unknown = told.agg(unknown_plan=(~is_known.fill_null(False)).sum().fill_null(0))
    return (
        unknown.cross_join(lost.agg(no_anchor=lost.count()))
        .cross_join(alone.agg(changed_alone=alone.count()))
        .select(*ODDITIES)
    )
