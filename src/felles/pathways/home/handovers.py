"""Who was handed over to whom, has the receiver taken over, and on whose list is the person now?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

READS = frozenset({"handed_over", "handover_accepted", "transferred", "died"})
_GIVES = ("handed_over", "transferred")
_HANDOVER = ("person", "episode", "key", "kind", "sender", "receiver", "handed_on")


def handovers(events: ir.Table, *, at: date) -> ir.Table:
    """Every handover as it stands at the end of a day: what `given_over` gives, with state and days_waiting.

    events: `current_event` (or a table with its person, episode, type, day, code and place).
    """
    return handovers_standing(given_over(events.filter(events.day <= at)), at=at)


def given_over(events: ir.Table) -> ir.Table:
    """What holds whatever the day; one row per person, episode, receiver and day.

    Returns person, episode, kind (`handed_over` between hospital and municipality, `transferred` between hospitals),
    sender, receiver, handed_on, accepted_on, left_on (the receiver handed on, on a later day) and ended_on (death). The
    person is on the receiver's list from handed_on until left_on. One receiver does not take a person from another's.
    """
    rows = _with_acceptance(_with_onward(_given(events)), events)
    found = rows.group_by(*_HANDOVER).agg(left_on=rows.later_on.min(), accepted_on=rows.accepted_day.min())
    died = events.filter(events.type == "died")
    ends = died.group_by(dead="person").agg(ended_on=died.day.min())
    found = found.left_join(ends, found.person == ends.dead)
    return found.select(
        "person", "episode", "kind", "sender", "receiver", "handed_on", "accepted_on", "left_on", "ended_on"
    )


def _with_onward(given: ir.Table) -> ir.Table:
    """Each handover beside those by which its receiver handed on, on a later day: later_on."""
    later = given.view().select(
        later_by="person",
        later_in="key",
        later_kind="kind",
        later_from="sender",
        later_to="receiver",
        later_on="handed_on",
    )
    onward = (later.later_from == given.receiver) | (
        # A transfer that does not say from where is from whoever had the person by the last one.
        later.later_from.isnull() & (later.later_kind == "transferred") & (given.kind == "transferred")
    )
    return given.left_join(
        later,
        [
            given.person == later.later_by,
            given.key == later.later_in,
            later.later_on > given.handed_on,
            later.later_to != given.receiver,
            onward,
        ],
    )


def _with_acceptance(given: ir.Table, events: ir.Table) -> ir.Table:
    """Each handover beside what its receiver accepted from that day on: accepted_day."""
    accepted = events.filter(events.type == "handover_accepted").select(
        accepted_by="person", accepted_in="episode", accepted_at="place", accepted_day="day"
    )
    return given.left_join(
        accepted,
        [
            given.person == accepted.accepted_by,
            given.receiver == accepted.accepted_at,
            accepted.accepted_day >= given.handed_on,
            accepted.accepted_in.isnull() | (accepted.accepted_in == given.key),
        ],
    )


def handovers_standing(given: ir.Table, *, at: date) -> ir.Table:
    """The state of each handover at the end of a day: `waiting`, `accepted`, `passed_on` or `ended`.

    given: what `given_over` gave, or the table that is kept of it, of events up to that day. days_waiting counts the
    days since the handover while nobody has accepted it.
    """
    import ibis

    today = ibis.literal(at)
    waits = given.accepted_on.isnull() & given.left_on.isnull() & given.ended_on.isnull()
    return given.mutate(
        state=ibis.cases(
            (given.ended_on.notnull(), "ended"),
            (given.left_on.notnull(), "passed_on"),
            (given.accepted_on.notnull(), "accepted"),
            else_="waiting",
        ),
        days_waiting=ibis.ifelse(waits, today.delta(given.handed_on, unit="day"), ibis.null()).cast("int64"),
    )


def _given(events: ir.Table) -> ir.Table:
    """Each handover once, however often it was told; a handover to oneself is none."""
    given = events.filter(events.type.isin(_GIVES) & events.code.notnull())
    given = given.filter(given.place.isnull() | (given.place != given.code))
    found = given.group_by("person", "episode", kind="type", receiver="code", handed_on="day").agg(
        sender=given.place.min()
    )
    return found.mutate(key=found.episode.fill_null(found.person))
