"""Which contacts and tests does each person's plan hold, when was each done, and did a form take its place?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from felles.pathways.follow_up.plan_tables import meant, slots_in_sql
from felles.pathways.follow_up.plans import CHANGED, Plan

if TYPE_CHECKING:
    from ibis.expr import types as ir

_CONTACT = ("person", "episode_key", "plan", "item", "number")


def contacts(starts: ir.Table, events: ir.Table, plans: Sequence[Plan]) -> ir.Table:
    """What holds whatever the day: one row per contact of the plans in `starts` (see `set_plans`).

    person, episode, plan, basis, item, number, who, clinical_clock, due, window_from, window_to, done_on, by_form (a
    form has taken its place), ended_on (of the plan), shown_from (the day from which it need be shown).
    """
    slots = slots_in_sql(plans)
    rows = starts.join(slots, "plan")

    def edge(name: str) -> ir.DateValue:
        return _later(rows.counted_from, rows[f"{name}_months"], rows[f"{name}_days"])

    held = rows.select(
        "person",
        "episode",
        "episode_key",
        "plan",
        "basis",
        "since",
        "ended_on",
        "item",
        "number",
        "who",
        "clinical_clock",
        due=_later(rows.counted_from, rows.due_months),
        window_from=edge("opens"),
        window_to=edge("closes"),
        counted_until=edge("counted_until"),
        shown_from=edge("shown_from"),
    )
    done = _beside(held, _done_on(held, events, plans), "done_on")
    changed = _beside(done, _by_need(held, events), "by_need")
    return changed.select(
        "person",
        "episode",
        "plan",
        "basis",
        "item",
        "number",
        "who",
        "clinical_clock",
        "due",
        "window_from",
        "window_to",
        "done_on",
        "ended_on",
        "shown_from",
        by_form=changed.by_need.fill_null(False) & ~changed.clinical_clock,
    )


def _done_on(held: ir.Table, events: ir.Table, plans: Sequence[Plan]) -> ir.Table:
    """The first day that fulfils a contact: in or after its window, before the window of the next."""
    points = {(plan.id, item.id): item.done_by for plan in plans for item in plan.items}
    done = meant(events, points, {"plan": "string", "item": "string"}).select(
        done_by="person", done_plan="plan", done_item="item", happened_on="day"
    )
    beside = held.join(
        done, [held.person == done.done_by, held.plan == done.done_plan, held.item == done.done_item]
    ).select(*held.columns, "happened_on")
    # Not among the conditions of the join: Ibis loses a computed day there.
    counts = beside.happened_on >= beside.window_from
    counts &= beside.counted_until.isnull() | (beside.happened_on < beside.counted_until)
    beside = beside.filter(counts)
    return beside.group_by(*_CONTACT).agg(done_on=beside.happened_on.min())


def _by_need(held: ir.Table, events: ir.Table) -> ir.Table:
    """Whether the plan followed need on the day of a contact; of two changes on one day the calendar counts."""
    told = events.filter((events.type == CHANGED) & events.code.isin(("calendar", "needs_based")))
    changes = told.select(
        changed_of="person",
        changed_key=told.episode.fill_null(told.person),
        changed_on="day",
        to_need=told.code == "needs_based",
    )
    beside = held.join(changes, [held.person == changes.changed_of, held.episode_key == changes.changed_key]).select(
        *held.columns, "changed_on", "to_need"
    )
    beside = beside.filter((beside.changed_on >= beside.since) & (beside.changed_on <= beside.due))
    last = beside.group_by(*_CONTACT).agg(
        to_need_on=beside.changed_on.max(where=beside.to_need),
        to_calendar_on=beside.changed_on.max(where=~beside.to_need),
    )
    by_need = last.to_need_on.notnull() & (last.to_calendar_on.isnull() | (last.to_need_on > last.to_calendar_on))
    return last.select(*_CONTACT, by_need=by_need)


def _beside(held: ir.Table, found: ir.Table, column: str) -> ir.Table:
    named = found.rename({f"found_{name}": name for name in _CONTACT})
    joined = held.left_join(named, [held[name] == named[f"found_{name}"] for name in _CONTACT])
    return joined.select(*held.columns, column)


def _later(day: ir.DateValue, months: ir.IntegerValue, days: ir.IntegerValue | None = None) -> ir.DateValue:
    """So many months and then days after a day: the same day of the month, or its last where it is too short."""
    moved = day + months.as_interval("M")
    if days is not None:
        moved = _as_day(moved) + days.as_interval("D")
    return _as_day(moved)


def _as_day(moment: ir.Value) -> ir.DateValue:
    # By way of a timestamp: PostgreSQL makes one of a day and an interval, and Ibis takes it for a day already.
    return moment.cast("timestamp").cast("date")
