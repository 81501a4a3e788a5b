"""Which conversation is due, when, and who holds it, seen from a day?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from felles.definitions import Touchpoint
from felles.pathways.home.spans import spans

if TYPE_CHECKING:  # naming a rule must not cost the second that importing Ibis takes
    from ibis.expr import types as ir

COLUMNS = (
    "person",
    "episode",
    "round",
    "begun_on",
    "begun_by",
    "touchpoint",
    "holder",
    "window_from",
    "window_to",
    "window_verified",
    "told_on",
    "offered_on",
    "planned_on",
    "held_on",
    "held_at",
    "held_within",
    "declined_on",
    "ask_again_on",
    "postponed_on",
    "postponed_to",
    "dropped_on",
    "moved_on",
    "moved_to",
    "ended_on",
    "ended_by",
    "state",
    "due",
    "due_by",
    "days_left",
    "responsible",
    "hospital",
    "municipality",
    "is_child",
)
STATES = (
    "waiting",
    "open",
    "offered",
    "postponed",
    "declined",
    "ask_again",
    "to_remember",
    "late",
    "held",
    "overtaken",
    "not_relevant",
    "ended",
)
DUE_STATES = ("open", "offered", "postponed", "ask_again", "to_remember", "late")
"""The states in which somebody has something to do, or an agreed day to keep."""

ADULT_YEARS = 18


def touchpoints(
    events: ir.Table, points: Sequence[Touchpoint], *, at: date, trusts: Mapping[str, str] | None = None
) -> ir.Table:
    """Every conversation of every round, as it stands at the end of a day.

    events: `current_event` (or a table with its person, episode, type, day, until_day, code and place); points: of
    `touchpoints_of`; trusts: as for `spans`. Returns COLUMNS, one row per person, episode, round and touchpoint that
    applied when the round began.
    """
    return standing(spans(events.filter(events.day <= at), points, trusts or {}), at=at)


def standing(spans: ir.Table, *, at: date) -> ir.Table:
    """The state of each conversation at the end of a day: the columns of `touchpoints`.

    spans: what `spans` gave, or the table that is kept of it, of events up to that day.
    """
    import ibis

    today = ibis.literal(at)
    binding = (spans.due_by == "agreed") | ((spans.due_by == "window") & spans.window_verified)
    state = ibis.cases(
        (spans.held_on.notnull(), "held"),
        (spans.ended_on.notnull(), "ended"),
        (spans.overtaken_on.notnull(), "overtaken"),
        (spans.answer == "dropped", "not_relevant"),
        ((spans.answer == "declined") & (today < spans.due), "declined"),
        (spans.answer == "declined", "ask_again"),
        ((today > spans.due) & binding, "late"),
        (today > spans.due, "to_remember"),
        (spans.answer == "postponed", "postponed"),
        (spans.answer == "offered", "offered"),
        (today >= spans.window_from, "open"),
        else_="waiting",
    )
    grown = (spans.born_on + ibis.interval(years=ADULT_YEARS)).cast("timestamp").cast("date")
    rows = spans.mutate(state=state, days_left=spans.due.delta(today, unit="day").cast("int64"), is_child=today < grown)
    return rows.select(*COLUMNS)
