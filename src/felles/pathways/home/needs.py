"""Which needs were found, who takes care of each, by when, and is it done?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from felles.pathways.latest import day_of, latest, rest_of

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

READS = frozenset({"need_found", "need_assigned", "need_met", "died"})

# On one day a need is found before somebody gets it, and both before it is closed.
_ORDER = ("need_found", "need_assigned", "need_met")
_NO_DAY = "-" * len("2026-11-21")


def needs(events: ir.Table, *, at: date) -> ir.Table:
    """Every need as it stands at the end of a day: what `found_needs` gives, with state, days_left.

    events: `current_event` (or a table with its person, episode, type, day, until_day, code and place).
    """
    return needs_standing(found_needs(events.filter(events.day <= at)), at=at)


def found_needs(events: ir.Table) -> ir.Table:
    """What holds whatever the day; one row per need. A need found again after it was closed is a new one.

    Returns person, episode, theme, found_on, found_at, assigned_on, responsible and due (of the one who got it last),
    met_on (when it was closed, whatever came of it) and ended_on (death).
    """
    import ibis

    known = events.filter(events.type.isin(_ORDER))
    died = events.filter(events.type == "died")
    rank = ibis.cases(*((known.type == type_, number) for number, type_ in enumerate(_ORDER)))
    onward = ibis.window(group_by=["person", "episode", "code"], order_by=[known.day, rank], rows=(0, None))
    closes = ibis.ifelse(known.type == "need_met", known.day, ibis.null("date"))
    spans = known.mutate(met_on=closes.min().over(onward))
    found, assigned = spans.type == "need_found", spans.type == "need_assigned"
    until = spans.until_day.cast("string").fill_null(_NO_DAY)
    made = spans.group_by("person", "episode", "code", "met_on").agg(
        found_said=(spans.day.cast("string") + spans.place.fill_null("")).min(where=found),
        assigned_first=spans.day.min(where=assigned),
        assigned_said=latest(spans, assigned, until + spans.place.fill_null("")),
    )
    ends = died.group_by(dead="person").agg(ended_on=died.day.min())
    rows = made.filter(made.found_said.notnull() | made.assigned_said.notnull())
    rows = rows.left_join(ends, rows.person == ends.dead)
    given = rest_of(rows.assigned_said)
    return rows.select(
        "person",
        "episode",
        theme="code",
        # Somebody who got a need that nobody noted has it all the same.
        found_on=ibis.coalesce(day_of(rows.found_said), rows.assigned_first),
        found_at=rest_of(rows.found_said).nullif(""),
        assigned_on=day_of(rows.assigned_said),
        responsible=given.substr(len(_NO_DAY)).nullif(""),
        due=given.substr(0, len(_NO_DAY)).nullif(_NO_DAY).cast("date"),
        met_on=rows.met_on,
        ended_on=rows.ended_on,
    )


def needs_standing(found: ir.Table, *, at: date) -> ir.Table:
    """The state of each need at the end of a day: `met`, `ended`, `overdue`, `unassigned` or `open`; days_left to due.

    found: what `found_needs` gave, or the table that is kept of it, of events up to that day.
    """
    import ibis

    today = ibis.literal(at)
    over = found.met_on.notnull() | found.ended_on.notnull()
    return found.mutate(
        state=ibis.cases(
            (found.met_on.notnull(), "met"),
            (found.ended_on.notnull(), "ended"),
            (today > found.due, "overdue"),
            (found.responsible.isnull(), "unassigned"),
            else_="open",
        ),
        days_left=ibis.ifelse(over, ibis.null("int64"), found.due.delta(today, unit="day").cast("int64")),
    )
