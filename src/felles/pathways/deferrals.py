"""What put an interval off, and for how many of its days? Shown beside the gross days, never subtracted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr import types as ir


def deferrals(events: ir.Table, rows: ir.Table, *, at: date) -> ir.Table:
    """One row per interval and reason: person, episode, interval, reason, deferred_days.

    events: as for `intervals`, with `until_day`; rows: what `intervals` gave for the same events and day. Days are those
    of the interval between the deferral and its `until`, each counted once for a reason; null where no deferral of the
    reason says until when.
    """
    import ibis

    put_off = events.filter((events.type == "deferred") & (events.day <= at))
    put_off = put_off.select(
        reason=put_off.code.fill_null("unknown"),
        put_off_person="person",
        put_off_key=put_off.episode.fill_null(put_off.person),
        put_off_from="day",
        put_off_until="until_day",
    )
    opened = rows.filter(rows["from"].notnull() & (rows.state != "ended"))
    within = opened.join(
        put_off,
        [
            opened.person == put_off.put_off_person,
            opened.episode.fill_null(opened.person) == put_off.put_off_key,
            put_off.put_off_from >= opened["from"],
            put_off.put_off_from <= opened.to.fill_null(at),
        ],
    ).select("person", "episode", "interval", "reason", "to", "put_off_from", "put_off_until")
    within = within.mutate(ends=ibis.least(within.put_off_until, within.to.fill_null(at)))
    # A missing end must stay missing: `least` passes over it.
    within = within.mutate(ends=ibis.ifelse(within.put_off_until.isnull(), ibis.null("date"), within.ends))
    before = ibis.window(
        group_by=[within.person, within.episode, within.interval, within.reason],
        order_by=[within.put_off_from, within.ends],
        rows=(None, -1),
    )
    within = within.mutate(begins=ibis.greatest(within.put_off_from, within.ends.max().over(before)))
    days = within.ends.delta(within.begins, unit="day")
    return (
        within.mutate(days=ibis.ifelse(within.ends.isnull(), ibis.null("int64"), ibis.greatest(days, 0)).cast("int32"))
        .group_by("person", "episode", "interval", "reason")
        .agg(deferred_days=lambda each: each.days.sum())
    )
