"""Who has which plan, from which day, and what ended it?

A plan is `set` by `follow_up_planned`. Where nobody has set one, it is `expected` for those who meet its criteria, so
that no one is forgotten between two chairs; it is a question to the unit, never an order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from felles.pathways.follow_up.plan_tables import meant
from felles.pathways.follow_up.plans import LIFE_ENDS, SET, Plan

if TYPE_CHECKING:
    from ibis.expr import types as ir

_PLAN = {"plan": "string"}
_CONDITION_COLUMNS = {"precision": "string", "value": "float64", "unit": "string", "place": "string"}


def set_plans(events: ir.Table, plans: Sequence[Plan]) -> ir.Table:
    """Plans that somebody has set: person, episode, episode_key, plan, basis, since, counted_from, ended_on.

    `since` is the day it was set (the last one, where it was set again in its episode); `counted_from` the latest anchor
    of its own episode until then, else the first one after, else the same of the person, else `since`.
    """
    import ibis

    told = events.filter(events.type == SET)
    told = told.select(
        "person",
        "episode",
        "day",
        episode_key=told.episode.fill_null(told.person),
        plan=told.code,
        last_on=told.until_day,
    )
    again = ibis.window(group_by=[told.person, told.episode_key, told.plan])
    newest = told.mutate(since=told.day.max().over(again))
    newest = newest.filter(newest.plan.isin([plan.id for plan in plans]) & (newest.day == newest.since))
    begun = newest.group_by("person", "episode", "episode_key", "plan").agg(
        since=newest.since.min(), last_on=newest.last_on.max()
    )
    anchored = _anchored(begun, events, plans)
    return _with_end(anchored, events, plans, instead=told).mutate(basis=ibis.literal("set")).select(*_COLUMNS)


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
    anchored = placed.mutate(counted_from=placed.since, last_on=ibis.null("date"))
    return _with_end(anchored, events, plans).mutate(basis=ibis.literal("expected")).select(*_COLUMNS)


def plan_verdicts(events: ir.Table, plans: Sequence[Plan], *, at: date) -> ir.Table:
    """One row per person with a column for each plan that has criteria: `meets`, `fails` or `unknown`."""
    import ibis

    from felles.definitions.conditions import compile_many

    lacking = {name: type_ for name, type_ in _CONDITION_COLUMNS.items() if name not in events.columns}
    full = events.mutate(**{name: ibis.null(type_) for name, type_ in lacking.items()})
    return compile_many({plan.id: plan.applies_to for plan in plans if plan.applies_to is not None}, full, at)


_COLUMNS = ("person", "episode", "episode_key", "plan", "basis", "since", "counted_from", "ended_on")


def _anchored(begun: ir.Table, events: ir.Table, plans: Sequence[Plan]) -> ir.Table:
    import ibis

    anchors = meant(events, {(plan.id,): plan.anchors for plan in plans}, _PLAN).select(
        anchor_of="person", anchor_plan="plan", anchor_key="episode_key", anchor_on="day"
    )
    beside = begun.join(anchors, [begun.person == anchors.anchor_of, begun.plan == anchors.anchor_plan])
    own, before = beside.anchor_key == beside.episode_key, beside.anchor_on <= beside.since
    found = beside.group_by("anchor_of", "anchor_plan", found_key="episode_key").agg(
        own_before=beside.anchor_on.max(where=own & before),
        own_after=beside.anchor_on.min(where=own & ~before),
        any_before=beside.anchor_on.max(where=before),
        any_after=beside.anchor_on.min(where=~before),
    )
    rows = begun.left_join(
        found,
        [begun.person == found.anchor_of, begun.plan == found.anchor_plan, begun.episode_key == found.found_key],
    )
    counted_from = ibis.coalesce(rows.own_before, rows.own_after, rows.any_before, rows.any_after, rows.since)
    return rows.select("person", "episode", "episode_key", "plan", "since", "last_on", counted_from=counted_from)


def _with_end(starts: ir.Table, events: ir.Table, plans: Sequence[Plan], instead: ir.Table | None = None) -> ir.Table:
    """The rows with `ended_on`. What ends a life ends its plans; all else counts from the day after the plan began.

    instead: plans that were set; another one in the same episode takes this one's place.
    """
    import ibis

    ends = meant(events, {(plan.id,): plan.ends for plan in plans}, _PLAN).select(
        end_of="person", end_plan="plan", end_on="day"
    )
    beside = starts.join(ends, [starts.person == ends.end_of, starts.plan == ends.end_plan, ends.end_on > starts.since])
    ended = _first(beside, "end_on")
    over = (
        events.filter(events.type.isin(LIFE_ENDS)).group_by(over_of="person").agg(over_on=lambda each: each.day.min())
    )
    rows = _joined(starts, ended)
    rows = rows.left_join(over, [rows.person == over.over_of]).select(*rows.columns, "over_on")
    others = ["end_on", "over_on", "last_on"]
    if instead is not None:
        later = instead.select(set_of="person", set_key="episode_key", set_plan="plan", set_on="day")
        beside = starts.join(
            later,
            [
                starts.person == later.set_of,
                starts.episode_key == later.set_key,
                starts.plan != later.set_plan,
                later.set_on > starts.since,
            ],
        )
        rows = _joined(rows, _first(beside, "set_on"))
        others.append("set_on")
    return rows.select(*starts.columns, ended_on=ibis.least(*(rows[name] for name in others)))


def _first(beside: ir.Table, day: str) -> ir.Table:
    """The first such day of each start."""
    found = beside.group_by("person", "episode_key", "plan").agg(**{day: beside[day].min()})
    return found.rename({f"{day}_{name}": name for name in ("person", "episode_key", "plan")})


def _joined(starts: ir.Table, found: ir.Table) -> ir.Table:
    (day,) = (name for name in found.columns if f"{name}_plan" in found.columns)
    same = [starts[name] == found[f"{day}_{name}"] for name in ("person", "episode_key", "plan")]
    return starts.left_join(found, same).select(*starts.columns, day)


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
