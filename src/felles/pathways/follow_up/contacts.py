"""Which contacts and tests does each person's plan hold, when was each done, and did a form take its place?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from felles.pathways.follow_up.plan_tables import among, slots_of_plans
from felles.pathways.follow_up.plans import CHANGED, MOVED, Plan
from felles.pathways.latest import latest, rest_of

if TYPE_CHECKING:
    from ibis.expr import types as ir

_COLUMNS = (
    "person", "episode", "plan", "basis", "item", "number", "who", "clinical_clock", "due", "window_from", "window_to",
    "counted_until", "moved_from", "done_on", "ended_on", "shown_from", "by_form",
)  # fmt: skip


def contacts(starts: ir.Table, events: ir.Table, plans: Sequence[Plan]) -> ir.Table:
    """What holds whatever the day: one row per contact of the plans in `starts` (see `set_plans`).

    person, episode, plan, basis, item, number, who, clinical_clock, due, window_from, window_to, counted_until (the day
    from which what is done counts for the next one), moved_from (by the calendar, where it got another day), done_on,
    ended_on (of the plan), shown_from (the day from which it need be shown), by_form (a form has taken its place).
    """
    import ibis

    # Each is there once already: to say so makes PostgreSQL read the texts of the slots before it joins, and not for each
    # event anew.
    held = _held(starts, plans).distinct()
    found = _with_what_was_said(held, events, plans)
    by_need = found.to_need_on.notnull() & (found.to_calendar_on.isnull() | (found.to_need_on > found.to_calendar_on))
    # A day that was agreed is the day of the contact, and has no slack after it.
    moved_to = rest_of(found.moved).cast("date")
    return found.mutate(
        due=ibis.coalesce(moved_to, found.due),
        window_to=ibis.coalesce(moved_to, found.window_to),
        moved_from=ibis.ifelse(moved_to.notnull(), found.due, ibis.null("date")),
        by_form=by_need & ~found.clinical_clock,
    ).select(*_COLUMNS)


def _held(starts: ir.Table, plans: Sequence[Plan]) -> ir.Table:
    """The contacts of each start by its calendar. fulfilled_by: what shows that one was done, for `among`."""
    rows = slots_of_plans(starts, plans)

    def edge(name: str) -> ir.DateValue:
        return later(rows.counted_from, rows[f"{name}_months"], rows[f"{name}_days"])

    return rows.select(
        "person", "episode", "episode_key", "plan", "basis", "since", "ended_on", "item", "number", "who",
        "clinical_clock", "fulfilled_by",
        due=later(rows.counted_from, rows.due_months),
        window_from=edge("opens"),
        window_to=edge("closes"),
        counted_until=edge("counted_until"),
        shown_from=edge("shown_from"),
    )  # fmt: skip


def _with_what_was_said(held: ir.Table, events: ir.Table, plans: Sequence[Plan]) -> ir.Table:
    """The contacts with done_on, moved (`latest`), to_need_on and to_calendar_on: one join and one aggregation.

    What is done counts from its window until the window of the next one, and so does the day it was moved to: the day
    itself tells which of its item's contacts is meant. Of two changes on one day the calendar counts.
    """
    points = {point for plan in plans for item in plan.items for point in item.done_by}
    types = sorted({point.type for point in points} | {MOVED, CHANGED})
    told = events.filter(events.type.isin(types))
    said = told.select(
        "type", "day", "code", "until_day", said_of="person", said_key=told.episode.fill_null(told.person)
    )
    rows = held.left_join(said, held.person == said.said_of)
    own = (rows.episode_key == rows.said_key) & (rows.day >= rows.since)
    done = among(rows, rows.fulfilled_by, points) & _is_of_contact(rows, rows.day)
    moved = own & (rows.type == MOVED) & (rows.code == rows.item) & _is_of_contact(rows, rows.until_day)
    changed = own & (rows.type == CHANGED) & (rows.day <= rows.due)
    found: dict[str, Any] = {
        "done_on": rows.day.min(where=done),
        "moved": latest(rows, moved, rows.until_day.cast("string")),
        "to_need_on": rows.day.max(where=changed & (rows.code == "needs_based")),
        "to_calendar_on": rows.day.max(where=changed & (rows.code == "calendar")),
    }
    return rows.group_by(*held.columns).agg(**found)


def _is_of_contact(rows: ir.Table, day: ir.DateValue) -> ir.BooleanValue:
    """Whether a day lies in or after the window of a contact, before the window of the next."""
    return (day >= rows.window_from) & (rows.counted_until.isnull() | (day < rows.counted_until))


def later(day: ir.DateValue, months: ir.IntegerValue, days: ir.IntegerValue | None = None) -> ir.DateValue:
    """So many months and then days after a day: the same day of the month, or its last where it is too short."""
    moved = day + months.as_interval("M")
    if days is not None:
        moved = _as_day(moved) + days.as_interval("D")
    return _as_day(moved)


def _as_day(moment: ir.Value) -> ir.DateValue:
    # By way of a timestamp: PostgreSQL makes one of a day and an interval, and Ibis takes it for a day already.
    return moment.cast("timestamp").cast("date")
