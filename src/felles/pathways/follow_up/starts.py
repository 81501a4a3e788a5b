"""Who has which plan, from which day, and what ended it?

A plan is `set` by `follow_up_planned`. Where nobody has set one, it is `expected` for those who meet its criteria, so
that no one is forgotten between two chairs; it is a question to the unit, never an order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from felles.pathways.follow_up.plan_tables import among, meant, words_of
from felles.pathways.follow_up.plans import CHANGED, LIFE_ENDS, SET, Plan
from felles.pathways.latest import latest, rest_of

if TYPE_CHECKING:
    from ibis.expr import types as ir

_PLAN = {"plan": "string"}
_CONDITION_COLUMNS = {"precision": "string", "value": "float64", "unit": "string", "place": "string"}


def set_plans(events: ir.Table, plans: Sequence[Plan]) -> ir.Table:
    """Plans that somebody has set: person, episode, episode_key, plan, basis, since, counted_from, ended_on.

    `since` is the day it was set (the last one, where it was set again in its episode); `counted_from` the latest anchor
    of its own episode until then, else the first one after, else the same of the person, else `since`; `ended_on` the
    first day on which it holds no more, which may lie ahead where its last day was told.
    """
    return set_plans_with(events, plans).select(*_COLUMNS)


def set_plans_with(events: ir.Table, plans: Sequence[Plan]) -> ir.Table:
    """The same with place_said (`latest`: the unit that set it), and to_need_on and to_calendar_on, the last change to
    each since then."""
    import ibis

    told = events.filter((events.type == SET) & events.code.isin([plan.id for plan in plans]))
    told = told.mutate(episode_key=told.episode.fill_null(told.person))
    where = ibis.literal(True) if "place" not in told.columns else told.place.notnull()
    place = ibis.null("string") if "place" not in told.columns else told.place
    begun = told.group_by("person", "episode", "episode_key", plan="code").agg(
        since=told.day.max(),
        last_said=latest(told, told.day.notnull(), told.until_day.cast("string").fill_null("")),
        place_said=latest(told, where, place),
    )
    found = _with_what_was_said(begun, events, plans)
    last_on = rest_of(found.last_said).nullif("").cast("date")
    # The last day that was told for a plan is still a day of it.
    over_after = (last_on + ibis.interval(days=1)).cast("timestamp").cast("date")
    return found.mutate(
        basis=ibis.literal("set"),
        counted_from=ibis.coalesce(found.own_before, found.own_after, found.any_before, found.any_after, found.since),
        ended_on=ibis.least(found.end_on, found.over_on, found.set_on, over_after),
    )


def expected_plans(events: ir.Table, plans: Sequence[Plan], *, at: date) -> ir.Table:
    """Plans that nobody has set, for those who meet their criteria at the end of a day: the columns of `set_plans`.

    They are counted from the person's latest anchor, in its episode. A plan of the same pathway that was set on or after
    that day stands in their place.
    """
    import ibis

    of_any_kind, plans = plans, [plan for plan in plans if plan.applies_to is not None]
    if not plans:
        return set_plans(events, plans)
    anchors = meant(events, {(plan.id,): plan.anchors for plan in plans}, _PLAN)
    latest = anchors.group_by("person", "plan").agg(since=anchors.day.max())
    verdicts = plan_verdicts(events, plans, at=at)
    meets = latest.join(verdicts, "person")
    meets = meets.filter(
        ibis.cases(*((meets.plan == plan.id, meets[plan.id] == "meets") for plan in plans), else_=False)
    )
    standing = meets.select("person", "plan", "since", pathway=_pathway(meets.plan, plans))
    own = _pathways_set(events, of_any_kind)
    beside = standing.left_join(own, [standing.person == own.set_of, standing.pathway == own.set_pathway])
    free = beside.filter(beside.set_on.isnull() | (beside.set_on < beside.since)).select("person", "plan", "since")
    placed = _with_episode(free, events, plans)
    found = _with_what_was_said(placed, events, plans)
    return found.mutate(
        basis=ibis.literal("expected"), counted_from=found.since, ended_on=ibis.least(found.end_on, found.over_on)
    ).select(*_COLUMNS)


def plan_verdicts(events: ir.Table, plans: Sequence[Plan], *, at: date) -> ir.Table:
    """One row per person with a column for each plan that has criteria: `meets`, `fails` or `unknown`."""
    import ibis

    from felles.definitions.conditions import compile_many

    lacking = {name: type_ for name, type_ in _CONDITION_COLUMNS.items() if name not in events.columns}
    full = events.mutate(**{name: ibis.null(type_) for name, type_ in lacking.items()})
    return compile_many({plan.id: plan.applies_to for plan in plans if plan.applies_to is not None}, full, at)


_COLUMNS = ("person", "episode", "episode_key", "plan", "basis", "since", "counted_from", "ended_on")


def _with_what_was_said(starts: ir.Table, events: ir.Table, plans: Sequence[Plan]) -> ir.Table:
    """The rows with what the person's other events say about each start: one join and one aggregation.

    starts: person, episode_key, plan, since and others. What ends a life ends its plans whenever it happened; all else
    that ends one counts from the day after it began.
    """
    anchors, ends = {plan.id: plan.anchors for plan in plans}, {plan.id: plan.ends for plan in plans}
    points = {point for each in (*anchors.values(), *ends.values()) for point in each}
    types = sorted({point.type for point in points} | {SET, CHANGED, *LIFE_ENDS})
    told = events.filter(events.type.isin(types))
    said = told.select("type", "day", "code", said_of="person", said_key=told.episode.fill_null(told.person))
    worded = starts.mutate(anchored_by=words_of(starts.plan, anchors), ended_by=words_of(starts.plan, ends))
    rows = worded.left_join(said, worded.person == said.said_of)
    own, before = rows.said_key == rows.episode_key, rows.day <= rows.since
    anchor = among(rows, rows.anchored_by, points)
    changed = own & ~(rows.day < rows.since) & (rows.type == CHANGED)
    return rows.group_by(*starts.columns).agg(
        own_before=rows.day.max(where=anchor & own & before),
        own_after=rows.day.min(where=anchor & own & ~before),
        any_before=rows.day.max(where=anchor & before),
        any_after=rows.day.min(where=anchor & ~before),
        end_on=rows.day.min(where=among(rows, rows.ended_by, points) & ~before),
        over_on=rows.day.min(where=rows.type.isin(LIFE_ENDS)),
        # Another plan in the same episode takes this one's place.
        set_on=rows.day.min(where=(rows.type == SET) & own & (rows.code != rows.plan) & ~before),
        to_need_on=rows.day.max(where=changed & (rows.code == "needs_based")),
        to_calendar_on=rows.day.max(where=changed & (rows.code == "calendar")),
    )


def _with_episode(starts: ir.Table, events: ir.Table, plans: Sequence[Plan]) -> ir.Table:
    """The episode of the anchor; of several on one day the first by its key."""
    import ibis

    anchors = meant(events, {(plan.id,): plan.anchors for plan in plans}, _PLAN)
    anchors = anchors.select(anchor_of="person", anchor_plan="plan", anchor_on="day", anchor_key="episode_key")
    beside = starts.join(
        anchors,
        [starts.person == anchors.anchor_of, starts.plan == anchors.anchor_plan, starts.since == anchors.anchor_on],
    )
    # PostgreSQL has an order of UUIDs, and no least one.
    by_key = ibis.window(group_by=[beside.person, beside.plan], order_by=beside.anchor_key)
    first = beside.mutate(place=ibis.row_number().over(by_key))
    rows = first.filter(first.place == 0).select("person", "plan", "since", episode_key="anchor_key")
    own = rows.episode_key == rows.person
    return rows.mutate(episode=own.ifelse(rows.episode_key.nullif(rows.person), rows.episode_key))


def _pathways_set(events: ir.Table, plans: Sequence[Plan]) -> ir.Table:
    """When somebody last set a plan of each pathway for a person."""
    told = events.filter(events.type == SET)
    named = told.select("person", "day", pathway=_pathway(told.code, plans))
    return named.group_by(set_of="person", set_pathway="pathway").agg(set_on=named.day.max())


def _pathway(plan: ir.StringValue, plans: Sequence[Plan]) -> ir.StringValue:
    import ibis

    return ibis.cases(*((plan == each.id, each.pathway) for each in plans))
