"""Within which days is each conversation to be held, by when has somebody to act, and who? Whatever the day it is seen from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from felles.definitions import Touchpoint, TouchpointWindow
from felles.pathways.holding import trust_of
from felles.pathways.home.courses import courses
from felles.pathways.home.points import closings_of
from felles.pathways.home.rounds import BEGINS

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

_FOREVER = date(9999, 12, 31)


def spans(events: ir.Table, points: Sequence[Touchpoint], trusts: Mapping[str, str]) -> ir.Table:
    """One row per person, episode, round and touchpoint that applied when the round began: what can be kept ready.

    events: `current_event`; points: of `touchpoints_of`; trusts: of `trusts_by_name`, none where no unit is known.
    Returns the columns of `courses` and number, holder, window_from, window_to, window_verified, planned_on, ask_again_on,
    postponed_to, held_within, overtaken_on, due and due_by (null once nothing is to be done any more), and responsible: the
    trust (an unknown unit stands for itself) or the municipality, or whoever took the conversation over.
    """
    rows = _with_windows(courses(_recent(events, points), closings_of(points)), points)
    return _with_responsible(_with_due_day(rows), trusts)


def _recent(events: ir.Table, points: Sequence[Touchpoint]) -> ir.Table:
    """The events of persons with a round since the first window was in force: a registry's older patients are many."""
    earliest = min((begins for point in points for begins, _, _ in _periods(point)), default=_FOREVER)
    since = events.filter(events.type.isin(BEGINS) & (events.day >= earliest)).select(recent="person").distinct()
    return events.semi_join(since, [events.person == since.recent])


def _with_windows(rows: ir.Table, points: Sequence[Touchpoint]) -> ir.Table:
    """The window that was in force when the round began; a conversation that was in none of ours then is left out."""
    import ibis

    periods = [
        ((rows.touchpoint == point.id) & (rows.begun_on >= begins) & (rows.begun_on < until), point, window)
        for point in points
        for begins, until, window in _periods(point)
    ]

    def in_force(kind: str, of: Any) -> Any:
        found = ((holds, of(point, window)) for holds, point, window in periods)
        return ibis.cases(*((holds, ibis.literal(None, kind) if value is None else value) for holds, value in found))

    def reminder(point: Touchpoint, _: TouchpointWindow) -> Any:
        since = ibis.coalesce(rows.told_on, rows.begun_on)
        return _days_after(since, ibis.literal(point.remind_after.value)) if point.remind_after else None

    return rows.mutate(
        number=in_force("int64", lambda point, _: ibis.literal(point.number, "int64")),
        holder=in_force("string", lambda point, _: point.holder),
        window_from=in_force("date", lambda point, window: _opening(rows, point, window)),
        window_to=in_force("date", lambda _, window: _months_after(rows.begun_on, window.to_months)),
        window_verified=in_force("boolean", lambda _, window: window.verified),
        remind_on=in_force("date", reminder),
        ask_days=in_force("int64", lambda point, _: ibis.literal(point.ask_again_after.value, "int64")),
    ).filter(lambda each: each.number.notnull())


def _opening(rows: ir.Table, point: Touchpoint, window: TouchpointWindow) -> Any:
    """The first day on which it may be held; none is known before the person has been told, where that opens it."""
    import ibis

    first = _months_after(rows.begun_on, window.from_months)
    if point.opens == "window":
        return first
    if first is None:
        return rows.told_on
    return ibis.ifelse(rows.told_on.isnull(), ibis.null("date"), ibis.greatest(rows.told_on, first))


def _with_due_day(rows: ir.Table) -> ir.Table:
    """By when somebody has to do something, and who set that day: what was agreed, the window, or we (`ours`)."""
    import ibis

    declined, postponed, offered = (rows.answer == word for word in ("declined", "postponed", "offered"))
    # An offer without a day does not move the window; where there is none, it is taken up again like a no.
    left_open = declined | postponed | (offered & rows.window_to.isnull())
    named = rows.agreed_on.notnull() & (declined | postponed | offered)
    by_number = ibis.window(group_by=["person", "episode", "begun_on"], order_by="number", rows=(1, None))
    rows = rows.mutate(
        next_on=ibis.cases((named, rows.agreed_on), (left_open, _days_after(rows.answered_on, rows.ask_days))),
        next_by=ibis.cases((named, "agreed"), (left_open, "ours"), (rows.window_to.notnull(), "window"), else_="ours"),
        overtaken_on=rows.held_on.min().over(by_number),
    )
    over = rows.held_on.notnull() | rows.ended_on.notnull() | rows.overtaken_on.notnull() | (rows.answer == "dropped")
    over = over.fill_null(False)
    has_window = rows.held_on.notnull() & rows.window_to.notnull()
    return rows.mutate(
        planned_on=ibis.ifelse(rows.answer == "offered", rows.agreed_on, ibis.null("date")),
        ask_again_on=ibis.ifelse(rows.answer == "declined", rows.next_on, ibis.null("date")),
        postponed_to=ibis.ifelse(rows.answer == "postponed", rows.next_on, ibis.null("date")),
        held_within=ibis.ifelse(
            has_window, rows.held_on.between(rows.window_from, rows.window_to), ibis.null("boolean")
        ),
        due=ibis.ifelse(over, ibis.null("date"), ibis.coalesce(rows.next_on, rows.window_to, rows.remind_on)),
        due_by=ibis.ifelse(over, ibis.null("string"), rows.next_by),
    ).drop("next_on", "next_by", "remind_on", "ask_days")


def _with_responsible(rows: ir.Table, trusts: Mapping[str, str]) -> ir.Table:
    """Who has the person, or whoever took the conversation over since then."""
    import ibis

    by_hospital = rows.holder == "hospital"
    since = ibis.ifelse(by_hospital, rows.hospital_since, rows.municipality_since)
    taken_over = rows.moved_on.notnull() & (since.isnull() | (rows.moved_on >= since))
    who = ibis.ifelse(taken_over, rows.moved_to, ibis.ifelse(by_hospital, rows.hospital, rows.municipality))
    return rows.mutate(responsible=ibis.ifelse(by_hospital, trust_of(who, trusts), who))


def _periods(point: Touchpoint) -> Iterator[tuple[date, date, TouchpointWindow]]:
    begins = [*(day for day, _ in point.window), _FOREVER]
    for (first, until), (_, window) in zip(pairwise(begins), point.window, strict=True):
        yield first, until, window


def _months_after(day: ir.DateValue, months: int | None) -> ir.DateValue | None:
    """The same day of a later month, or its last day where it has no such day."""
    import ibis

    # By way of a timestamp: PostgreSQL makes one of a day and an interval, and Ibis takes it for a day already.
    return None if months is None else (day + ibis.interval(months=months)).cast("timestamp").cast("date")


def _days_after(day: ir.DateValue, days: ir.IntegerValue) -> ir.DateValue:
    """The day so many days later."""
    return (day + days.as_interval("D")).cast("timestamp").cast("date")
